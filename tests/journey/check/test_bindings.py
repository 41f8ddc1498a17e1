"""What a bound map expects of its sources; without a source nothing is expected."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.journey.check.conftest import Parts


def test_a_map_bound_to_what_is_declared_has_nothing_to_remark_on(parts: Parts) -> None:
    assert parts.bind().broken() == {}


def test_without_a_source_nothing_is_asked_of_bindings(parts: Parts) -> None:
    parts.bind()
    parts.source = None
    parts.step("explain")["touchpoints"][0]["match"] = "properties.anything = 'x'"
    assert parts.broken() == {}


def test_a_deadline_declared_as_text_never_passes(parts: Parts) -> None:
    parts.bind().tables()[0]["properties"][2]["type"] = "text"
    (message,) = parts.broken()["deadline-undeclared"]
    assert message == "Read 'promised', the deadline of signal 'Later than promised', as a time"


@pytest.mark.parametrize(
    ("spoil", "element", "name"),
    [
        (lambda p: p.segment.update(when="attributes.mile < 5"), "near", "attributes.mile"),
        (lambda p: p.segment.update(when="attributes.bike = 'red'"), "near", "attributes.bike"),
        (
            lambda p: p.step("fetch")["touchpoints"][0].update(score="properties.ask = 1"),
            "way/handover",
            "properties.ask",
        ),
        (
            lambda p: p.step("fetch")["touchpoints"][0]["signals"][1].update(when="properties.Bike = 'red'"),
            "way/quote",
            "properties.Bike",
        ),
        (lambda p: p.journey["outcomes"][0].update(when="properties.biks = 'red'"), "way/back", "properties.biks"),
        (lambda p: p.journey["breakdowns"][0].update(by="properties.biks"), "way/by-bike", "properties.biks"),
    ],
)
def test_every_condition_is_read_for_names(
    parts: Parts, spoil: Callable[[Parts], Any], element: str, name: str
) -> None:
    spoil(parts.bind())
    (remark,) = parts.report().remarks
    assert (remark.rule, remark.element) == ("property-undeclared", element)
    assert f"no source has '{name}'" in remark.message


def test_answers_may_name_a_touchpoint_of_any_journey_by_id_or_name(parts: Parts) -> None:
    parts.bind().tables()[1]["responses"]["about"] = "reviews"
    assert parts.broken() == {}
    parts.tables()[1]["responses"]["about"] = "way/reviews"
    (remark,) = parts.report().remarks
    assert remark.element == "desk/stars"


@pytest.mark.parametrize("score", ["touchpoint = 'Counter survey'", "source = 'desk'"])
def test_answers_that_a_score_asks_for_are_about_something(parts: Parts, score: str) -> None:
    parts.bind().tables()[1]["responses"]["about"] = "Counter survey"
    assert "responses-about-nothing" in parts.broken()
    parts.step("explain")["touchpoints"][0]["score"] = score
    assert parts.broken() == {}
