"""Clusters: groups of cases that walked alike, named by what sets them apart, or the answer that there are none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import polars as pl

from waypost.analysis.results import Figure, Times
from waypost.analysis.telling import columns, percent_text
from waypost.analysis.wording import aside_text, times_text

TraitKind: TypeAlias = Literal["reaches", "skips", "returns", "begins", "ends", "long", "short", "slow", "fast"]

APART = 0.25
"""The least silhouette of groups worth the name (P. J. Rousseeuw and L. Kaufman, *Finding Groups in Data*, 1990)."""
STABLE = 0.6
"""The least stability (C. Hennig, *Cluster-Wise Assessment of Cluster Stability*, 2007, of its own index)."""

HARDLY = 0.05
"""Groups that are clearer by less than this than those of a crowd without any are told with a caution."""


@dataclass(frozen=True)
class Trait:
    """One thing that sets a cluster apart from all other cases."""

    kind: TraitKind
    element: str | None
    """The step it is about; None for the whole walk."""
    words: str
    """`come back to “Basket”`."""
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
    """What sets them apart: `Most come back to “Basket”, nearly all do without “Pay”`; `No particular path`, if nothing
    does."""
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
        whole = "all cases" if self.grouped == self.cases else f"a sample of {self.grouped:,} of {self.cases:,} cases"
        if self.silhouette is None or self.by_chance is None or self.stability is None:
            return (f"Not enough data to look for groups (n {self.grouped:,}).",)
        if not self.clusters:
            return (f"There are no clear groups among {whole}. {self._why_not()}",)
        told = (
            f"{cluster.name}: {cluster.cases:,} cases ({aside_text(cluster.share)}); {_arrive(cluster.completed)}; "
            f"they take {times_text(cluster.duration)}."
            for cluster in self.clusters
        )
        first = f"{len(self.clusters)} groups of cases walk differently, found in {whole}."
        again = f"Drawn again, the cases fall into much the same groups (agreement {self.stability:.2f} of 1)."
        how_clear = self._how_clear(self.silhouette, self.by_chance)
        if self.silhouette - self.by_chance < HARDLY:
            return (first, how_clear, *told, again)
        return (first, *told, again, how_clear)

    def _how_clear(self, silhouette: float, by_chance: float) -> str:
        """Beside the crowd; with a caution where the groups are hardly clearer."""
        crowd = "a crowd in which everybody follows the same odds from step to step gives"
        if silhouette - by_chance >= HARDLY:
            return f"How well apart they lie: {silhouette:.2f} of 1; {crowd} {by_chance:.2f}."
        return (
            f"How well apart they lie: {silhouette:.3f} of 1; {crowd} {by_chance:.3f}, hardly less. So read them as a "
            "summary of the ways people go, not as kinds of people."
        )

    def _why_not(self) -> str:
        assert self.silhouette is not None
        assert self.by_chance is not None
        assert self.stability is not None
        if self.silhouette < APART:
            return f"Everybody's walk shades into the next one's (how well apart they lie: {self.silhouette:.2f} of 1)."
        if self.stability < STABLE:
            return f"Drawn again, the cases fall into other groups (agreement {self.stability:.2f} of 1)."
        return (
            "Their walks differ no more than those of a crowd in which everybody follows the same odds from step to "
            f"step (how well apart they lie: {self.silhouette:.2f}, there {self.by_chance:.2f})."
        )

    def to_frame(self) -> pl.DataFrame:
        """A row for each figure of each cluster."""
        rows = [
            (cluster.number, cluster.name, measure, *columns(figure))
            for cluster in self.clusters
            for measure, figure in (
                ("share", cluster.share),
                ("completed", cluster.completed),
                *((trait.words, trait.here) for trait in cluster.traits),
                *((f"{trait.words} (all others)", trait.elsewhere) for trait in cluster.traits),
            )
        ]
        return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


_SCHEMA = pl.Schema(
    {
        "cluster": pl.Int64,
        "name": pl.String,
        "measure": pl.String,
        "value": pl.Float64,
        "low": pl.Float64,
        "high": pl.Float64,
        "n": pl.Int64,
    }
)


def _arrive(completed: Figure) -> str:
    share = getattr(completed, "value", None)
    return "too few to say how many arrive" if share is None else f"{percent_text(share)} arrive"
