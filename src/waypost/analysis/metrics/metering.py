"""Metering: every metric a journey declares, for everyone and each segment, with its trend and who did not answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from math import sqrt
from operator import add
from statistics import NormalDist
from typing import Self

from waypost.analysis.answers import Scores
from waypost.analysis.comparison.endings import Endings, declared
from waypost.analysis.comparison.grouping import Calendar, Names, segment_names, zone_of
from waypost.analysis.elements import destination_step, is_bound, touchpoints_of
from waypost.analysis.engines import Engine
from waypost.analysis.groups import EVERYONE, Group, Members
from waypost.analysis.metrics import counts as sums
from waypost.analysis.metrics.counts import MetricCounts, MetricSums
from waypost.analysis.metrics.indicators import Indicator
from waypost.analysis.metrics.metrics import (
    Every,
    FewerThanHalf,
    Metric,
    MetricFigure,
    MetricOf,
    Metrics,
    Replies,
    Revenue,
    Trend,
)
from waypost.analysis.metrics.reading import (
    Contact,
    Listened,
    MetricReading,
    Spec,
    customer_periods,
    kept,
    listened,
)
from waypost.analysis.metrics.silence import Silence, replies
from waypost.analysis.metrics.trending import allowed_for, trend
from waypost.analysis.paths.survival import TimeTo, time_to
from waypost.analysis.places import codes_of
from waypost.analysis.results import Estimate, Figure, NotEnough
from waypost.analysis.statistics import CONFIDENCE, MINIMUM, share
from waypost.errors import InputError, Problem
from waypost.events.trails import Codebook, Trails, microseconds
from waypost.journey.journey import Channel, Journey, Ownership, Step, Touchpoint
from waypost.journey.outcome import Outcome, OutcomeKind
from waypost.journey.workspace import Workspace

HELP = frozenset((Channel.PHONE, Channel.CHAT, Channel.STORE, Channel.IN_PERSON))
"""The channels of a contact with us, unless a step is named."""
YEARS = 3
"""How far lifetime value looks ahead."""
DISCOUNT = 0.10
"""How much less money is worth a year later."""
_MONEY_KEPT = ("gross-retention", "net-retention", "expansion")
_Z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
_IN_A_YEAR = {"month": 12, "quarter": 4, "year": 1}


def metrics(
    journey: Journey,
    trails: Trails,
    engine: Engine,
    *,
    every: Every = "month",
    contact: str | None = None,
    workspace: Workspace | None = None,
) -> Metrics:
    """The metrics a journey declares by its listening posts and outcomes.

    Arguments:
        journey: the journey the trails were woven for.
        trails: its trails.
        engine: counts them.
        every: how long the periods of trends are.
        contact: the step at which customers contact us; left out, the first step with a bound touchpoint of ours by
            phone, chat, in a store or in person.
        workspace: the names of segments, and the zone of periods.

    Raises:
        InputError: no such place, or too many periods.
    """
    if trails.first is None:
        return Metrics(journey.id, trails.as_of, (), (), (), ("Nobody has walked this journey yet.",))
    meter = _Meter.of(journey, trails, engine, Calendar(every, zone_of(workspace)), contact)
    segments = trails.codebook.segments
    known = segment_names(workspace)
    names = [(segment, known.get(segment, segment)) for segment in segments]
    groups: tuple[Group, ...] = (EVERYONE, *(Members(place) for place in range(len(segments))))
    counted = meter.counted(groups)
    whole, *parts = [meter.read(counts) for counts in counted]
    found = []
    for place, (spec, periods) in enumerate(whole):
        totals = [meter.total(spec, read[place][1]) for read in parts]
        found.append(
            meter.metric(spec, periods, tuple(MetricOf(*name, one) for name, one in zip(names, totals, strict=True)))
        )
    found += _time_to_value(meter, groups, names)
    found += _lifetime(meter, counted, names)
    return Metrics(
        journey=journey.id,
        as_of=trails.as_of,
        metrics=tuple(allowed_for(found)),
        replies=meter.replies(known),
        revenue=_revenue(meter, counted[0]),
        absent=_absent(meter, found),
    )


@dataclass(frozen=True)
class _Meter:
    """What is counted of a journey, and how it is read."""

    journey: Journey
    trails: Trails
    engine: Engine
    calendar: Calendar
    starts: tuple[datetime, ...]
    """Of the periods, and the end of the last."""
    listened: tuple[Listened, ...]
    asked: tuple[Touchpoint, ...]
    """The touchpoints that happen and have answers."""
    contact: Contact | None

    @property
    def over(self) -> int:
        """How many of the periods are over."""
        return sum(end <= self.trails.as_of for end in self.starts[1:])

    @classmethod
    def of(cls, journey: Journey, trails: Trails, engine: Engine, calendar: Calendar, contact: str | None) -> Self:
        """What there is to count."""
        book = trails.codebook
        (scores,) = engine.count(Scores(), trails, (EVERYONE,))
        given = frozenset(code for code, _ in scores.given)
        answered = {book.scores[code].touchpoint for code in given}
        points = [point for point in journey.touchpoints() if point.id in book.touchpoints]
        return cls(
            journey,
            trails,
            engine,
            calendar,
            calendar.periods(trails.first or trails.as_of, trails.as_of),
            listened(journey, book, given),
            tuple(point for point in points if point.id in answered),
            _contact(journey, contact),
        )

    @property
    def _asked(self) -> tuple[tuple[int, tuple[int, ...]], ...]:
        book = self.trails.codebook
        return tuple(
            (
                book.touchpoints.index(point.id),
                tuple(code for code, key in enumerate(book.scores) if key.touchpoint == point.id),
            )
            for point in self.asked
        )

    def counted(self, groups: tuple[Group, ...]) -> tuple[MetricCounts, ...]:
        """The sums of each group."""
        book = self.trails.codebook
        outcomes = enumerate(declared(self.journey, book))
        measure = MetricSums(
            bounds=tuple(map(microseconds, self.starts)),
            endings=Endings.of(self.journey, self.trails),
            asked=self._asked,
            contact=_codes(self.contact, book),
            destination=_codes(destination_step(self.journey), book),
            spend=tuple(code for code, one in outcomes if one.kind is OutcomeKind.SPEND),
        )
        return self.engine.count(measure, self.trails, groups)

    def read(self, counts: MetricCounts) -> list[tuple[Spec, list[Indicator]]]:
        """Every metric of one group, period by period."""
        book = self.trails.codebook
        every = self.calendar.every
        return list(MetricReading(self.journey, book, self.listened, self.asked, self.contact, every, counts).parts())

    def replies(self, segments: Names) -> tuple[Replies, ...]:
        """Who answered at each asked touchpoint, and how they differ from those who did not."""
        book = self.trails.codebook
        endings = Endings.of(self.journey, self.trails)
        (counts,) = self.engine.count(
            Silence(self._asked, endings, _codes(destination_step(self.journey), book)), self.trails, (EVERYONE,)
        )
        return replies(self.journey, book, self.asked, counts, segments)

    def metric(self, spec: Spec, parts: list[Indicator], segments: tuple[MetricOf, ...]) -> Metric:
        """With its trend over the periods that are over."""
        told = None
        if spec.trends:
            starts = self.starts[: self.over]
            told = trend(self.calendar.every, starts, list(map(self.calendar.label, starts)), parts[: self.over])
        return _metric(spec, self.total(spec, parts), segments, told)

    def total(self, spec: Spec, parts: list[Indicator]) -> Figure:
        """Of all periods; of money kept only those that are over, since the last has not all its money yet."""
        counted = parts[: self.over] if spec.kind in _MONEY_KEPT else parts
        return reduce(add, counted).figure() if counted else NotEnough(0, MINIMUM)


def _metric(
    spec: Spec,
    figure: MetricFigure,
    segments: tuple[MetricOf, ...],
    told: Trend | None = None,
) -> Metric:
    return Metric(
        spec.kind,
        spec.label,
        spec.element,
        spec.outcome,
        spec.unit,
        spec.low,
        spec.high,
        spec.wanted,
        spec.counted,
        figure,
        segments,
        told,
        spec.assumptions,
    )


def _contact(journey: Journey, contact: str | None) -> Contact | None:
    """Where customers contact us: the place named, or the first step's touchpoints where one can be reached."""
    steps = [step for step in journey.steps() if is_bound(step)]
    if contact is not None:
        places: list[Step | Touchpoint] = [
            *steps,
            *(point for point in journey.touchpoints() if point.match is not None),
        ]
        if named := next((place for place in places if place.id == contact), None):
            return Contact(named.id, named.name, touchpoints_of(named))
        remedy = f"Steps and touchpoints with events: {', '.join(place.id for place in places)}"
        raise InputError(Problem(f"there is no '{contact}' with events", element=journey.id, remedy=remedy))
    for step in steps:
        ours = tuple(
            point
            for point in step.touchpoints
            if point.match is not None and point.by is Ownership.OURS and point.channel in HELP
        )
        if ours:
            place = ours[0] if len(ours) == 1 else step
            return Contact(place.id, place.name, ours)
    return None


