"""Groups of walks and odd walks: what was planted is found, and a crowd without groups has none."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analysis.making import CODEBOOK, STEP_OF, journey, many_cases, partition_of, trails_of, walk
from tests.analysis.reference import Case
from waypost.analysis.groups import EVERYONE
from waypost.analysis.statistics import share
from waypost.analysis.study import Study
from waypost.analysis.walks.clusters import Trait, TraitKind
from waypost.analysis.walks.features import Paths, features, without_groups
from waypost.analysis.walks.traits import named, traits_of
from waypost.analysis.walks.walks import WalkCounts, Walks
from waypost.errors import InputError

STEPS = np.array(STEP_OF, dtype=np.int16)
DESTINATION = np.array([code in (4, 5) for code in range(6)])


def drawn(cases: Sequence[Case], size: int) -> WalkCounts:
    partition = partition_of(cases)
    return Walks(STEPS, DESTINATION, size).kernel(partition, EVERYONE.chosen(partition))


def path_of(case: Case) -> list[int]:
    """The steps of a case's visits."""
    steps = [STEP_OF[code] for code, _ in case.events]
    return [step for place, step in enumerate(steps) if place == 0 or steps[place - 1] != step]


@given(cases=many_cases)
def test_walks_are_the_cases_paths(cases: list[Case]) -> None:
    counts = drawn(cases, 1000)
    ends = np.cumsum(counts.length)
    paths = [counts.paths[end - length : end].tolist() for end, length in zip(ends, counts.length, strict=True)]
    assert sorted(paths) == sorted(path_of(case) for case in cases)
    assert sorted(counts.duration.tolist()) == sorted(case.events[-1][1] - case.events[0][1] for case in cases)
    assert counts.arrived.sum() == sum(any(code in (4, 5) for code, _ in case.events) for case in cases)
    assert counts.visits.tolist() == counts.length.tolist()


@given(cases=many_cases, size=st.integers(1, 30))
def test_a_sample_is_the_smallest_keys_of_all(cases: list[Case], size: int) -> None:
    everybody, some = drawn(cases, 1000), drawn(cases, size)
    assert some.cases == len(cases)
    assert some.key.tolist() == sorted(everybody.key.tolist())[:size]


def study(cases: Sequence[Case]) -> Study:
    return Study(journey(), trails_of(cases))


def two_kinds() -> list[Case]:
    """Buyers go straight through; visitors come back to the site again and again and leave."""
    chance = np.random.default_rng(3)
    cases = []
    for number in range(300):
        wait = float(chance.uniform(0.5, 1.5))
        back_and_forth = [*["site", "ad"] * int(chance.integers(3, 6)), "site"]
        path = ["ad", "site", "sign", "use"] if number % 3 else back_and_forth
        cases.append(walk(number, *((name, place * wait) for place, name in enumerate(path))))
    return cases


def test_planted_groups_are_found_and_named_by_what_sets_them_apart() -> None:
    found = study(two_kinds()).clusters()
    assert [cluster.cases for cluster in found.clusters] == [200, 100]
    buyers, visitors = found.clusters
    assert buyers.path == ("notice", "look", "buy", "live")
    assert getattr(buyers.completed, "value", None) == 1
    assert getattr(visitors.completed, "value", None) == 0
    assert {(trait.kind, trait.element) for trait in visitors.traits} >= {("returns", "notice")}
    assert visitors.name == "All come back to “I notice it” and do without “I sign”"
    assert found.stability == pytest.approx(1)
    assert found.silhouette is not None
    assert found.by_chance is not None
    assert found.silhouette > found.by_chance
    assert "2 groups of cases walk differently, found in all cases." in found.sentences()
    assert found.to_frame()["cluster"].unique().sort().to_list() == [1, 2]
    assert found == study(two_kinds()[::-1]).clusters()


def trait(kind: TraitKind, words: str, here: int, elsewhere: int) -> Trait:
    return Trait(kind, words, words, share(here, 100), share(elsewhere, 100))


STRONG = (
    trait("long", "go on for long", 100, 10),
    trait("reaches", "come to “Pay”", 100, 20),
    trait("returns", "come back to “Basket”", 60, 1),
)


def test_a_group_is_named_by_what_no_larger_group_is_named_by() -> None:
    first = named(STRONG, set(), 1)
    assert first == "All go on for long and come to “Pay”"
    second = named(STRONG, {first}, 2)
    assert second == "All go on for long, most come back to “Basket”"
    third = named(STRONG, {first, second}, 3)
    assert third == "All come to “Pay”, most come back to “Basket”"
    assert named(STRONG, {first, second, third}, 4) == "All go on for long and come to “Pay” (group 4)"


def test_a_group_nothing_clearly_sets_apart_is_named_weakly_or_not_at_all() -> None:
    assert named([trait("reaches", "come to “Pay”", 60, 45)], set(), 3) == "A little more often come to “Pay”"
    assert named([trait("reaches", "come to “Pay”", 60, 20)], set(), 3) == "Most come to “Pay”"
    assert named([], set(), 3) == "No particular path"
    assert named([], {"No particular path"}, 3) == "No particular path (group 3)"


