"""The bell in the top bar."""

from __future__ import annotations

from django import template
from django.template.context import RequestContext

from waypost.web.comments.notices import unseen
from waypost.web.live.announcing import last_event

register = template.Library()


@register.inclusion_tag("comments/bell.html", takes_context=True)
def bell(context: RequestContext) -> dict[str, object]:
    """How many notices somebody has still to look at, the way to them, and from where the page listens."""
    request = context["request"]
    visit = request.visit
    # A page that answers a form shows what was so after it was sent.
    event = request.event if hasattr(request, "event") else last_event()
    return {"slug": visit.workspace.slug, "unseen": unseen(visit), "event": event}
