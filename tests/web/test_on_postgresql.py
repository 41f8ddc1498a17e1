"""What rests on the database, once more on a real PostgreSQL: the same tests in a run of their own.

The settings are read once a process, so another database is another process.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.web.postgresql import postgresql
from tests.web.served import REPOSITORY

SUITES = (
    "documents",
    "jobs",
    "live",
    "operations/test_welcome.py",
    "operations/test_watching.py",
    "test_casting.py",
    "api/test_documents.py",
    "api/test_rooms.py",
)


@pytest.mark.slow
def test_the_suites_of_the_database_hold_on_postgresql() -> None:
    suites = [str(path) for name in SUITES if (path := REPOSITORY / "tests" / "web" / name).exists()]
    with postgresql() as address:
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", "-n", "0", "-p", "no:cacheprovider", *suites],
            cwd=REPOSITORY,
            env={**os.environ, "DATABASE_URL": address},
            capture_output=True,
            text=True,
            check=False,
        )
    assert ran.returncode == 0, ran.stdout[-6000:]
    assert " passed" in ran.stdout
