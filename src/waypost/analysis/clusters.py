"""Clusters: groups of cases that walked alike, named by what sets them apart, or the answer that there are none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import polars as pl

from waypost.analysis.results import Figure, NotEnough, Times

TraitKind: TypeAlias = Literal["reaches", "skips", "returns", "begins", "ends", "long", "short", "slow", "fast"]


@dataclass(frozen=True)
class Trait:
    """One thing that sets a cluster apart from all other cases."""

    kind: TraitKind
    element: str | None
    """The step it is about; None for the whole walk."""
    words: str
    """`come back to *Basket*`."""
    here: Figure
    """The share of the cluster's cases of which it is true."""
    elsewhere: Figure
    """The share of all other cases of which it is true."""


@dataclass(frozen=True)
class Cluster:
    """Cases that walked alike."""

    number: int
    """From 1, the largest first."""
    name: str
    """What sets them apart: `come back to *Basket*, seldom reach *Pay*`."""
    cases: int
    share: Figure
    """Of the cases that were grouped."""
    completed: Figure
    """Share of them that arrived at the destination."""
    duration: Times
    """From a case's first event to its last."""
    visits: float
    """The median number of visits to steps."""
    traits: tuple[Trait, ...]
    """The strongest first."""
    path: tuple[str, ...]
    """The steps of the case that lies nearest to the middle of the cluster."""


@dataclass(frozen=True)
class Grouping:
    """One number of clusters that was tried."""

    clusters: int
    silhouette: float
    """How well apart they lie, −1 to 1."""


@dataclass(frozen=True)
class Clusters:
    """The cases of a journey grouped by how they walked."""

    journey: str
    cases: int
    """All cases."""
    grouped: int
    """The cases that were grouped: all, or a sample of them."""
    clusters: tuple[Cluster, ...]
    """The largest first; none: there are no clear groups."""
    silhouette: float | None
    """How well apart the groups lie, −1 to 1; None with too few cases."""
    by_chance: float | None
    """The best silhouette that walks without any groups gave."""
    stability: float | None
    """The mean adjusted Rand index between the groups and those found in samples drawn again; 1: always the same."""
    tried: tuple[Grouping, ...]
    """By number of clusters."""

    def sentences(self) -> tuple[str, ...]:
        """What it says, the most important first."""
        raise NotImplementedError

    def to_frame(self) -> pl.DataFrame:
        """A row for each figure of each cluster."""
        raise NotImplementedError


__all__ = ["Cluster", "Clusters", "Figure", "Grouping", "NotEnough", "Trait"]
