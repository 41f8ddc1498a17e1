"""Views that are loaded when they are first asked for: what counts takes seconds to load, and no other page waits."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.module_loading import import_string

from waypost.web.workspaces.access import Can, View


def later(path: str, can: Can | None = None) -> View:
    """The view at a dotted path, which guards itself; `can` is what its guard asks a member for, if it does."""

    def view(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
        answer: HttpResponseBase = import_string(path)(request, **arguments)
        return answer

    view.can = can  # type: ignore[attr-defined]  # read by the test that every address is guarded
    return view
