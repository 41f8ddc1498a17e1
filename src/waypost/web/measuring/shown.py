"""Kept figures as they are shown: formatted when they are kept, so that showing them loads nothing that counts.

For everyone and each segment, at all times and in each period, on the map as it was drawn then. A map that was redrawn
since, and figures beside others than everyone, are formatted when they are asked for.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from waypost.journey.journey import Journey

if TYPE_CHECKING:
    from waypost.web.measuring.keeping import Kept

FORMAT = 1
"""Grows when what is written here changes."""

REPORTS = "reports"
"""The folder of what an erasure takes away and measuring makes again."""


def file_of_shown(state: Path, journey: str) -> Path:
    """Where they lie."""
    return state / REPORTS / f"{journey}.shown.json"


def write_shown(state: Path, journey: Journey, kept: Kept) -> None:
    """Format what is kept and put it in its place in one step."""
    from waypost.formats.folder import write_bytes  # noqa: PLC0415  # only who measures writes

    file = file_of_shown(state, journey.id)
    file.parent.mkdir(parents=True, exist_ok=True)
    write_bytes(file, json.dumps(_formatted(journey, kept), separators=(",", ":")).encode())


def read_shown(state: Path, journey: str) -> dict[str, Any] | None:
    """What was written last; None when there is nothing, or another version wrote it."""
    file = file_of_shown(state, journey)
    try:
        found = _read(file, file.stat().st_mtime_ns)
    except (OSError, ValueError):
        return None
    return found if found.get("format") == FORMAT else None


@lru_cache(maxsize=32)
def _read(file: Path, _stamp: int) -> dict[str, Any]:
    found = json.loads(file.read_bytes())
    return found if isinstance(found, dict) else {}


def measured_to(state: Path, journey: str) -> str | None:
    """The day of the last event a journey was measured with (`2026-03-31`); None when it was not."""
    found = read_shown(state, journey)
    return datetime.fromisoformat(found["asOf"]).date().isoformat() if found is not None else None


def drawn(journey: Journey) -> str:
    """Stays the same as long as figures stand at the same places under the same names."""
    places = [(element.id, getattr(element, "name", ""), type(element).__name__) for element in journey.walk()]
    return blake2b(json.dumps(places).encode(), digest_size=16).hexdigest()


def group_key(segment: str, period: str) -> str:
    """How the figures of a segment in a period are found."""
    return f"{segment}@{period}"


def _formatted(journey: Journey, kept: Kept) -> dict[str, Any]:
    from waypost.web.measuring.figures import LANES, computed_from, definition_of  # noqa: PLC0415  # as above
    from waypost.web.measuring.lanes import Beside, headline_of, lanes_of  # noqa: PLC0415  # as above

    groups = {}
    for group in kept.groups:
        everyone = kept.find("", group.period) if group.segment else None
        beside = Beside("everyone", everyone) if everyone is not None else None
        whole = not group.segment and not group.period
        groups[group_key(group.segment, group.period)] = {
            "headline": headline_of(group.measures),
            "lanes": lanes_of(kept, journey, group.measures, beside, whole=whole),
        }
    definitions = {lane: asdict(found) for lane in LANES if (found := definition_of(lane)) is not None}
    return {
        "format": FORMAT,
        "drawn": drawn(journey),
        "revision": kept.revision,
        "at": kept.at.isoformat(),
        "asOf": kept.living.everyone.as_of.isoformat(),
        "from": computed_from(kept),
        "segments": list(dict.fromkeys(group.segment for group in kept.groups)),
        "periods": list(kept.periods),
        "definitions": definitions,
        "groups": groups,
    }
