"""The gap register: what differs between a journey as it is today and as it should become.

The two are documents of their own whose elements share ids when the future state was drawn from the current one
(`future_from`); an element that is in both is the same thing, today and then. What counts as a gap, by kind:

- *content*: content that comes, goes, is missing on one side only, or is another; another way to settle a tollgate;
- *interaction*: a phase, step, touchpoint, tollgate or activity in people's sight that comes or goes; one (other than a
  phase) that is called otherwise; a step or touchpoint that moves to another phase or step; a touchpoint that becomes
  somebody else's;
- *call to action*: a touchpoint's designed ending, and the ways allowed between steps;
- *channel*: another channel of a touchpoint or of content;
- *emotion*: another level, or other feelings, at a step;
- *time*: when a step happens, and signals that speak of time.

What comes or goes with its parent is one gap with it. What the future state leaves unsaid is no gap. What happens out
of people's sight, marks, bindings and the order of steps within a phase are no gaps either: they are means and beliefs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from waypost.journey.binding import Signal
from waypost.journey.journey import (
    Activity,
    Content,
    Journey,
    Lifecycle,
    Ownership,
    Phase,
    Route,
    State,
    Step,
    Tollgate,
    Touchpoint,
)
from waypost.journey.model import Element, Id, Value

TIMED = ("slower_than", "overdue", "overdue_after")
"""The rules of signals that speak of time."""

NOT_THERE, THERE, GONE, UNSAID = "not there", "there", "gone", "not said"


class GapKind(StrEnum):
    """What a gap is about."""

    CONTENT = "content"
    INTERACTION = "interaction"
    CALL_TO_ACTION = "call to action"
    CHANNEL = "channel"
    EMOTION = "emotion"
    TIME = "time"


class Gap(Value):
    """One difference between today and the future."""

    kind: GapKind
    element: Id
    """The element that differs: of the future state, or of the current one when it is to go."""
    phase: Id | None
    """The phase it belongs to, where the element is."""
    step: Id | None
    """The step it belongs to; a whole phase has none."""
    about: str
    """What differs, in words: `channel of touchpoint 'Form'`."""
    today: str
    """How it is."""
    wanted: str
    """How it should be."""

    @property
    def sentence(self) -> str:
        """The gap in a plain sentence."""
        return f"{self.about[0].upper()}{self.about[1:]}: today {self.today}; it should be {self.wanted}."


def gaps(current: Journey, future: Journey) -> tuple[Gap, ...]:
    """What has to change, in the reading order of the future state; what is to go comes last."""
    return tuple(_gaps(_faced(current), _faced(future)))


def future_from(current: Journey, new_id: Id, name: str) -> Journey:
    """The future state drawn from a current one: the same elements under the same ids, as a draft nobody validated yet.

    Raises:
        ValueError: the id is no id, or an element of the journey has it; or the name is empty.
    """
    fresh = {"id": new_id, "name": name, "state": State.FUTURE, "future_of": current.id, "lifecycle": Lifecycle.DRAFT}
    kept = {field: getattr(current, field) for field in Journey.model_fields}
    return Journey.model_validate({**kept, **fresh, "mapped": None, "review": None, "validated": None})


Names: TypeAlias = Mapping[Id, str]
"""Steps by id → what they are called."""

Reader: TypeAlias = Callable[[Element, Names], str | None]


@dataclass(frozen=True)
class _Faced:
    """Something people meet, do or are told, and where."""

    element: Element
    kind: GapKind
    """The kind of gap it is when it comes or goes."""
    holder: Element | None
    phase: Id | None
    step: Id | None
    name: str
    """What it is called in a sentence."""
    names: Names
    """What the steps of its journey are called."""

    def gap(self, about: str, today: str, wanted: str, kind: GapKind | None = None) -> Gap:
        return Gap(
            kind=kind or self.kind,
            element=self.element.id,
            phase=self.phase,
            step=self.step,
            about=about,
            today=today,
            wanted=wanted,
        )


_Key = tuple[type[Element], str]


def _key(element: Element) -> _Key:
    return type(element), element.id


def _faced(journey: Journey) -> dict[_Key, _Faced]:
    """Everything that counts, in reading order."""
    return {_key(faced.element): faced for faced in _walk(journey)}


def _walk(journey: Journey) -> Iterator[_Faced]:
    home = {step.id: phase.id for phase in journey.phases for step in phase.steps}
    names = {step.id: step.name for step in journey.steps()}
    for phase in journey.phases:
        yield _Faced(phase, GapKind.INTERACTION, None, phase.id, None, phase.called, names)
        for step in phase.steps:
            for element, kind, holder in _at(phase, step):
                yield _Faced(element, kind, holder, phase.id, step.id, element.called, names)
    for route in journey.routes:
        origin, target = (names.get(end, end) for end in (route.origin, route.target))
        step_id = route.origin if route.origin in home else None
        name = f"way from '{origin}' to '{target}'"
        yield _Faced(route, GapKind.CALL_TO_ACTION, None, home.get(route.origin), step_id, name, names)


def _at(phase: Phase, step: Step) -> Iterator[tuple[Element, GapKind, Element]]:
    """What counts at a step, the step itself first: each with its kind and what holds it."""
    yield step, GapKind.INTERACTION, phase
    for touchpoint in step.touchpoints:
        yield touchpoint, GapKind.INTERACTION, step
        yield from ((one, GapKind.TIME, touchpoint) for one in touchpoint.signals if one.rule in TIMED)
    yield from ((activity, GapKind.INTERACTION, step) for activity in (*step.physical, *step.onstage))
    for tollgate in step.tollgates:
        yield tollgate, GapKind.INTERACTION, step
        yield from ((content, GapKind.CONTENT, tollgate) for content in tollgate.contents)


def _gaps(before: Mapping[_Key, _Faced], after: Mapping[_Key, _Faced]) -> Iterator[Gap]:
    for key, then in after.items():
        if key in before:
            yield from _changes(before[key], then)
        elif then.holder is None or _key(then.holder) in before:
            yield then.gap(then.name, NOT_THERE, THERE)
    for key, today in before.items():
        if key not in after and (today.holder is None or _key(today.holder) in after):
            yield today.gap(today.name, THERE, GONE)


def _changes(today: _Faced, then: _Faced) -> Iterator[Gap]:
    """What differs about something that is there today and then."""
    old, new = today.holder, then.holder
    if isinstance(then.element, Step | Touchpoint) and old is not None and new is not None and old.id != new.id:
        yield then.gap(f"place of {then.name}", old.called, new.called)
    names = {**today.names, **then.names}
    for aspect in ASPECTS.get(type(then.element), ()):
        was, wanted = aspect.read(today.element, names), aspect.read(then.element, names)
        if wanted is not None and was != wanted:
            about = f"{aspect.about} of {then.name}" if aspect.about else then.name
            yield then.gap(about, was or UNSAID, wanted, aspect.kind)


@dataclass(frozen=True)
class Aspect:
    """Something about an element that can be otherwise in the future."""

    kind: GapKind
    about: str
    read: Reader
    """How it is, in words; None when nothing is said."""


def _quoted(field: str) -> Reader:
    """What somebody wrote in a field."""

    def read(element: Element, _names: Names) -> str | None:
        words: str | None = getattr(element, field)
        return f"“{words}”" if words is not None else None

    return read


def _chosen(field: str) -> Reader:
    """What was chosen in a field, in our own words."""

    def read(element: Element, _names: Names) -> str | None:
        choice: StrEnum | None = getattr(element, field)
        return choice.value.replace("-", " ") if choice is not None else None

    return read


def _level(element: Element, _names: Names) -> str | None:
    emotion = element.emotion if isinstance(element, Step) else None
    return f"{emotion.level:+g}".replace("-", "−") if emotion is not None else None


def _feelings(element: Element, _names: Names) -> str | None:
    return ", ".join(element.feelings) or None if isinstance(element, Step) else None


def _whose(element: Element, _names: Names) -> str | None:
    if not isinstance(element, Touchpoint):
        return None
    return (element.department or "ours") if element.by is Ownership.OURS else f"a {element.by.value} contact"


def _missing(element: Element, _names: Names) -> str | None:
    return ("missing" if element.missing else THERE) if isinstance(element, Content) else None


def _deadline(element: Element, names: Names) -> str | None:
    """A timed signal's rule in words."""
    if not isinstance(element, Signal):
        return None
    if element.overdue_after is not None:
        step = element.overdue_after.step
        return f"{element.overdue_after.duration} after '{names.get(step, step)}'"
    return f"slower than {element.slower_than}" if element.slower_than else f"past '{element.overdue}'"


