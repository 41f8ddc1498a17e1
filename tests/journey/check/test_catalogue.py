"""How a map is checked: by its state, as the workspace wants it, what is good first."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journey.check.conftest import TODAY, Parts
from waypost.errors import InputError
from waypost.journey.check import RULES, Report, check
from waypost.journey.journey import Journey, Lifecycle
from waypost.journey.workspace import Settings, Severity, Workspace


def _bare(lifecycle: str) -> Report:
    journey = Journey(id="way", name="Getting a bike repaired", lifecycle=Lifecycle(lifecycle))
    return check(Workspace(settings=Settings(id="waypost", name="Bikes"), documents=(journey,)), journey, TODAY)


def test_a_draft_is_asked_for_little_and_a_published_map_for_more() -> None:
    draft, validated, published = (len(_bare(state).remarks) for state in ("draft", "validated", "published"))
    assert draft <= 5
    assert draft < validated < published


def test_a_retired_map_is_asked_for_nothing() -> None:
    assert _bare("retired").remarks == ()


def test_a_report_begins_with_what_was_done_well(parts: Parts) -> None:
    assert parts.report().strengths == (
        "5 steps in 5 phases: there is a story to talk about",
        "It leads from 'My brakes scream' to 'I ride to work again'",
        "It is the journey of Mara, not of everybody",
        "Every phase says what the customer wants settled",
        "Customers are heard: 1 quote",
        "It looks beyond the company: 1 touchpoint of others",
        "Colleagues and customers recognise its phases",
        "Somebody answers for its moment of truth",
        "2 designed endings",
        "It knows what it should become: there is a future state",
    )


def test_even_an_empty_map_is_encouraged() -> None:
    assert _bare("draft").strengths == ("'Getting a bike repaired' has a name, which is how every map begins",)


def test_remarks_come_by_severity_and_then_in_reading_order(parts: Parts) -> None:
    parts.step("fetch")["touchpoints"][0].pop("ending")
    parts.step("explain")["touchpoints"][0].pop("ending")
    parts.journey["routes"][0]["target"] = "gone"
    parts.persona.pop("research")
    remarks = parts.report().remarks
    assert [(remark.severity.value, remark.element) for remark in remarks] == [
        ("error", "way/again"),
        ("warning", "mara"),
        ("hint", "way/counter"),
        ("hint", "way/handover"),
    ]
    assert [remark.rule for remark in parts.report().of(Severity.ERROR)] == ["broken-reference"]


def test_a_workspace_changes_severities(parts: Parts) -> None:
    parts.journey.pop("owner")
    parts.journey.pop("sponsor")
    parts.rules = [{"rule": "no-owner", "severity": "error"}, {"rule": "no-sponsor", "severity": "off"}]
    assert [(remark.rule, remark.severity) for remark in parts.report().remarks] == [("no-owner", Severity.ERROR)]


def test_a_workspace_changes_when_a_rule_applies(parts: Parts) -> None:
    parts.journey.update(lifecycle="draft")
    parts.journey.pop("owner")
    assert "no-owner" not in parts.broken()
    parts.rules = [{"rule": "no-owner", "applies_from": "draft"}]
    assert "no-owner" in parts.broken()


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ([{"rule": "no-onwer", "severity": "off"}], "there is no rule 'no-onwer' (rules[0]). Did you mean 'no-owner'?"),
        (
            [{"rule": "no-owner"}, {"rule": "no-owner"}],
            "the rule 'no-owner' is set twice (rules[1]). Keep one of the two",
        ),
    ],
)
def test_settings_that_make_no_sense_are_refused(parts: Parts, rules: list[dict[str, Any]], message: str) -> None:
    parts.rules = rules
    with pytest.raises(InputError) as refused:
        parts.report()
    assert str(refused.value) == message


def test_rule_ids_are_kebab_case_and_every_rule_explains_itself() -> None:
    for rule in RULES.values():
        assert rule.id == rule.id.lower().replace("_", "-").replace(" ", "-")
        assert min(len(rule.reason), len(rule.fix), len(rule.practice)) > 20
        assert not set("`_") & set(rule.title + rule.reason + rule.fix), "people who write no files read it, too"
        assert rule.find.__doc__
