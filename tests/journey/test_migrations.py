"""Older documents are brought to the format of today."""

from __future__ import annotations

from typing import Any

import pytest

from waypost.errors import InputError
from waypost.journey.migrations import MIGRATIONS, migrate
from waypost.journey.model import FORMAT


def _rename(old: str, new: str) -> Any:
    return lambda data: {new if key == old else key: value for key, value in data.items()}


THREE_VERSIONS = {1: _rename("stages", "parts"), 2: _rename("parts", "phases")}


def test_a_document_of_today_stays_as_it_is() -> None:
    data = {"format": FORMAT, "kind": "journey", "name": "Buy"}
    assert migrate(data) == data


@pytest.mark.parametrize("version", [{}, {"format": 1}])
def test_each_version_is_passed_on_the_way(version: dict[str, Any]) -> None:
    data = {**version, "stages": ["Decide"]}
    assert migrate(data, THREE_VERSIONS, current=3) == {"format": 3, "phases": ["Decide"]}
    assert data == {**version, "stages": ["Decide"]}


def test_a_document_in_the_middle_starts_there() -> None:
    assert migrate({"format": 2, "parts": []}, THREE_VERSIONS, current=3) == {"format": 3, "phases": []}


def test_a_newer_document_says_to_upgrade() -> None:
    with pytest.raises(InputError, match=rf"version {FORMAT + 1}, .* up to {FORMAT} \(format\)\. Upgrade Waypost"):
        migrate({"format": FORMAT + 1})


@pytest.mark.parametrize("version", ["1", 0, -1, 1.5, True, None, [1]])
def test_a_version_that_is_none_is_refused(version: object) -> None:
    with pytest.raises(InputError, match="Write 'format: 1'"):
        migrate({"format": version})


def test_every_older_version_can_be_read() -> None:
    assert set(MIGRATIONS) == set(range(1, FORMAT))
