"""What is said about running Waypost is what it does."""

from __future__ import annotations

import re

import pytest

from tests.web.served import REPOSITORY
from waypost.errors import InputError
from waypost.web.configuration import Configuration, configuration, variable
from waypost.web.jobs import leasing, running
from waypost.web.reference import settings_table

PAGE = (REPOSITORY / "docs" / "operations.md").read_text(encoding="utf-8")


def test_the_table_of_settings_is_current() -> None:
    (shown,) = re.findall(r"<!-- settings -->\n(.*)<!-- /settings -->", PAGE, re.DOTALL)
    assert shown == settings_table()


@pytest.mark.parametrize("name", Configuration.model_fields)
def test_every_setting_says_what_it_means(name: str) -> None:
    assert Configuration.model_fields[name].description
    assert variable(name) in PAGE


def test_a_wrong_setting_is_named() -> None:
    with pytest.raises(InputError, match="WAYPOST_THREADS"):
        configuration({"WAYPOST_THREADS": "many"})


def test_the_times_of_a_lease_are_as_told() -> None:
    assert f"that is {leasing.LEASE.seconds} seconds old" in PAGE
    assert (running._BEAT, leasing.ATTEMPTS) == (4.0, 3)