@pytest.mark.parametrize(
    ("inside", "outside", "words"),
    [
        (45, 30, ["come to “I sign”"]),  # 15 points: told for want of anything stronger
        (32, 30, []),  # 2 points: not even that
        (60, 30, ["come to “I sign”"]),
    ],
)
def test_what_sets_a_group_apart_only_weakly_is_told_alone(inside: int, outside: int, words: list[str]) -> None:
    """Two groups of four hundred that differ only in how many of them sign in between."""
    signing = [number % 400 < (4 * inside if number < 400 else 4 * outside) for number in range(800)]
    paths = [("ad", "site", "sign", "site") if signs else ("ad", "site", "ad", "site") for signs in signing]
    cases = [walk(n, *((name, float(place)) for place, name in enumerate(path))) for n, path in enumerate(paths)]
    counts = drawn(cases, 1000)
    signed = np.array([2 in path for path in np.split(counts.paths, np.cumsum(counts.length)[:-1])])
    order = np.argsort(~signed, kind="stable")
    group = np.zeros(800, dtype=np.bool_)
    group[order[: 4 * inside]] = True
    group[order[::-1][: 400 - 4 * inside]] = True
    names = ("I notice it", "I look around", "I sign", "I live with it")
    told = traits_of(counts, Paths.of(counts, 4), group, ("notice", "look", "buy", "live"), names)
    assert [one.words for one in told if one.kind == "reaches"] == words


def a_crowd() -> list[Case]:
    """Everybody follows the same odds: on, back, or out."""
    chance = np.random.default_rng(11)
    names = CODEBOOK.touchpoints
    cases = []
    for number in range(400):
        path = [0]
        while chance.random() < 0.85 and len(path) < 40:
            path.append(int(chance.integers(0, 6)))
        times = np.cumsum(chance.exponential(1, len(path)))
        cases.append(walk(number, *((names[code], float(time)) for code, time in zip(path, times, strict=True))))
    return cases


def test_a_crowd_has_no_groups() -> None:
    found = study(a_crowd()).clusters()
    assert found.clusters == ()
    assert found.sentences()[0].startswith("There are no clear groups among all cases.")


@pytest.mark.parametrize("cases", [[], [walk(1, ("ad", 0))], [walk(number, ("ad", 0)) for number in range(500)]])
def test_few_or_equal_cases_have_no_groups_and_no_outliers(cases: list[Case]) -> None:
    asked = study(cases)
    assert asked.clusters().clusters == ()
    assert asked.clusters().silhouette is None
    assert asked.outliers().outliers == 0
    assert asked.clusters().sentences()
    assert asked.outliers().sentences()


def test_a_sample_is_said_to_be_one() -> None:
    found = study(two_kinds()).clusters(sample=150)
    assert (found.cases, found.grouped) == (300, 150)
    assert "a sample of 150 of 300 cases" in found.sentences()[0]
    with pytest.raises(InputError, match="sample of 0"):
        study([]).clusters(sample=0)


def test_a_crowd_made_without_groups_keeps_the_odds() -> None:
    paths = Paths.of(drawn(a_crowd(), 1000), 4)
    made = without_groups(paths, 5)
    assert len(made.length) == len(paths.length)
    assert made.length.sum() == len(made.path) == len(made.waits)
    assert made.length.mean() == pytest.approx(paths.length.mean(), rel=0.15)
    assert made.visits().mean(axis=0) == pytest.approx(paths.visits().mean(axis=0), rel=0.2)
    assert (made.path[1:] != made.path[:-1])[~made.last[:-1]].all()


def test_each_block_of_features_varies_as_much_as_it_should() -> None:
    rows = features(Paths.of(drawn(a_crowd(), 1000), 4))
    assert rows.shape[0] == 400
    assert rows.var(axis=0).sum() == pytest.approx(3.5)


def test_odd_walks_are_counted_by_what_is_odd_and_listed_only_when_asked_for() -> None:
    usual = [walk(number, ("ad", 0), ("site", 1 + number % 7), ("sign", 9 + number % 5)) for number in range(400)]
    backwards = [walk(1000, ("sign", 0), ("ad", 3), ("site", 9))]
    late = [walk(1001, ("ad", 0), ("site", 2), ("sign", 900))]
    endless = [walk(1002, *((("ad", "site")[place % 2], place / 4) for place in range(40)))]
    found = study([*usual, *backwards, *late, *endless]).outliers()
    assert found.outliers == 3
    assert {oddity.kind for oddity in found.oddities} == {"move", "visits", "time"}
    assert found.listed == ()
    named = study([*usual, *backwards, *late, *endless]).outliers(listed=2)
    assert [case.customer for case in named.listed] == ["c1002", "c1000"]
    assert "begin with “I sign”" in named.listed[1].words
    assert named.sentences()[0].startswith("3 cases (0.7 %")
    assert named.to_frame().height == len(named.oddities)


def test_times_are_told_in_words() -> None:
    slow = [walk(number, ("ad", 0), ("sign", 1)) for number in range(300)] + [walk(999, ("ad", 0), ("sign", 700))]
    (oddity,) = study(slow).outliers().oddities
    assert (oddity.kind, oddity.cases) == ("time", 1)
    assert oddity.words == "take longer than 24 h"
