"""Discovery: a draft from events alone holds what was planted, and whatever the events are, it can be gone on with."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analysis.making import STEP_OF, many_cases, partition_of
from tests.analysis.reference import Case
from tests.events.small_lake import Row, SmallLake, event, workspace
from waypost.analysis.discovery.discovering import FREQUENT, discover
from waypost.analysis.discovery.discovery import Discovery
from waypost.analysis.discovery.names import EventName, Kind, is_technical, kinds
from waypost.analysis.discovery.ordering import cut, in_order
from waypost.analysis.discovery.precedence import Precedence, PrecedenceCounts
from waypost.analysis.discovery.saying import phase_names, spoken
from waypost.analysis.groups import EVERYONE
from waypost.analysis.measure import Integers
from waypost.errors import InputError
from waypost.formats.yaml import read_document, write_document
from waypost.journey.check import check
from waypost.journey.source import PropertyColumn, Source, Table
from waypost.journey.workspace import Severity, Workspace

TODAY = date(2026, 1, 1)


def kind(*words: str) -> Kind:
    return Kind(words, words, ("_".join(words),), 10, 10)


def found_in(rows: list[Row], case: str | None = None) -> Discovery:
    """What is discovered in a lake of these events."""
    with TemporaryDirectory() as folder:
        lake = SmallLake(Path(folder) / "lake")
        lake.pour(events=rows)
        return discover(lake.lake, workspace(), Path(folder) / "state", "draft", case=case)


def walk(customer: str, *names: str, begin: float = 0, gap: float = 1) -> list[Row]:
    return [event(customer, begin + gap * place, name) for place, name in enumerate(names)]


# Names


def test_names_that_differ_in_case_signs_numbers_and_ids_are_one_kind() -> None:
    names = ("Product Viewed", "product_viewed", "productViewed", "product-viewed 2", "product_viewed_00af3b29c1d4")
    (one,) = kinds(tuple(EventName(name, 1, 1) for name in names))
    assert one.words == ("product", "viewed")
    assert set(one.names) == set(names)


def test_a_letter_that_all_names_begin_with_says_nothing() -> None:
    found = kinds((EventName("A_SUBMITTED", 2, 2), EventName("A_APPROVED", 1, 1)))
    assert [one.words for one in found] == [("submitted",), ("approved",)]
    assert kinds((EventName("A", 1, 1),))[0].words == ("a",)


def test_names_without_a_word_stand_for_themselves() -> None:
    assert [one.names for one in kinds((EventName("-100", 2, 2), EventName("7", 1, 1)))] == [("-100",), ("7",)]


def test_what_a_tool_says_of_itself_is_technical() -> None:
    assert is_technical(kind("session", "start"))
    assert not is_technical(kind("start", "trial"))


@pytest.mark.parametrize(
    ("words", "step"),
    [
        (("checkout", "payment", "info"), "I enter my payment details"),
        (("product", "view"), "I look at a product"),
        (("add", "to", "cart"), "I put something in my basket"),
        (("payment", "error"), "My payment fails"),
        (("resolve", "ticket"), "My problem is solved"),
        (("issue", "invoice"), "My invoice is issued"),
        (("read", "letter"), "Read letter"),
        (("open", "up"), "I open up"),
        (("handed", "in"), "Handed in"),
        (("order", "delivered", "carrier"), "It is on its way to me"),
        (("support", "asked"), "Support asked"),
        (("welcome", "mail", "opened"), "Welcome mail opened"),
        (("invoice", "opened", "by", "client"), "Invoice opened by client"),
        (("renewed",), "Renewed"),
        (("widget",), "Widget"),
    ],
)
def test_steps_are_said_as_customers_would(words: tuple[str, ...], step: str) -> None:
    assert spoken(kind(*words)).step == step


def test_phases_are_called_after_most_of_what_happens_in_them_and_never_alike() -> None:
    search, compare, pay = (spoken(kind(word)) for word in ("search", "compare", "payment"))
    names = phase_names([[(search, 90), (compare, 5)], [(compare, 9)], [(pay, 8), (search, 1)]])
    assert names == ("Look around", "Compare", "Pay")


# Order and phases


def precedence(cases: list[Case]) -> PrecedenceCounts:
    partition = partition_of(cases)
    return Precedence(4, np.array(STEP_OF, dtype=np.int16)).kernel(partition, EVERYONE.chosen(partition))


@given(cases=many_cases)
def test_precedence_counts_who_comes_where_before_where(cases: list[Case]) -> None:
    counts = precedence(cases)
    before = np.zeros((4, 4), dtype=np.int64)
    ends = np.zeros((4, 4), dtype=np.int64)
    position = np.zeros(4, dtype=np.int64)
    for case in cases:
        steps = [STEP_OF[code] for code, _ in case.events]
        visits = [step for place, step in enumerate(steps) if place == 0 or steps[place - 1] != step]
        first = {step: visits.index(step) for step in visits}
        for step, arrival in first.items():
            position[step] += arrival * 1000 // max(len(visits) - 1, 1)
            for other, later in first.items():
                before[step, other] += arrival < later
        ends[visits[-1], len(first) - 1] += 1
    assert (counts.before == before).all()
    assert (counts.ends == ends).all()
    assert (counts.position == position).all()
    assert counts.came.sum() == ends.sum(axis=0) @ np.arange(1, 5)


def kept(counts: PrecedenceCounts, order: tuple[int, ...]) -> int:
    """Pairs of first arrivals that are as in the order."""
    return int(np.triu(counts.before[np.ix_(order, order)], 1).sum())


@given(cases=many_cases)
def test_no_step_stands_better_elsewhere(cases: list[Case]) -> None:
    counts = precedence(cases)
    order = in_order(counts)
    assert sorted(order) == list(range(4))
    for place in order:
        others = [other for other in order if other != place]
        for target in range(4):
            assert kept(counts, (*others[:target], place, *others[target:])) <= kept(counts, order)


def test_a_plain_order_is_found() -> None:
    size = 12
    before = np.triu(np.full((size, size), 10), 1)
    shuffled = np.random.default_rng(1).permutation(size)
    nothing = np.zeros((size, size), dtype=np.int64)
    counts = PrecedenceCounts(before[np.ix_(shuffled, shuffled)], nothing[0] + 1, nothing[0], nothing)
    assert [int(shuffled[place]) for place in in_order(counts)] == list(range(size))


def modularity(moves: Integers, came: Integers, spans: tuple[tuple[int, int], ...]) -> float:
    """What `cut` makes as great as it can, written out."""
    size = len(moves)
    weight = np.zeros((size, size))
    for origin in range(size):
        away = sum(int(moves[origin, other]) for other in range(size) if other != origin)
        for target in range(size):
            if origin != target and away:
                weight[origin, target] = moves[origin, target] / away * came[origin] ** 0.5
    weight /= weight.sum() or 1
    return sum(
        float(
            weight[start:end, start:end].sum() - weight[start:end].sum() * weight[:, start:end].sum()
        )
        for start, end in spans
    )  # fmt: skip


@given(size=st.integers(6, 9), data=st.data())
def test_phases_are_cut_where_modularity_is_greatest(size: int, data: st.DataObject) -> None:
    numbers = data.draw(st.lists(st.integers(0, 30), min_size=size * size, max_size=size * size))
    moves = np.array(numbers, dtype=np.int64).reshape(size, size)
    came = np.array(data.draw(st.lists(st.integers(1, 99), min_size=size, max_size=size)), dtype=np.int64)
    spans = cut(moves, came, np.zeros((size, size), dtype=np.bool_), 5, 9)
    every = (
        tuple(zip((0, *cuts), (*cuts, size), strict=True))
        for runs in range(5, size + 1)
        for cuts in combinations(range(1, size), runs - 1)
    )
    best = max(modularity(moves, came, one) for one in every)
    assert modularity(moves, came, spans) == pytest.approx(best, abs=1e-9)


@given(size=st.integers(1, 36))
def test_phases_have_a_readable_size(size: int) -> None:
    moves = np.ones((size, size), dtype=np.int64)
    spans = cut(moves, np.ones(size, dtype=np.int64), np.zeros((size, size), dtype=np.bool_), 5, 9)
    assert min(size, 5) <= len(spans) <= 9
    assert all(1 <= end - start <= 6 for start, end in spans)
    assert [place for span in spans for place in range(*span)] == list(range(size))


# The whole draft

PLANTED = (
    ("alder", "birch", "cedar"),
    ("daisy", "erica", "fern"),
    ("grass", "hazel", "iris"),
    ("juniper", "kale", "lily"),
    ("maple", "nettle", "olive"),
)
"""Five phases of three steps; names that no lexicon knows."""


def test_planted_phases_are_found() -> None:
    chance = np.random.default_rng(7)
    rows: list[Row] = []
    for customer in range(120):
        path = [
            name for phase in PLANTED for name in (*phase, *chance.permutation(phase)[: chance.integers(0, 4)].tolist())
        ]
        rows += walk(f"c{customer}", *path, begin=customer)
    found = found_in(rows)
    phases = [
        tuple(touchpoint.name.lower() for step in phase.steps for touchpoint in step.touchpoints)
        for phase in found.journey.phases
    ]
    assert [set(phase) for phase in phases] == [set(phase) for phase in PLANTED]
    assert found.kept_inside > 0.7
    assert found.agreement > 0.99


def test_noise_is_left_out_with_a_word_about_it() -> None:
    rows: list[Row] = []
    for number in range(40):
        rows += walk(f"c{number}", "session_start", "search", "compare", "purchase", begin=number)
        rows += walk(f"c{number}", "pixel fired", begin=number + 2.0001)
    found = found_in(rows)
    taken = [name for step in found.steps for name in step.events]
    assert taken == ["search", "compare", "purchase"]
    said = " ".join(comment.words for comment in found.comments if comment.kind == "left out")
    assert "“session_start”: written by a tool" in said
    assert "“pixel fired”: it always follows “compare”" in said


def test_loops_failures_and_waits_are_watched_and_the_destination_is_arrived_at() -> None:
    rows: list[Row] = []
    for number in range(60):
        path = ["search", "product", "search", "product", "payment", *(["payment_error"] if number % 3 == 0 else [])]
        rows += walk(f"c{number}", *path, begin=number, gap=0.1)
        rows += walk(f"c{number}", "purchase", begin=number + (100 if number % 5 else 900))
    found = found_in(rows)
    signals = {signal.rule for touchpoint in found.journey.touchpoints() for signal in touchpoint.signals}
    assert signals == {"reached", "repeated", "slower_than"}
    assert found.journey.arrives == "i-order"
    assert [outcome.reached for outcome in found.journey.outcomes] == ["i-order"]
    assert [(route.kind.value, route.origin, route.target) for route in found.routes] == [
        ("repeat", "i-look-at-a-product", "i-search")
    ]


def test_the_property_that_tells_walks_apart_is_found_or_named() -> None:
    rows = [
        event(f"c{number % 20}", number + place, name, order=f"o{number}")
        for number in range(60)
        for place, name in enumerate(("search", "purchase"))
    ]
    with TemporaryDirectory() as folder:
        lake = SmallLake(Path(folder) / "lake")
        lake.pour(events=rows)
        table = Table(
            id="rows",
            files="*.csv",
            customer="who",
            time="at",
            event="what",
            properties=(PropertyColumn(column="order"),),
        )
        known = Workspace(
            settings=workspace().settings, documents=(Source(id="shop", name="Shop", zone="UTC", tables=(table,)),)
        )
        guessed = discover(lake.lake, known, Path(folder) / "state", "draft")
        whole = discover(lake.lake, known, Path(folder) / "state", "draft", case="customer")
        with pytest.raises(InputError, match="no event has the property"):
            discover(lake.lake, known, Path(folder) / "state", "draft", case="colour")
    assert (guessed.journey.case, guessed.cases) == ("order", 60)
    assert (whole.journey.case, whole.cases) == (None, 20)


PLAIN = (
    "Search",
    "search",
    "product1",
    "product2",
    "cart",
    "purchase",
    "Order Completed",
    "wait",
    "error",
    "heartbeat",
)
STRANGE = ("It's mine", "Заказ", "支付", "-100", "a_b", "%", "x" * 70, "  ", "event = 'x'", "TICKET CLOSED", "a\tb")
NAMES = st.sampled_from(PLAIN + STRANGE)


@settings(max_examples=8)
@given(walks=st.lists(st.lists(NAMES, min_size=1, max_size=8), min_size=1, max_size=8))
def test_any_draft_can_be_read_and_checked_and_takes_what_is_frequent(walks: list[list[str]]) -> None:
    rows = [row for number, path in enumerate(walks) for row in walk(f"c{number}", *path)]
    found = found_in(rows)
    assert read_document(write_document(found.journey)) == found.journey
    report = check(Workspace(settings=workspace().settings, documents=(found.journey,)), found.journey, TODAY)
    assert report.of(Severity.ERROR) == ()
    taken = {name for step in found.steps for name in step.events}
    said = " ".join(comment.words for comment in found.comments)
    names = {name for path in walks for name in path}
    assert all(name in taken or f"“{name}”" in said or " more" in said for name in names)
    assert (
        found.taken >= (1 - FREQUENT) * sum(len(path) for path in walks) or "left out" in str(found.sentences()).lower()
    )
    assert found == found_in(rows[::-1])
    assert found.to_frame().height == len(found.steps)


def test_nothing_is_discovered_in_nothing_and_nothing_is_overwritten(tmp_path: Path) -> None:
    lake = SmallLake(tmp_path / "lake")
    with pytest.raises(InputError, match="no events yet"):
        discover(lake.lake, workspace(), tmp_path / "state", "draft")
    lake.pour(events=walk("c", "search"))
    draft = discover(lake.lake, workspace(), tmp_path / "state", "draft").journey
    with pytest.raises(InputError, match="already"):
        discover(lake.lake, workspace(draft), tmp_path / "state", "draft")
