"""Fixes: where a remark of the check has a plain answer, the edits that give it.

A fix never invents what only people can know. It writes down a fact that whoever clicks vouches for ("we looked at it
today"), takes out what cannot be right, or chooses what the workspace already says. It is an ordinary change with its
undo.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from waypost.journey.check import Remark
from waypost.journey.check.phases import INSIDE
from waypost.journey.edits import Edit, EditError, Insert, Remove, Set, apply, plain_field
from waypost.journey.journey import Journey, ListeningPost, Ownership, Phase, State, Touchpoint
from waypost.journey.marks import Moment
from waypost.journey.model import Element
from waypost.journey.nesting import BrokenReference, broken_references
from waypost.journey.persona import Persona
from waypost.journey.tree import Place, Tree
from waypost.journey.workspace import Workspace

MOST_OFFERS = 3
"""Fixes offered for one remark."""

EASE = "How easy was this for you?"
"""The question of a listening post that is placed by a click; effort is asked first."""


@dataclass(frozen=True)
class Fix:
    """A button: what it says, and the edits of the journey it makes."""

    label: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True)
class Desk:
    """What a fix may look at: the map, those around it, the day, and who sits there."""

    workspace: Workspace
    journey: Journey
    today: date
    name: str
    """What the person is called, to be written as an owner."""
    department: str = ""
    """Theirs; empty when nobody said."""

    @property
    def tree(self) -> Tree[Journey]:
        """The journey taken apart."""
        return Tree.of(self.journey)


Fixer = Callable[[Desk, Remark, Element], Iterator[Fix]]


def fixes(desk: Desk, remark: Remark) -> tuple[Fix, ...]:
    """What can be offered for a remark about this journey; nothing for one about another document.

    Every fix that is given can be applied to the journey as it is.
    """
    document, _, inner = remark.element.partition("/")
    element = desk.journey.elements().get(inner or document)
    fixer = FIXERS.get(remark.rule)
    if document != desk.journey.id or element is None or fixer is None:
        return ()
    offered = (fix for fix in fixer(desk, remark, element) if fix.edits and _applies(desk.journey, fix))
    return tuple(fix for fix, _ in zip(offered, range(MOST_OFFERS), strict=False))


def a_year_on(day: date) -> date:
    """The same day next year; 28 February for a leap day."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def _applies(journey: Journey, fix: Fix) -> bool:
    try:
        return apply(journey, *fix.edits) != journey
    except EditError:
        return False


def _set(element: Element, **values: object) -> tuple[Edit, ...]:
    """The edits that give an element other values; a field that has its value already is left alone."""
    changed = element.model_copy(update=values)
    return tuple(
        Set(id=element.id, field=field, old=plain_field(element, field), new=plain_field(changed, field))
        for field in values
        if getattr(element, field) != values[field]
    )


def _take_out(desk: Desk, element: Element) -> tuple[Edit, ...]:
    return (Remove(place=desk.tree.place(element.id), snapshot=element),)


