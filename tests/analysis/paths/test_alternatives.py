"""Alike paths: how far apart paths are, how they are grouped, and what is said of the difference."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analysis import reference
from tests.analysis.making import CODEBOOK, STEP_OF, journey, many_cases, trails_of, walk
from tests.analysis.reference import Case
from tests.analysis.test_kernels import DESTINATION
from waypost.analysis.paths.alternatives import alike
from waypost.analysis.paths.unlike import differences, distance, folded, least_distance, moves
from waypost.analysis.results import Durations, Estimate, NotEnough, Variant
from waypost.analysis.study import Study
from waypost.errors import InputError

paths = st.lists(st.sampled_from("abcd"), max_size=7).map(tuple)
NAMES = {letter: letter.upper() for letter in "abcdef"}


def variant(path: str, cases: int) -> Variant:
    return Variant(tuple(path), cases, NotEnough(0, 10))


def edits(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """The definition, taken literally."""
    if not one or not other:
        return len(one) + len(other)
    same = edits(one[1:], other[1:]) + (one[0] != other[0])
    return min(same, edits(one[1:], other) + 1, edits(one, other[1:]) + 1)


@given(one=paths.map(lambda path: path[:5]), other=paths.map(lambda path: path[:5]))
def test_the_distance_is_the_least_number_of_edits(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert distance(one, other) == edits(one, other)
    assert least_distance(one, other) <= distance(one, other)


def test_known_distances() -> None:
    assert distance(tuple("kitten"), tuple("sitting")) == 3
    assert distance(tuple("saturday"), tuple("sunday")) == 3


@pytest.mark.parametrize(
    ("path", "once"),
    [("ababc", "abc"), ("abcabcd", "abcd"), ("aabab", "ab"), ("abab", "ab"), ("abcba", "abcba"), ("", "")],
)
def test_stretches_walked_several_times_count_once(path: str, once: str) -> None:
    assert folded(tuple(path)) == tuple(once)


@given(usual=paths, path=paths)
def test_moves_lead_from_one_path_to_the_other(usual: tuple[str, ...], path: tuple[str, ...]) -> None:
    done = moves(usual, path)
    assert tuple(step for move, step in done if move != "add") == usual
    assert tuple(step for move, step in done if move != "skip") == path
    assert sum(move != "same" for move, _ in done) >= distance(usual, path)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("abcd", ()),
        ("abd", ("skips “C”",)),
        ("ab", ("ends at “B”",)),
        ("abcbd", ("goes back to “B”",)),
        ("abecd", ("comes to “E” after “B”",)),
        ("eabcd", ("begins with “E”",)),
        ("acbd", ("comes to “C” earlier",)),
        ("bcda", ("comes to “A” later",)),
        ("ebd", ("begins with “E”", "skips “A”", "skips “C”")),
        ("abe", ("comes to “E” after “B”", "ends there")),
        ("ea", ("begins with “E”", "ends at “A”")),
    ],
)
def test_what_sets_a_path_apart_is_said_in_words(path: str, said: tuple[str, ...]) -> None:
    assert differences(tuple("abcd"), tuple(path), NAMES) == said


def test_paths_join_the_nearest_leader() -> None:
    found = alike([variant("abcd", 50), variant("abd", 20), variant("aef", 30), variant("ababcd", 9)], 0.25)
    assert [[("".join(one.path), one.cases) for one in group] for group in found] == [
        [("abcd", 50), ("abd", 20), ("ababcd", 9)],
        [("aef", 30)],
    ]
    apart = alike([variant("abcd", 50), variant("abd", 20)], 0)
    assert [len(group) for group in apart] == [1, 1]


@given(given=st.lists(paths.filter(bool), unique=True, max_size=12), data=st.data())
def test_grouping_does_not_depend_on_the_order_paths_come_in(given: list[tuple[str, ...]], data: st.DataObject) -> None:
    variants = [variant("".join(path), 1 + place % 3) for place, path in enumerate(given)]
    shuffled = data.draw(st.permutations(variants))
    assert alike(shuffled, 0.25) == alike(variants, 0.25)
    assert sorted(one.path for group in alike(variants, 0.25) for one in group) == sorted(given)


@given(cases=many_cases, top=st.integers(1, 6))
def test_groups_count_what_the_plain_reading_counts(cases: list[Case], top: int) -> None:
    found = Study(journey(), trails_of(cases)).variants(top=top)
    expected = reference.variants(cases, STEP_OF)
    assert (found.cases, found.paths) == (len(cases), len(expected))
    assert found.grouped == sum(sorted(expected.values(), reverse=True)[:top])
    for group in found.groups:
        inside = {tuple(CODEBOOK.steps.index(step) for step in one.path) for one in group.variants}
        walks = [case for case in cases if set(reference.variants([case], STEP_OF)) <= inside]
        assert group.cases == len(walks) == sum(one.cases for one in group.variants)
        times = reference.durations(walks, {4, 5} & DESTINATION)
        assert group.duration.n == len(times)


def test_groups_say_how_many_arrive_and_how_long_it_takes() -> None:
    usual = (("ad", 0), ("site", 1), ("sign", 2), ("use", 3))
    lost = (("site", 0), ("ad", 1), ("site", 2))
    found = Study(journey(), trails_of([walk(number, *(usual if number < 40 else lost)) for number in range(60)]))
    one, other = found.variants().groups
    assert (one.cases, other.cases) == (40, 20)
    assert isinstance(one.completed, Estimate)
    assert (one.completed.value, one.differs) == (1.0, ())
    assert isinstance(one.duration, Durations)
    assert isinstance(other.completed, Estimate)
    assert other.completed.value == 0
    assert other.differs == ("begins with “I look around”", "ends at “I look around”")
    with pytest.raises(InputError, match="cannot be grouped"):
        found.variants(apart=2)


def test_a_way_of_few_is_not_called_usual() -> None:
    rare = [walk(number, ("ad", 0), ("site", 1), ("sign", 2), ("use", 3)) for number in range(40)]
    lost = [walk(number, ("ad", 0)) for number in range(40, 1040)]
    first = Study(journey(), trails_of([*rare, *lost])).variants().sentences()[0]
    assert first.startswith("There is no usual way; the most frequent way to arrive is I notice it → I look around → ")
    many = Study(journey(), trails_of([*rare, *lost[:500]])).variants().sentences()[0]
    assert many.startswith("The usual way to arrive is I notice it → I look around → ")
