"""The audit log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Router, Schema
from pydantic import Field

from waypost.web.api.doors import members
from waypost.web.api.paging import Page, Paging, Part, newest_first
from waypost.web.api.words import Word
from waypost.web.workspaces.access import Can, VisitRequest

router = Router()


class AuditEntry(Schema):
    """Something that was done to the workspace."""

    id: int
    at: datetime
    who: str = Field(alias="actor_name", serialization_alias="who", description="Their e-mail address.")
    what: str = Field(description="As in `member.invited`.")
    about: str


@router.get("", auth=members(Can.MANAGE), response=Page[AuditEntry])
def list_audit(request: VisitRequest, who: Word = "", what: Word = "", paging: Paging = Part) -> dict[str, Any]:
    """Who did what, the newest first; of one person or of one kind, if asked for."""
    entries = request.visit.workspace.audit.all()
    chosen = entries.filter(**({"actor_name": who} if who else {}), **({"what": what} if what else {}))
    return newest_first(chosen, paging, lambda entry: entry)
