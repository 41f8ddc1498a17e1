"""The app."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    """Sharing."""

    name = "waypost.web.sharing"
    label = "sharing"
