"""Ids become visible in their order: who has seen 12 never has to learn of an 11 later."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.live.announced import EACH, THREADS
from tests.web.postgresql import postgresql
from tests.web.served import REPOSITORY


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty database; SQLite's is none."""
    if request.param == "sqlite":
        yield ""
        return
    with postgresql() as address:
        yield address


def test_a_reader_who_goes_on_after_the_last_misses_none(database: str, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "waypost.web.settings",
        "WAYPOST_HOME": str(tmp_path),
        "WAYPOST_SECRET_KEY": "for tests only",
        "WAYPOST_DATABASE_URL": database,
    }
    announcing = [sys.executable, "-m", "tests.web.live.announced"]
    said = subprocess.run(announcing, cwd=REPOSITORY, env=environment, stdout=subprocess.PIPE, check=True).stdout
    answer = json.loads(said)
    assert answer["seen"] == answer["written"]
    assert len(answer["seen"]) == THREADS * EACH
