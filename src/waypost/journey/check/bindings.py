"""Rules about bindings: what a map expects of its sources, the sources have to declare.

They are silent in a workspace without a source, and speak only of names; conditions are read in `waypost.events`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from difflib import get_close_matches

from waypost.journey.check.rule import Spot, rule, within
from waypost.journey.journey import Journey, Lifecycle
from waypost.journey.model import Element
from waypost.journey.segment import Segment
from waypost.journey.source import PropertyColumn, PropertyType, Source, Table
from waypost.journey.workspace import Severity, Workspace

_QUOTED = re.compile(r"'[^']*'")
_NAMED = re.compile(r"\b(properties|attributes)\.([A-Za-z_]\w*)")


def _tables(workspace: Workspace) -> tuple[Table, ...]:
    return tuple(table for source in workspace.of(Source) for table in source.tables)


def _names(columns: Iterable[PropertyColumn]) -> set[str]:
    return {column.name or column.column for column in columns}


def _declared(workspace: Workspace) -> dict[str, set[str]]:
    """The properties and attributes that the sources declare, by the word conditions begin with."""
    tables = _tables(workspace)
    return {
        "properties": {name for table in tables for name in _names(table.properties)},
        "attributes": {name for table in tables for name in _names(table.attributes)},
    }


def _near(name: str, known: Iterable[str]) -> str:
    """A question that names the nearest known word, or nothing."""
    by_form = {each.casefold(): each for each in sorted(known)}
    found = get_close_matches(name.casefold(), by_form, n=1, cutoff=0.6)
    return f"; did you mean '{by_form[found[0]]}'?" if found else ""


def _measured(journey: Journey) -> bool:
    return any(touchpoint.match or touchpoint.score for touchpoint in journey.touchpoints())


@rule(
    "case-undeclared",
    Severity.WARNING,
    Lifecycle.DRAFT,
    title="No source declares the property that tells one walk from the next",
    reason="Without its values, events belong to no walk of their own, and the figures count something else.",
    fix="Read the property from every table that has its events, or name another one.",
    field="case",
    practice="The case notion of process mining: which events belong together is decided before anything is counted.",
)
def case_undeclared(workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """Some table declares the journey's case property."""
    known = _declared(workspace)["properties"]
    if workspace.of(Source) and journey.case is not None and journey.case not in known:
        message = f"Read '{journey.case}', which tells one walk of {journey.called} from the next: no source has it"
        yield Spot(journey.id, message + _near(journey.case, known))


