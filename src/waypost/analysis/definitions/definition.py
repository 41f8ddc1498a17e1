"""What a definition is, and the methods that many share."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Definition:
    """One measure, in words for people who were not there when it was made."""

    id: str
    name: str
    meaning: str
    method: str
    """How it is counted, what its interval is, and the source."""
    unit: str
    """cases, events, share, microseconds, scale, time or list."""
    fields: tuple[str, ...]
    """The fields of the results it explains, as `Class.field`."""


WILSON = (
    "Interval: Wilson's score interval (E. B. Wilson, JASA 22, 1927; recommended by Brown, Cai and DasGupta, "
    "Statistical Science 16, 2001)."
)
QUANTILES = (
    "Quantiles: the smallest value at or below which lie at least that part of all values (type 1 of Hyndman and Fan, "
    "The American Statistician 50, 1996), from a histogram in logarithmic buckets after HdrHistogram (G. Tene), "
    "within 1 % of the exact value."
)
