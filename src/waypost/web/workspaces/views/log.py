"""The audit log: who did what, and when."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from waypost.web.workspaces.access import Can, VisitRequest, members

ON_A_PAGE = 50


@require_GET
@members(Can.MANAGE)
def log(request: VisitRequest) -> HttpResponse:
    """The newest first; of one person or one kind, if asked for."""
    entries = request.visit.workspace.audit.select_related("actor")
    whos = entries.order_by("actor_name").values_list("actor_name", flat=True).distinct()
    whats = entries.order_by("what").values_list("what", flat=True).distinct()
    who, what = request.GET.get("who", ""), request.GET.get("what", "")
    chosen = entries.filter(**({"actor_name": who} if who else {}), **({"what": what} if what else {}))
    words = {
        "page": Paginator(chosen, ON_A_PAGE).get_page(request.GET.get("page")),
        "whos": list(whos),
        "whats": list(whats),
        "who": who,
        "what": what,
        "asked": urlencode({"who": who, "what": what}),
    }
    return render(request, "workspaces/log.html", words)
