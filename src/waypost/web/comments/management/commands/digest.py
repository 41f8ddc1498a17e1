"""`python -m waypost.web digest`: send the daily e-mails now. The worker does so by itself."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from waypost.web.actions.overdue import tell_overdue
from waypost.web.comments.digest import send_digests


class Command(BaseCommand):
    """Send the daily e-mails to those who were not written to today."""

    help = "Send the daily e-mails about what waits for people."

    def handle(self, *args: Any, **options: Any) -> None:
        """Send, and say how many."""
        tell_overdue()
        self.stdout.write(f"{send_digests()} sent")
