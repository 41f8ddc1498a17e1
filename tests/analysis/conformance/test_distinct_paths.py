"""Distinct paths are those the obvious reading finds, in the order of their first cases."""

from __future__ import annotations

from itertools import groupby

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.analysis.making import partition_of
from tests.analysis.reference import Case
from waypost.analysis.conformance.distinct_paths import distinct_paths

some_codes = st.lists(st.integers(0, 5), min_size=1, max_size=7)


@given(trails=st.lists(st.tuples(some_codes, st.booleans()), max_size=30))
def test_each_path_once_with_its_cases(trails: list[tuple[list[int], bool]]) -> None:
    place_of = np.array([0, 0, 1, 1, 2, 2], dtype=np.int16)
    partition = partition_of(
        [Case(place, tuple((code, 0) for code in codes)) for place, (codes, _) in enumerate(trails)]
    )
    found = distinct_paths(partition, np.array([chosen for _, chosen in trails], dtype=np.bool_), place_of)
    paths = [tuple(place for place, _ in groupby(place_of[codes].tolist())) for codes, _ in trails]
    counted = [path for path, (_, chosen) in zip(paths, trails, strict=True) if chosen]
    assert [found.path(number) for number in range(len(found.cases))] == list(dict.fromkeys(counted))
    assert found.cases.tolist() == [counted.count(path) for path in dict.fromkeys(counted)]
    for number, path, (_, chosen) in zip(found.of.tolist(), paths, trails, strict=True):
        assert (number >= 0) == chosen
        assert not chosen or found.path(number) == path
