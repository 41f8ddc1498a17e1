"""Fixtures every room's tests share, and the promise that nothing is skipped where everything is installed."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from waypost.analysis.brief import Brief
    from waypost.library import Project

# Tests start many processes, which need not each compile all they load.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Every day some examples of each property; `--hypothesis-profile thorough`, as in .ci/run, tries more.
for profile, examples in (("everyday", 25), ("thorough", 100)):
    settings.register_profile(
        profile, deadline=None, max_examples=examples, suppress_health_check=[HealthCheck.too_slow]
    )
settings.load_profile("everyday")

# While Playwright's browser is open its event loop runs in the test's own thread; Django takes that for async code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

REPOSITORY = Path(__file__).parent.parent
CHROMIUM = next(filter(Path.exists, map(Path, ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium"))), None)
"""The browser; the one without a window needs half as much."""
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

NO_REAL_DATA = "no real data"


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real data beside the repository; tests that need it are skipped without it."""
    folder = REPOSITORY.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"{NO_REAL_DATA} at ../shared/data")
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window, one for all tests of a worker: Playwright runs once in a process."""
    if CHROMIUM is None:
        pytest.skip("no browser: install chromium-headless-shell")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """A small cluster on this machine: a driver and two executors, each a process of its own.

    Tests that use it belong to the group `spark`, so that one process runs them all and there is one cluster.
    """
    sql = pytest.importorskip("pyspark.sql", reason="no pyspark: install waypost[spark]")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("no Java: Spark runs on Java 17 or later")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    folder = tmp_path_factory.mktemp("spark")
    options = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.local.dir": str(folder),
        "spark.log.level": "FATAL",
        "spark.sql.session.timeZone": "America/Lima",  # wherever the cluster stands, instants are the same
        "spark.sql.shuffle.partitions": "4",
        "spark.sql.sources.parallelPartitionDiscovery.threshold": "10000",
        "spark.sql.warehouse.dir": str(folder),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    session = sql.SparkSession.builder.master("local-cluster[2,1,1024]").config(map=options).getOrCreate()
    yield session
    session.stop()


@pytest.fixture(scope="session")
def kite(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A small simulated company, taken in. Tests that use it belong to the group `kite`, so that it is made once."""
    from waypost.demo.show import lay_out  # noqa: PLC0415  # tests without it do not wait
    from waypost.library import open_workspace  # noqa: PLC0415  # tests without it do not wait

    project = open_workspace(lay_out(tmp_path_factory.mktemp("kite"), visitors=500))
    project.ingest()
    return project


@pytest.fixture(scope="session")
def kite_brief(kite: Project) -> Brief:
    """Every answer of the small company's report."""
    from waypost.analysis.brief import brief  # noqa: PLC0415  # tests without it do not wait

    return brief(kite.study())


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
