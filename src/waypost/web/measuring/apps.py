"""The app: it listens for changes."""

from django.apps import AppConfig


class MeasuringConfig(AppConfig):
    """What customers did, on the maps."""

    name = "waypost.web.measuring"
    label = "measuring"

    def ready(self) -> None:
        """Listen."""
        from django.db.models.signals import post_save  # noqa: PLC0415  # models are there by now

        from waypost.web.documents.models import Change  # noqa: PLC0415  # as above
        from waypost.web.measuring.listening import heard  # noqa: PLC0415  # as above

        post_save.connect(heard, sender=Change, dispatch_uid="measuring")
