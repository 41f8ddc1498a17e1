"""What leaves the house: no group below ten, nobody's name."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from waypost.analysis.living import LivingMap
from waypost.analysis.results import (
    ElementMeasures,
    Estimate,
    FunnelStage,
    LivingMeasures,
    Measures,
    SignalMeasure,
    Transition,
    Variant,
)
from waypost.analysis.statistics import NOTHING, share
from waypost.drawing.page import map_page
from waypost.journey.evidence import Finding
from waypost.journey.journey import Journey, Phase, Step, Touchpoint
from waypost.journey.marks import Moment, Vote
from waypost.web.sharing.guarding import LEAST, guarded

STEPS = ("look", "ask", "pay")
JOURNEY = Journey(
    id="buying",
    name="Buying",
    owner="Olga Owner",
    facilitator="Fritz Facilitator",
    sponsor="Susi Sponsor",
    phases=(
        Phase(
            id="all",
            name="All",
            moments=(Moment(id="m", text="It matters", owner="Mona Moment", vote=Vote(votes=3, of=10)),),
            steps=tuple(
                Step(id=step, name=step, touchpoints=(Touchpoint(id=f"t-{step}", name=step),)) for step in STEPS
            ),
        ),
    ),
)
SAID = Finding(id="f", about=("buying/look", "buying/ask"), text="The queue!", source="Interview with Jane Roe")
AT = datetime(2026, 6, 1, tzinfo=UTC)


@st.composite
def elements(draw: st.DrawFn, name: str, cases: int) -> ElementMeasures:
    here = draw(st.integers(0, cases))
    some = st.integers(0, here)
    signal = draw(some)
    return ElementMeasures(
        element=name,
        name=name,
        level="touchpoint" if name.startswith("t-") else "step",
        bound=True,
        cases=here,
        events=here,
        reach=share(here, cases),
        drop_off=share(draw(some), here),
        repeats=share(draw(some), here),
        dwell=NOTHING,
        entries=draw(some),
        exits=draw(some),
        signals=(SignalMeasure("s", "Late", "overdue", signal, share(signal, here)),),
    )


@st.composite
def measures(draw: st.DrawFn, most: int = 60) -> Measures:
    cases = draw(st.integers(0, most))
    counts = st.integers(0, cases)
    moves = draw(st.lists(st.tuples(st.sampled_from(STEPS), st.sampled_from(STEPS), counts), max_size=4))
    return Measures(
        journey="buying",
        segment=None,
        as_of=AT,
        first=AT,
        customers=cases,
        cases=cases,
        events=3 * cases,
        completed=share(draw(counts), cases),
        duration=NOTHING,
        elements={name: draw(elements(name, cases)) for step in STEPS for name in (step, f"t-{step}")},
        transitions=tuple(Transition(a, b, n, n, share(n, cases), NOTHING) for a, b, n in moves),
        variants=tuple(Variant((a,), n, share(n, cases)) for a, _, n in moves),
        funnel=tuple(FunnelStage(a, n, share(n, cases), share(n, cases), NOTHING) for a, _, n in moves),
    )


living = st.builds(LivingMeasures, measures(), st.dictionaries(st.sampled_from(("north", "south")), measures(40)))


def shown(living: LivingMeasures) -> LivingMap:
    return guarded(LivingMap(JOURNEY, date(2026, 6, 1), findings={"look": [SAID], "ask": [SAID]}, measures=living))


def small(number: int) -> bool:
    return 0 < number < LEAST


def told(all_of: Measures) -> list[int]:
    """Every number of cases that the measures tell, in counts, in n, and in what a share of n comes to."""
    figures = [all_of.completed]
    counts = [all_of.customers, all_of.cases]
    for here in all_of.elements.values():
        figures += [here.reach, here.repeats, here.returns, *([here.drop_off] if here.drop_off else [])]
        figures += [signal.share for signal in here.signals]
        counts += [here.cases, here.entries, here.exits, *(signal.cases for signal in here.signals)]
    parts: tuple[Transition | Variant, ...] = (*all_of.transitions, *all_of.variants)
    for part in parts:
        figures.append(part.share)
        counts.append(part.cases)
    for stage in all_of.funnel:
        figures += [stage.of_first]
        counts.append(stage.cases)
    counts += [figure.n for figure in figures]
    return counts + [round(figure.value * figure.n) for figure in figures if isinstance(figure, Estimate)]


@given(living)
def test_no_number_below_ten_is_told(measured: LivingMeasures) -> None:
    given_out = shown(measured).measures
    if given_out is None:
        assert measured.everyone.customers < LEAST
        return
    for group in (given_out.everyone, *given_out.segments.values()):
        assert [number for number in told(group) if small(number)] == []


@given(living)
def test_no_segment_can_be_told_from_what_is_left(measured: LivingMeasures) -> None:
    given_out = shown(measured).measures
    for segment in given_out.segments.values() if given_out is not None else ():
        assert not small(measured.everyone.customers - segment.customers)


@given(living)
def test_what_is_large_stays_as_it_is(measured: LivingMeasures) -> None:
    given_out = shown(measured).measures
    if given_out is None:
        return
    for name, here in measured.everyone.elements.items():
        if here.cases >= LEAST:
            assert given_out.everyone.elements[name].reach == here.reach


@given(living)
def test_it_can_be_drawn(measured: LivingMeasures) -> None:
    page = map_page(shown(measured), {})
    assert "Buying" in page
    names = ("Olga Owner", "Fritz Facilitator", "Susi Sponsor", "Mona Moment", "Jane Roe")
    assert [name for name in names if name in page] == []
    assert "The queue!" in page


def test_a_finding_about_two_steps_stays_one() -> None:
    found = guarded(LivingMap(JOURNEY, date(2026, 6, 1), findings={"look": [SAID], "ask": [SAID]})).findings
    assert found["look"][0] is found["ask"][0]