ASPECTS: Mapping[type[Element], tuple[Aspect, ...]] = {
    Step: (
        Aspect(GapKind.INTERACTION, "name", _quoted("name")),
        Aspect(GapKind.EMOTION, "emotion level", _level),
        Aspect(GapKind.EMOTION, "feelings", _feelings),
        Aspect(GapKind.TIME, "time", _quoted("when")),
    ),
    Touchpoint: (
        Aspect(GapKind.INTERACTION, "name", _quoted("name")),
        Aspect(GapKind.INTERACTION, "owner", _whose),
        Aspect(GapKind.CHANNEL, "channel", _chosen("channel")),
        Aspect(GapKind.CALL_TO_ACTION, "ending", _quoted("ending")),
    ),
    Signal: (Aspect(GapKind.TIME, "deadline", _deadline),),
    Activity: (Aspect(GapKind.INTERACTION, "words", _quoted("text")),),
    Tollgate: (
        Aspect(GapKind.INTERACTION, "words", _quoted("settles")),
        Aspect(GapKind.INTERACTION, "buyer", _chosen("role")),
        Aspect(GapKind.CONTENT, "way to settle", _quoted("how")),
    ),
    Content: (
        Aspect(GapKind.CONTENT, "", _missing),
        Aspect(GapKind.CONTENT, "name", _quoted("name")),
        Aspect(GapKind.CONTENT, "source", _quoted("source")),
        Aspect(GapKind.CHANNEL, "channel", _chosen("channel")),
    ),
    Route: (
        Aspect(GapKind.CALL_TO_ACTION, "kind", _chosen("kind")),
        Aspect(GapKind.CALL_TO_ACTION, "condition", _quoted("when")),
    ),
}
"""What can be otherwise, by the kind of element."""
