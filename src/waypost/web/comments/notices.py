"""What somebody is told: the page, the number on the bell, and e-mails they can stop."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from waypost.web.comments.digest import whose
from waypost.web.comments.models import NoMail, Notice
from waypost.web.comments.notifying import ring
from waypost.web.workspaces.access import Can, Visit, VisitRequest, members

_PAGE = 50


def unseen(visit: Visit) -> int:
    """How many notices somebody has still to look at."""
    mine = Notice.objects.filter(user=visit.user, workspace=visit.workspace, document__archived=None)
    return mine.filter(seen=None).count()


@require_GET
@members(Can.VIEW)
def notices(request: VisitRequest) -> HttpResponse:
    """All notices, the newest first."""
    visit = request.visit
    known = Notice.objects.filter(user=visit.user, workspace=visit.workspace, document__archived=None)
    page = Paginator(known.select_related("document", "workspace"), _PAGE).get_page(request.GET.get("page"))
    mails = not NoMail.objects.filter(user=visit.user, workspace=visit.workspace).exists()
    return render(request, "comments/notices.html", {"page": page, "unseen": unseen(visit), "mails": mails})


@require_GET
@members(Can.VIEW)
def count(request: VisitRequest) -> HttpResponse:
    """The number on the bell."""
    return JsonResponse({"unseen": unseen(request.visit)})


@require_POST
@members(Can.VIEW)
def seen(request: VisitRequest) -> HttpResponse:
    """Everything is looked at."""
    mine = Notice.objects.filter(user=request.visit.user, workspace=request.visit.workspace, seen=None)
    if mine.update(seen=timezone.now()):
        ring(request.visit.user, request.visit.workspace)
    return redirect("comments:notices", request.visit.workspace.slug)


@require_GET
@members(Can.VIEW)
def opened(request: VisitRequest, number: int) -> HttpResponse:
    """Go to what a notice is about; it is looked at from then on."""
    mine = Notice.objects.filter(user=request.visit.user, workspace=request.visit.workspace, pk=number)
    notice = mine.filter(document__archived=None).select_related("document", "workspace").first()
    if notice is None:
        raise Http404("There is no such notice.")
    if mine.filter(seen=None).update(seen=timezone.now()):
        ring(request.visit.user, request.visit.workspace)
    return redirect(notice)


@require_POST
@members(Can.VIEW)
def letters(request: VisitRequest) -> HttpResponse:
    """Have e-mails about notices, or none (`off`)."""
    visit = request.visit
    if "off" in request.POST:
        NoMail.objects.get_or_create(user=visit.user, workspace=visit.workspace)
        messages.success(request, "No more e-mails about this workspace.")
    else:
        NoMail.objects.filter(user=visit.user, workspace=visit.workspace).delete()
        messages.success(request, "What you have not looked at comes by e-mail, at most once a day.")
    return redirect("comments:notices", visit.workspace.slug)


@csrf_exempt  # a mail program has no cookie of ours; the signed token says who asks
@require_http_methods(["GET", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the e-mails about a workspace, by the link in one of them; also in one click from a mail program."""
    found = whose(token)
    if found is None:
        raise Http404("This link does not stop anything.")
    user, workspace = found
    if request.method == "POST":
        NoMail.objects.get_or_create(user=user, workspace=workspace)
    shown = {"workspace": workspace, "token": token, "stopped": request.method == "POST"}
    return render(request, "comments/unsubscribe.html", shown)
