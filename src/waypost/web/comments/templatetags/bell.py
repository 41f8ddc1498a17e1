"""The bell in the top bar."""

from __future__ import annotations

from django import template

from waypost.web.comments.notices import unseen
from waypost.web.workspaces.access import Visit

register = template.Library()


@register.inclusion_tag("comments/bell.html")
def bell(visit: Visit | None) -> dict[str, object]:
    """How many notices somebody has still to look at, and the way to them."""
    return {"slug": visit.workspace.slug if visit else "", "unseen": unseen(visit) if visit else 0}
