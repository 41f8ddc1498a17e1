"""Time zones to choose from, and what is said of those in a file."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from zoneinfo import available_timezones

from waypost.journey.source import PropertyType
from waypost.web.data.looking import Column

_AREAS = frozenset(
    {"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
)


def zones(first: str, chosen: str) -> tuple[tuple[str, str], ...]:
    """Every zone and what it is called, the workspace's own first."""
    ahead = dict.fromkeys((first, chosen, "UTC"))
    return tuple((zone, _called(zone)) for zone in (*ahead, *(zone for zone in _places() if zone not in ahead)))


@cache
def _places() -> tuple[str, ...]:
    return tuple(sorted(zone for zone in available_timezones() if zone.partition("/")[0] in _AREAS and "/" in zone))


def _called(zone: str) -> str:
    return zone.replace("_", " ")


def found(columns: Iterable[Column], zone: str) -> str:
    """What was found out about the zones of a file's times, in a sentence; nothing when it has none."""
    times = [column for column in columns if column.type is PropertyType.TIME]
    bare = [f"“{column.name}”" for column in times if not column.zoned]
    if not times:
        return ""
    if not bare:
        return "The times say themselves in which zone they are, so nothing has to be chosen."
    if len(bare) == len(times):
        return f"The times say no zone: they are read as {_called(zone)}."
    some = ", ".join(bare[:3]) + (f" and {len(bare) - 3} more" if len(bare) > 3 else "")
    return f"The times in {some} say no zone: they are read as {_called(zone)}. The others say their own."
