"""Each rule by a map that breaks it; the map it is made from breaks none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.journey.check.conftest import Parts
from waypost.journey.check import RULES
from waypost.journey.check.opportunities import is_solution
from waypost.journey.journey import Journey

Spoil = Callable[[Parts], Any]


def _crowd(parts: Parts) -> None:
    for step in (step for phase in parts.journey["phases"] for step in phase["steps"]):
        step["touchpoints"] = [{"id": f"{step['id']}-{n}", "name": f"Contact {n}", "by": "partner"} for n in range(9)]


def _loose(parts: Parts) -> None:
    """Seven measured steps that may be done in any order."""
    touchpoint = {"name": "A page", "match": "event = 'page'"}
    steps = [
        {"id": f"any-{place}", "name": f"I read page {place}", "touchpoints": [touchpoint | {"id": f"page-{place}"}]}
        for place in range(7)
    ]
    parts.journey["phases"][3].update(any_order=True, steps=steps)


def _only_ours(parts: Parts) -> None:
    for step in (step for phase in parts.journey["phases"] for step in phase["steps"]):
        step["touchpoints"] = [
            {"id": f"at-{step['id']}", "name": step["name"], "department": "Service", "ending": "A smile"}
        ]


def _future(parts: Parts, **fields: str) -> None:
    parts.journey.update(state="future", **fields)
    parts.evidence["findings"].clear()
    parts.step("explain").pop("pains")


def _handover(parts: Parts) -> dict[str, Any]:
    touchpoint: dict[str, Any] = parts.bind().step("fetch")["touchpoints"][0]
    return touchpoint


def _no_deadline(parts: Parts) -> None:
    _handover(parts)["signals"][0]["overdue"] = "promise"


def _misnamed(parts: Parts) -> None:
    _handover(parts)["match"] = "properties.bikes = 'red'"


def _about_nothing(parts: Parts) -> None:
    parts.bind().tables()[1]["responses"]["about"] = "Handing over"


def _ends_with(parts: Parts, **outcome: str | int) -> None:
    parts.bind().journey["outcomes"] = [{"id": "ends", "name": "Ends", **outcome}]


def _matched_twice(parts: Parts) -> None:
    _handover(parts)["match"] = "event  = 'brought'"


SPOILED: dict[str, tuple[Spoil, str]] = {
    "broken-reference": (lambda p: p.journey.update(personas=["mary"]), "there is no persona 'mary'"),
    "no-persona": (lambda p: p.journey.pop("personas"), "write a persona"),
    "persona-without-research": (lambda p: p.persona.pop("research"), "persona 'Mara'"),
    "several-personas": (lambda p: p.journey["personas"].append("mara"), "2 personas share"),
    "no-owner": (lambda p: p.journey.pop("owner"), "Name one person as the owner"),
    "no-sponsor": (lambda p: p.journey.pop("sponsor"), "Name as sponsor"),
    "no-team": (lambda p: p.journey.update(team=["Ines"]), "Name the team"),
    "no-trigger": (lambda p: p.journey.pop("trigger"), "Say what sets journey"),
    "no-destination": (lambda p: p.journey.pop("destination"), "Say what the customer has"),
    "vendor-journey": (lambda p: p.journey["phases"][-1].update(name="Purchase"), "phase 'Purchase'"),
    "no-success-measure": (lambda p: p.journey.pop("success"), "Say how the customer can tell"),
    "no-purpose": (lambda p: p.journey.pop("purpose"), "Say which decision"),
    "no-lasting-impression": (lambda p: p.journey.update(impression=["quick"]), "two more words"),
    "phase-count": (lambda p: p.journey["phases"].pop(0), "has 4 of at least 5 phases"),
    "phases-not-validated": (lambda p: p.journey["validated"].pop("outside"), "with customers"),
    "empty-phase": (lambda p: p.journey["phases"][3]["steps"].clear(), "phase 'Wait'"),
    "phase-without-goal": (lambda p: p.journey["phases"][3].pop("goal"), "phase 'Wait'"),
    "any-order-of-many": (_loose, "7 of at most 6 are measured"),
    "same-name": (lambda p: p.step("walk").update(name="hear the brakes scream"), "another step"),
    "company-side-step": (lambda p: p.step("walk").update(name="We send a reminder"), "step 'We send a reminder'"),
    "no-needs": (lambda p: p.step("walk").pop("needs"), "phase 'Wait'"),
    "no-emotion": (lambda p: p.step("walk").pop("emotion"), "phase 'Wait'"),
    "every-touchpoint-mapped": (_crowd, "have touchpoints, 45 in all"),
    "only-our-touchpoints": (_only_ours, "people meet only us"),
    "department-of-others": (
        lambda p: p.step("search")["touchpoints"][0].update(department="Marketing"),
        "Remove the department 'Marketing' from touchpoint 'Reviews'",
    ),
    "no-department": (lambda p: p.step("fetch")["touchpoints"][0].pop("department"), "touchpoint 'Hand-over'"),
    "no-ending": (lambda p: p.step("fetch")["touchpoints"][0].pop("ending"), "touchpoint 'Hand-over'"),
    "tollgate-without-content": (
        lambda p: p.step("explain").update(tollgates=[{"id": "sure", "settles": "What it will cost"}]),
        "to settle tollgate 'What it will cost'",
    ),
    "content-missing": (
        lambda p: p.step("explain").update(
            tollgates=[
                {"id": "sure", "settles": "Costs", "contents": [{"id": "list", "name": "Prices", "missing": True}]}
            ]
        ),
        "Make the piece of content 'Prices' that tollgate 'Costs' waits for",
    ),
    "case-undeclared": (lambda p: p.bind().journey.update(case="tiket"), "did you mean 'ticket'?"),
    "arrival-unbound": (lambda p: p.bind().journey.update(arrives="walk"), "a touchpoint of step 'Walk to work'"),
    "deadline-undeclared": (_no_deadline, "as a time: no source has it; did you mean 'promised'?"),
    "property-undeclared": (_misnamed, "no source has 'properties.bikes'; did you mean 'bike'?"),
    "amount-undeclared": (
        lambda p: _ends_with(p, kind="spend", when="event = 'fetched'", amount="bikes"),
        "Read 'bikes', the amount of outcome 'Ends', as a number: no source has it; did you mean 'bike'?",
    ),
    "outcome-unbound": (lambda p: _ends_with(p, reached="walk"), "at step 'Walk to work': outcome 'Ends' looks there"),
    "currency-undeclared": (
        lambda p: _ends_with(p, reached="fetch", worth=40),
        "Say which currency the money of outcome 'Ends' is in",
    ),
    "responses-about-nothing": (_about_nothing, "'Handing over' is on no map; did you mean"),
    "same-match": (_matched_twice, "touchpoint 'Counter' takes all of its events"),
    "no-moment": (lambda p: p.step("fetch").pop("moments"), "Mark in"),
    "no-outcome": (lambda p: p.bind().journey.pop("outcomes"), "Say how journey"),
    "nothing-voted": (lambda p: p.step("fetch")["moments"][0]["vote"].update(votes=0), "Let people vote"),
    "moment-unmeasured": (lambda p: p.step("fetch")["moments"][0].pop("metric"), "step 'Fetch my bike"),
    "moment-unowned": (lambda p: p.step("fetch")["moments"][0].pop("owner"), "who answers for"),
    "no-quote": (lambda p: p.evidence["findings"][0].update(kind="figure"), "Let a customer speak"),
    "pain-without-evidence": (lambda p: p.evidence["findings"][0].update(standing="assumed"), "'I wait in line'"),
    "future-without-evidence": (lambda p: _future(p, future_of="tomorrow"), "to customers"),
    "solution-as-opportunity": (
        lambda p: p.step("explain")["opportunities"][0].update(text="Build an app for the queue"),
        "opportunity 'Build an app for the queue' says what to make",
    ),
    "no-future-state": (lambda p: p.journey.update(id="lone"), "a future state of it"),
    "future-of-what": (_future, "Say which journey of today"),
    "review-passed": (lambda p: p.journey.update(review="2024-05-31"), "due on 2024-05-31"),
    "no-review-date": (lambda p: p.journey.pop("mapped"), "was mapped"),
}
"""Rule → what spoils the map, and words of the message that follows."""


def test_the_map_they_are_made_from_breaks_no_rule(parts: Parts) -> None:
    assert parts.broken() == {}


def test_every_rule_has_a_map_that_breaks_it() -> None:
    assert set(SPOILED) == set(RULES)


@pytest.mark.parametrize("rule_id", SPOILED)
def test_a_spoiled_map_breaks_the_rule_and_is_told_what_to_do(parts: Parts, rule_id: str) -> None:
    spoil, words = SPOILED[rule_id]
    spoil(parts)
    messages = parts.broken()[rule_id]
    assert any(words in message for message in messages), messages
    assert not any(sign in message for message in messages for sign in ("`", "_", "{")), messages


def test_a_reference_of_the_wrong_kind_is_broken(parts: Parts) -> None:
    parts.step("walk")["opens"] = "mara"
    parts.evidence["findings"][1]["about"] = ["way/gone"]
    opens, about = sorted(parts.broken()["broken-reference"], reverse=True)
    assert opens.startswith("Correct opens of step ")
    assert opens.endswith("'mara' is persona 'Mara', where a journey has to be named")
    assert about == "Correct about of finding 'If I only knew beforehand': there is no element 'way/gone'"


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda p: p.journey["routes"][0].update(target="gone"), "there is no step 'gone'"),
        (lambda p: p.journey.update(arrives="home"), "there is no step 'home'"),
        (lambda p: p.journey["lanes"].clear(), "there is no lane 'weather'"),
        (lambda p: _ends_with(p, reached="gone"), "there is no step or touchpoint 'gone'"),
        (lambda p: _ends_with(p, silent_for="9 days", since="gone"), "there is no step or touchpoint 'gone'"),
        (lambda p: _ends_with(p, score="walk", below=3), "'walk' is step 'Walk to work', where a touchpoint has to be"),
        (
            lambda p: p.journey.update(breakdowns=[{"id": "b", "name": "B", "by": "properties.x", "at": "gone"}]),
            "there is no step or touchpoint 'gone'",
        ),
        (lambda p: p.step("walk").update(opens="way"), "a circle without end"),
    ],
)
def test_routes_lanes_and_circles_are_references_too(parts: Parts, spoil: Spoil, words: str) -> None:
    spoil(parts)
    assert any(words in message for message in parts.broken()["broken-reference"])


def test_a_buyers_phase_is_a_reference_too(parts: Parts) -> None:
    parts.persona["dimensions"] = [{"id": "d1", "phase": "way/bring"}, {"id": "d2", "phase": "way/explain"}]
    (message,) = parts.broken()["broken-reference"]
    assert "'way/explain' is step 'Explain what is wrong', where a phase has to be named" in message


def test_an_outcome_is_counted_from_where_events_are_bound(parts: Parts) -> None:
    _ends_with(parts, reached="counter", since="walk")
    assert parts.broken()["outcome-unbound"] == [
        "Say which events happen at step 'Walk to work': outcome 'Ends' looks there",
    ]


def test_a_destination_of_the_company_is_a_vendor_journey(parts: Parts) -> None:
    parts.journey["destination"] = "Renewal at a higher margin"
    assert "the company's" in parts.broken()["vendor-journey"][0]


def test_buying_and_using_is_no_vendor_journey(parts: Parts) -> None:
    parts.journey["phases"][-1]["name"] = "Buy and use it"
    assert parts.broken() == {}


def test_steps_in_other_languages_are_left_alone(parts: Parts) -> None:
    parts.language = "nl"
    parts.step("walk")["name"] = "We send a reminder"
    assert parts.broken() == {}


def test_a_persona_is_heard_as_the_customer(parts: Parts) -> None:
    parts.step("walk")["name"] = "Mara is notified"
    assert "in 'Mara is notified', the customer is the one it is done to" in parts.broken()["company-side-step"][0]


def test_a_department_is_heard_as_the_company(parts: Parts) -> None:
    parts.step("fetch")["touchpoints"][0]["department"] = "Wheelhouse"
    parts.step("walk")["name"] = "Wheelhouse calls"
    assert "company-side-step" in parts.broken()


def test_employees_may_speak_for_the_company(parts: Parts) -> None:
    parts.journey["stakeholder"] = "employee"
    parts.step("walk")["name"] = "Greet the customer"
    assert parts.broken() == {}


def test_evidence_may_hang_on_the_pain_or_be_named_by_it(parts: Parts) -> None:
    pain = parts.step("explain")["pains"][0]
    pain["evidence"] = []
    assert parts.broken() == {}
    pain["evidence"] = ["talks"]
    parts.evidence["findings"][0]["about"] = ["way/explain"]
    assert parts.broken() == {}


def test_a_listening_post_is_as_good_as_a_metric(parts: Parts) -> None:
    parts.step("fetch")["moments"][0].pop("metric")
    parts.step("fetch")["touchpoints"][0]["posts"] = [{"id": "ask", "question": "Do the brakes hold?"}]
    assert parts.broken() == {}


def test_a_reported_emotion_is_as_good_as_an_assumed_one(parts: Parts) -> None:
    parts.step("walk").pop("emotion")
    parts.evidence["findings"].append(
        {"id": "bored", "kind": "emotion", "about": ["way/walk"], "text": "Bored", "level": -1}
    )
    assert parts.broken() == {}


def test_a_map_without_any_emotion_is_told_once(parts: Parts) -> None:
    for phase in parts.journey["phases"]:
        for step in phase["steps"]:
            step.pop("emotion")
    assert len(parts.broken()["no-emotion"]) == 1


@pytest.mark.parametrize(("mapped", "due"), [("2023-06-02", date(2024, 6, 2)), ("2024-02-29", date(2025, 2, 28))])
def test_a_map_is_due_a_year_after_it_was_made(parts: Parts, mapped: str, due: date) -> None:
    parts.journey["mapped"] = mapped
    assert parts.workspace().of(Journey)[0].review_due() == due
    assert "review-passed" not in parts.broken(due)
    assert "review-passed" in parts.broken(date(due.year, due.month + 1, 1))


def test_no_map_is_due_after_the_last_day_there_is(parts: Parts) -> None:
    parts.journey["mapped"] = "9999-05-05"
    assert parts.workspace().of(Journey)[0].review_due() == date.max


@pytest.mark.parametrize(
    "text",
    ["Add a chatbot", "A new customer portal", "Automate the reminders", "Send an e-mail after each step", "FAQ page"],
)
def test_what_to_make_is_a_solution(text: str) -> None:
    assert is_solution(text)


@pytest.mark.parametrize(
    "text",
    [
        "Know at any time where my order is",
        "Feel sure that the form arrived",
        "People want to pay in the way they are used to",
        "Not having to explain it twice",
        "Fewer e-mails that say nothing",
    ],
)
def test_what_people_need_is_an_opportunity(text: str) -> None:
    assert not is_solution(text)
