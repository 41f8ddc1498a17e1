"""The figures that were measured where an action hangs: one of them can be what it shall change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from waypost.web.actions.places import Place
from waypost.web.documents.models import Document
from waypost.web.measuring.project import state_of

if TYPE_CHECKING:
    from waypost.web.measuring.keeping import Kept


@dataclass(frozen=True)
class Known:
    """Figures of one place, as they were measured last."""

    place: str
    on: date
    """The day up to which there are events."""
    figures: tuple[tuple[str, str], ...]
    """What each is called, and what it is, with its interval and n."""

    def baseline(self, kpi: str) -> str:
        """What a figure is now, with when that was; empty for one that is not measured here."""
        now = dict(self.figures).get(kpi)
        return f"{now}, {self.on:%-d %b %Y}" if now else ""


def known_at(journey: Document, place: Place | None) -> Known | None:
    """What was measured at a place, or around it; None where nothing was."""
    measured = place.measured if place else None
    kept = kept_of(journey) if measured is not None else None
    here = kept.living.everyone.elements.get(measured.id) if kept is not None and measured is not None else None
    if kept is None or here is None:
        return None
    from waypost.analysis.results import NotEnough  # noqa: PLC0415  # what counts takes seconds to load
    from waypost.web.actions.effect import figures_of, said  # noqa: PLC0415  # as above

    found = figures_of(here).items()
    shown = tuple((name, said(figure, unit)) for name, (figure, unit) in found if not isinstance(figure, NotEnough))
    return Known(here.name, timezone.localdate(kept.living.everyone.as_of), shown) if shown else None


def kept_of(journey: Document) -> Kept | None:
    """What was measured last of a journey."""
    folder = state_of(journey.workspace)
    if not folder.is_dir():
        return None
    from waypost.web.measuring.keeping import file_of, read  # noqa: PLC0415  # what counts takes seconds to load

    return read(file_of(folder, journey.slug))
