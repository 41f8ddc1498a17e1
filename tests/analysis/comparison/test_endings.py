"""Endings are those of an obvious reading: of whom an outcome is counted, from when on, and for how long."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.analysis import reference
from tests.analysis.comparison.test_comparing import JOURNEY, customer
from tests.analysis.making import (
    AS_OF,
    CODEBOOK,
    DAY,
    START,
    a_case,
    partition_of,
    trails_of,
    walk,
)
from tests.analysis.reference import Case
from waypost.analysis.comparison.endings import Ending, Endings
from waypost.analysis.engines.local import Local
from waypost.analysis.groups import EVERYONE
from waypost.analysis.results import Estimate
from waypost.analysis.study import Study
from waypost.events.trails import microseconds
from waypost.journey.outcome import Outcome


def test_endings_count_who_could_be_followed() -> None:
    """Leaving is looked for a month after the first event, and anger only among those who answered."""
    month, day = 30, 86_400_000_000
    late = START + 400 * day
    cases = [
        walk(1, ("ad", 0), outcomes=((0, START + 10 * day, 100),)),
        walk(2, ("ad", 0), outcomes=((0, START + 40 * day, 100),)),
        walk(3, ("ad", 390), outcomes=((0, START + 395 * day, 100),)),
        walk(4, ("ad", 0), scores=((1, 200),), score_times=(START + day,), outcomes=((2, START + day, 200),)),
        walk(5, ("ad", 0), scores=((2, 900),), score_times=(START + day,)),
    ]
    endings = Endings((Ending(within=month * day), Ending(), Ending(answers=(1, 2))), late)
    (counts,) = Local().count(endings, trails_of(cases), (EVERYONE,))
    assert counts.followed.tolist() == [4, 5, 2]
    assert counts.happened.tolist() == [1, 0, 1]
    declared = Endings.of(JOURNEY, trails_of(cases))
    assert [ending.answers for ending in declared.outcomes] == [(), (), (1, 2)]


@st.composite
def turned_out(draw: st.DrawFn) -> Case:
    """Any case with outcomes and dated answers, many of them just when it came somewhere."""
    case = draw(a_case())
    near = st.builds(
        lambda moment, wait: moment[1] + wait, st.sampled_from(case.events), st.sampled_from((-DAY, -1, 0, 1, DAY))
    )
    outcomes = sorted(draw(st.lists(st.tuples(near, st.integers(0, 2)), max_size=5)))
    return replace(
        case,
        outcomes=tuple((code, time, 100) for time, code in outcomes),
        score_times=tuple(draw(near) for _ in case.scores),
    )


@given(
    cases=st.lists(turned_out(), max_size=12),
    since=st.sampled_from([None, (2,), (4, 5), (0, 1, 2, 3, 4, 5)]),
    within=st.sampled_from([None, 0, DAY, 400 * DAY]),
    answers=st.sampled_from([(), (0,), (1, 2)]),
    as_of=st.sampled_from([START + 300 * DAY, microseconds(AS_OF)]),
)
def test_endings_are_those_of_the_obvious_reading(
    cases: list[Case], since: tuple[int, ...] | None, within: int | None, answers: tuple[int, ...], as_of: int
) -> None:
    looked_for = Ending(answers=answers, since=since) if within is None else Ending(within, answers, since)
    cases = sorted(cases, key=lambda case: case.customer)
    partition = partition_of(cases)
    endings = Endings((looked_for, Ending(), looked_for), as_of)
    happened, followed = endings.cases(partition, endings.begun(partition))
    for code in (0, 2):
        obvious = [reference.ending(case, code, since, within, answers, as_of) for case in cases]
        assert list(zip(happened[:, code].tolist(), followed[:, code].tolist(), strict=True)) == obvious


def test_a_score_of_a_step_is_that_of_all_its_touchpoints() -> None:
    ending = Ending.of(Outcome(id="low", name="Low", score="live", below=3), CODEBOOK)
    assert [CODEBOOK.scores[code].touchpoint for code in ending.answers] == ["use", "ask", "ask"]


@given(cases=st.lists(turned_out(), max_size=12), within=st.sampled_from([0, DAY, 400 * DAY]))
def test_who_never_came_does_not_count(cases: list[Case], within: int) -> None:
    """Those who never signed change nothing about an outcome that is counted from signing."""
    endings = Endings(
        (Ending(within, since=(3,)), Ending(since=(3,)), Ending(within, (1, 2), (3,))), microseconds(AS_OF)
    )
    signed = [case for case in cases if 3 in {code for code, _ in case.events}]
    everybody, those = (Local().count(endings, trails_of(some), (EVERYONE,))[0] for some in (cases, signed))
    assert everybody.happened.tolist() == those.happened.tolist()
    assert everybody.followed.tolist() == those.followed.tolist()
    assert everybody.followed[1] == len(signed)


def test_an_outcome_counted_from_a_step_is_of_those_who_came_there() -> None:
    """Half of all sign, and of them some leave within a month of signing; who never signs dilutes nothing."""
    cases = [
        replace(
            customer(number, "ns"[number % 2], 0.5),
            outcomes=((0, START + 31 * DAY, 100),) if number % 100 < 50 and number % 4 == 0 else (),
        )
        for number in range(400)
    ]
    leaves = JOURNEY.outcomes[0].model_copy(update={"since": "buy"})
    counted = Study(JOURNEY.model_copy(update={"outcomes": (leaves, *JOURNEY.outcomes[1:])}), trails_of(cases, 3))
    found = next(one for one in counted.compare("region").figures if one.detail == "leaves")
    assert found.label == "“Leaves” of those who came to “I sign”"
    north = next(group.value for group in found.groups if group.group == "n")
    assert isinstance(north, Estimate)
    assert (north.value, north.n) == (0.52, 100)
