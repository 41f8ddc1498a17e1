"""Which journeys of a portfolio are shown, and in which order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from waypost.journey.journey import Lifecycle
from waypost.web.portfolio.nesting import Order
from waypost.web.portfolio.standing import Entry


def _name(entry: Entry) -> tuple[Any, ...]:
    return (entry.journey.name.casefold(),)


ORDERS: Mapping[str, tuple[str, Order]] = {
    "matters": ("What matters most", lambda one: (tuple(-part for part in one.weight), *_name(one))),
    "name": ("Name", _name),
    "changed": ("Changed last", lambda one: (-one.changed.timestamp(), *_name(one))),
    "mend": ("Most to mend", lambda one: (tuple(-part for part in one.health.gravity), *_name(one))),
    "review": ("Review date", lambda one: (one.review or date.max, *_name(one))),
}
"""What one can sort by: a word in the address → what people read, and the order."""


FEW = 3
"""So many journeys are shown as cards, unless somebody wants a list."""


@dataclass(frozen=True)
class Choice:
    """What somebody wants to see of the portfolio."""

    order: str = "matters"
    lifecycle: str = ""
    owner: str = ""
    cards: bool = False

    @classmethod
    def of(cls, asked: Mapping[str, str], journeys: int) -> Choice:
        """As an address says it, of so many journeys; what cannot be understood is as if it was not said."""
        order, lifecycle = asked.get("sort", ""), asked.get("state", "")
        return cls(
            order=order if order in ORDERS else "matters",
            lifecycle=lifecycle if lifecycle in set(Lifecycle) else "",
            owner=asked.get("owner", "")[:4000],
            cards=asked.get("as", "cards" if journeys <= FEW else "list") == "cards",
        )

    @property
    def narrows(self) -> bool:
        """Whether some journeys may be left out."""
        return bool(self.lifecycle or self.owner)

    def among(self, entries: Iterable[Entry]) -> list[Entry]:
        """Those that are wanted."""
        return [
            entry
            for entry in entries
            if self.lifecycle in ("", entry.journey.lifecycle.value) and self.owner in ("", entry.journey.owner)
        ]
