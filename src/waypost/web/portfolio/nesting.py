"""How journeys hang together: future states beside what they change, deeper journeys below the step that opens them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from waypost.journey.journey import Journey, Step
from waypost.web.portfolio.standing import Entry

Order = Callable[[Entry], Any]
"""What journeys on one level are sorted by."""


@dataclass(frozen=True)
class Placed:
    """A journey at its place in the portfolio."""

    entry: Entry
    depth: int
    """How many journeys it lies below."""
    why: str
    """How it hangs on the one above: "opens from “I pay”", "as it should become"; empty at the top."""

    @property
    def indent(self) -> int:
        """At most three steps to the side, however deep."""
        return min(self.depth, 3)


@dataclass(frozen=True)
class _Hold:
    above: str
    why: str


def placed(entries: Sequence[Entry], order: Order) -> list[Placed]:
    """All entries, each once: below the first journey that opens it or that it is the future of.

    What lies in a circle, or hangs on a journey that is not among the entries, stands at the top.
    """
    known = {entry.journey.id: entry for entry in entries}
    holds = _holds(known)
    below: dict[str, list[Entry]] = {}
    for child, hold in holds.items():
        below.setdefault(hold.above, []).append(known[child])
    found: list[Placed] = []
    seen: set[str] = set()

    def put(each: Iterable[Entry], depth: int) -> None:
        for entry in sorted(each, key=order):
            if entry.journey.id not in seen:
                seen.add(entry.journey.id)
                why = holds[entry.journey.id].why if depth else ""
                found.append(Placed(entry, depth, why))
                put(below.get(entry.journey.id, ()), depth + 1)

    put((entry for entry in entries if entry.journey.id not in holds), 0)
    for entry in sorted(entries, key=order):
        put((entry,), 0)
    return found


def _holds(known: Mapping[str, Entry]) -> dict[str, _Hold]:
    """Which of the known journeys hangs on which other."""
    found: dict[str, _Hold] = {}
    for entry in known.values():
        for step in _opening(entry.journey):
            found.setdefault(_document(step.opens), _Hold(entry.journey.id, f"opens from “{step.name}”"))
    for entry in known.values():
        if entry.journey.future_of is not None:
            found[entry.journey.id] = _Hold(_document(entry.journey.future_of), "as it should become")
    return {
        child: hold for child, hold in found.items() if child != hold.above and child in known and hold.above in known
    }


def _opening(journey: Journey) -> Iterator[Step]:
    return (step for step in journey.steps() if step.opens is not None)


def _document(reference: str | None) -> str:
    return (reference or "").partition("/")[0]
