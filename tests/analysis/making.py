"""Making partitions and trails by hand, and strategies that make many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
import polars as pl
from hypothesis import strategies as st

from tests.analysis.reference import Case
from waypost.events.trails import Codebook, Partition, ScoreKey, Trails
from waypost.journey.journey import Journey, Phase, Step, Touchpoint

DAY = 86_400_000_000
START = 1_700_000_000_000_000
AS_OF = datetime(2026, 1, 1, tzinfo=UTC)

CODEBOOK = Codebook(
    touchpoints=("ad", "site", "offer", "sign", "use", "ask"),
    steps=("notice", "look", "buy", "live"),
    phases=("before", "after"),
    step_of=(0, 1, 1, 2, 3, 3),
    phase_of=(0, 0, 1, 1),
    signals=(("site", "lost"), ("ask", "waits")),
    scores=(ScoreKey("use", 1, 5), ScoreKey("ask", 1, 5), ScoreKey("ask", 0, 10)),
    segments=("small", "large"),
    outcomes=("leaves", "spends", "scores"),
    breakdowns=("region",),
)
"""Six touchpoints in four steps in two phases."""
STEP_OF = list(CODEBOOK.step_of)
PHASE_OF = [CODEBOOK.phase_of[step] for step in STEP_OF]
TOUCHPOINT_OF = list(range(6))


def partition_of(cases: Sequence[Case], number: int = 0) -> Partition:
    """The cases as arrays, one customer's next to each other."""
    cases = sorted(cases, key=lambda case: case.customer)

    def starts(lengths: list[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        return np.concatenate(([0], np.cumsum(np.array(lengths, dtype=np.int64)))).astype(np.int64)

    signals = [signal for case in cases for signal in case.signals]
    answers = [answer for case in cases for answer in case.scores]
    outcomes = [outcome for case in cases for outcome in case.outcomes]
    values = tuple(tuple(sorted({value for value in column if value is not None})) for column in _alike(cases))
    return Partition(
        number=number,
        customer_hash=np.array([case.customer for case in cases], dtype=np.uint64),
        start=starts([len(case.events) for case in cases]),
        code=np.array([code for case in cases for code, _ in case.events], dtype=np.int16),
        time=np.array([time for case in cases for _, time in case.events], dtype=np.int64),
        membership=np.array([case.member for case in cases], dtype=np.bool_).reshape(len(cases), 2),
        judged=np.ones((len(cases), 2), dtype=np.bool_),
        signal_start=starts([len(case.signals) for case in cases]),
        signal_code=np.array(signals, dtype=np.int16),
        signal_time=_moments([(case.signal_times, len(case.signals)) for case in cases]),
        at_risk=np.array([case.at_risk for case in cases], dtype=np.bool_).reshape(len(cases), 2),
        chance_start=starts([len(case.chances) for case in cases]),
        chance_code=np.array([code for case in cases for code, _ in case.chances], dtype=np.int16),
        chance_time=np.array([time for case in cases for _, time in case.chances], dtype=np.int64),
        score_start=starts([len(case.scores) for case in cases]),
        score_code=np.array([code for code, _ in answers], dtype=np.int16),
        score_time=_moments([(case.score_times, len(case.scores)) for case in cases]),
        score_cents=np.array([cents for _, cents in answers], dtype=np.int64),
        outcome_start=starts([len(case.outcomes) for case in cases]),
        outcome_code=np.array([code for code, _, _ in outcomes], dtype=np.int16),
        outcome_time=np.array([time for _, time, _ in outcomes], dtype=np.int64),
        outcome_cents=np.array([cents for _, _, cents in outcomes], dtype=np.int64),
        breakdown_code=np.array(
            [
                [-1 if value is None else known.index(value) for value, known in zip(case.alike, values, strict=True)]
                for case in cases
            ],
            dtype=np.int32,
        ).reshape(len(cases), 1),
        breakdown_values=values,
        names=pl.LazyFrame({"customer": [f"c{case.customer}" for case in cases], "case": [None for _ in cases]}),
    )


def _alike(cases: Sequence[Case]) -> list[list[str | None]]:
    """The values of all cases, by breakdown."""
    return [[case.alike[column] for case in cases] for column in range(len(CODEBOOK.breakdowns))]


def _moments(times: Sequence[tuple[tuple[int, ...] | None, int]]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The moments of all cases, one after the other; START where they do not matter."""
    given = [time for known, count in times for time in (known if known is not None else (START,) * count)]
    return np.array(given, dtype=np.int64)


def trails_of(cases: Sequence[Case], partitions: int = 2, codebook: Codebook = CODEBOOK) -> Trails:
    """Trails over the cases, customers spread over so many partitions."""
    parts = [[case for case in cases if case.customer % partitions == number] for number in range(partitions)]
    return Trails.in_memory(
        codebook, [partition_of(part, number) for number, part in enumerate(parts)], journey="subscribing", as_of=AS_OF
    )


def walk(customer: int, *events: tuple[str, float], **more: object) -> Case:
    """A case from touchpoint ids and days since the start."""
    codes = CODEBOOK.touchpoints
    return Case(
        customer,
        tuple((codes.index(touchpoint), START + int(day * DAY)) for touchpoint, day in events),
        **more,  # type: ignore[arg-type]
    )


@st.composite
def a_case(draw: st.DrawFn) -> Case:
    """Any case: ties, loops, long waits, every touchpoint."""
    length = draw(st.integers(1, 12))
    codes = draw(st.lists(st.integers(0, 5), min_size=length, max_size=length))
    gaps = draw(
        st.lists(
            st.one_of(st.just(0), st.integers(0, 200), st.integers(0, 400 * DAY)), min_size=length, max_size=length
        )
    )
    times = START + np.cumsum(gaps)
    signals = tuple(draw(st.lists(st.integers(0, 1), max_size=3)))
    return Case(
        customer=draw(st.integers(0, 40)),
        events=tuple(zip(codes, times.tolist(), strict=True)),
        member=(draw(st.booleans()), draw(st.booleans())),
        signals=signals,
        at_risk=(0 in signals or draw(st.booleans()), 1 in signals or draw(st.booleans())),
        scores=tuple(
            draw(st.lists(st.tuples(st.integers(0, 2), st.sampled_from([0, 100, 250, 500, -100])), max_size=3))
        ),
    )


many_cases = st.lists(a_case(), max_size=25)


def journey() -> Journey:
    """The journey of the codebook; its last step, one more touchpoint and one more step are outside our view."""

    def touchpoint(identity: str, name: str, **more: object) -> Touchpoint:
        return Touchpoint.model_validate({"id": identity, "name": name, "match": f"event = '{identity}'", **more})

    lost = {"id": "lost", "name": "Leaves the site unsure", "when": "properties.lost = 1"}
    waits = {"id": "waits", "name": "Waits for an answer", "slower_than": "2 days"}
    return Journey(
        id="subscribing",
        name="Subscribing",
        phases=(
            Phase(
                id="before",
                name="Before",
                steps=(
                    Step(id="notice", name="I notice it", touchpoints=(touchpoint("ad", "Advert"),)),
                    Step(
                        id="look",
                        name="I look around",
                        touchpoints=(
                            touchpoint("site", "Web site", signals=(lost,)),
                            touchpoint("offer", "Offer"),
                            Touchpoint(id="friend", name="A friend's word"),
                        ),
                    ),
                ),
            ),
            Phase(
                id="after",
                name="After",
                steps=(
                    Step(id="buy", name="I sign", touchpoints=(touchpoint("sign", "Contract"),)),
                    Step(
                        id="live",
                        name="I live with it",
                        touchpoints=(touchpoint("use", "App"), touchpoint("ask", "Help desk", signals=(waits,))),
                    ),
                    Step(id="tell", name="I tell others"),
                ),
            ),
        ),
    )
