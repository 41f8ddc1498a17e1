"""Off track so far: which cases under way have left the designed journey, loop, are late or silent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import polars as pl

from waypost.analysis.conformance.designed import UNIT, Costs, designed
from waypost.analysis.conformance.deviations import (
    REASONS,
    OffTrackCase,
    OffTrackHere,
    Reason,
    ReasonCount,
    UnderWay,
)
from waypost.analysis.conformance.straying import (
    LatestStrays,
    Pace,
    PaceCounts,
    Straying,
    StrayingCounts,
    at_least,
    beyond,
)
from waypost.analysis.elements import is_bound
from waypost.analysis.engines import Engine
from waypost.analysis.groups import EVERYONE, Group
from waypost.analysis.measuring import destination_of
from waypost.analysis.paths.lines import Line, count_line, frame, share_line, times_lines
from waypost.analysis.places import layer
from waypost.analysis.results import Figure, NotEnough
from waypost.analysis.statistics import MINIMUM, share
from waypost.analysis.wording import aside_text, cases_text, duration_text, share_text
from waypost.errors import InputError, Problem
from waypost.events.trails import NEVER, Trails, instant, microseconds
from waypost.journey.journey import Journey
from waypost.journey.outcome import Outcome, OutcomeKind

BEYOND = 0.9
"""A case is late or silent when it takes longer than this share of those who arrived, unless said otherwise."""
LOOPS = 2
"""A case is looping when it comes back so often where the design does not, unless said otherwise."""
_SAID: dict[Reason, str] = {
    "skipped": "have passed over a step",
    "looping": "keep coming back to steps they had done",
    "late": "are late: at their step longer after the start than {} of those who arrived",
    "silent": "are silent for longer than {} of those who arrived ever were there",
}


@dataclass(frozen=True)
class OffTrack:
    """The cases that have not arrived by `as_of`, held against the design and against those who did."""

    journey: str
    as_of: datetime
    arrived: int
    """Cases that arrived at the destination: what *late* and *silent* are measured by."""
    gone: int
    """Cases that have not, but left for good by an outcome of the kind `churn`; they count nowhere else."""
    leaving: tuple[str, ...]
    """The names of these outcomes; none: the journey declares no such outcome, so nobody is known to have left."""
    unfinished: int
    """Cases that have neither arrived nor left."""
    under_way: UnderWay | None
    """Those of them that are probably still under way; None where too few arrived to say."""
    off_track: Figure
    """Share of the unfinished that are off track for any reason."""
    reasons: tuple[ReasonCount, ...]
    """In the order of `REASONS`; a case may have several."""
    here: tuple[OffTrackHere, ...]
    """By the step of the last event, in reading order."""
    beyond: float
    """A case is late or silent when it takes longer than this share of those who arrived."""

    def sentences(self) -> tuple[str, ...]:
        """How many are under way, how many of these and of all are off track, why, and where most of them are."""
        if isinstance(self.off_track, NotEnough):
            few = f"There is not enough data: {self.unfinished:,} cases have not arrived, of {MINIMUM} needed."
            return (few, *self._gone())
        whole = (
            f"Of all {self.unfinished:,} that have not arrived, {share_text(self.off_track)} are off track; "
            f"{self.arrived:,} have arrived. Whoever stops without a word stays late and silent for ever."
        )
        return (*self._under_way(), whole, *self._gone(), *self._why(), *self._where())

    def _under_way(self) -> Iterator[str]:
        if self.under_way is None:
            return
        cases, of = self.under_way.cases, self.unfinished
        are = "is" if cases == 1 else "are"
        yield (
            f"{cases:,} of the {of:,} cases that have not arrived {are} probably still under way "
            f"({aside_text(self.under_way.share)}): active in the last {duration_text(self.under_way.within)}, and "
            f"{100 * self.beyond:g} % of those who arrived never waited longer for their next step."
        )
        if isinstance(self.under_way.off_track, NotEnough):
            yield f"That is too few to say how many of them are off track ({MINIMUM} needed)."
        else:
            yield f"{share_text(self.under_way.off_track)} of those under way are off track."

    def _gone(self) -> Iterator[str]:
        if self.gone:
            by = ", ".join(f"“{name}”" for name in self.leaving)
            yield f"{cases_text(self.gone)} left for good without arriving ({by}): gone, not off track, and left out."

    def _why(self) -> Iterator[str]:
        part = f"{100 * self.beyond:g} %"
        for reason in sorted(self.reasons, key=lambda reason: -reason.cases):
            if reason.cases:
                said = _SAID[reason.reason].format(part)
                yield f"{share_text(reason.share)} {said} ({cases_text(reason.cases)})."
        if self.arrived < MINIMUM:
            yield f"Too few have arrived to say who is late or silent: {self.arrived}, of {MINIMUM} needed."

    def _where(self) -> Iterator[str]:
        most = max(self.here, key=_off, default=None)
        if most is not None and _off(most):
            here = share_text(most.off_track)
            yield f"Most of those off track were last seen at “{most.name}”: of those there, {here} are off track."

    def to_frame(self) -> pl.DataFrame:
        """The whole, then every step."""
        lines = [
            count_line("journey", "arrived", self.arrived),
            count_line("journey", "left for good", self.gone),
            count_line("journey", "not arrived", self.unfinished),
            *_under_way_lines(self.under_way),
            share_line("journey", "off track", self.off_track),
            *(line for reason in self.reasons for line in _reason_lines("journey", reason)),
            *(line for here in self.here for line in _here_lines(here)),
        ]
        return frame(lines)


def _under_way_lines(under_way: UnderWay | None) -> Iterator[Line]:
    if under_way is not None:
        yield Line("journey", "under way: active within", under_way.within, None, None, None, "microseconds")
        yield count_line("journey", "under way", under_way.cases)
        yield share_line("journey", "under way, share", under_way.share)
        yield share_line("journey", "off track of those under way", under_way.off_track)


def _off(here: OffTrackHere) -> float:
    """How many of those here are off track."""
    return 0 if isinstance(here.off_track, NotEnough) else here.off_track.value * here.cases


def _reason_lines(of: str, reason: ReasonCount) -> Iterator[Line]:
    yield count_line(of, reason.reason, reason.cases)
    yield share_line(of, f"{reason.reason}, share", reason.share)


def _here_lines(here: OffTrackHere) -> Iterator[Line]:
    yield count_line(here.name, "last seen here", here.cases)
    yield count_line(here.name, "under way", here.under_way)
    yield share_line(here.name, "off track", here.off_track)
    for reason in here.reasons:
        yield from _reason_lines(here.name, reason)
    yield from times_lines(here.name, "longest wait of those who arrived", here.wait)
    yield from times_lines(here.name, "time to leaving of those who arrived", here.age)


@dataclass(frozen=True)
class OffTrackCases:
    """The cases that are off track, one by one. Only for those who may see individual customers."""

    journey: str
    as_of: datetime
    cases: tuple[OffTrackCase, ...]
    """Those first that did something last."""

    def sentences(self) -> tuple[str, ...]:
        """How many are listed."""
        listed = "no case is" if not self.cases else f"the {len(self.cases):,} cases listed were active last and are"
        return (f"Of those that have not arrived, {listed} off track.",)

    def to_frame(self) -> pl.DataFrame:
        """A row a case."""
        rows = [
            (
                found.customer,
                found.case,
                found.element,
                ", ".join(found.reasons),
                found.last,
                None if isinstance(found.waited_as_long, NotEnough) else found.waited_as_long.value,
                found.cost,
                ", ".join(found.expected),
            )
            for found in self.cases
        ]
        columns: dict[str, pl.DataType | type[pl.DataType]] = {
            "customer": pl.String,
            "case": pl.String,
            "step": pl.String,
            "reasons": pl.String,
            "last": pl.Datetime("us", "UTC"),
            "waited as long": pl.Float64,
            "cost": pl.Int64,
            "expected": pl.String,
        }
        return pl.DataFrame(rows, schema=columns, orient="row")


@dataclass(frozen=True)
class _Asked:
    """A question about the unfinished cases of a group: how those who arrived went, and who strays from that."""

    journey: Journey
    trails: Trails
    engine: Engine
    group: Group
    pace: PaceCounts
    straying: Straying


def _asked(
    journey: Journey, trails: Trails, engine: Engine, *, part: float, loops: int, costs: Costs, group: Group
) -> _Asked:
    if not 0 < part < 1 or loops < 1:
        message = f"late or silent beyond {part:g} and looping from {loops} returns cannot be"
        raise InputError(Problem(message, remedy="Give a share between 0 and 1, and at least one return"))
    codebook = trails.codebook
    steps = len(codebook.steps)
    destination = destination_of(journey, codebook)
    design = designed(journey, codebook, costs)
    leaving = {outcome.id for outcome in _leaving(journey)}
    (pace,) = engine.count(Pace(design.place_of, destination, steps), trails, (group,))
    straying = Straying(
        place_of=design.place_of,
        destination=destination,
        leaving=np.array([outcome in leaving for outcome in codebook.outcomes], dtype=np.bool_),
        design=design.so_far,
        late=beyond(pace.ages, steps, part),
        silent=beyond(pace.waits, steps, part),
        within=int(beyond(pace.longest, 1, part)[0]),
        as_of=microseconds(trails.as_of),
        loops=loops,
    )
    return _Asked(journey, trails, engine, group, pace, straying)


def off_track(
    journey: Journey,
    trails: Trails,
    engine: Engine,
    *,
    part: float = BEYOND,
    loops: int = LOOPS,
    costs: Costs = UNIT,
    group: Group = EVERYONE,
) -> OffTrack:
    """Which unfinished cases of a group are under way and which off track, and why, by the step of their last event."""
    asked = _asked(journey, trails, engine, part=part, loops=loops, costs=costs, group=group)
    (counts,) = engine.count(asked.straying, trails, (group,))
    unfinished = int(counts.cases.sum())
    return OffTrack(
        journey=journey.id,
        as_of=trails.as_of,
        arrived=asked.pace.arrived,
        gone=counts.gone,
        leaving=tuple(outcome.name for outcome in _leaving(journey)),
        unfinished=unfinished,
        under_way=_under_way(asked.straying.within, counts),
        off_track=share(int(counts.off.sum()), unfinished),
        reasons=_reasons(counts.reasons.sum(axis=1).tolist(), unfinished),
        here=tuple(_here(asked, counts)),
        beyond=part,
    )


def _leaving(journey: Journey) -> list[Outcome]:
    """The outcomes by which a case leaves for good."""
    return [outcome for outcome in journey.outcomes if outcome.kind is OutcomeKind.CHURN]


def _under_way(within: int, counts: StrayingCounts) -> UnderWay | None:
    if within == NEVER:
        return None
    cases = int(counts.under_way.sum())
    return UnderWay(within, cases, share(cases, int(counts.cases.sum())), share(int(counts.under_way_off.sum()), cases))


def _reasons(counts: list[int], whole: int) -> tuple[ReasonCount, ...]:
    return tuple(ReasonCount(reason, cases, share(cases, whole)) for reason, cases in zip(REASONS, counts, strict=True))


def _here(asked: _Asked, counts: StrayingCounts) -> Iterator[OffTrackHere]:
    codebook = asked.trails.codebook
    for step in asked.journey.steps():
        if not is_bound(step):
            continue
        place = codebook.steps.index(step.id)
        cases = int(counts.cases[place])
        yield OffTrackHere(
            element=step.id,
            name=step.name,
            cases=cases,
            under_way=int(counts.under_way[place]),
            off_track=share(int(counts.off[place]), cases),
            reasons=_reasons(counts.reasons[:, place].tolist(), cases),
            wait=asked.pace.waits.durations(place),
            age=asked.pace.ages.durations(place),
        )


def off_track_cases(
    journey: Journey,
    trails: Trails,
    engine: Engine,
    top: int,
    *,
    part: float = BEYOND,
    loops: int = LOOPS,
    costs: Costs = UNIT,
    group: Group = EVERYONE,
) -> OffTrackCases:
    """The cases of a group that are off track and were active last, with their names."""
    if top < 1:
        raise InputError(Problem(f"{top} cases cannot be listed", remedy="Ask for at least one"))
    asked = _asked(journey, trails, engine, part=part, loops=loops, costs=costs, group=group)
    steps = layer(journey, trails.codebook, "step")
    (found,) = engine.count(LatestStrays(asked.straying, top), trails, (group,))
    return OffTrackCases(
        journey=journey.id,
        as_of=trails.as_of,
        cases=tuple(
            OffTrackCase(
                customer=stray.customer,
                case=stray.case,
                element=steps.elements[stray.step],
                name=steps.names[stray.step],
                reasons=tuple(REASONS[reason] for reason in stray.reasons),
                last=instant(stray.last),
                waited_as_long=share(*at_least(asked.pace.waits, stray.step, asked.straying.as_of - stray.last)),
                cost=stray.cost,
                expected=tuple(steps.elements[step] for step in asked.straying.design.expected(stray.state)),
            )
            for stray in found.cases
        ),
    )
