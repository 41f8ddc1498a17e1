"""What must be known of signals, outcomes and places to look at cases from their landmarks (see `counts`)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from waypost.analysis.measure import Integers, Places
from waypost.analysis.moments.kernel import Flags, Salts
from waypost.events.trails import Times


@dataclass(frozen=True)
class Landmarks:
    """What a kernel must know of s signals; every array is [s]."""

    drawn: Flags
    """Whether the rule has no moment of decision, so that moments are drawn."""
    own: Places
    """The signal's touchpoint."""
    awaited: Flags
    """With moments drawn: whether a case must have come to the touchpoint before. Without: whether the signal is that
    the touchpoint has not come, so that cases to which it came are taken as they were before it came."""
    visit: Flags
    """Whether cases are taken as they were when they came to the touchpoint: before its run of events up to then."""
    lag: Integers
    """How long before the landmark it is that cases are taken as they were, in microseconds."""
    other: Places
    """The signal's bit among those that make cases unlike; −1: it makes none."""
    salt: Salts
    """From the signal's ids, so that other signals never change a draw."""
    bands: Flags
    """[s, BANDS] the bands of tenure in which moments are drawn."""

    def rules(self) -> Integers:
        """[s, DRAWN …] as the kernels take them."""
        columns = (self.drawn, self.own, self.awaited, self.visit, self.lag, self.other)
        return np.column_stack([column.astype(np.int64) for column in columns])


@dataclass(frozen=True)
class Deciding:
    """How o outcomes are decided; every array is [o] unless said."""

    kind: Places
    within: Times
    """Microseconds; 0: until the moment measured."""
    purse: Places
    """The place among the amounts; −1 for the others."""
    about: Flags
    """[o, score codes] whose responses decide."""
    below: Integers
    """Hundredths; a response below has the outcome …"""
    at_least: Integers
    """… and one at least as high as this."""

    def rules(self) -> Integers:
        """[o, KIND …] as the kernels take them."""
        columns = (self.kind, self.within, self.purse, self.below, self.at_least)
        return np.column_stack([column.astype(np.int64) for column in columns])


@dataclass(frozen=True)
class Seasons:
    """Where and how high: what else a key needs."""

    step_of: Places
    """[touchpoints]"""
    low: Integers
    """[score codes] hundredths up to which a score is in the lowest third of its scale …"""
    high: Integers
    """… and from which on in the highest."""
    as_of: int

    def thirds(self) -> Integers:
        """[score codes, low and high] as the kernels take them."""
        return np.column_stack((self.low, self.high))
