"""One application: `/live/…` listens, everything else is Django on a fixed pool of threads.

Django's own ASGI handler would hold a thread and a database connection for every open stream.
"""

from __future__ import annotations

import os
from typing import Any

from a2wsgi import WSGIMiddleware
from a2wsgi.asgi_typing import Receive, Scope, Send
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "waypost.web.settings")
_django: Any = get_wsgi_application()  # a response of Django's is the iterable of bytes that WSGI asks for
_pages = WSGIMiddleware(_django, workers=settings.CONFIGURATION.threads)

get_resolver().url_patterns  # noqa: B018  # every page's code is loaded now, and not while the first visitor waits

from waypost.web.live.application import live  # noqa: E402  # the models it reads are there once Django is set up


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Hand a connection to whoever answers it."""
    if scope["type"] == "http" and not scope["path"].startswith("/live/"):
        await _pages(scope, receive, send)
    else:
        await live(scope, receive, send)
