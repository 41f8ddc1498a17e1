"""Actions as they are shown: what each is about as it is now, what people believe of it, whether it helped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone

from waypost.journey.journey import Journey
from waypost.web.actions.figures import kept_of
from waypost.web.actions.models import Action, ActionState
from waypost.web.actions.places import Place, beliefs, places
from waypost.web.documents.reading import current

if TYPE_CHECKING:
    from waypost.web.actions.effect import Compared


@dataclass(frozen=True)
class Card:
    """An action with what stands around it."""

    action: Action
    place: Place | None
    """None: what it was about is not on the map any more."""
    beliefs: tuple[str, ...]
    overdue: bool
    measured: Compared | str
    """What was measured before and after it began; or why nothing was, as a part of a sentence."""

    @property
    def effect(self) -> Compared | None:
        """What was measured, if anything."""
        return None if isinstance(self.measured, str) else self.measured

    @property
    def about(self) -> str:
        """The words of what it is about, as they are now."""
        return self.place.element.label if self.place else self.action.about

    @property
    def href(self) -> str:
        """The map, at the element."""
        address = reverse("editor:journey", args=[self.action.workspace.slug, self.action.journey.slug])
        return f"{address}#{self.action.element}" if self.place else address

    @property
    def effects(self) -> list[str]:
        """For a card of the board: what became of the figure that shall change; otherwise what changed, if anything."""
        if self.effect is None:
            return []
        wanted = [f"{one.name.lower()} {one.verdict}" for one in self.effect.effects if one.name == self.action.kpi]
        if wanted:
            return wanted
        seen = [f"{one.name.lower()} {one.verdict}" for one in self.effect.effects if one.seen]
        return seen or [next((one.verdict for one in self.effect.effects), "not measured")]


@dataclass(frozen=True)
class Column:
    """One column of the board."""

    state: ActionState
    cards: list[Card]


def cards(actions: Iterable[Action], today: date) -> list[Card]:
    """Each action as it is shown; every journey is looked at once."""
    known: dict[int, dict[str, Place]] = {}
    found = []
    for action in actions:
        if action.journey_id not in known:
            value = current(action.journey).value
            known[action.journey_id] = places(value) if isinstance(value, Journey) else {}
        inside = known[action.journey_id]
        place = inside.get(action.element)
        found.append(
            Card(
                action=action,
                place=place,
                beliefs=beliefs(place, inside) if place else (),
                overdue=action.overdue(today),
                measured=_effect(action, place),
            )
        )
    return found


def columns(found: Iterable[Card]) -> list[Column]:
    """The board."""
    by_state: dict[str, list[Card]] = {state: [] for state in ActionState}
    for card in found:
        by_state[card.action.state].append(card)
    return [Column(state, by_state[state]) for state in ActionState]


def _effect(action: Action, place: Place | None) -> Compared | str:
    """What was measured before and after, or why nothing was."""
    measured = place.measured if place else None
    if place is None:
        return "what it is about is not on the map any more"
    if measured is None:
        return "figures are counted for phases, steps and touchpoints, and it is about the whole journey"
    if action.started is None:
        return "it is not under way yet"
    kept = kept_of(action.journey)
    if kept is None:
        return "this journey was not measured yet"
    from waypost.web.actions.effect import compared  # noqa: PLC0415  # what counts takes seconds to load

    return compared(kept, measured.id, timezone.localdate(action.started), action.kpi)
