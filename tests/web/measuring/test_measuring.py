"""Measuring: once in effect, whoever is killed; for segments and periods; nothing of small groups."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from django.utils import timezone

from tests.web.conftest import Cast
from tests.web.data.test_start import work
from tests.web.measuring.shopping import FEW, PAYING, PEOPLE, measured
from waypost.events.erasure import DERIVED
from waypost.web.jobs.leasing import lease
from waypost.web.jobs.models import Job
from waypost.web.jobs.worker import attempt
from waypost.web.live.models import Event as Announced
from waypost.web.measuring.asking import ask_to_measure
from waypost.web.measuring.keeping import file_of, read
from waypost.web.measuring.project import state_of
from waypost.web.measuring.shown import REPORTS, file_of_shown, measured_to
from waypost.web.workspaces.models import Workspace

pytestmark = pytest.mark.django_db(transaction=True)
MEASURES = "/w/acme/journeys/buying/measures"


def lanes(cast: Cast, query: str = "") -> dict[str, dict[str, list[dict[str, object]]]]:
    """Lane → step → figures, as the page gets them."""
    found = cast.viewer.get(f"{MEASURES}?{query}").json()["lanes"]
    return {lane["id"]: {cell["step"]: cell["items"] for cell in lane["cells"]} for lane in found}


def news() -> int:
    """How often it was told that something was measured."""
    return Announced.objects.filter(kind="measures", topic__startswith="document:").count()


def test_segments_and_periods(cast: Cast, acme: Workspace) -> None:
    measured(cast.owner, acme)
    assert lanes(cast)["reach"]["pays"][0]["n"] == f"n\u00a0{PEOPLE}"
    ulm = lanes(cast, "segment=ulm")["reach"]["pays"][0]
    assert ulm["n"] == f"n\u00a0{PEOPLE - FEW}"
    assert str(ulm["told"]).find("everyone") > 0
    march = cast.viewer.get(f"{MEASURES}?period=2026-03").json()
    assert march["periods"] == ["2026-03", "2026-02", "2026-01"]
    assert lanes(cast, "period=2026-03")["reach"]["pays"][0]["n"] == f"n\u00a0{PEOPLE // 2}"
    assert cast.viewer.get(f"{MEASURES}?segment=nobody").status_code == 404
    assert cast.viewer.get(f"{MEASURES}?period=1999").status_code == 404


def test_small_groups_have_no_figures(cast: Cast, acme: Workspace) -> None:
    measured(cast.owner, acme)
    for cells in lanes(cast, "segment=bonn").values():
        for items in cells.values():
            assert {item["shape"] for item in items} <= {"quiet"}
            assert "%" not in str(items)


def test_customers_behind_a_figure_are_those_it_is_counted_of(cast: Cast, acme: Workspace) -> None:
    measured(cast.owner, acme)
    kept = read(file_of(state_of(acme), "buying"))
    assert kept is not None

    def behind(lane: str, step: str, query: str = "") -> dict[str, object]:
        address = f"/w/acme/journeys/buying/figures/{lane}/{step}?customers=1&{query}"
        return dict(cast.owner.get(address).json()["customers"])

    for segment, period in (("", ""), ("ulm", ""), ("", "2026-03"), ("ulm", "2026-01")):
        found = kept.find(segment, period)
        assert found is not None
        query = f"segment={segment}&period={period}"
        for lane in ("reach", "time-to", "dwell"):
            assert behind(lane, "pays", query)["total"] == found.elements["pays"].cases
    assert behind("drop-off", "looks-around")["total"] == PEOPLE - PAYING
    assert behind("drop-off", "looks-around")["who"] == "came here last and did not arrive"
    march = behind("reach", "pays", "period=2026-03")["people"]
    assert {int(one["customer"][1:]) % 2 for one in march} == {1}  # type: ignore[attr-defined]
    assert cast.owner.get("/w/acme/journeys/buying/figures/signals/pays").json()["mayask"] is False
    assert cast.owner.get("/w/acme/journeys/buying/figures/signals/pays?customers=1").json()["customers"] is None
    assert cast.owner.get("/w/acme/journeys/buying/figures/reach/pays?customers=1&period=1999").status_code == 404
    assert cast.editor.get("/w/acme/journeys/buying/figures/reach/pays?customers=1").json()["customers"] is None


def test_the_same_again_changes_nothing_and_tells_nobody(cast: Cast, acme: Workspace) -> None:
    measured(cast.owner, acme)
    file, before = file_of(state_of(acme), "buying"), news()
    content = file.read_bytes()
    for number in range(3):
        ask_to_measure(acme, "buying", f"once more {number}", None)
        assert ask_to_measure(acme, "buying", f"and again {number}", None) is None
        work()
    assert file.read_bytes() == content
    assert news() == before
    file_of_shown(state_of(acme), "buying").unlink()
    ask_to_measure(acme, "buying", "formatted anew", None)
    work()
    assert lanes(cast)["reach"]
    assert file.read_bytes() == content


def test_a_killed_measuring_is_taken_over_and_counts_once(cast: Cast, acme: Workspace) -> None:
    measured(cast.owner, acme)
    file = file_of(state_of(acme), "buying")
    before, told_before = read(file), news()
    file.unlink()
    file_of_shown(state_of(acme), "buying").unlink()
    job = ask_to_measure(acme, "buying", "to be killed", None)
    assert job is not None
    Job.objects.filter(pk=job.pk).update(run_at="2020-01-01T00:00Z")
    gone = subprocess.Popen([sys.executable, "-c", "pass"])
    gone.wait()
    first = lease(f"elsewhere:{gone.pid}")
    assert first is not None
    (state_of(acme) / REPORTS).mkdir(exist_ok=True)
    file.write_bytes(b'{"format": 1, "half')  # all that a killed process could leave, were it not written in one step
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    second = lease("here:1")
    assert second is not None
    assert (second.pk, second.attempt) == (job.pk, 2)
    attempt(second, Event())
    attempt(first, Event())  # it was only asleep: its lease is lost, and it writes nothing down
    done = Job.objects.get(pk=job.pk)
    assert (done.state, done.attempt, done.worker) == ("done", 2, "here:1")
    after = read(file)
    assert before is not None
    assert after is not None
    assert (after.key, after.living, after.groups) == (before.key, before.living, before.groups)
    assert news() == told_before + 2  # the figures, then the answers


def test_a_map_that_was_redrawn_is_shown_as_it_is_now(cast: Cast, acme: Workspace) -> None:
    measured(cast.owner, acme)
    edits = [{"edit": "set", "id": "pays", "field": "name", "old": "I pay", "new": "I hand it over"}]
    sent = {"key": "00000000-0000-4000-8000-000000000001", "edits": edits}
    assert cast.owner.post("/w/acme/documents/buying/changes", sent, content_type="application/json").status_code == 200
    told = lanes(cast)["reach"]["pays"][0]["told"]
    assert "'about': 'Reach · I hand it over'" in str(told)


def test_kept_figures_are_shown_without_what_counts(cast: Cast, acme: Workspace) -> None:
    measured(cast.owner, acme)
    assert DERIVED[0] == REPORTS
    assert measured_to(state_of(acme), "buying") == "2026-03-06"
    asked = (
        "import sys; from pathlib import Path; import django; django.setup();"
        "from waypost.web.measuring import telling, shown, summary, views; import waypost.web.portfolio.views;"
        f"assert summary.read_summary(Path({str(state_of(acme))!r}), 'buying').cases;"
        f"found = shown.read_shown(Path({str(state_of(acme))!r}), 'buying'); assert found['groups']['@']['lanes'];"
        "loaded = [name for name in sys.modules if name.startswith(('waypost.analysis', 'numba', 'polars'))];"
        "assert not loaded, loaded"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "waypost.web.settings", "PATH": "/usr/bin", "HOME": str(Path.home())}
    subprocess.run([sys.executable, "-c", asked], check=True, env=environment)
