"""A segment's condition in words, and how many real customers it finds."""

from __future__ import annotations

import pytest

from waypost.errors import InputError
from waypost.library import Project
from waypost.web.people.conditions import Found, attributes_of, found, in_words

SAID = {
    "attributes.trade IN ('design', 'photography')": "trade is design or photography",
    "attributes.trade IN ('design')": "trade is design",
    "attributes.region = 'South' AND attributes.seats >= 5": "region is South and seats is at least 5",
    "attributes.a = 'x' AND (attributes.b = 'y' AND attributes.c <> 'z')": "a is x and b is y and c is not z",
    "attributes.a = 'x' OR attributes.b < -2": "a is x or b is less than −2",
    "attributes.first_order BETWEEN 1 AND 3": "first order is from 1 to 3",
    "attributes.plan IS NULL": "plan is not known",
    "attributes.plan IS NOT NULL": "plan is known",
    "NOT (attributes.plan = 'free')": "not: plan is free",
    "attributes.paid = TRUE": "paid is true",
    "attributes.a = 'x' AND (attributes.b = 'y' OR attributes.c = 'z')": "",
    "attributes.a + 1 > 2": "",
}


@pytest.mark.parametrize(("condition", "words"), SAID.items())
def test_a_condition_is_said_in_words_where_they_help(condition: str, words: str) -> None:
    assert in_words(condition) == words


@pytest.mark.parametrize("condition", ["", "attributes.a = ", "properties.a = 'x'", "read_csv('/etc/passwd')", "1;2"])
def test_what_cannot_be_read_is_refused(condition: str) -> None:
    with pytest.raises(InputError):
        in_words(condition)


def test_small_groups_are_hidden_from_those_who_may_not_see_customers() -> None:
    assert Found(3, 100).words(sees_customers=False) == "Fewer than 10 of 100 customers fit."
    assert Found(3, 100).words(sees_customers=True) == "3 of 100 customers fit."
    assert Found(0, 100).words(sees_customers=False) == "0 of 100 customers fit."
    assert Found(0, 0).words(sees_customers=True) == "No customer’s attributes are known yet."


@pytest.mark.xdist_group("kite")
def test_real_customers_are_counted_by_what_is_known_of_them_last(kite: Project) -> None:
    assert "attributes.trade" in attributes_of(kite.workspace)
    everyone = found(kite, "attributes.trade IS NOT NULL OR attributes.trade IS NULL")
    some = found(kite, "attributes.trade IN ('design', 'photography', 'consulting')")
    others = found(kite, "NOT (attributes.trade IN ('design', 'photography', 'consulting'))")
    assert everyone.n == everyone.of > 0
    assert 0 < some.n < some.of
    assert some.n + others.n == some.of
