"""The measured lanes: what customers did, beside what was believed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import log
from typing import TypeAlias

from waypost.analysis.results import (
    Durations,
    ElementMeasures,
    Estimate,
    Figure,
    Measures,
    NotEnough,
    Score,
    SignalMeasure,
    Times,
)
from waypost.drawing.numerals import count, decimal, percent, percent_range, sample, signed, time, time_range
from waypost.drawing.sheet import Cell, Group, Happening, Item, Lane, Quiet, Rating, Share, Spell, Told
from waypost.journey.journey import Step

Reader: TypeAlias = Callable[["Place"], Iterable[Item]]

NOT_ENOUGH = "not enough data"
OUTSIDE = "outside our view"


@dataclass(frozen=True)
class Place:
    """A step, what is measured there, and what is measured there for everyone when this is a segment."""

    step: Step
    measures: Measures
    baseline: Measures | None
    scale: Scale
    beside: str = "everyone"
    """What the baseline is called."""

    @property
    def here(self) -> ElementMeasures | None:
        """The step's own measures when it can be seen at all."""
        here = self.measures.elements.get(self.step.id)
        return here if here is not None and here.bound else None

    @property
    def everyone(self) -> ElementMeasures | None:
        """The same for everyone, beside a segment."""
        return self.baseline.elements.get(self.step.id) if self.baseline is not None else None

    def touchpoints(self) -> Iterator[ElementMeasures]:
        """What is measured at the step's touchpoints."""
        for touchpoint in self.step.touchpoints:
            found = self.measures.elements.get(touchpoint.id)
            if found is not None:
                yield found


SHORTEST = 1_000_000
"""Microseconds: shorter times stand at the beginning of their scale, so that the others have room."""


@dataclass(frozen=True)
class Scale:
    """A logarithmic scale of time, in microseconds, shared by a whole lane."""

    low: int
    high: int

    def place(self, microseconds: int) -> float:
        """0 at the shortest, 1 at the longest."""
        if self.high <= self.low:
            return 0.5
        inside = min(max(microseconds, self.low), self.high)
        return log(inside / self.low) / log(self.high / self.low)


def scale_of(measures: Measures, steps: Iterable[Step]) -> Scale:
    """The scale on which all times of these steps fit, from a second up."""
    places = [here for step in steps if (here := measures.elements.get(step.id)) is not None]
    times = [spell for here in places for spell in (here.time_to, here.dwell)]
    known = [spell for spell in times if isinstance(spell, Durations) and spell.p90 > 0]
    low = max(SHORTEST, min((spell.p10 for spell in known), default=SHORTEST))
    return Scale(low, max(low, max((spell.p90 for spell in known), default=low)))


def measured_lanes(
    measures: Measures, columns: Sequence[Step | None], baseline: Measures | None = None, beside: str = "everyone"
) -> tuple[Lane, ...]:
    """The measured lanes for the sheet's columns, the empty ones left out.

    `baseline` is what stands beside each figure, everyone beside a segment; `beside` is what it is called.
    """
    scale = scale_of(baseline or measures, (step for step in columns if step is not None))
    places = [Place(step, measures, baseline, scale, beside) if step is not None else None for step in columns]
    lanes = [
        Lane("reach", "Reach", "of all cases", Group.MEASURED, (_reach_row(places),)),
        Lane("drop-off", "Drop-off", "nothing further on the map", Group.MEASURED, (_row(places, _drop_off),)),
        Lane(
            "time-to",
            "Time to get here",
            "from the beginning, of those who came",
            Group.MEASURED,
            (_row(places, _time_to),),
        ),
        Lane("dwell", "Time here", "median, and the middle half", Group.MEASURED, (_row(places, _dwell),)),
        Lane("score", "Score", "with its 95 % interval", Group.MEASURED, (_row(places, _scores),)),
        Lane("signals", "Signals", "of the cases at risk", Group.MEASURED, (_row(places, _signals),)),
    ]
    return tuple(lane for lane in lanes if any(cell.items for row in lane.rows for cell in row))


def _row(places: Sequence[Place | None], read: Reader) -> tuple[Cell, ...]:
    cells = (Cell(column, 1, tuple(read(place)) if place is not None else ()) for column, place in enumerate(places))
    return tuple(_gathered(cells))


