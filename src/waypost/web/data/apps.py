"""The app."""

from django.apps import AppConfig


class DataConfig(AppConfig):
    """Data in."""

    name = "waypost.web.data"
    label = "data"
