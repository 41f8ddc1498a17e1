"""Figures in a few characters, for tables in a terminal or a notebook, from which people copy.

Plain spaces, and times exact to the millisecond. How figures look on paper and page, where thin spaces and few digits
count, is `drawing.numerals`'s to say.
"""

from __future__ import annotations

from waypost.analysis.results import Figure, NotEnough, Times

_UNITS = ((86_400_000_000, "d"), (3_600_000_000, "h"), (60_000_000, "min"), (1_000_000, "s"), (1_000, "ms"))


def share_text(figure: Figure | None) -> str:
    """`62 % (58–66)`, `n = 4` where that is not enough data, `–` where there is no such figure.

    With a decimal where the interval is narrow, and without the interval where it cannot be seen.
    """
    if figure is None:
        return "–"
    if isinstance(figure, NotEnough):
        return _few(figure)
    decimals = 0 if figure.high - figure.low >= 0.02 else 1
    value, low, high = (f"{100 * part:.{decimals}f}" for part in (figure.value, figure.low, figure.high))
    if low == high:
        return f"{value.removesuffix('.0')} %"
    return f"{value} % ({low}–{high})"


def aside_text(figure: Figure, of: str = "") -> str:
    """`62 %, 58–66`, or `62 % of all cases, 58–66`: a share that itself stands in brackets."""
    value, _, interval = share_text(figure).partition(" (")
    return ", ".join(filter(None, (f"{value} {of}".rstrip(), interval.removesuffix(")"))))


def mean_text(figure: Figure) -> str:
    """`4.2 (4.0–4.4)`, or `n = 4` where that is not enough data."""
    if isinstance(figure, NotEnough):
        return _few(figure)
    return f"{figure.value:.1f} ({figure.low:.1f}–{figure.high:.1f})"


def difference_text(figure: Figure) -> str:
    """`−1.8 (−2.0 to −1.6)`, or `n = 4` where that is not enough data on one side."""
    if isinstance(figure, NotEnough):
        return _few(figure)
    value, low, high = (f"{part:+.1f}".replace("-", "−") for part in (figure.value, figure.low, figure.high))
    return f"{value} ({low} to {high})"


def points_text(figure: Figure) -> str:
    """`−12 (−18 to −6)`, a difference of shares in points, or `n = 4` where that is not enough data on one side.

    With a decimal where the interval is narrow.
    """
    if isinstance(figure, NotEnough):
        return _few(figure)
    decimals = 0 if figure.high - figure.low >= 0.02 else 1
    value, low, high = (_points(part, decimals) for part in (figure.value, figure.low, figure.high))
    return f"{value} ({low} to {high})"


def _points(part: float, decimals: int) -> str:
    points = f"{100 * part:+.{decimals}f}".replace("-", "−")
    return points if points.strip("+−0.") else "0"


def times_text(times: Times) -> str:
    """`3.2 d (26 h–8.0 d)`: the median and the middle half, or `n = 4` where that is not enough data.

    Without the middle half where all of it took the same time, as at the beginning.
    """
    if isinstance(times, NotEnough):
        return _few(times)
    median, low, high = (duration_text(one) for one in (times.median, times.p25, times.p75))
    return median if low == high else f"{median} ({low}–{high})"


def duration_text(microseconds: int) -> str:
    """In the largest unit of which there are at least two: `36 h`, `2.5 d`; `under 1 s` where none was seen to pass."""
    for size, unit in _UNITS:
        if microseconds >= 2 * size:
            decimals = 1 if microseconds < 10 * size else 0
            return f"{microseconds / size:,.{decimals}f} {unit}"
    return f"{microseconds} µs" if microseconds else "under 1 s"


def cases_text(cases: int) -> str:
    """`1 case`, `4,462 cases`."""
    return f"{cases:,} {'case' if cases == 1 else 'cases'}"


def _few(figure: NotEnough) -> str:
    return f"n = {figure.n}"
