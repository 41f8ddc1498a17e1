"""Groups of walks and odd walks: the two questions put to a sample of walks."""

from __future__ import annotations

from dataclasses import replace

from waypost.analysis.engines import Engine
from waypost.analysis.groups import EVERYONE
from waypost.analysis.measuring import destination_of
from waypost.analysis.places import layer
from waypost.analysis.walks.clustering import Clustering
from waypost.analysis.walks.clusters import Clusters
from waypost.analysis.walks.outliers import Outliers
from waypost.analysis.walks.surprises import Names, Surprising, listed_by_name
from waypost.analysis.walks.walks import WalkCounts, Walks
from waypost.errors import InputError, Problem
from waypost.events.trails import Trails
from waypost.journey.journey import Journey


def clusters(journey: Journey, trails: Trails, engine: Engine, sample: int) -> Clusters:
    """Groups of cases that walked alike: see `Clustering`."""
    steps = layer(journey, trails.codebook, "step")
    counts = _walks(journey, trails, engine, sample)
    return Clustering(journey.id, steps.elements, steps.names).finish(counts)


def outliers(journey: Journey, trails: Trails, engine: Engine, sample: int, listed: int) -> Outliers:
    """Cases whose walk is unlike all others: see `Surprising`."""
    steps = layer(journey, trails.codebook, "step")
    counts = _walks(journey, trails, engine, sample)
    oddness = Surprising(journey.id, steps.elements, steps.names).oddness(counts)
    if listed <= 0:
        return oddness.outliers
    oddest = oddness.oddest(listed)
    names = Names(frozenset(oddest))
    (found,) = engine.count(names, trails, (EVERYONE,))
    return replace(oddness.outliers, listed=listed_by_name(oddest, names.finish(found)))


def _walks(journey: Journey, trails: Trails, engine: Engine, sample: int) -> WalkCounts:
    if sample < 1:
        raise InputError(Problem(f"a sample of {sample} cases is none", remedy="Ask for one or more"))
    steps = layer(journey, trails.codebook, "step")
    walks = Walks(steps.place_of, destination_of(journey, trails.codebook), sample)
    (counts,) = engine.count(walks, trails, (EVERYONE,))
    return counts
