"""Django's own commands, for those who develop Waypost: `python -m waypost.web makemigrations`."""

import os
import sys

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "waypost.web.settings")
os.environ.setdefault("WAYPOST_SECRET_KEY", "for commands only, never for serving")
execute_from_command_line(sys.argv)
