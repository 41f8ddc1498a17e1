"""What went wrong, in words: pages for people, `application/problem+json` (RFC 9457) for programs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from waypost.errors import WaypostError

_TITLES = {
    400: "This cannot be read",
    401: "Who asks?",
    403: "Not yours to change",
    404: "Nothing here",
    405: "Not here",
    409: "Somebody changed it in between",
    412: "Somebody changed it in between",
    413: "Too large",
    422: "This does not fit",
    429: "Too many at once",
    500: "Our mistake",
    503: "Not now",
}


class NeededError(WaypostError):
    """It stays, because others rest on it."""


def problem(status: int, kind: str, detail: str, **more: object) -> JsonResponse:
    """An answer for a program: what was wrong, in a sentence."""
    body = {"type": kind, "title": _TITLES.get(status, "Refused"), "status": status, "detail": detail, **more}
    return JsonResponse(body, status=status, content_type="application/problem+json")


def fault(request: HttpRequest, status: int, detail: str) -> HttpResponse:
    """A page, or a problem for whoever did not ask for a page."""
    if "text/html" not in request.headers.get("Accept", ""):
        return problem(status, "about:blank", detail)
    words = {"title": _TITLES[status], "detail": detail, "status": status}
    # The page of a 500 asks nothing of what may be broken, so it has no bar.
    return render(request if status < 500 else None, "fault.html", words, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return fault(request, 400, "What was sent could not be read. Go back and try once more.")


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    said = str(exception).strip()
    reason = f"{said} " if said.endswith(".") else f"{said}. " if said else ""
    return fault(request, 403, f"{reason}Ask an admin of the workspace for more.")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: also what a stranger sees of what is there."""
    return fault(request, 404, "There is nothing at this address, or it is not shared with you.")


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our own mistake."""
    return fault(request, 500, "Something broke on our side. Nothing that was saved is lost. Try once more.")


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from one of our pages, or one that was open for too long."""
    return fault(request, 403, "This page was open for too long. Load it again, then repeat what you did.")
