"""Every fix that is offered can be applied, and does away with the remark it was offered for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from waypost.formats.yaml import read_document
from waypost.journey.check import RULES, Remark, check
from waypost.journey.edits import EDITS, apply, inverse
from waypost.journey.journey import Journey
from waypost.journey.persona import Persona
from waypost.journey.workspace import Settings, Workspace
from waypost.web.checking.fixes import FIXERS, Desk, a_year_on, fixes
from waypost.web.documents.shape import element_shapes

DAY = date(2026, 3, 3)

NEEDY = """\
kind: journey
id: buying
name: Buying a bike
lifecycle: published
case: order
personas: [nobody]
review: 2025-01-01
phases:
  - {id: empty, name: Nothing happens}
  - id: buy
    name: Buy
    moments:
      - {id: decides, text: Here they decide}
    steps:
      - id: pays
        name: I pay
        opens: nowhere
        touchpoints:
          - {id: till, name: Till, department: Shop, match: event = 'paid'}
          - {id: door, name: Door, department: Yard}
          - {id: review, name: A review, by: third-party, department: Shop}
          - {id: card, name: Card}
        tollgates:
          - id: sure
            settles: That it fits
            contents: [{id: chart, name: Size chart, missing: true}]
  - id: ride
    name: Ride
    any_order: true
    steps: [{id: rides, name: I ride to work, touchpoints: [{id: road, name: Road, by: partner}]}]
routes:
  - {id: away, origin: pays, target: gone}
"""
PERSONA = "kind: persona\nid: mira\nname: Mira\n"
SOURCE = """\
kind: source
id: tills
name: Tills
zone: UTC
tables:
  - id: sales
    files: sales.csv
    customer: who
    time: at
    event: kind
    properties: [{column: orders}]
"""


def desk(journey: str = NEEDY, *others: str, department: str = "Shop") -> Desk:
    value = read_document(journey)
    assert isinstance(value, Journey)
    documents = (value, *(read_document(other) for other in others))
    return Desk(
        Workspace(settings=Settings(id="acme", name="Acme"), documents=documents), value, DAY, "Ada", department
    )


def remarks(at: Desk) -> tuple[Remark, ...]:
    return check(at.workspace, at.journey, at.today).remarks


def after(at: Desk, journey: Journey) -> Desk:
    others = tuple(journey if document.id == journey.id else document for document in at.workspace.documents)
    return replace(at, journey=journey, workspace=at.workspace.model_copy(update={"documents": others}))


def mended(rule: str, at: Desk) -> list[tuple[str, Journey]]:
    """What each fix of a rule's remarks says, and the journey it makes."""
    found = [fix for remark in remarks(at) if remark.rule == rule for fix in fixes(at, remark)]
    return [(fix.label, apply(at.journey, *fix.edits)) for fix in found]


@pytest.mark.parametrize(
    "rule",
    [
        "arrival-unbound",
        "broken-reference",
        "content-missing",
        "department-of-others",
        "empty-phase",
        "moment-unmeasured",
        "moment-unowned",
        "no-department",
        "no-owner",
        "no-team",
        "phases-not-validated",
        "review-passed",
    ],
)
def test_each_fix_does_away_with_its_remark_and_can_be_taken_back(rule: str) -> None:
    at = desk(NEEDY.replace("case: order", "case: order\narrives: rides"), PERSONA, SOURCE)
    offered = 0
    for remark in remarks(at):
        if remark.rule != rule:
            continue
        for fix in fixes(at, remark):
            offered += 1
            better = apply(at.journey, *fix.edits)
            assert remark not in remarks(after(at, better)), fix.label
            assert apply(better, *(inverse(edit) for edit in reversed(fix.edits))) == at.journey
            assert EDITS.validate_python(EDITS.dump_python(fix.edits, mode="json")) == fix.edits
    assert offered


def test_nobody_in_particular_is_offered_each_persona_there_is() -> None:
    at = desk(NEEDY.replace("personas: [nobody]\n", ""), PERSONA)
    ((label, journey),) = mended("no-persona", at)
    assert label == "Make it the journey of Mira"
    assert journey.personas == ("mira",)


def test_a_near_name_is_proposed() -> None:
    at = desk(NEEDY, SOURCE)
    ((label, journey),) = mended("case-undeclared", at)
    assert (label, journey.case) == ("It is ‘orders’", "orders")


def test_a_future_state_is_linked_to_the_journey_it_shares_most_with() -> None:
    current = NEEDY.replace("id: buying", "id: today").replace("Buying a bike", "Today")
    other = "kind: journey\nid: another\nname: Another\n"
    at = desk(NEEDY.replace("lifecycle: published", "state: future"), other, current)
    assert [label for label, _ in mended("future-of-what", at)] == ["It changes Today", "It changes Another"]


def test_a_review_is_written_down_as_done_today_and_is_due_in_a_year() -> None:
    ((_, journey),) = mended("review-passed", desk())
    assert (journey.mapped, journey.review_due()) == (DAY, date(2027, 3, 3))
    assert a_year_on(date(2024, 2, 29)) == date(2025, 2, 28)


def test_without_a_department_of_ones_own_none_is_offered() -> None:
    assert mended("no-department", desk(department="")) == []


def test_remarks_about_other_documents_are_not_mended_from_here() -> None:
    at = desk(NEEDY, PERSONA)
    assert fixes(at, Remark("no-owner", RULES["no-owner"].severity, "mira", "")) == ()


def test_what_is_promised_is_there() -> None:
    parts = (*element_shapes(Journey).values(), *element_shapes(Persona).values())
    assert FIXERS.keys() <= RULES.keys()
    assert {rule.field for rule in RULES.values()} <= {
        "",
        *(name for part in parts for name in (*part.fields, *part.slots)),
    }