def _codes(place: Step | Contact | None, book: Codebook) -> tuple[int, ...]:
    """The codes of the touchpoints there that happen."""
    points = place.touchpoints if place is not None else ()
    return tuple(book.touchpoints.index(point.id) for point in points if point.id in book.touchpoints)


def _time_to_value(meter: _Meter, groups: Sequence[Group], names: Sequence[tuple[str, str]]) -> list[Metric]:
    """The median time to each adoption outcome that is a place, or else to the destination."""
    adopted = [one for one in meter.journey.outcomes if one.kind is OutcomeKind.ADOPTION]
    places = [(one.reached, _origin(one, meter.trails.codebook)) for one in adopted if one.reached is not None]
    destination = destination_step(meter.journey)
    targets = places or ([(destination.id, None)] if destination is not None else [])
    found = []
    for target, origin in targets:
        answers = [time_to(meter.journey, meter.trails, meter.engine, target, origin, group=group) for group in groups]
        figures = [_median(answer) for answer in answers]
        of = tuple(MetricOf(*name, figure) for name, figure in zip(names, figures[1:], strict=True))
        begin = "" if origin is None else f"from “{answers[0].origin_name}” "
        label = f"Time {begin}to “{answers[0].target_name}” (median)"
        spec = Spec("time-to-value", label, "microseconds", target, wanted=False)
        open_ended = isinstance(figures[0], Estimate) and figures[0].high == answers[0].curve[-1].time
        seen = ("The interval has no upper end as far as can be seen; it ends at the longest time followed.",)
        found.append(_metric(replace(spec, assumptions=seen if open_ended else ()), figures[0], of))
    return found


