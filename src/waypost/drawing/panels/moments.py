"""Moments of truth: measured ones, beside what people believe, and who looks after them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from waypost.analysis.moments.moments import Belief, Cover, Effect, Moments
from waypost.analysis.moments.wording import VERDICTS
from waypost.analysis.results import Estimate, Figure
from waypost.drawing.numerals import MINUS, count, decimal, sample
from waypost.drawing.panels.blocks import Block, Forest, ForestRow, Panel, Table, Tick, Tone
from waypost.drawing.panels.figures import (
    axis_of,
    mark,
    money,
    money_number,
    number_of,
    points,
    points_number,
    ticks,
    tone_of,
)
from waypost.drawing.sheet import Told
from waypost.drawing.tables import Number

MOST = 12
"""Effects drawn; all others stand in the statistics."""
MEASURES = (
    *("moment", "moment-sure", "moment-naive", "moment-cases", "moment-unasked", "moment-rides", "moment-beliefs"),
    *("moment-cover", "e-value", "moment-control"),
)
"""What a panel of moments explains."""
_VERDICTS = {
    **VERDICTS,
    "over-rated": f"{VERDICTS['over-rated']}: believed, not found",
    "under-rated": f"{VERDICTS['under-rated']}: found, not believed",
}


def moments_panel(moments: Moments) -> Panel:
    """The effects as a forest, beliefs beside them, what lacks an owner; the statistics behind a click."""
    return Panel(
        id="moments",
        title="Moments of truth",
        lead="What happens to people on the way, and how differently things turn out for them afterwards. They are "
        "compared with people at the same place and time of their journey to whom it did not happen. Only what comes "
        "after it counts, and a time such as “within 90 days” runs from then on.",
        says=moments.sentences(),
        blocks=tuple(_blocks(moments)),
        statistics=(_statistics(moments.effects, moments.currency),) if moments.effects else (),
        measures=MEASURES,
    )


def _blocks(moments: Moments) -> Iterator[Block]:
    shares = [effect for effect in moments.effects if effect.unit == "share"][:MOST]
    spends = [effect for effect in moments.effects if effect.unit == "money"][:MOST]
    hint = "Red is bad, green is good, grey may be chance. Hollow: the difference before comparing like with like."
    if shares:
        yield _forest("", "Difference, in percentage points", shares, hint, moments.currency)
    if spends:
        yield _forest("In money", "Difference per case", spends, hint, moments.currency)
    if moments.beliefs:
        yield _beliefs(moments.beliefs)
    if lacking := [cover for cover in moments.covers if cover.missing]:
        yield _covers(lacking)


def _forest(title: str, scale: str, effects: Sequence[Effect], hint: str, currency: str | None) -> Forest:
    share = effects[0].unit == "share"
    axis = axis_of(figure for effect in effects for figure in (effect.difference, effect.naive))
    marks: tuple[Tick, ...] = ticks(axis, points if share else money)
    rows = tuple(
        ForestRow(
            name=effect.signal_name,
            mark=mark(effect.difference, axis, _tone(effect)),
            number=_difference(effect, effect.difference, currency),
            aside=f"{effect.outcome_name} · {effect.sure}",
            told=_told(effect, currency),
            hollow=mark(effect.naive, axis),
        )
        for effect in effects
    )
    return Forest(title, ("What happens", scale, "Like with like"), rows, marks, axis.place(0), hint)


def _tone(effect: Effect) -> Tone:
    return tone_of(effect.difference, wanted=effect.wanted, sure=effect.clear)


def _difference(effect: Effect, figure: Figure, currency: str | None) -> Number:
    """A difference in the effect's unit: points, or money per case."""
    return points_number(figure) if effect.unit == "share" else money_number(figure, currency)


