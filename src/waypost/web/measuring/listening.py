"""Hearing of changes. What it takes to measure is loaded only when there is something to measure."""

from __future__ import annotations

from waypost.web.documents.models import Change


def heard(instance: Change, created: bool, **_: object) -> None:  # Django's signal says so
    """A change was written down."""
    from waypost.web.measuring.asking import changed  # noqa: PLC0415  # see above

    if created:
        changed(instance)
