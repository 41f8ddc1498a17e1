"""Figures of any measure as marks and numbers of a panel."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from waypost.analysis.results import Estimate, Figure, NotEnough
from waypost.analysis.telling import money_text
from waypost.drawing.measured import NOT_ENOUGH
from waypost.drawing.numerals import MINUS, THIN, decimal, percent, sample, time
from waypost.drawing.panels.blocks import Axis, Mark, Tick, Tone
from waypost.drawing.tables import Number


def points(difference: float) -> str:
    """A difference of shares in percentage points: 0.231 → "+23"; small ones with a decimal."""
    size = abs(100 * difference)
    text = f"{size:.0f}" if size >= 9.95 else f"{size:.1f}".removesuffix(".0")
    if float(text) == 0:
        return "0"
    return f"{MINUS if difference < 0 else '+'}{text}"


def points_number(figure: Figure) -> Number:
    """A difference of shares with its interval."""
    if isinstance(figure, NotEnough):
        return too_few(figure)
    aside = f"{points(figure.low)} to {points(figure.high)} · {sample(figure.n)}"
    return Number(f"{points(figure.value)} points", aside)


def too_few(figure: NotEnough) -> Number:
    """Not enough data, with how much there was."""
    return Number("", f"{NOT_ENOUGH}, {sample(figure.n)}")


def money(amount: float, currency: str | None = None) -> str:
    """As in sentences, kept together: 1250 → "1,250 EUR"."""
    return money_text(amount, currency).replace(" ", THIN)


def money_number(figure: Figure | None, currency: str | None) -> Number:
    """Money with its interval and n."""
    if figure is None:
        return Number("")
    if isinstance(figure, NotEnough):
        return too_few(figure)
    aside = f"{money(figure.low)} to {money(figure.high)} · {sample(figure.n)}"
    return Number(money(figure.value, currency), aside)


def number_of(figure: Figure, said: Callable[[float], str]) -> Number:
    """Any figure with its interval and n, each value worded the same way."""
    if isinstance(figure, NotEnough):
        return too_few(figure)
    return Number(said(figure.value), f"{said(figure.low)} to {said(figure.high)} · {sample(figure.n)}")


def said_in(unit: str) -> Callable[[float], str]:
    """How values of a unit are worded: shares, points, scale, money or times."""
    return {
        "share": percent,
        "scale": lambda value: decimal(value, 2),
        "points": lambda value: decimal(value, 0),
        "money": money,
        "microseconds": lambda value: time(round(value)) if value else "0",
    }[unit]


def known(figures: Iterable[Figure | None]) -> list[Estimate]:
    """The figures there is enough data for."""
    return [figure for figure in figures if isinstance(figure, Estimate)]


def axis_of(figures: Iterable[Figure | None], *, zero: bool = True) -> Axis:
    """The axis on which all these figures and their intervals fit."""
    ends = [end for figure in known(figures) for end in (figure.low, figure.high)]
    return Axis.around(ends or [0.0, 1.0], zero=zero)


def axis_in(unit: str, figures: Iterable[Figure | None]) -> Axis:
    """The axis of values of a unit: a scale of answers need not begin at zero, and times have steps of their own."""
    if unit != "microseconds":
        return axis_of(figures, zero=unit != "scale")
    longest = max((figure.high for figure in known(figures)), default=0.0) or float(_TIMES[0])
    step = _time_step(longest)
    return Axis(0.0, step * -(-longest // step), step)


def mark(figure: Figure | None, axis: Axis, tone: Tone = Tone.PLAIN) -> Mark | None:
    """A figure on an axis; None without enough data."""
    if not isinstance(figure, Estimate):
        return None
    return Mark(axis.place(figure.value), axis.place(figure.low), axis.place(figure.high), tone)


def ticks(axis: Axis, said: Callable[[float], str]) -> tuple[Tick, ...]:
    """The axis's ticks in words."""
    return tuple(Tick(axis.place(value), said(value)) for value in axis.ticks())


def share_ticks() -> tuple[Tick, ...]:
    """Quarters from 0 to 100 %."""
    return tuple(Tick(quarter / 4, f"{25 * quarter}{THIN}%") for quarter in range(5))


_TIMES = tuple(
    unit * factor
    for unit, factors in (
        (1_000_000, (1, 5, 15)),
        (60_000_000, (1, 5, 15)),
        (3_600_000_000, (1, 3, 6, 12)),
        (86_400_000_000, (1, 2, 7, 14, 30, 60, 90, 180, 365, 730, 1825)),
    )
    for factor in factors
)
"""Microseconds from tick to tick, as people count time."""


def _time_step(longest: float, most: int = 6) -> int:
    return next((step for step in _TIMES if longest <= step * most), _TIMES[-1])


def time_ticks(longest: int) -> tuple[Tick, ...]:
    """Round times from 0 to the longest, in microseconds."""
    moments = range(0, longest + 1, _time_step(longest))
    return tuple(Tick(moment / longest, time(moment) if moment else "0") for moment in moments)


def tone_of(difference: Figure, *, wanted: bool, sure: bool = True) -> Tone:
    """Whether a difference helps or hurts, seen from whether more is wanted."""
    if not isinstance(difference, Estimate) or not sure:
        return Tone.UNSURE
    return Tone.HELPS if (difference.value > 0) == wanted else Tone.HURTS


def names(ids: Sequence[str], by_id: Mapping[str, str]) -> tuple[str, ...]:
    """The names of elements; an id that has none stands for itself."""
    return tuple(by_id.get(one, one) for one in ids)
