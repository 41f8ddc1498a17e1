"""What the live room watches from the moment Django is set up."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_delete, pre_save


class LiveConfig(AppConfig):
    """Whoever loses a role is not told any more what happens, from that moment on."""

    name = "waypost.web.live"

    def ready(self) -> None:
        """Watch memberships."""
        from waypost.web.workspaces.models import Membership  # noqa: PLC0415  # models are there now

        pre_save.connect(_changed, sender=Membership)
        post_delete.connect(_changed, sender=Membership)


def _changed(instance: Any, **_: object) -> None:
    from waypost.web.live.announcing import ACCESS, announce  # noqa: PLC0415  # models are there now

    if instance.pk is not None:
        announce(f"user:{instance.user_id}", ACCESS, {})
