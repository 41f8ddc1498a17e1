"""Reading metrics: which metrics a journey declares, and where each is found in what was counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from waypost.analysis.comparison.endings import called, declared
from waypost.analysis.comparison.samples import Answers, Shares
from waypost.analysis.metrics import counts as sums
from waypost.analysis.metrics.counts import MetricCounts
from waypost.analysis.metrics.indicators import Indicator, Kept, Promoters
from waypost.analysis.metrics.metrics import Every, MetricKind, MetricUnit
from waypost.events.trails import Codebook, ScoreKey
from waypost.journey.journey import Journey, Touchpoint
from waypost.journey.outcome import OutcomeKind

RECOMMEND = (0.0, 10.0)
"""The scale on which people are asked whether they would recommend."""
_EASY = 2 / 3
_OF_OUTCOMES: dict[OutcomeKind, MetricKind] = {
    OutcomeKind.CHURN: "churn",
    OutcomeKind.RENEWAL: "staying",
    OutcomeKind.ADOPTION: "adoption",
    OutcomeKind.RECOMMENDATION: "recommends",
}


@dataclass(frozen=True)
class Spec:
    """One metric before it has a figure."""

    kind: MetricKind
    label: str
    unit: MetricUnit
    element: str | None = None
    outcome: str | None = None
    low: float | None = None
    high: float | None = None
    wanted: bool = True
    trends: bool = True
    """Whether periods can be held beside each other: all had the same time to show it."""
    counted: str = "cases"
    assumptions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Listened:
    """One scale of an asked touchpoint, and what its answers measure."""

    touchpoint: Touchpoint
    code: int
    key: ScoreKey
    measure: str
    """ces, csat, nps or stars."""


@dataclass(frozen=True)
class Contact:
    """Where customers contact us: a step, a touchpoint, or the touchpoints of a step where one can be reached."""

    id: str
    name: str
    touchpoints: tuple[Touchpoint, ...]


@dataclass(frozen=True)
class MetricReading:
    """A group's counts, read through the journey."""

    journey: Journey
    codebook: Codebook
    listened: tuple[Listened, ...]
    asked: tuple[Touchpoint, ...]
    contact: Contact | None
    every: Every
    counts: MetricCounts

    def parts(self) -> Iterator[tuple[Spec, list[Indicator]]]:
        """Every metric but times and lifetime value, period by period; effort and satisfaction first."""
        for measure in ("ces", "csat", "stars", "nps"):
            told = [one for one in self.listened if one.measure == measure]
            scales = sorted({(one.key.low, one.key.high) for one in told})
            for scale in scales:
                together = [one for one in told if (one.key.low, one.key.high) == scale]
                if len(together) > 1:
                    yield from self._felt(measure, together, None, "all touchpoints")
            for one in told:
                yield from self._felt(measure, [one], one.touchpoint.id, f"“{one.touchpoint.name}”")
        yield from self._outcomes()
        if self.contact is not None:
            label = f"Resolved at the first contact at “{self.contact.name}”, of the cases that arrived"
            taken = "Every event there is taken for a contact; where some are only entries of a log, this is too low."
            spec = Spec("first-contact", label, "share", self.contact.id, assumptions=(taken,))
            yield spec, list(map(Shares, self.counts.once.tolist(), self.counts.contacts.tolist()))
        for place, point in enumerate(self.asked):
            spec = Spec("response", f"Answered at “{point.name}”, of the cases that came there", "share", point.id)
            yield spec, list(map(Shares, self.counts.replied[:, place].tolist(), self.counts.came[:, place].tolist()))
        yield from self._money()

    def _felt(
        self, measure: str, told: list[Listened], element: str | None, name: str
    ) -> Iterator[tuple[Spec, list[Indicator]]]:
        low, high = told[0].key.low, told[0].key.high
        answers = self._answers(frozenset(one.code for one in told), low, high)

        def spec(kind: MetricKind, label: str, unit: MetricUnit) -> Spec:
            return Spec(kind, label, unit, element, None, low, high, counted="answers")

        def at_least(least: float) -> list[Indicator]:
            cents = round(100 * least)
            return [Shares(sum(n for one, n in part.given.items() if one >= cents), part.n) for part in answers]

        match measure:
            case "ces":
                yield spec("easy", f"Found {name} easy (CES)", "share"), at_least(low + _EASY * (high - low))
                yield spec("ces", f"Ease of {name} (CES, {low:g}–{high:g})", "scale"), list(answers)
            case "csat":
                yield spec("csat", f"Satisfied with {name} (CSAT)", "share"), at_least(high - 1)
            case "stars":
                yield spec("stars", f"Stars for {name} ({low:g}–{high:g})", "scale"), list(answers)
            case _:
                yield spec("nps", f"Would recommend, asked at {name} (NPS)", "points"), list(map(Promoters.of, answers))

    def _answers(self, codes: frozenset[int], low: float, high: float) -> list[Answers]:
        given: list[Counter[int]] = [Counter() for _ in self.counts.contacts]
        for (code, period, cents), times in self.counts.answers.items():
            if code in codes:
                given[period][cents] += times
        return [Answers(low, high, part) for part in given]

    def _outcomes(self) -> Iterator[tuple[Spec, list[Indicator]]]:
        for code, outcome in enumerate(declared(self.journey, self.codebook)):
            if outcome.kind not in _OF_OUTCOMES:
                continue
            kind = _OF_OUTCOMES[outcome.kind]
            happened, followed = self.counts.happened[:, code].tolist(), self.counts.followed[:, code].tolist()
            trends = outcome.within is not None or outcome.score is not None
            wanted = kind != "churn"
            label = called(self.journey, outcome)
            yield (
                Spec(kind, label, "share", None, outcome.id, None, None, wanted, trends),
                list(map(Shares, happened, followed)),
            )
            if kind == "churn":
                stayed = [Shares(whole - part, whole) for part, whole in zip(happened, followed, strict=True)]
                yield Spec("staying", f"Stay: not {label}", "share", None, outcome.id, trends=trends), list(stayed)

    def _money(self) -> Iterator[tuple[Spec, list[Indicator]]]:
        money = self.counts.money.tolist()
        if not any(one.kind is OutcomeKind.SPEND for one in declared(self.journey, self.codebook)):
            return
        gross, net, grown = zip(*map(kept, money), strict=True)
        each, over = customer_periods(self.every), f"from one {self.every} to the next"
        yield Spec("gross-retention", f"Money kept {over} (GRR)", "share", counted=each), list(gross)
        yield Spec("net-retention", f"Money kept and grown {over} (NRR)", "share", counted=each), list(net)
        yield Spec("expansion", f"Money grown {over}, with those who stay", "share", counted=each), list(grown)


