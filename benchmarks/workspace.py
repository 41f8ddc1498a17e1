"""The benchmark's workspace: a journey bound to the simulated events, and the source they come from."""

from __future__ import annotations

from pathlib import Path

from waypost.formats.folder import save
from waypost.journey.binding import Signal
from waypost.journey.journey import Journey, Phase, Step, Touchpoint
from waypost.journey.outcome import Breakdown, Outcome
from waypost.journey.source import PropertyColumn, PropertyType, Source, Table
from waypost.journey.workspace import Settings

DATA = "data"
"""The folder of the event files, inside the workspace."""

_PHASES = {
    "discover": (("notice", ("advert",)), ("look", ("search",))),
    "compare": (("weigh", ("product", "reviews")),),
    "decide": (("choose", ("basket",)), ("join", ("sign_up",))),
    "buy": (("order", ("checkout", "payment")),),
    "receive": (("wait", ("tracking",)), ("unpack", ("delivered",))),
    "help": (("ask", ("support_chat", "support_call")),),
}
"""Phase → its steps, each with its touchpoints; a touchpoint is called as its event."""

_SIGNALS = {
    "search": Signal(id="searching-on", name="Keeps searching", repeated=3),
    "payment": Signal(id="large-order", name="Orders for 90 or more", when="properties.amount >= 90"),
    "tracking": Signal(id="long-wait", name="Waits two days", slower_than="2 days"),
}


def write_workspace(folder: Path) -> None:
    """Write `waypost.yaml`, the journey and the source."""
    for document in (Settings(id="benchmark", name="Benchmark"), _journey(), _source()):
        save(folder, document)


_OUTCOMES = (
    Outcome(id="buys", name="Buys", reached="payment", wanted=True),
    Outcome(id="goes-quiet", name="Goes quiet for a week", silent_for="7 days"),
)
_BREAKDOWN = Breakdown(id="channel", name="Channel", by="properties.channel")


def _journey() -> Journey:
    return Journey(
        id="shopping",
        name="Shopping",
        phases=tuple(map(_phase, _PHASES)),
        outcomes=_OUTCOMES,
        breakdowns=(_BREAKDOWN,),
    )


def _phase(name: str) -> Phase:
    return Phase(
        id=name,
        name=name.capitalize(),
        steps=tuple(
            Step(
                id=step,
                name=step.capitalize(),
                touchpoints=tuple(map(_touchpoint, events)),
                optional=name == "help",
            )
            for step, events in _PHASES[name]
        ),
    )


def _touchpoint(event: str) -> Touchpoint:
    signals = (_SIGNALS[event],) if event in _SIGNALS else ()
    return Touchpoint(id=event, name=event.capitalize(), match=f"event = '{event}'", signals=signals)


def _source() -> Source:
    return Source(
        id="shop",
        name="The shop's events",
        zone="UTC",
        tables=(
            Table(
                id="daily",
                files="*.parquet",
                customer="customer",
                time="time",
                event="event",
                properties=(
                    PropertyColumn(column="channel"),
                    PropertyColumn(column="amount", type=PropertyType.NUMBER),
                ),
            ),
        ),
    )
