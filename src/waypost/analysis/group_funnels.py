"""Funnels by group: how far each segment, each value of a breakdown or each period's beginners came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from waypost.analysis.results import Figure, FunnelStage


@dataclass(frozen=True)
class GroupFunnel:
    """One group's way through the stages."""

    group: str
    """The segment's id, the breakdown's value, or the period's first day."""
    name: str
    stages: tuple[FunnelStage, ...]
    difference: Figure
    """The share of the first stage that came to the last one, less that of all cases outside the group."""


@dataclass(frozen=True)
class GroupFunnels:
    """How far customers came through stages in order, all of them and group by group."""

    journey: str
    as_of: datetime
    window: timedelta | None
    names: tuple[str, ...]
    """Of the stages."""
    stages: tuple[FunnelStage, ...]
    """Of everyone."""
    by: str | None
    """What the groups are: `segment`, a breakdown's id, `week`, `month` or `quarter`; None without groups."""
    groups: tuple[GroupFunnel, ...]