@rule(
    "arrival-unbound",
    Severity.WARNING,
    Lifecycle.DRAFT,
    title="Nobody can be seen arriving where the journey arrives",
    reason="The step it arrives at has no event, so the figures take the last bound step for the destination instead.",
    fix="Say which events happen at a touchpoint of the step, or let it arrive at a step that has some.",
    field="arrives",
    practice="Measuring the customer's outcome, not the company's last event.",
)
def arrival_unbound(workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """Once anything is bound, the step in `arrives` is."""
    step = next((step for step in journey.steps() if step.id == journey.arrives), None)
    bound = any(touchpoint.match for touchpoint in journey.touchpoints())
    if step is not None and workspace.of(Source) and bound and not any(point.match for point in step.touchpoints):
        message = f"Say which events happen at a touchpoint of {step.called}: the journey arrives here"
        yield Spot(within(journey, step.id), message)


@rule(
    "deadline-undeclared",
    Severity.WARNING,
    Lifecycle.DRAFT,
    title="A deadline is no time that a source declares",
    reason="A deadline that is not there, or is read as text, never passes; nobody would ever be late.",
    fix="Read the property from its table as a time, or name another one.",
    field="overdue",
    practice="Typed data at the border: what a column means is said once, where it is read.",
)
def deadline_undeclared(workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """Each `overdue` names a property that is declared as a time."""
    deadlines = ((signal, signal.overdue) for point in journey.touchpoints() for signal in point.signals)
    yield from _not_declared(workspace, journey, PropertyType.TIME, "the deadline", deadlines)


def _not_declared(
    workspace: Workspace,
    journey: Journey,
    wanted: PropertyType,
    what: str,
    named: Iterable[tuple[Element, str | None]],
) -> Iterator[Spot]:
    """The elements that name a property which no source declares as the wanted type."""
    if not workspace.of(Source):
        return
    columns = [column for table in _tables(workspace) for column in table.properties]
    known = _names(columns)
    right = _names(column for column in columns if column.type is wanted)
    for element, name in named:
        if name is None or name in right:
            continue
        message = f"Read '{name}', {what} of {element.called}, as a {wanted.value}"
        if name not in known:
            message += ": no source has it" + _near(name, right or known)
        yield Spot(within(journey, element.id), message)


@rule(
    "property-undeclared",
    Severity.WARNING,
    Lifecycle.DRAFT,
    title="A condition names a property or an attribute that no source declares",
    reason="What is not declared is not read: the condition holds for nobody, and nothing says so.",
    fix="Read it from its table as a property or an attribute, or correct the name.",
    practice="Typed data at the border: what a column means is said once, where it is read.",
)
def property_undeclared(workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """Whatever `match`, `score`, `when`, the segments, outcomes and breakdowns name is declared by a source."""
    if not workspace.of(Source):
        return
    declared = _declared(workspace)
    for place, called, text in _conditions(workspace, journey):
        for kind, name in dict.fromkeys(_NAMED.findall(_QUOTED.sub("''", text))):
            if name not in declared[kind]:
                message = f"Correct {called}, or read '{name}' from a table: no source has '{kind}.{name}'"
                yield Spot(place, message + _near(name, declared[kind]))


def _conditions(workspace: Workspace, journey: Journey) -> Iterator[tuple[str, str, str]]:
    """Every condition that is read for a journey: the reference to its element, the element in words, the text."""
    for touchpoint in journey.touchpoints():
        place = within(journey, touchpoint.id)
        for field, text in (("match", touchpoint.match), ("score", touchpoint.score)):
            if text is not None:
                yield place, f"the {field} rule of {touchpoint.called}", text
        for signal in touchpoint.signals:
            if signal.when is not None:
                yield within(journey, signal.id), f"the condition of {signal.called}", signal.when
    yield from _held_against(journey)
    if _measured(journey):
        for segment in workspace.of(Segment):
            yield segment.id, f"the condition of {segment.called}", segment.when


def _held_against(journey: Journey) -> Iterator[tuple[str, str, str]]:
    """The conditions of outcomes and the names in breakdowns, as `_conditions` has them."""
    for outcome in journey.outcomes:
        if outcome.when is not None:
            yield within(journey, outcome.id), f"the condition of {outcome.called}", outcome.when
    for breakdown in journey.breakdowns:
        yield within(journey, breakdown.id), f"what {breakdown.called} goes by", breakdown.by


@rule(
    "amount-undeclared",
    Severity.WARNING,
    Lifecycle.DRAFT,
    title="The money an outcome brings is no number that a source declares",
    reason="An amount that is not there, or is read as text, adds up to nothing; the journey cannot be measured.",
    fix="Read the property from its table as a number, or name another one.",
    field="amount",
    practice="Typed data at the border: what a column means is said once, where it is read.",
)
def amount_undeclared(workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """Each `amount` names a property that is declared as a number."""
    amounts = ((outcome, outcome.amount) for outcome in journey.outcomes)
    yield from _not_declared(workspace, journey, PropertyType.NUMBER, "the amount", amounts)


@rule(
    "outcome-unbound",
    Severity.WARNING,
    Lifecycle.DRAFT,
    title="An outcome or a breakdown looks where no event is bound",
    reason="What cannot be seen cannot be held against anything; the journey cannot be measured.",
    fix="Say which events happen at the touchpoint, or at one of the step's, or name a place that has some.",
    practice="Measuring outcomes where they happen, in what customers do.",
)
def outcome_unbound(workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """Where `reached` and `since` of outcomes and `at` of breakdowns look, events are bound, once there are sources."""
    if not workspace.of(Source):
        return
    bound = {
        name
        for step in journey.steps()
        for touchpoint in step.touchpoints
        if touchpoint.match is not None
        for name in (step.id, touchpoint.id)
    }
    places = {element.id: element for step in journey.steps() for element in (step, *step.touchpoints)}
    looking = [
        *((outcome, outcome.reached) for outcome in journey.outcomes),
        *((outcome, outcome.since) for outcome in journey.outcomes),
        *((breakdown, breakdown.at) for breakdown in journey.breakdowns),
    ]
    for element, name in looking:
        if name in places and name not in bound:
            message = f"Say which events happen at {places[name].called}: {element.called} looks there"
            yield Spot(within(journey, element.id), message)


@rule(
    "responses-about-nothing",
    Severity.WARNING,
    Lifecycle.DRAFT,
    title="Answers are about a touchpoint that is on no map",
    reason="The answers are read and counted, and then shown nowhere.",
    fix="Say which touchpoint the answers are about, by its id or its name.",
    practice="Listening posts: every question asked of customers belongs to a place on the map.",
)
def responses_about_nothing(workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """The `about` of responses is the id or the name of a touchpoint of some journey, or a `score` asks for it."""
    if not _measured(journey):
        return
    touchpoints = [touchpoint for each in workspace.of(Journey) for touchpoint in each.touchpoints()]
    known = {word for touchpoint in touchpoints for word in (touchpoint.id, touchpoint.name)}
    chosen = {word for touchpoint in touchpoints for word in _QUOTED.findall(touchpoint.score or "")}
    for source in workspace.of(Source):
        for table in source.tables:
            about = table.responses.about if table.responses is not None else None
            if about is not None and about not in known and not chosen & {f"'{about}'", f"'{source.id}'"}:
                message = f"Say which touchpoint the answers in {table.called} are about: '{about}' is on no map"
                yield Spot(f"{source.id}/{table.id}", message + _near(about, known))


@rule(
    "same-match",
    Severity.WARNING,
    Lifecycle.DRAFT,
    title="Two touchpoints take the same events",
    reason="The first in reading order takes every event; the second stays empty however often it happens.",
    fix="Say in one of the two what tells its events apart, or make them one touchpoint.",
    field="match",
    practice="One event, one place: figures can be added up only when nothing is counted twice.",
)
def same_match(workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """No two touchpoints of a journey have the same `match`."""
    if not workspace.of(Source):
        return
    first: dict[str, str] = {}
    for touchpoint in journey.touchpoints():
        if touchpoint.match is None:
            continue
        match = " ".join(touchpoint.match.split())
        if match in first:
            message = f"Say what sets {touchpoint.called} apart: {first[match]} takes all of its events"
            yield Spot(within(journey, touchpoint.id), message)
        first.setdefault(match, touchpoint.called)
