"""The app, and its say in every change."""

from django.apps import AppConfig


class HistoryConfig(AppConfig):
    """The history of documents."""

    name = "waypost.web.history"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """No change publishes a map past its review."""
        from waypost.web.documents.committing import guard  # noqa: PLC0415  # models are loaded only now
        from waypost.web.history.reviewing import refuse_unapproved  # noqa: PLC0415

        guard(refuse_unapproved)
