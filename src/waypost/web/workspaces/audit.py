"""Writing down what was done."""

from __future__ import annotations

from waypost.web.workspaces.access import Visit
from waypost.web.workspaces.models import AuditEntry


def note(visit: Visit, what: str, about: str = "") -> None:
    """Write one line into the workspace's audit log."""
    AuditEntry.objects.create(
        workspace=visit.workspace, actor=visit.user, actor_name=visit.user.email, what=what, about=about[:254]
    )
