"""Pictures of a workspace: kept under a name nobody can guess, given to members only."""

from __future__ import annotations

import secrets

from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from waypost.errors import InputError
from waypost.formats.folder import LARGEST_PICTURE, picture_type, read_picture, write_bytes
from waypost.web.documents.importing import PICTURES
from waypost.web.faults import problem
from waypost.web.workspaces.access import Can, VisitRequest, members

ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}


@require_POST
@members(Can.EDIT)
def add(request: VisitRequest) -> HttpResponse:
    """Keep a picture, sent as the body of the request; answers with the name that documents call it by."""
    if int(request.headers.get("Content-Length") or 0) > LARGEST_PICTURE:
        return problem(413, "too-large", f"A picture may have {LARGEST_PICTURE // 1_000_000} MB. Make it smaller.")
    data = request.body
    kind = picture_type(data)
    if kind is None:
        return problem(422, "not-a-picture", "This is no picture we can show. PNG, JPEG, GIF and WebP are.")
    name = f"{secrets.token_urlsafe(18)}.{ENDINGS[kind]}"
    write_bytes(request.visit.workspace.folder / PICTURES / name, data)
    address = reverse("editor:picture", args=[request.visit.workspace.slug, name])
    return JsonResponse({"file": f"{PICTURES}/{name}", "address": address}, status=201)


@require_GET
@members(Can.VIEW)
def picture(request: VisitRequest, name: str) -> HttpResponse:
    """A picture, as what its first bytes say it is."""
    try:
        found = read_picture(request.visit.workspace.folder / PICTURES, name, name)
    except InputError as error:
        raise Http404("There is no such picture.") from error
    headers = {
        "Cache-Control": "private, max-age=86400",
        "Content-Disposition": "inline",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(found.data, content_type=found.media_type, headers=headers)
