"""The page that explains the API, made from its own description."""

from __future__ import annotations

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from waypost.web.api.application import api
from waypost.web.api.explaining import Chapter, chapters


@require_GET
def reference(request: HttpRequest) -> HttpResponse:
    """Every operation: what it does, what it asks for, what it answers."""
    return render(request, "api/reference.html", {"chapters": _chapters(), "title": api.title})


@cache
def _chapters() -> tuple[Chapter, ...]:
    return chapters(api.get_openapi_schema())