def _reach_row(places: Sequence[Place | None]) -> tuple[Cell, ...]:
    """Reach, and where it would be for the steps outside our view, those words."""
    cells = _row(places, _reach)
    return cells if any(cell.items != (Quiet(OUTSIDE),) for cell in cells) else ()


def _gathered(cells: Iterable[Cell]) -> Iterator[Cell]:
    """Neighbouring cells that say nothing but the same quiet words say them once, together."""
    for words, run in groupby(cells, key=_only_words):
        same = list(run)
        if not words or len(same) == 1:
            yield from same
            continue
        told = [item.told for cell in same for item in cell.items if isinstance(item, Quiet) and item.told is not None]
        span = sum(cell.span for cell in same)
        yield Cell(same[0].column, span, (Quiet(words, _together(told) if told else None),))


def _only_words(cell: Cell) -> str:
    item = cell.items[0] if len(cell.items) == 1 else None
    return item.text if isinstance(item, Quiet) else ""


def _together(told: Sequence[Told]) -> Told:
    """What several quiet cells say when asked: a line for each."""
    title = told[0].about.partition(" · ")[0]
    lines = [f"{one.about.removeprefix(f'{title} · ')}: {', '.join(one.facts[1:])}" for one in told]
    return Told(title, (NOT_ENOUGH, *lines), told[0].measure)


def quiet(about: str, figure: NotEnough, measure: str) -> Quiet:
    """Not enough data, said quietly; who asks learns how much there was."""
    facts = (NOT_ENOUGH, sample(figure.n), f"needs {count(figure.minimum)}")
    return Quiet(NOT_ENOUGH, Told(about, facts, measure))


def share(
    measure: str, title: str, name: str, figure: Figure, other: Figure | None = None, beside: str = "everyone"
) -> Share | Quiet:
    """A share as a bar with its interval, and a mark for the other group's where there is one."""
    about = f"{title} · {name}"
    if isinstance(figure, NotEnough):
        return quiet(about, figure, measure)
    facts = [*share_facts(figure)]
    reference = other.value if isinstance(other, Estimate) else None
    if reference is not None:
        facts.append(f"{beside} {percent(reference)}")
    return Share(
        percent(figure.value),
        sample(figure.n),
        figure.value,
        figure.low,
        figure.high,
        measure == "drop-off",
        Told(about, tuple(facts), measure),
        reference,
    )


def share_facts(figure: Estimate) -> tuple[str, ...]:
    """A share in words: value, interval, n."""
    interval = f"95 % interval {percent_range(figure.low, figure.high)}"
    return (percent(figure.value), interval, sample(figure.n))


def _reach(place: Place) -> Iterator[Item]:
    if place.here is None:
        yield Quiet(OUTSIDE)
        return
    everyone = place.everyone.reach if place.everyone else None
    yield share("reach", "Reach", place.here.name, place.here.reach, everyone, place.beside)


def _drop_off(place: Place) -> Iterator[Item]:
    if place.here is None:
        return
    if place.here.drop_off is None:
        yield Quiet("arrives here")
        return
    everyone = place.everyone.drop_off if place.everyone else None
    yield share("drop-off", "Drop-off", place.here.name, place.here.drop_off, everyone, place.beside)


def time_facts(spell: Durations) -> tuple[str, ...]:
    """A time in words: median, quantiles, n."""
    return (
        f"median {time(spell.median)}",
        f"middle half {time_range(spell.p25, spell.p75)}",
        f"p10 {time(spell.p10)}, p90 {time(spell.p90)}",
        sample(spell.n),
    )


def _time_to(place: Place) -> Iterator[Item]:
    here = place.here
    if here is not None and not (isinstance(here.time_to, Durations) and here.time_to.p90 == 0):  # where all begin
        yield from _spell(("time-to", "Time to get here", here.name), here.time_to, place.scale)


def _dwell(place: Place) -> Iterator[Item]:
    if place.here is not None:
        yield from _spell(("dwell", "Time here", place.here.name), place.here.dwell, place.scale)


