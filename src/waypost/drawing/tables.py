"""The figures in tables: every measure with its interval and n, moves, funnel, most taken paths, coverage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from waypost.analysis.results import (
    Durations,
    ElementMeasures,
    Figure,
    Measures,
    NotEnough,
    Score,
    SignalMeasure,
    Times,
    Transition,
)
from waypost.drawing.measured import NOT_ENOUGH, OUTSIDE, share_facts, time_facts
from waypost.drawing.numerals import count, day, decimal, percent, percent_range, sample, time, time_range
from waypost.drawing.sheet import Told
from waypost.events.coverage import Coverage
from waypost.events.tolerance import named
from waypost.journey.journey import Journey


@dataclass(frozen=True)
class Number:
    """One figure of a table: the value, and its interval and n in a lighter voice."""

    value: str
    aside: str = ""


@dataclass(frozen=True)
class Row:
    """One element in the table of figures."""

    name: str
    level: str
    numbers: tuple[tuple[Number, ...], ...]
    """By column; several where there are several scores or signals."""


@dataclass(frozen=True)
class MoveRow:
    """One transition in words."""

    origin: str
    target: str
    count: str
    share: Number
    time: Number
    told: Told


@dataclass(frozen=True)
class Stage:
    """One stage of the funnel; `width` is its share of the first stage, 0 … 1."""

    name: str
    cases: str
    of_first: Number
    of_previous: Number
    time: Number
    width: float


@dataclass(frozen=True)
class Taken:
    """A path many took; `width` is its share of all cases, 0 … 1."""

    steps: tuple[str, ...]
    cases: str
    share: Number
    width: float


@dataclass(frozen=True)
class Seen:
    """What the bindings see and miss."""

    events: str
    mapped: str
    part: float
    share: str
    caseless: str
    unmapped: tuple[tuple[str, str, str], ...]
    """(source, event, count)."""
    silent: tuple[str, ...]
    """Touchpoints by name."""
    unbound: tuple[str, ...]
    untaken: tuple[tuple[str, str, str], ...]
    """(source, what the answers are about, count)."""
    warnings: tuple[str, ...]
    """What else may make the map wrong, a sentence each."""
    quarantined: tuple[tuple[str, str, str], ...]
    """(file, reason, count)."""


FIGURE_COLUMNS = (
    "Reach",
    "Drop-off",
    "Repeats",
    "Time to get here",
    "Time here",
    "Begin here",
    "End here",
    "Score",
    "Signals",
)


def headline(measures: Measures) -> tuple[tuple[str, Number], ...]:
    """The few numbers above everything else."""
    first = f"{day(measures.first.date())} to " if measures.first is not None else "to "
    return (
        ("customers", Number(count(measures.customers))),
        ("cases", Number(count(measures.cases))),
        ("events", Number(count(measures.events))),
        ("completed", share_number(measures.completed)),
        ("whole journey", time_number(measures.duration)),
        ("measured", Number(first + day(measures.as_of.date()))),
    )


def share_number(figure: Figure | None) -> Number:
    """A share with its interval and n."""
    if figure is None:
        return Number("arrives here")
    if isinstance(figure, NotEnough):
        return Number("", f"{NOT_ENOUGH}, {sample(figure.n)}")
    return Number(percent(figure.value), f"{percent_range(figure.low, figure.high)} · {sample(figure.n)}")


def time_number(spell: Times) -> Number:
    """A median with the middle half and n."""
    if isinstance(spell, NotEnough):
        return Number("", f"{NOT_ENOUGH}, {sample(spell.n)}" if spell.n else "")
    return Number(time(spell.median), f"{time_range(spell.p25, spell.p75)} · {sample(spell.n)}")


def _score(score: Score) -> Number:
    if isinstance(score.mean, NotEnough):
        return Number("", f"{NOT_ENOUGH}, {sample(score.mean.n)}")
    mean = score.mean
    interval = f"{decimal(mean.low, 2)}–{decimal(mean.high, 2)}"
    return Number(decimal(mean.value, 2), f"{interval} of {score.low:g}–{score.high:g} · {sample(mean.n)}")


def figure_rows(journey: Journey, measures: Measures) -> Iterator[Row]:
    """Phases, steps and touchpoints in reading order: those that are measured, and those outside our view."""
    for phase in journey.phases:
        below = (part.id for step in phase.steps for part in (step, *step.touchpoints))
        for element in (phase.id, *below):
            found = measures.elements.get(element)
            if found is not None:
                yield Row(found.name, found.level, _numbers(found))


def _numbers(found: ElementMeasures) -> tuple[tuple[Number, ...], ...]:
    scores = tuple(_score(score) for score in found.scores)
    signals = tuple(_signal(signal) for signal in found.signals)
    if not found.bound:
        return ((Number("", OUTSIDE),), *([()] * (len(FIGURE_COLUMNS) - 3)), scores, signals)
    return (
        (share_number(found.reach),),
        (share_number(found.drop_off),),
        (share_number(found.repeats),),
        (time_number(found.time_to),),
        (time_number(found.dwell),),
        (Number(count(found.entries)),),
        (Number(count(found.exits)),),
        scores,
        signals,
    )


def _signal(signal: SignalMeasure) -> Number:
    share = share_number(signal.share)
    return Number(" ".join(filter(None, (signal.name, share.value))), share.aside)


def names_of(journey: Journey) -> dict[str, str]:
    """Names by id, of phases, steps and touchpoints."""
    phases = {phase.id: phase.name for phase in journey.phases}
    steps = {step.id: step.name for step in journey.steps()}
    return phases | steps | {touchpoint.id: touchpoint.name for touchpoint in journey.touchpoints()}


def move_row(move: Transition, names: Mapping[str, str]) -> MoveRow:
    """A transition in words."""
    origin = names.get(move.origin, move.origin) if move.origin is not None else "begins"
    target = names.get(move.target, move.target) if move.target is not None else "leaves"
    repeat = move.origin is not None and move.origin == move.target
    facts = [f"{count(move.cases)} cases"] if repeat else [f"{count(move.count)} times", f"{count(move.cases)} cases"]
    if isinstance(move.share, NotEnough):
        facts.append(NOT_ENOUGH)
    else:
        value, interval, _ = share_facts(move.share)
        facts += [f"{value} of {'those who came here' if repeat else 'moves away'}", interval]
    if isinstance(move.time, Durations):
        facts += time_facts(move.time)[:2]
    told = Told(f"{origin} again" if repeat else f"{origin} → {target}", tuple(facts), "repeats" if repeat else "move")
    return MoveRow(origin, target, count(move.count), share_number(move.share), time_number(move.time), told)


def stages(measures: Measures, names: Mapping[str, str]) -> Iterator[Stage]:
    """The funnel, stage by stage."""
    first = measures.funnel[0].cases if measures.funnel else 0
    for stage in measures.funnel:
        yield Stage(
            names.get(stage.element, stage.element),
            count(stage.cases),
            share_number(stage.of_first),
            share_number(stage.of_previous),
            time_number(stage.time),
            stage.cases / first if first else 0.0,
        )


def taken(measures: Measures, names: Mapping[str, str], most: int = 12) -> Iterator[Taken]:
    """The most taken paths."""
    for variant in measures.variants[:most]:
        steps = tuple(names.get(step, step) for step in variant.path)
        width = 0.0 if isinstance(variant.share, NotEnough) else variant.share.value
        yield Taken(steps, count(variant.cases), share_number(variant.share), width)


def seen(coverage: Coverage, names: Mapping[str, str]) -> Seen:
    """The coverage report in words."""
    part = coverage.mapped / coverage.events if coverage.events else 0.0
    return Seen(
        count(coverage.events),
        count(coverage.mapped),
        part,
        percent(part),
        count(coverage.caseless) if coverage.caseless else "",
        tuple((source, event, count(number)) for source, event, number in coverage.unmapped),
        tuple(names.get(touchpoint, touchpoint) for touchpoint in coverage.silent),
        tuple(names.get(touchpoint, touchpoint) for touchpoint in coverage.unbound),
        tuple((source, about or "nothing named", count(number)) for source, about, number in coverage.untaken),
        tuple(_warnings(coverage)),
        tuple((file, named(reason, number), count(number)) for _, file, reason, number in coverage.quarantined),
    )


def _warnings(coverage: Coverage) -> Iterator[str]:
    """What may make the map wrong, beside what has a list of its own."""
    if coverage.overlapping:
        yield f"{count(coverage.overlapping)} events match several touchpoints; the first in reading order takes them."
    if coverage.shared_cases:
        yield f"{count(coverage.shared_cases)} case keys stand under more than one customer, once for each."
    if coverage.unattached:
        yield f"{count(coverage.unattached)} scores are from customers without a case they belong to."
    for segment in coverage.memberless:
        yield f"Segment {segment} has no members: its condition matches no customer of this journey."
    if coverage.attributeless:
        yield f"Of {count(coverage.attributeless)} customers there are no attributes: segments do not know them."