def _free_id(journey: Journey, wanted: str) -> str:
    taken = journey.elements()
    names = (wanted if number == 1 else f"{wanted[:58]}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def _persona(desk: Desk, _remark: Remark, journey: Element) -> Iterator[Fix]:
    for persona in desk.workspace.of(Persona):
        yield Fix(f"Make it the journey of {persona.name}", _set(journey, personas=(persona.id,)))


def _owner(desk: Desk, _remark: Remark, journey: Element) -> Iterator[Fix]:
    yield Fix("I keep it true", _set(journey, owner=desk.name))


def _team(desk: Desk, _remark: Remark, journey: Element) -> Iterator[Fix]:
    assert isinstance(journey, Journey)
    departments = (touchpoint.department for touchpoint in journey.touchpoints())
    team = tuple(dict.fromkeys((*journey.team, *(department for department in departments if department))))
    if len(team) > 1:
        yield Fix("Take the departments on the map", _set(journey, team=team))


def _validated(desk: Desk, remark: Remark, journey: Element) -> Iterator[Fix]:
    assert isinstance(journey, Journey)
    side = "inside" if remark.message.endswith(INSIDE) else "outside"
    told: dict[str, object] = journey.validated.model_dump(mode="json") if journey.validated else {}
    new = {**{name: day for name, day in told.items() if day}, side: desk.today.isoformat()}
    edit = Set(id=journey.id, field="validated", old=plain_field(journey, "validated"), new=new)
    yield Fix("We did that today", (edit,))


def _empty_phase(desk: Desk, _remark: Remark, phase: Element) -> Iterator[Fix]:
    if not any(phase.children()):
        yield Fix("Take the phase out", _take_out(desk, phase))


def _any_order(_desk: Desk, _remark: Remark, phase: Element) -> Iterator[Fix]:
    assert isinstance(phase, Phase)
    yield Fix("Let its steps keep their order", _set(phase, any_order=False))


def _department_of_others(_desk: Desk, _remark: Remark, touchpoint: Element) -> Iterator[Fix]:
    yield Fix("Leave the department out", _set(touchpoint, department=None))
    yield Fix("It is ours", _set(touchpoint, by=Ownership.OURS))


def _department(desk: Desk, _remark: Remark, touchpoint: Element) -> Iterator[Fix]:
    if desk.department:
        yield Fix(f"It belongs to {desk.department}", _set(touchpoint, department=desk.department))


def _future_of(desk: Desk, _remark: Remark, journey: Element) -> Iterator[Fix]:
    assert isinstance(journey, Journey)
    if journey.state is State.CURRENT:
        yield Fix("It is a future state", _set(journey, state=State.FUTURE))
        yield Fix("It is how things are today", _set(journey, future_of=None))
        return
    own = journey.elements().keys()
    others = [other for other in desk.workspace.of(Journey) if other.state is State.CURRENT]
    alike = sorted(others, key=lambda other: (-len(own & other.elements().keys()), other.name))
    for other in alike:
        yield Fix(f"It changes {other.name}", _set(journey, future_of=other.id))


def _looked_at(desk: Desk, _remark: Remark, journey: Element) -> Iterator[Fix]:
    looked = _set(journey, mapped=desk.today, review=None)
    yield Fix("We looked at it today; again in a year", looked)


def _review_date(desk: Desk, _remark: Remark, journey: Element) -> Iterator[Fix]:
    yield Fix("It was mapped today", _set(journey, mapped=desk.today))
    yield Fix("Look at it again in a year", _set(journey, review=a_year_on(desk.today)))


def _moment_owner(desk: Desk, _remark: Remark, moment: Element) -> Iterator[Fix]:
    yield Fix("I answer for it", _set(moment, owner=desk.name))
    tree = desk.tree
    marked = tree.elements[tree.place(moment.id).parent]
    if isinstance(marked, Touchpoint) and marked.department:
        yield Fix(f"{marked.department} answers for it", _set(moment, owner=marked.department))


def _moment_heard(desk: Desk, _remark: Remark, moment: Element) -> Iterator[Fix]:
    assert isinstance(moment, Moment)
    marked = desk.tree.build(desk.tree.place(moment.id).parent)
    touchpoints = [below for below in marked.walk() if isinstance(below, Touchpoint) and below.by is Ownership.OURS]
    for touchpoint in touchpoints:
        post = ListeningPost(id=_free_id(desk.journey, f"ease-{touchpoint.id}"[:60]), question=EASE, measure="ces")
        place = Place(parent=touchpoint.id, slot="posts")
        yield Fix(f"Ask “{EASE}” at {touchpoint.name}", (Insert(place=place, element=post),))


def _content_is_there(_desk: Desk, _remark: Remark, content: Element) -> Iterator[Fix]:
    yield Fix("It is there now", _set(content, missing=False))


def _arrival(_desk: Desk, _remark: Remark, _step: Element) -> Iterator[Fix]:
    yield Fix("Let it arrive at the last step that has events", _set(_desk.journey, arrives=None))


_MEANT = re.compile(r"did you mean '([^']+)'\?$")


def _meant(field: str) -> Fixer:
    """A fixer that takes the name the remark itself proposes."""

    def fixer(_desk: Desk, remark: Remark, element: Element) -> Iterator[Fix]:
        if found := _MEANT.search(remark.message):
            yield Fix(f"It is ‘{found[1]}’", _set(element, **{field: found[1]}))

    return fixer


def _broken(desk: Desk, remark: Remark, element: Element) -> Iterator[Fix]:
    for broken in broken_references(desk.workspace):
        if broken.document == desk.journey.id and broken.element == element.id and str(broken) in remark.message:
            yield from _mended(desk, element, broken)


def _mended(desk: Desk, element: Element, broken: BrokenReference) -> Iterator[Fix]:
    value = getattr(element, broken.field)
    if isinstance(value, tuple):
        others = tuple(one for one in value if one != broken.reference)
        if "/" not in broken.reference and broken.reference in desk.journey.elements():
            full = f"{desk.journey.id}/{broken.reference}"
            meant = tuple(full if one == broken.reference else one for one in value)
            yield Fix("Point to the one on this map", _set(element, **{broken.field: meant}))
        yield Fix("Take the reference out", _set(element, **{broken.field: others}))
    elif type(element).model_fields[broken.field].is_required():
        yield Fix(f"Take the {element.word} out", _take_out(desk, element))
    else:
        yield Fix("Take the reference out", _set(element, **{broken.field: None}))


FIXERS: Mapping[str, Fixer] = {
    "amount-undeclared": _meant("amount"),
    "any-order-of-many": _any_order,
    "arrival-unbound": _arrival,
    "broken-reference": _broken,
    "case-undeclared": _meant("case"),
    "content-missing": _content_is_there,
    "deadline-undeclared": _meant("overdue"),
    "department-of-others": _department_of_others,
    "empty-phase": _empty_phase,
    "future-of-what": _future_of,
    "moment-unmeasured": _moment_heard,
    "moment-unowned": _moment_owner,
    "no-department": _department,
    "no-owner": _owner,
    "no-persona": _persona,
    "no-review-date": _review_date,
    "no-team": _team,
    "phases-not-validated": _validated,
    "review-passed": _looked_at,
}
"""Rule → what can be offered for its remarks. The others ask for words that only people have."""
