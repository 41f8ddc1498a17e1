"""What a browser may do with our pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from django.http import HttpRequest
from django.http.response import HttpResponseBase

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "manifest-src 'self'",
    )
)
"""Scripts and styles of our own only, none of them inline; nothing is fetched from anywhere else."""

PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"


def policy(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: every answer carries the policy, unless the view set a stricter one (a drawn map has its own)."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        return response

    return answer


_STATED = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]+)"')


def stated(page: str) -> str:
    """The policy that a drawn map states in itself, for the header that goes with it."""
    found = _STATED.search(page)
    assert found is not None  # every drawn page has one
    return unescape(found[1])
