"""A study: a journey and its trails, and every question one can put to them, one call each.

    study = waypost.open("examples/shop").study("visit")
    study.measures().everyone.completed

What a call gives back is a frozen value whose figures have n and interval; `definitions` says what each one means.
What rests on statistical libraries is loaded when it is first asked for: they take seconds.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from waypost.analysis.comparison.comparison import Comparison
from waypost.analysis.comparison.grouping import grouping, zone_of
from waypost.analysis.conformance.conformance import Conformance, conformance
from waypost.analysis.conformance.designed import UNIT, Costs
from waypost.analysis.conformance.off_track import BEYOND, LOOPS, OffTrack, OffTrackCases, off_track, off_track_cases
from waypost.analysis.conformance.worst_cases import WorstCases, worst_cases
from waypost.analysis.drivers.drivers import Drivers
from waypost.analysis.engines import Engine
from waypost.analysis.engines.local import Local
from waypost.analysis.measuring import measure, stages_of
from waypost.analysis.metrics.metrics import Every, Metrics
from waypost.analysis.moments.moments import FALSE_DISCOVERIES, Moments
from waypost.analysis.paths.alternatives import APART, TOP, VariantGroups, variant_groups
from waypost.analysis.paths.flows import Flow
from waypost.analysis.paths.group_funnels import GroupFunnels, group_funnels
from waypost.analysis.paths.loops import Loops, loops
from waypost.analysis.paths.milestones import Milestones, milestones
from waypost.analysis.paths.retention import Retention, calendar, retention
from waypost.analysis.paths.streams import LEAST, flow
from waypost.analysis.paths.survival import MARKS, TimeTo, time_to
from waypost.analysis.places import destination_id
from waypost.analysis.results import LivingMeasures
from waypost.analysis.statistics import MINIMUM
from waypost.analysis.walks.clusters import Clusters
from waypost.analysis.walks.outliers import Outliers
from waypost.analysis.walks.walks import SAMPLE
from waypost.errors import InputError, Problem
from waypost.events.trails import Trails
from waypost.journey.journey import Journey
from waypost.journey.workspace import Workspace


@dataclass(frozen=True)
class Study:
    """A journey, its trails, and the engine that counts them. Each method is one measure."""

    journey: Journey
    trails: Trails = field(repr=False)
    engine: Engine = field(default_factory=Local, repr=False)
    workspace: Workspace | None = field(default=None, repr=False)
    """The documents around the journey: the names of segments, the personas bound to them, the zone of months."""

    def measures(self) -> LivingMeasures:
        """Everything the map shows, for everyone and for each segment."""
        return measure(self.trails, self.journey, engine=self.engine)

    def compare(
        self,
        by: str | None = None,
        *,
        before: datetime | None = None,
        values: Sequence[str] = (),
        settle: timedelta | None = None,
    ) -> Comparison:
        """Every figure of the map for several groups of cases, those that differ more than chance first.

        Arguments:
            by: a breakdown's id, `segment`, `persona`, `month`, `quarter` or `year`.
            before: instead of `by`, a date (with a zone): the cases begun before it and those begun since.
            values: the groups to compare, by name; all when left out.
            settle: for periods and dates, how old a case must be to count; left out, as long as nine of ten arrivals
                took.

        Raises:
            InputError: both or neither of `by` and `before`, nothing of that name, or a date outside the data.
        """
        from waypost.analysis.comparison.comparing import compare, compare_around

        if before is not None and by is None:
            return compare_around(self.journey, self.trails, self.engine, before, settle=settle)
        if by is None or before is not None:
            raise InputError(Problem("say either by what to compare, or before and since which date"))
        return compare(
            self.journey, self.trails, self.engine, by, values=values, settle=settle, workspace=self.workspace
        )

    def flows(self, element: str, *, before: int = 2, after: int = 3, least: float = LEAST) -> Flow:
        """What led to a phase, step or touchpoint and where it went, so many visits before and after.

        Anchored at each case's first visit there; the places before and after are of the same level.

        Arguments:
            element: the anchor's id.
            before: how many visits before it.
            after: how many visits after it.
            least: the share of the cases at the anchor under which branches are merged into *other*.

        Raises:
            InputError: an element without events, or too few or too many visits.
        """
        return flow(self.journey, self.trails, self.engine, element, (before, after), least)

    def variants(self, *, top: int = TOP, apart: float = APART) -> VariantGroups:
        """The paths many took, similar ones grouped, and what sets each group apart.

        Arguments:
            top: how many of the most frequent paths are grouped.
            apart: the part of the longer path's steps in which two alike paths may differ, from 0 to 1.

        Raises:
            InputError: no path to group, or a part that is none.
        """
        return variant_groups(self.journey, self.trails, self.engine, top, apart)

    def loops(self) -> Loops:
        """The steps cases come back to, what that costs them, whether they arrive; and where cases stopped."""
        return loops(self.journey, self.trails, self.engine)

    def time_to(
        self, element: str | None = None, *, since: str | None = None, marks: Sequence[timedelta] | None = None
    ) -> TimeTo:
        """How long it takes to come to a phase, step or touchpoint, counting those who have not come yet.

        Arguments:
            element: where to; the destination when left out.
            since: from the first event of which element; a case's first event when left out.
            marks: the times at which to say how many had come; 1, 7, 30 and 90 days when left out.

        Raises:
            InputError: an element without events, or two that share touchpoints.
        """
        target = element or destination_id(self.journey)
        return time_to(self.journey, self.trails, self.engine, target, since, MARKS if marks is None else marks)

    def retention(self, period: str = "month", *, periods: int = 12) -> Retention:
        """Of the customers who began in the same period, how many are active in each period that follows.

        Arguments:
            period: `week`, `month` or `quarter`, with the midnights of the workspace's zone.
            periods: how many periods to follow them.

        Raises:
            InputError: something that is no period, or none to follow.
        """
        return retention(self.trails, self.engine, calendar(period, zone_of(self.workspace)), periods)

    def funnel(
        self, elements: Sequence[str] = (), *, window: timedelta | None = None, by: str | None = None
    ) -> GroupFunnels:
        """How far cases came through phases, steps or touchpoints in this order, all together and by group.

        Arguments:
            elements: two or more, in order; those of the map's funnel when left out: the phases, or the steps where the
                phases are fewer than three.
            window: how long after a case's first event of the first one the others count; however long when left out.
            by: a breakdown's id, `segment`, `persona`, `month`, `quarter` or `year`.

        Raises:
            InputError: fewer than two, one without events, two that share touchpoints, or no such groups.
        """
        groups = None
        if by is not None:
            groups = grouping(by, self.journey, self.trails, self.engine, self.workspace, window or timedelta(0))
        return group_funnels(
            self.journey, self.trails, self.engine, elements or stages_of(self.journey), window, groups
        )

    def milestones(self, elements: Sequence[str] = (), *, window: timedelta | None = None) -> Milestones:
        """How far cases came through two to eight phases, steps or touchpoints in whatever order.

        Arguments:
            elements: the milestones; the stages of the map's funnel when left out.
            window: how long after a case's first milestone the others count; however long when left out.

        Raises:
            InputError: too few or too many, one without events, or two that share touchpoints.
        """
        return milestones(self.journey, self.trails, self.engine, elements or stages_of(self.journey), window)

    def moments(self, *, q: float = FALSE_DISCOVERIES, minimum: int = MINIMUM) -> Moments:
        """Moments of truth: which declared outcomes go with which signals, beside what people believe.

        Outcomes count strictly after the signal's instant; compared are cases at risk at the same stage and time, alike
        in season, segments, mood and the other signals so far.

        Arguments:
            q: the share of false discoveries allowed among all that is found.
            minimum: the least cases, with the signal and without, from which a difference is told.

        Raises:
            InputError: the journey has no outcome or no signal that its data can show, or q or the minimum make no
                sense.
        """
        from waypost.analysis.moments.measuring import measure_moments

        found = measure_moments(self.trails, self.journey, self.engine, q=q, minimum=minimum)
        return replace(found, currency=self._currency)

    def clusters(self, *, sample: int = SAMPLE) -> Clusters:
        """Groups of cases that walked alike, named by what sets them apart; or that there are none.

        Arguments:
            sample: how many cases are looked at, drawn by their hash; all when there are no more.

        Raises:
            InputError: a sample of none.
        """
        from waypost.analysis.walks.grouping_walks import clusters

        return clusters(self.journey, self.trails, self.engine, sample)

    def outliers(self, *, sample: int = SAMPLE, listed: int = 0) -> Outliers:
        """Cases whose walk is unlike all others, and what is odd about them.

        Arguments:
            sample: how many cases are looked at, drawn by their hash; all when there are no more.
            listed: how many of the oddest are listed by name; for those who may see individual customers.

        Raises:
            InputError: a sample of none.
        """
        from waypost.analysis.walks.grouping_walks import outliers

        return outliers(self.journey, self.trails, self.engine, sample, listed)

    def conformance(self, *, costs: Costs = UNIT) -> Conformance:
        """How far cases keep to the designed journey, and where they leave it: an exact alignment of every case.

        Arguments:
            costs: what a step passed over and an event the design does not allow cost, everywhere or at an element.

        Raises:
            InputError: more than six measured steps of a phase in any order, routes that never lead to the
                destination, or costs that cannot be.
        """
        return conformance(self.journey, self.trails, self.engine, costs)

    def worst_cases(self, top: int = 20, *, costs: Costs = UNIT) -> WorstCases:
        """The cases that leave the designed journey at the highest cost, with their customers' names.

        Seeing individual customers is a permission of its own; no other result of `conformance` holds any.

        Arguments:
            top: how many.
            costs: as for `conformance`.

        Raises:
            InputError: as `conformance`, or fewer than one case.
        """
        return worst_cases(self.journey, self.trails, self.engine, top, costs)

    def off_track(self, *, beyond: float = BEYOND, loops: int = LOOPS) -> OffTrack:
        """Who has not arrived: who is probably still under way, and who is off track (skipped, looping, late, silent).

        Cases that left for good, by an outcome of the kind `churn`, are left out.

        Arguments:
            beyond: a case is late or silent when it takes longer than this share of those who arrived.
            loops: a case is looping when it comes back so often where the design does not.

        Raises:
            InputError: as `conformance`, or a share or number that cannot be.
        """
        return off_track(self.journey, self.trails, self.engine, part=beyond, loops=loops)

    def off_track_cases(self, top: int = 20, *, beyond: float = BEYOND, loops: int = LOOPS) -> OffTrackCases:
        """The cases that are off track, those first that did something last, with their customers' names.

        Seeing individual customers is a permission of its own; `off_track` holds none.

        Arguments:
            top: how many.
            beyond, loops: as for `off_track`.

        Raises:
            InputError: as `off_track`, or fewer than one case.
        """
        return off_track_cases(self.journey, self.trails, self.engine, top, part=beyond, loops=loops)

    @property
    def _currency(self) -> str | None:
        """What money is in; counting needs no currency, telling does."""
        return self.workspace.settings.currency if self.workspace is not None else None

    def drivers(self, overall: str | None = None, *, money: str | None = None) -> Drivers:
        """Which touchpoints' scores move the overall score, how well each does, and what is at stake.

        Arguments:
            overall: the touchpoint whose score is the overall one, or an outcome made of its score; left out, that of
                an outcome, the NPS, or the one with the most answers.
            money: the outcome that says what is at stake; the first with an amount, else with a worth, when left out.

        Raises:
            InputError: no touchpoint has scores, or no such touchpoint or outcome.
        """
        from waypost.analysis.drivers.driving import drivers

        found = drivers(self.journey, self.trails, self.engine, overall=overall, money=money)
        return replace(found, currency=self._currency)

    def metrics(self, *, every: Every = "month", contact: str | None = None) -> Metrics:
        """Effort, satisfaction, replies, churn, money kept and the other metrics the journey declares, with trends.

        Arguments:
            every: how long the periods of trends are: `month`, `quarter` or `year`.
            contact: the step or touchpoint at which customers contact us, for first-contact resolution; left out, the
                touchpoints of ours by phone, chat, in a store or in person of the first step that has one.

        Raises:
            InputError: no such step, or more periods than can be told apart.
        """
        from waypost.analysis.metrics.metering import metrics

        found = metrics(self.journey, self.trails, self.engine, every=every, contact=contact, workspace=self.workspace)
        return replace(found, currency=self._currency)
