"""How fast links may be guessed: a network address that missed too often waits, whatever it asks for next."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest

MISSES = 30
SECONDS = 600
"""So many misses in so many seconds, then wait until they are over."""


def too_fast(request: HttpRequest) -> bool:
    """Whether this address has missed too often. Ask before a secret is looked up."""
    return int(cache.get(_key(request), 0)) >= MISSES


def missed(request: HttpRequest) -> None:
    """Count a secret that opens nothing."""
    key = _key(request)
    cache.add(key, 0, SECONDS)
    cache.incr(key)


def _key(request: HttpRequest) -> str:
    return f"missed:{request.META.get('REMOTE_ADDR', '')}"