def _origin(outcome: Outcome, book: Codebook) -> str | None:
    """Where the time to an outcome is counted from; None: the beginning, also where one lies within the other."""
    since, reached = outcome.since, outcome.reached or ""
    apart = since is not None and not set(codes_of(book, since)) & set(codes_of(book, reached))
    return since if apart else None


def _median(answer: TimeTo) -> MetricFigure:
    """The time by which half have come, if half have come as far as can be seen."""
    median = answer.median
    if isinstance(median, NotEnough):
        return median
    if median.value is None:
        return FewerThanHalf(answer.cases, answer.came)
    return Estimate(median.value, median.low or 0, median.high or answer.curve[-1].time, median.n)


def _lifetime(meter: _Meter, counted: Sequence[MetricCounts], names: Sequence[tuple[str, str]]) -> list[Metric]:
    """What a paying customer brings within some years, when as many stay each period as have stayed.

    Source: S. Gupta and D. R. Lehmann, *Customers as Assets*, Journal of Interactive Marketing 17 (2003).
    """
    if not any(counts.money[:, sums.PAID].any() for counts in counted):
        return []
    every = meter.calendar.every
    periods = YEARS * _IN_A_YEAR[every]
    keep = (1 + DISCOUNT) ** (-1 / _IN_A_YEAR[every])
    figures = [_worth(counts.money[: meter.over].sum(axis=0).tolist(), periods, keep) for counts in counted]
    each = customer_periods(every)
    spec = Spec("lifetime-value", f"What a paying customer brings in {YEARS} years", "money", counted=each)
    of = tuple(MetricOf(*name, figure) for name, figure in zip(names, figures[1:], strict=True))
    assumptions = (
        f"It assumes that each {every} as many of those who pay will pay again as have so far, that who leaves out one "
        f"{every} is gone for good, and that payers go on paying what they have paid on average.",
        f"Money a year later counts {100 * DISCOUNT:.0f} % less; what comes after {YEARS} years, and what a customer "
        "costs, are left out.",
        "The interval takes how many stay and what they pay at their ends at once, so it is cautious; whether the "
        "assumptions hold is not in it.",
    )
    return [_metric(replace(spec, assumptions=assumptions), figures[0], of)]


def _worth(money: Sequence[int], periods: int, keep: float) -> Figure:
    payers = money[sums.PAID]
    again = share(money[sums.AGAIN], payers)
    if isinstance(again, NotEnough):
        return again
    mean = money[sums.BEFORE] / 100 / payers
    margin = _Z * sqrt(max(money[sums.BEFORE_SQUARED] / payers - mean**2, 0) / (payers - 1))

    def brings(paid: float, stays: float) -> float:
        return paid * sum((stays * keep) ** period for period in range(periods))

    return Estimate(
        brings(mean, again.value),
        brings(max(mean - margin, 0.0), again.low),
        brings(mean + margin, again.high),
        payers,
    )


def _revenue(meter: _Meter, counts: MetricCounts) -> tuple[Revenue, ...]:
    """Period by period, those that are over."""
    found = []
    for place, row in enumerate(counts.money.tolist()):
        if not row[sums.PAID] or meter.starts[place + 1] > meter.trails.as_of:
            continue
        gross, net, _ = kept(row)
        found.append(
            Revenue(
                start=meter.starts[place],
                label=meter.calendar.label(meter.starts[place]),
                customers=row[sums.PAID],
                before=row[sums.BEFORE] / 100,
                kept=row[sums.KEPT] / 100,
                grown=(row[sums.ALL] - row[sums.KEPT]) / 100,
                new=row[sums.NEW] / 100,
                gross=gross.figure(),
                net=net.figure(),
            )
        )
    return tuple(found)


def _absent(meter: _Meter, found: Sequence[Metric]) -> tuple[str, ...]:
    """What the journey would have to declare for what cannot be said."""
    kinds = {metric.kind for metric in found}
    wanted = (
        ({"ces", "csat", "nps", "stars"}, "Effort and satisfaction: no answers at a touchpoint with a listening post."),
        ({"churn", "staying"}, "Churn: no outcome of the kind `churn`."),
        ({"gross-retention"}, "Money kept and lifetime value: no outcome of the kind `spend` with two periods."),
        ({"first-contact"}, "First-contact resolution: no step of ours by phone, chat, in a store or in person."),
        ({"recommends", "nps"}, "Word of mouth: no outcome of the kind `recommendation`, and no NPS."),
    )
    return tuple(said for needed, said in wanted if not needed & kinds)