def _told(effect: Effect, currency: str | None) -> Told:
    """What rides on it, and how it was compared."""
    facts = [
        f"happened to {count(effect.happened)} cases; {count(effect.exposed)} are compared",
        *_left_out("cases", effect.already, effect.unfollowed, effect.unmatched),
        f"with {count(effect.compared)} moments of cases alike, in {count(effect.strata)} groups",
        *_left_out("moments", effect.others_already, effect.others_unfollowed, effect.others_unmatched),
    ]
    if effect.clear and isinstance(effect.attributable, Estimate):
        cases = _cases(effect.attributable)
        facts.append(f"if it is the cause: {cases.value} cases ({cases.aside}) that would have gone otherwise")
    if effect.clear and isinstance(effect.money, Estimate):
        facts.append(f"if it is the cause, money that rides on it: {money(effect.money.value, currency)}")
    facts += filter(None, (effect.caution and f"no more than {effect.sure}: {effect.caution}", effect.reason))
    return Told(f"{effect.signal_name} · {effect.outcome_name}", tuple(facts), "moment")


def _left_out(what: str, already: int, unfollowed: int, unmatched: int) -> Iterator[str]:
    """Which cases or moments are not compared, and why."""
    why = ((already, "decided before"), (unfollowed, "not followed long enough"), (unmatched, "nobody alike"))
    if any(number for number, _ in why):
        yield f"{what} left out: {', '.join(f'{count(number)} {reason}' for number, reason in why if number)}"


def _beliefs(beliefs: Sequence[Belief]) -> Table:
    rows = tuple((belief.name, _VERDICTS[belief.verdict], _voted(belief), belief.reason) for belief in beliefs)
    return Table(
        "Believed and measured",
        ("Where", "Verdict", "Believed", "Why"),
        rows,
        "What people voted for, and what the data say, side by side. Neither is put right by the other.",
    )


def _voted(belief: Belief) -> str:
    voted = f"{belief.votes} of {belief.of} votes" if belief.votes is not None and belief.of else ""
    weighed = f"importance {belief.importance} of 5" if belief.importance is not None else ""
    return ", ".join(filter(None, (voted, weighed))) or ("a moment of truth" if belief.believed else "not named")


def _covers(covers: Sequence[Cover]) -> Table:
    rows = tuple(
        (cover.name, _VERDICTS[cover.verdict], cover.owner or "nobody", ", ".join(cover.missing)) for cover in covers
    )
    return Table(
        "Moments that need somebody",
        ("Where", "Verdict", "Owned by", "What is missing"),
        rows,
        "The more a moment decides, the more help customers should find there.",
    )


def _cases(figure: Figure | None) -> Number:
    """How many more, or fewer, cases."""
    if not isinstance(figure, Estimate):
        return Number("")
    value, low, high = (
        f"{MINUS if part < 0 else ''}{count(round(abs(part)))}" for part in (figure.value, figure.low, figure.high)
    )
    return Number(value, f"{low} to {high}")


def _statistics(effects: Sequence[Effect], currency: str | None) -> Table:
    rows = tuple(
        (
            Number(effect.signal_name, effect.outcome_name),
            _difference(effect, effect.difference, currency),
            number_of(effect.odds_ratio, lambda value: decimal(value, 2)) if effect.odds_ratio is not None else "",
            _p(effect.p_adjusted),
            _cases(effect.attributable),
            money_number(effect.money, currency),
            _e(effect),
            _difference(effect, effect.control, currency),
            Number(count(effect.exposed), f"of {count(effect.happened)}; {sample(effect.compared)} compared"),
        )
        for effect in effects
    )
    heads = (
        "Signal, outcome",
        "Difference",
        "Odds ratio",
        "p, adjusted",
        "If it is the cause: cases",
        "Money",
        "E-value",
    )
    return Table("", (*heads, "Negative control", "Cases"), rows)


def _p(value: float | None) -> str:
    if value is None:
        return ""
    return "< 0.0001" if value < 0.0001 else f"{value:.2g}"


def _e(effect: Effect) -> Number:
    if effect.e_value is None:
        return Number("")
    return Number(decimal(effect.e_value), f"interval {decimal(effect.e_value_bound)}" if effect.e_value_bound else "")
