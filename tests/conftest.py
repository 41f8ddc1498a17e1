"""Fixtures every room's tests share, and the promise that nothing is skipped where everything is installed."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("waypost", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("waypost")

REPOSITORY = Path(__file__).parent.parent
NO_REAL_DATA = "no real data"


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real data beside the repository; tests that need it are skipped without it."""
    folder = REPOSITORY.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"{NO_REAL_DATA} at ../shared/data")
    return folder


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With WAYPOST_NO_SKIPS set, a skipped test is a failed one; only real data cannot be installed."""
    report = yield
    if report.skipped and os.environ.get("WAYPOST_NO_SKIPS") and NO_REAL_DATA not in str(report.longrepr):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be: {report.longrepr}"
    return report
