"""Wherever partitions are counted, the integers are identical and the figures equal to 1e-12: one body for all engines.

The measures are those of `test_kernels.ALL` and every method of `Study`. A new method without needed arguments is
tested by being there; one with needed arguments fails here until its call is declared in CALLS.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import reduce
from math import isclose, isnan
from operator import add
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import waypost
from tests.analysis.making import CODEBOOK, DAY, trails_of, walk
from tests.analysis.reference import Case
from tests.analysis.test_kernels import ALL, integers
from waypost.analysis.engines import Engine
from waypost.analysis.engines.local import Local
from waypost.analysis.groups import EVERYONE, Group, Members
from waypost.analysis.measure import Additive, C, Countable, count
from waypost.analysis.places import bound_levels
from waypost.analysis.study import Study
from waypost.demo.show import lay_out
from waypost.events.packing import PackedTrails, pack
from waypost.events.trails import Trails

pytestmark = pytest.mark.xdist_group("spark")

CALLS: Mapping[str, Callable[[Study], object]] = {
    "compare": lambda study: study.compare("segment"),
    "flows": lambda study: study.flows(next(iter(bound_levels(study.journey)))),
}
"""How the methods of `Study` are called that need to be told something."""

METHODS = sorted(name for name, _ in inspect.getmembers(Study, inspect.isfunction) if not name.startswith("_"))


@dataclass(frozen=True)
class Plain:
    """The engine everybody can check by reading: one partition after the other."""

    def count(self, measure: Countable[C], trails: Trails, groups: tuple[Group, ...]) -> tuple[C, ...]:
        return reduce(add, (count(measure, partition, groups) for partition in trails)).groups


@pytest.fixture(params=["local", pytest.param("spark", marks=pytest.mark.slow)])
def engine(request: pytest.FixtureRequest) -> Engine:
    if request.param == "local":
        return Local()
    session = request.getfixturevalue("spark")
    from waypost.analysis.engines.spark import Spark  # noqa: PLC0415  # only where pyspark is installed

    return Spark(session)


@pytest.fixture(scope="module")
def trails() -> Trails:
    """A few hundred cases that do everything cases do, in memory."""
    rng = np.random.default_rng(20)
    return trails_of([_case(rng) for _ in range(300)], partitions=5)


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """A study of the demo's company, its trails in folders."""
    project = waypost.open(lay_out(tmp_path_factory.mktemp("demo"), visitors=900))
    project.ingest()
    return project.study()


@pytest.mark.parametrize("measure", ALL, ids=lambda measure: type(measure).__name__)
def test_every_measure_counts_the_same_integers(measure: Countable[Additive], engine: Engine, trails: Trails) -> None:
    groups = (EVERYONE, Members(0), Members(1))
    found = engine.count(measure, trails, groups)
    expected = Plain().count(measure, trails, groups)
    assert [integers(group) for group in found] == [integers(group) for group in expected]


@pytest.mark.parametrize("method", METHODS)
def test_every_method_of_a_study_gives_the_same_figures(method: str, engine: Engine, study: Study) -> None:
    asked = CALLS.get(method) or (lambda study: getattr(study, method)())
    assert differing(asked(replace(study, engine=engine)), asked(replace(study, engine=Plain()))) == []


def test_every_method_of_a_study_is_called() -> None:
    needing = {
        name
        for name in METHODS
        for parameter in list(inspect.signature(getattr(Study, name)).parameters.values())[1:]
        if parameter.default is parameter.empty and parameter.kind is not parameter.VAR_POSITIONAL
    }
    assert needing - CALLS.keys() == set(), "declare in CALLS how it is called"
    assert CALLS.keys() - set(METHODS) == set()


@pytest.mark.slow
def test_a_partition_comes_back_from_its_row_of_bytes(study: Study, spark: object, tmp_path: Path) -> None:
    """As Parquet written by anybody: the figures of packed trails are those of the trails that were packed."""
    from waypost.analysis.engines.spark import Spark  # noqa: PLC0415  # only where pyspark is installed

    pl.DataFrame([pack(partition) for partition in study.trails]).write_parquet(tmp_path / "all.parquet")
    packed = replace(study.trails, stored=(PackedTrails(str(tmp_path)),) * study.trails.partitions)
    expected = study.measures()
    for engine in (Local(), Spark(spark)):  # type: ignore[arg-type]  # a session, where there is Spark
        assert differing(replace(study, trails=packed, engine=engine).measures(), expected) == []


def differing(one: object, other: object) -> list[str]:
    """Where two results differ, floats by more than 1e-12."""
    found, expected = (list(_leaves(result, "")) for result in (one, other))
    if [place for place, _ in found] != [place for place, _ in expected]:
        return ["they have different fields"]
    return [
        f"{place}: {leaf!r} is not {its!r}"
        for (place, leaf), (_, its) in zip(found, expected, strict=True)
        if not _same(leaf, its)
    ]


def _leaves(result: object, place: str) -> Iterator[tuple[str, object]]:
    """Every plain value of a result, and where it stands."""
    if is_dataclass(result):
        inner = {field.name: getattr(result, field.name) for field in fields(result)}
    elif isinstance(result, Mapping):
        inner = {str(key): value for key, value in result.items()}
    elif isinstance(result, list | tuple | np.ndarray):
        inner = {str(number): value for number, value in enumerate(result)}
    else:
        yield place, result
        return
    for name, value in inner.items():
        yield from _leaves(value, f"{place}.{name}")


def _same(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return isclose(one, other, rel_tol=1e-12, abs_tol=1e-12) or (isnan(one) and isnan(other))
    return type(one) is type(other) and one == other


def _case(rng: np.random.Generator) -> Case:
    length = int(rng.integers(1, 12))
    days = np.cumsum(rng.choice([0.0, 0.01, 1.0, 40.0], length))
    places = rng.choice(CODEBOOK.touchpoints, length)
    events = [(str(place), float(day)) for place, day in zip(places, days, strict=True)]
    signals = tuple(int(code) for code in rng.integers(0, 2, rng.integers(0, 3)))
    scores = tuple((int(code), int(rng.choice([100, 250, 500]))) for code in rng.integers(0, 3, rng.integers(0, 3)))
    return walk(
        int(rng.integers(0, 150)),
        *events,
        member=(bool(rng.integers(2)), bool(rng.integers(2))),
        signals=signals,
        at_risk=(0 in signals or bool(rng.integers(2)), 1 in signals),
        scores=scores,
        score_times=tuple(int(rng.integers(0, 90)) * DAY for _ in scores),
    )