def _spell(what: tuple[str, str, str], spell: Times, scale: Scale) -> Iterator[Item]:
    """A time on the lane's scale; `what` is the measure, its title, and the element's name."""
    measure, title, name = what
    about = f"{title} · {name}"
    if isinstance(spell, NotEnough):
        if spell.n:
            yield quiet(about, spell, measure)
        return
    yield Spell(
        time(spell.median),
        time_range(spell.p25, spell.p75),
        sample(spell.n),
        scale.place(spell.p10),
        scale.place(spell.p25),
        scale.place(spell.median),
        scale.place(spell.p75),
        scale.place(spell.p90),
        Told(about, time_facts(spell), measure),
    )


def _scores(place: Place) -> Iterator[Item]:
    """What the step's touchpoints were given; the step's own scores when no touchpoint has any."""
    scored = [found for found in place.touchpoints() if found.scores]
    here = place.measures.elements.get(place.step.id)
    if not scored and here is not None:
        scored = [here]
    for found in scored:
        at = found.name if len(place.step.touchpoints) > 1 and found.level == "touchpoint" else ""
        everyone = place.baseline.elements.get(found.element) if place.baseline else None
        for score in found.scores:
            yield _rating(found.name, at, score, _same_scale(score, everyone), place.beside)


def _same_scale(score: Score, everyone: ElementMeasures | None) -> Score | None:
    scores = everyone.scores if everyone is not None else ()
    return next((other for other in scores if (other.low, other.high) == (score.low, score.high)), None)


def score_facts(score: Score, mean: Estimate) -> tuple[str, ...]:
    """A score in words: mean, interval, scale, n."""
    return (
        f"mean {decimal(mean.value, 2)} on {score.low:g} to {score.high:g}",
        f"95 % interval {decimal(mean.low, 2)}–{decimal(mean.high, 2)}",
        sample(mean.n),
    )


def _rating(name: str, at: str, score: Score, everyone: Score | None, beside: str) -> Rating | Quiet:
    about = f"Score · {name}"
    if isinstance(score.mean, NotEnough):
        return quiet(about, score.mean, "score")
    mean, width = score.mean, score.high - score.low

    def place(value: float) -> float:
        return min(1.0, max(0.0, (value - score.low) / width)) if width > 0 else 0.5

    facts = list(score_facts(score, mean))
    reference: float | None = None
    if everyone is not None and isinstance(everyone.mean, Estimate):
        reference = place(everyone.mean.value)
        facts.append(f"{beside} {decimal(everyone.mean.value, 2)}")
    return Rating(
        at,
        decimal(mean.value),
        sample(mean.n),
        place(mean.value),
        place(mean.low),
        place(mean.high),
        place(mean.value) < 0.5,
        Told(about, tuple(facts), "score"),
        reference,
    )


def _signals(place: Place) -> Iterator[Item]:
    """Every signal of the step and its touchpoints once."""
    here = place.measures.elements.get(place.step.id)
    bearers = (*((here,) if here is not None else ()), *place.touchpoints())
    signals = {signal.signal: signal for bearer in bearers for signal in bearer.signals}
    for signal in signals.values():
        about = f"Signal · {signal.name}"
        if isinstance(signal.share, NotEnough):
            told = quiet(about, signal.share, "signal").told
            yield Happening(signal.name, NOT_ENOUGH, "", told)
        else:
            facts = (*share_facts(signal.share), f"{count(signal.cases)} cases", *contrast_facts(signal))
            n = sample(signal.share.n)
            told = Told(about, facts, "signal")
            yield Happening(signal.name, percent(signal.share.value), n, told, _contrast(signal))


def _contrast(signal: SignalMeasure) -> str:
    """The scores of those with and without the signal, on the first scale that has enough of both."""
    for found in signal.scores:
        if isinstance(found.with_signal, Estimate) and isinstance(found.without, Estimate):
            return f"scored {decimal(found.with_signal.value)}, others {decimal(found.without.value)}"
    return ""


def contrast_facts(signal: SignalMeasure) -> tuple[str, ...]:
    """The difference in scores in words: it is a comparison, not a cause."""
    return tuple(
        f"those scored {signed(found.difference.value)} "
        f"({signed(found.difference.low)} to {signed(found.difference.high)}) beside the others; this shows no cause"
        for found in signal.scores
        if isinstance(found.difference, Estimate)
    )
