"""A provisional journey: one phase, step and touchpoint for each kind of event, so that everything can be counted."""

from __future__ import annotations

from waypost.analysis.discovery.names import Kind
from waypost.journey.journey import Journey, Phase, Step, Touchpoint

_LONGEST = 1900
"""Characters of a condition; the document format allows a little more."""


def condition(kind: Kind) -> str:
    """The `match` that takes a kind's events: all its names, or the most frequent where they are too many."""
    quoted = [_quoted(name) for name in kind.names]
    while len(quoted) > 1 and sum(map(len, quoted)) + 2 * len(quoted) > _LONGEST:
        quoted.pop()
    return f"event = {quoted[0]}" if len(quoted) == 1 else f"event IN ({', '.join(quoted)})"


def provisional(journey_id: str, kinds: tuple[Kind, ...], case: str | None) -> Journey:
    """Kind number n has a touchpoint of its own, in their order."""

    def phase(number: int, kind: Kind) -> Phase:
        touchpoint = Touchpoint(id=f"{own}.t{number}", name=f"t{number}", match=condition(kind))
        return Phase(
            id=f"{own}.p{number}",
            name=f"p{number}",
            steps=(Step(id=f"{own}.s{number}", name=f"s{number}", touchpoints=(touchpoint,)),),
        )

    own = journey_id[:40]
    phases = tuple(phase(number, kind) for number, kind in enumerate(kinds))
    return Journey(id=journey_id, name="Provisional", case=case, phases=phases)


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"