def customer_periods(every: Every) -> str:
    """What is counted where a customer counts once for each period."""
    return f"customer-{every}s"


def kept(row: list[int]) -> tuple[Kept, Kept, Kept]:
    """One period's money beside that of the period before: kept; kept and grown; grown."""
    payers, before, before_squared = row[sums.PAID], row[sums.BEFORE], row[sums.BEFORE_SQUARED]
    return (
        Kept(payers, before, row[sums.KEPT], before_squared, row[sums.KEPT_SQUARED], row[sums.KEPT_BOTH]),
        Kept(payers, before, row[sums.ALL], before_squared, row[sums.ALL_SQUARED], row[sums.ALL_BOTH]),
        Kept(
            payers,
            before,
            row[sums.ALL] - row[sums.KEPT],
            before_squared,
            row[sums.GROWN_SQUARED],
            row[sums.ALL_BOTH] - row[sums.KEPT_BOTH],
        ),
    )


def listened(journey: Journey, codebook: Codebook, given: frozenset[int]) -> tuple[Listened, ...]:
    """The scales with answers whose touchpoint has a listening post that says what they measure.

    Where a touchpoint has several posts, answers from 0 to 10 belong to its NPS, the others to its first other post.
    """
    found = []
    for point in journey.touchpoints():
        measures = [post.measure for post in point.posts if post.measure != "open"]
        others = [measure for measure in measures if measure != "nps"]
        for code, key in enumerate(codebook.scores):
            if key.touchpoint != point.id or code not in given or not measures:
                continue
            if (key.low, key.high) == RECOMMEND and "nps" in measures:
                found.append(Listened(point, code, key, "nps"))
            elif others:
                found.append(Listened(point, code, key, others[0]))
    return tuple(found)
