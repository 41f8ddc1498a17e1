"""Who is where, right now: held in memory, never stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

SILENCE = 20.0
"""Seconds after which somebody who says nothing is gone."""

MOST = 50
"""Places one person can be at in one document: windows they have open."""


@dataclass(frozen=True)
class Place:
    """One window of one person, and the element it is at."""

    topic: str
    session: str
    who: tuple[str, str, str]
    """Id, name, initials."""
    at: str | None = None
    gone: bool = False

    def payload(self) -> dict[str, object]:
        """As it is told."""
        who = dict(zip(("id", "name", "initials"), self.who, strict=True))
        return {"who": who, "session": self.session, "at": self.at, "gone": self.gone}


@dataclass
class Presence:
    """Everybody's places, and when each was last heard of."""

    _places: dict[str, dict[str, tuple[Place, float]]] = field(default_factory=dict)
    """Topic → session → place and instant."""

    def hear(self, place: Place, now: float) -> bool:
        """Take note of a place; answers whether it is news to the others."""
        here = self._places.setdefault(place.topic, {})
        known = here[place.session][0] if place.session in here else None
        if known is not None and known.who[0] != place.who[0]:
            return False
        if place.gone:
            here.pop(place.session, None)
            if not here:
                del self._places[place.topic]
            return known is not None
        if known is None and sum(other.who[0] == place.who[0] for other, _ in here.values()) >= MOST:
            return False
        here[place.session] = place, now
        return known != place

    def here(self, topic: str) -> Iterator[Place]:
        """Everybody who is there."""
        return (place for place, _ in self._places.get(topic, {}).values())

    def at(self, topic: str, session: str) -> Place | None:
        """Where a window is."""
        found = self._places.get(topic, {}).get(session)
        return found[0] if found else None

    def silent(self, now: float) -> list[Place]:
        """Those who have not been heard of for too long."""
        return [place for here in self._places.values() for place, heard in here.values() if now - heard > SILENCE]
