"""A line for each request: what was asked, how it ended, how long it took. It names nobody: a person is a number."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest
from django.http.response import HttpResponseBase

log = logging.getLogger("waypost.access")


def access_log(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: write the line. An address is written as the name of its route, for addresses can hold secrets."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        response = get_response(request)
        if not request.path.startswith(settings.STATIC_URL):
            spent = round((time.perf_counter() - began) * 1000, 1)
            _write(request, response.status_code, spent)
        return response

    return answer


def _write(request: HttpRequest, status: int, milliseconds: float) -> None:
    route = request.resolver_match.view_name if request.resolver_match else "-"
    line = {
        "method": request.method,
        "route": route,
        "status": status,
        "ms": milliseconds,
        "user": _user(request),
    }
    log.info("%(method)s %(route)s %(status)s %(ms)s ms, user %(user)s", line, extra={"fields": line})


def _user(request: HttpRequest) -> int | None:
    """The number of whoever asks, without asking the database for the sake of a log line."""
    bearer = getattr(request, "bearer", None)
    if bearer is not None:
        return int(bearer.user.pk)
    session = getattr(request, "session", None)
    if session is None or not session.accessed:
        return None
    known = session.get(SESSION_KEY)
    return int(known) if known else None
