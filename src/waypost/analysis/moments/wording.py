"""Moments of truth in words for people who have never met a p-value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from waypost.analysis.moments.moments import Belief, Effect, Moments, Verdict
from waypost.analysis.results import Estimate, Figure, NotEnough
from waypost.analysis.telling import difference_parts, difference_told, interval_text, money_text
from waypost.analysis.wording import cases_text, points_text

VERDICTS: Mapping[Verdict, str] = {
    "agreed": "agreed",
    "over-rated": "may be over-rated",
    "under-rated": "under-rated",
    "unknown": "unknown",
}
"""What is said of a belief, wherever it is said."""


def sentences(moments: Moments) -> tuple[str, ...]:
    """What was found, what people over-rate and under-rate, and what is not covered."""
    found = [_told(effect, moments.currency) for effect in moments.found]
    nothing = () if found else (_nothing(moments),)
    caution = ("Like is compared with like as far as the data tell: that shows no cause.",) if found else ()
    beside = (*_fooled(moments), *_believed(moments), *_uncovered(moments), *_unasked(moments))
    return (*found, *nothing, *caution, *beside)


def difference_words(effect: Effect, currency: str | None = None) -> str:
    """In points: `+23 (+16 to +30)`; or money, `−12.40 EUR a case (…)`; or `not enough data`."""
    if isinstance(effect.difference, NotEnough):
        return "not enough data"
    if effect.unit == "share":
        return points_text(effect.difference)
    return interval_text(effect.difference, "money", f"{currency or ''} a case".lstrip())


def ratio_words(figure: Figure | None) -> str:
    """A ratio with its interval."""
    if figure is None or isinstance(figure, NotEnough):
        return "–"
    return f"{figure.value:.2f} ({figure.low:.2f} to {figure.high:.2f})"


def rides(effect: Effect, currency: str | None = None) -> str:
    """The customers and the money that ride on it; `–` where nobody can tell."""
    if not effect.clear:
        return "–"
    parts = []
    if isinstance(effect.attributable, Estimate):
        parts.append(f"{interval_text(effect.attributable, 'cases')} cases")
    if isinstance(effect.money, Estimate):
        parts.append(interval_text(effect.money, "money", currency or "money"))
    return "; ".join(parts) or "–"


def _told(effect: Effect, currency: str | None) -> str:
    assert isinstance(effect.difference, Estimate)
    size, way, ends = difference_parts(effect.difference, effect.unit, currency)
    happens = f"happens {size} {way} often" if effect.unit == "share" else f"brings {size} {way} a case"
    compared = f"{_of_all(effect)} beside {effect.compared:,} alike"
    from_then = "" if effect.within is None else ", counted from then on,"
    said = f"After “{effect.signal_name}”, “{effect.outcome_name}”{from_then} {happens} than in comparable cases"
    return f"{said} ({ends}; {compared}).{_weight(effect, currency)} {_sure(effect)}"


def _of_all(effect: Effect) -> str:
    """How many are compared, and of how many."""
    left_out = effect.exposed < effect.happened
    return f"{effect.exposed:,} of {effect.happened:,} cases" if left_out else f"{effect.exposed:,} cases"


def _weight(effect: Effect, currency: str | None) -> str:
    """What rides on it: the cases, with what they are worth; or the money."""
    if not effect.clear:
        return ""
    money = effect.money if isinstance(effect.money, Estimate) else None
    if isinstance(effect.attributable, Estimate):
        _, _, ends = difference_parts(effect.attributable, "cases")
        cases = cases_text(round(abs(effect.attributable.value)))
        worth = "" if money is None else f", worth {money_text(abs(money.value), currency)},"
        return f" If it is the cause, about {cases} ({ends}){worth} would have gone otherwise."
    if money is None:
        return ""
    size, way, ends = difference_parts(money, "money", currency)
    return f" If it is the cause, that is {size} {way} in all ({ends})."


def _sure(effect: Effect) -> str:
    if effect.caution:
        return f"We are {effect.sure}; no more, since {effect.caution}."
    return "It is a hint." if effect.sure == "a hint" else f"We are {effect.sure}."


def _nothing(moments: Moments) -> str:
    if not moments.tested:
        return "No signal has enough data to tell what goes with it."
    return f"Of {moments.tested} pairs of a signal and an outcome, none goes together more than chance could make it."


def _fooled(moments: Moments) -> list[str]:
    """The plain comparisons of which little or nothing is left once like is compared with like."""
    return [
        f"“{effect.signal_name}” goes with “{effect.outcome_name}”: {difference_told(effect.naive, 'share')} before "
        f"comparing like with like, {difference_told(effect.difference, 'share')} after, which may be none."
        for effect in moments.effects
        if not effect.found and effect.unit == "share" and _shrank(effect.naive, effect.difference)
    ]


def _shrank(naive: Figure, adjusted: Figure) -> bool:
    """Whether a clear difference may be none, and is not half as large; that it is not significant is not enough."""
    if isinstance(naive, NotEnough) or isinstance(adjusted, NotEnough):
        return False
    clear = naive.low > 0 or naive.high < 0
    apart = not adjusted.low <= naive.value <= adjusted.high
    halved = 2 * adjusted.value < naive.value if naive.value > 0 else 2 * adjusted.value > naive.value
    return clear and (apart or halved) and adjusted.low <= 0 <= adjusted.high


def _believed(moments: Moments) -> list[str]:
    words = {"over-rated": VERDICTS["over-rated"], "under-rated": f"is {VERDICTS['under-rated']}"}
    said = [f"“{one.name}” {words[one.verdict]}: {one.reason}." for one in moments.beliefs if one.verdict in words]
    unknown = [one.name for one in moments.beliefs if one.verdict == "unknown"]
    return said + ([f"Believed, and not to be told from the data: {', '.join(unknown)}."] if unknown else [])


def _uncovered(moments: Moments) -> list[str]:
    bare = [f"“{one.name}” lacks {' and '.join(one.missing)}." for one in moments.covers if one.missing]
    return bare[:3]


def _unasked(moments: Moments) -> list[str]:
    """The pairs that are left out, told once for each outcome that decides them."""
    said = []
    for decides in dict.fromkeys(pair.decided_by for pair in moments.unasked):
        pairs = [pair for pair in moments.unasked if pair.decided_by == decides]
        signals = list(dict.fromkeys(pair.signal_name for pair in pairs))
        outcomes = list(dict.fromkeys(pair.outcome_name for pair in pairs))
        them = f"{_listed(signals)} {'is' if len(signals) == 1 else 'are'} not held against {_listed(outcomes)}"
        name = pairs[0].decided_by_name
        said.append(f"{them}{', which' if outcomes == [name] else f': “{name}”'} itself happens there.")
    return said


def _listed(names: Sequence[str]) -> str:
    *others, last = (f"“{name}”" for name in names)
    return f"{', '.join(others)} and {last}" if others else last


def votes_words(belief: Belief) -> str:
    """How many believe it."""
    if belief.votes is not None:
        return f"{belief.votes} of {belief.of}"
    if belief.importance is not None:
        return f"importance {belief.importance} of 5"
    return "marked" if belief.believed else "–"
