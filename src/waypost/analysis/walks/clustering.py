"""Clustering: from a sample of walks to groups of walks alike, if there are any."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_rand_score, silhouette_score
from threadpoolctl import threadpool_limits

from waypost.analysis.histogram import Histograms
from waypost.analysis.measure import Integers
from waypost.analysis.statistics import MINIMUM, share
from waypost.analysis.walks.clusters import APART, STABLE, Cluster, Clusters, Grouping
from waypost.analysis.walks.features import Floats, Paths, features, without_groups
from waypost.analysis.walks.traits import named, traits_of
from waypost.analysis.walks.walks import WalkCounts

FEWEST, MOST = 2, 8
"""How many groups are tried."""
_SEED = 20_110_907
"""Fixed, so that the same cases always fall into the same groups."""
_DIMENSIONS = 8
_COMPARED = 2_000
"""Walks, drawn at random, by which groups are laid out and their silhouette is told; all are then put into them."""
_DRAWN_AGAIN = 10
_CROWDS = 5
_SMALLEST = 0.02
"""The least part of all walks that is a group; below it are outliers."""

Labels = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Clustering:
    """The cases of a journey grouped by how they walked."""

    journey: str
    steps: tuple[str, ...]
    """Step ids by place."""
    names: tuple[str, ...]
    """What the steps are called."""

    def finish(self, counts: WalkCounts) -> Clusters:
        """Groups of walks alike; none when they are not clear.

        Walks become rows of features (see `features`), of which the main components are kept (at most 8) and
        grouped by k-means (S. Lloyd, IEEE Transactions on Information Theory 28, 1982; k-means++ starts, D. Arthur
        and S. Vassilvitskii, SODA 2007) into as many groups, of 2 to 8, as have the best silhouette (P. J. Rousseeuw,
        Journal of Computational and Applied Mathematics 20, 1987). Groups are clear when the silhouette is 0.25 or
        more, better than that of walks made without any groups (see `without_groups`), and when cases drawn again
        (bootstrap) fall into the same groups with a mean adjusted Rand index (L. Hubert and P. Arabie, Journal of
        Classification 2, 1985) of 0.6 or more.
        """
        with threadpool_limits(limits=1):  # for so few rows, threads only wait for each other
            return self._found(counts)

    def _found(self, counts: WalkCounts) -> Clusters:
        grouped = len(counts.key)
        paths = Paths.of(counts, len(self.steps))
        rows = _main(features(paths)) if grouped >= 2 * MINIMUM else np.zeros((0, 0))
        tried = list(_tried(rows)) if len(np.unique(rows.round(9), axis=0)) > MOST else []
        if not tried:
            return Clusters(self.journey, counts.cases, grouped, (), None, None, None, ())
        best, labels = max(tried, key=lambda one: (one[0].silhouette, -one[0].clusters))
        by_chance = max(_silhouette_by_chance(paths, crowd) for crowd in range(_CROWDS))
        stability = _stability(rows, labels, best.clusters)
        clear = best.silhouette >= APART and best.silhouette > by_chance and stability >= STABLE
        return Clusters(
            journey=self.journey,
            cases=counts.cases,
            grouped=grouped,
            clusters=self._clusters(counts, paths, rows, labels) if clear else (),
            silhouette=best.silhouette,
            by_chance=by_chance,
            stability=stability,
            tried=tuple(one for one, _ in tried),
        )

    def _clusters(self, counts: WalkCounts, paths: Paths, rows: Floats, labels: Labels) -> tuple[Cluster, ...]:
        sizes = np.bincount(labels)
        order = np.argsort(-sizes, kind="stable").tolist()
        times = Histograms.of((labels.astype(np.int32), counts.duration), len(sizes))
        ends = np.cumsum(paths.length)
        clusters: list[Cluster] = []
        for number, label in enumerate(order, start=1):
            inside = labels == label
            traits = traits_of(counts, paths, inside, self.steps, self.names)
            middle = rows[inside].mean(axis=0)
            nearest = int(np.flatnonzero(inside)[np.argmin(((rows[inside] - middle) ** 2).sum(axis=1))])
            path = paths.path[ends[nearest] - paths.length[nearest] : ends[nearest]]
            size = int(sizes[label])
            clusters.append(
                Cluster(
                    number=number,
                    name=named(traits, {cluster.name for cluster in clusters}, number),
                    cases=size,
                    share=share(size, len(labels)),
                    completed=share(int(counts.arrived[inside].sum()), size),
                    duration=times.durations(label),
                    visits=float(np.median(counts.visits[inside])),
                    traits=traits,
                    path=tuple(self.steps[place] for place in path.tolist()),
                )
            )
        return tuple(clusters)


def _main(rows: Floats) -> Floats:
    """The main components; the sign of each is the one that makes its greatest value positive."""
    reduced: Floats = PCA(min(_DIMENSIONS, *rows.shape), svd_solver="full").fit_transform(rows)
    return reduced


def _tried(rows: Floats, starts: int = 5) -> Iterator[tuple[Grouping, Labels]]:
    """Every number of groups, unless a group is too small to be one."""
    for clusters in range(FEWEST, MOST + 1):
        labels = _grouped(rows, rows, clusters, starts)
        if np.bincount(labels, minlength=clusters).min() >= max(_SMALLEST * len(rows), MINIMUM):
            yield Grouping(clusters, _silhouette(rows, labels)), labels


def _grouped(rows: Floats, by: Floats, clusters: int, starts: int = 5) -> Labels:
    """The group of each row, as laid out by some of the others."""
    means = KMeans(clusters, n_init=starts, random_state=_SEED).fit(by[_some(by)])
    labels: Labels = means.predict(rows)
    return labels


def _some(rows: Floats) -> Integers:
    return np.random.default_rng(_SEED).permutation(len(rows))[:_COMPARED]


def _silhouette(rows: Floats, labels: Labels) -> float:
    compared = _some(rows)
    if len(np.unique(labels[compared])) < FEWEST:
        return -1.0
    return float(silhouette_score(rows[compared], labels[compared]))


def _silhouette_by_chance(paths: Paths, crowd: int) -> float:
    """How well apart groups lie in a crowd that has none, their number chosen there as it was here."""
    rows = _main(features(without_groups(paths, _SEED + crowd)))
    if len(np.unique(rows.round(9), axis=0)) <= MOST:
        return 1.0
    return max((one.silhouette for one, _ in _tried(rows, starts=2)), default=-1.0)


def _stability(rows: Floats, labels: Labels, clusters: int) -> float:
    """The mean agreement with the groups found in walks drawn again."""
    chance = np.random.default_rng(_SEED)
    agreed = []
    for _ in range(_DRAWN_AGAIN):
        again: Integers = chance.integers(0, len(rows), len(rows))
        agreed.append(adjusted_rand_score(labels, _grouped(rows, rows[again], clusters, starts=2)))
    return float(np.mean(agreed))
