"""Coverage: what a journey's bindings see of the lake, and what they miss."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import polars as pl


@dataclass(frozen=True)
class Sightings:
    """What was seen of some events and responses; counts of different ones add up."""

    events: int
    """All events."""
    caseless: int
    """Events that are a touchpoint but lack the case property."""
    overlapping: int
    """Events that more than one touchpoint fits."""
    touchpoints: tuple[int, ...]
    """By touchpoint code: the events that are this touchpoint."""
    unmapped: tuple[tuple[str, str, int], ...]
    """(source, event, count) of the events that are no touchpoint, sorted."""
    later: int = 0
    """Scored responses after `as_of`."""
    untaken: tuple[tuple[str, str, int], ...] = ()
    """(source, touchpoint as the source names it, count) of the scored responses no touchpoint takes, sorted."""

    def __add__(self, other: Self) -> Self:
        """What was seen of both."""
        return type(self)(
            events=self.events + other.events,
            caseless=self.caseless + other.caseless,
            overlapping=self.overlapping + other.overlapping,
            touchpoints=tuple(one + more for one, more in zip(self.touchpoints, other.touchpoints, strict=True)),
            unmapped=_added((self.unmapped, other.unmapped)),
            later=self.later + other.later,
            untaken=_added((self.untaken, other.untaken)),
        )

    @classmethod
    def of(cls, coded: pl.DataFrame, *, caseless: int, touchpoints: int) -> Sightings:
        """Count events with columns source, event, code (null: no touchpoint) and fitting (how many fit)."""
        missed = coded.filter(pl.col("code").is_null()).group_by("source", "event").len().sort("source", "event")
        codes = coded["code"].drop_nulls().to_numpy()
        return cls(
            events=len(coded),
            caseless=caseless,
            overlapping=coded.filter(pl.col("fitting") > 1).height,
            touchpoints=tuple(np.bincount(codes, minlength=touchpoints).tolist()),
            unmapped=tuple(missed.iter_rows()),
        )


@dataclass(frozen=True)
class Coverage:
    """What the bindings see and miss, of everything up to `as_of`."""

    events: int
    """Events in the lake."""
    mapped: int
    """Events that are a touchpoint of this journey, caseless ones included."""
    caseless: int
    """Events that match a touchpoint but lack the case property."""
    unmapped: tuple[tuple[str, str, int], ...]
    """(source, event, count), most frequent first."""
    silent: tuple[str, ...]
    """Touchpoints with a `match` that no event is: none fits, or an earlier touchpoint takes them all."""
    unbound: tuple[str, ...]
    """Touchpoints without a `match`."""
    overlapping: int = 0
    """Events that more than one touchpoint matches; the first in reading order takes them."""
    unattached: int = 0
    """Scores given to a touchpoint by customers without a case they could belong to."""
    later: int = 0
    """Scored responses after `as_of`, which do not count yet: surveys are often answered after the last event."""
    untaken: tuple[tuple[str, str, int], ...] = ()
    """(source, what they are about as the source names it or "", count) of the scored responses that no touchpoint of
    this journey takes, most frequent first."""
    attributeless: int = 0
    """Customers with a case of whom no attributes are known, so that segments do not know them; 0 when no segment looks
    at any."""
    memberless: tuple[str, ...] = ()
    """Segments whose condition no customer with a case fulfils."""
    shared_cases: int = 0
    """Case keys that more than one customer has: each has a case of that key. 0 without a case property."""
    quarantined: tuple[tuple[str, str, str, int], ...] = ()
    """(source, file, reason, count) of the values that could not be taken into the lake, whatever their time."""


def coverage(
    touchpoints: Sequence[str],
    bound: Collection[int],
    sightings: Iterable[Sightings],
    unattached: int,
    *,
    attributeless: int = 0,
    memberless: tuple[str, ...] = (),
    shared_cases: int = 0,
    quarantined: tuple[tuple[str, str, str, int], ...] = (),
) -> Coverage:
    """Add up what was seen of all buckets; `touchpoints` are ids by code, `bound` the codes of those with a `match`."""
    seen = list(sightings)
    counts = [sum(part.touchpoints[code] for part in seen) for code in range(len(touchpoints))]
    return Coverage(
        events=sum(part.events for part in seen),
        mapped=sum(counts),
        caseless=sum(part.caseless for part in seen),
        unmapped=_most_frequent_first(part.unmapped for part in seen),
        silent=tuple(name for code, name in enumerate(touchpoints) if code in bound and counts[code] == 0),
        unbound=tuple(name for code, name in enumerate(touchpoints) if code not in bound),
        overlapping=sum(part.overlapping for part in seen),
        unattached=unattached,
        later=sum(part.later for part in seen),
        untaken=_most_frequent_first(part.untaken for part in seen),
        attributeless=attributeless,
        memberless=memberless,
        shared_cases=shared_cases,
        quarantined=quarantined,
    )


def shared_cases(names: Iterable[pl.LazyFrame]) -> int:
    """How many case keys stand under more than one customer; each frame has customer and case, each pair but once.

    Keys are told apart by a 64-bit hash: 8 bytes a case are held, whatever the keys are.
    """
    hashes = [part.select(pl.col("case").drop_nulls().hash()).collect().to_series() for part in names]
    if not hashes:
        return 0
    keys = np.sort(pl.concat(hashes).to_numpy())
    again = keys[1:] == keys[:-1]
    return int(np.count_nonzero(again & ~np.concatenate(([False], again[:-1]))))


def _most_frequent_first(parts: Iterable[Iterable[tuple[str, str, int]]]) -> tuple[tuple[str, str, int], ...]:
    """Counts of (source, name) added up."""
    return tuple(sorted(_added(parts), key=lambda item: (-item[2], item[:2])))


def _added(parts: Iterable[Iterable[tuple[str, str, int]]]) -> tuple[tuple[str, str, int], ...]:
    """Counts of (source, name) added up, sorted by these."""
    total: Counter[tuple[str, str]] = Counter()
    for part in parts:
        total.update({(source, name): count for source, name, count in part})
    return tuple((*key, count) for key, count in sorted(total.items()))
