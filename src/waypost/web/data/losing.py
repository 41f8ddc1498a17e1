"""What a map loses when a table is read again in another way: the touchpoints whose events it has no more."""

from __future__ import annotations

from dataclasses import dataclass

from waypost.events.lake import Lake
from waypost.journey.journey import Journey
from waypost.journey.source import Table
from waypost.journey.workspace import Workspace as Documents
from waypost.web.data.declaring import SOURCE
from waypost.web.data.kinds import keys_of
from waypost.web.data.matching import tried


@dataclass(frozen=True)
class Loss:
    """A journey and the touchpoints of it that no event of a table is any more."""

    journey: Journey
    touchpoints: tuple[str, ...]
    """Their names."""


def losses(lake: Lake, documents: Documents, before: Table, after: Table) -> tuple[Loss, ...]:
    """What each journey loses when `before` becomes `after`."""
    if _named(before) <= _named(after) and before.event == after.event:
        return ()
    part = lake.of_files(keys_of(lake, [(SOURCE, before.id)]))
    found = []
    for journey in documents.of(Journey):
        now = tried(part, documents, journey, {})
        stays = {name for event, taken in now.taken.items() if _gives(after, before, event) for name, _ in taken}
        gone = {name for name, count in now.touchpoints.items() if count} - stays
        if gone:
            names = tuple(each.name for each in journey.touchpoints() if each.id in gone)
            found.append(Loss(journey, names))
    return tuple(found)


def _gives(after: Table, before: Table, event: str) -> bool:
    """Whether the table still gives events of a name that it gave before."""
    if event in _named(after):
        return True
    return after.event is not None and after.event == before.event and event not in _named(before)


def _named(table: Table) -> set[str]:
    """The names of events that the table itself says."""
    return {one.event for one in table.events} | ({table.event_name} if table.event_name else set())
