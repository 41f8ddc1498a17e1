"""Erasing is total: nowhere in the workspace's folder, and nowhere in the database, is the name left."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from django.apps import apps
from django.db import connection, models

from tests.web.conftest import Cast
from tests.web.data.test_lookups import ORDERS, PEOPLE, REVIEWS, take_with_all_lookups
from tests.web.data.test_start import bring, work
from waypost.web.data.erasing import hash_of
from waypost.web.jobs.asking import ask
from waypost.web.jobs.leasing import fail, lease
from waypost.web.jobs.models import Job
from waypost.web.live.announcing import announce
from waypost.web.measuring.project import project_of, uploads_of
from waypost.web.workspaces.models import Workspace

pytestmark = pytest.mark.django_db(transaction=True)

NAME = "zz-annabel"


def texts_of(file: Path) -> Iterator[str]:
    """Everything a file says, decoded."""
    raw = file.read_bytes()
    if raw.startswith(b"PAR1"):
        yield pl.read_parquet(file).write_ndjson()
    yield (gzip.decompress(raw) if raw.startswith(b"\x1f\x8b") else raw).decode("utf-8", errors="replace")
    yield file.name


def folder_says(folder: Path, name: str) -> list[str]:
    """The files in which a name stands."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert len(files) > 20
    return [str(file.relative_to(folder)) for file in files if any(name in text for text in texts_of(file))]


def database_says(name: str) -> list[str]:
    """The columns in which a name stands."""
    found = []
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField | models.JSONField | models.BinaryField):
                quoted = f'"{model._meta.db_table}"', f'"{field.column}"'
                with connection.cursor() as cursor:
                    cursor.execute(f"SELECT CAST({quoted[1]} AS TEXT) FROM {quoted[0]}")
                    found += [".".join(quoted) for (value,) in cursor if name in str(value)]
    return found


def test_a_name_is_nowhere_any_more(cast: Cast, acme: Workspace) -> None:
    people = PEOPLE.replace(",p3,", f",{NAME},")
    take_with_all_lookups(cast.owner, "people.csv", people)
    take_with_all_lookups(cast.owner, "orders.csv", ORDERS)
    take_with_all_lookups(cast.owner, "reviews.csv", REVIEWS)
    work()
    bring(cast.owner, "later.csv", f"customer,event,time\n{NAME},paid,2026-01-01\n".encode())
    bring(cast.owner, "other.csv", b"customer,event,time\nbob,paid,2026-01-01\n")
    failed = ask(acme, "draft", {"draft": "x"}, "draft:before", None)
    Job.objects.filter(pk=failed.pk).update(run_at="2020-01-01T00:00Z")
    held = lease("here:2")
    assert held is not None
    fail(held, f"column 'x' is no key: '{NAME}' occurs 2 times")
    announce(acme.topic, "job", {"saying": f"'{NAME}' occurs 2 times"})
    assert folder_says(acme.folder, NAME)
    assert database_says(NAME)

    cast.owner.post("/w/acme/data/customer/erase", {"customer": NAME, "again": NAME})
    work()
    assert folder_says(acme.folder, NAME) == []
    assert database_says(NAME) == []
    job = Job.objects.get(kind="erase-customer")
    assert job.result is not None
    assert (job.state, job.result["found"], job.result["files"], job.result["thrown_away"]) == ("done", True, 3, 1)
    assert "o3,k3" not in (uploads_of(acme) / "orders" / "orders.csv").read_text()
    assert (uploads_of(acme) / "incoming" / "other.csv").is_file()
    page = cast.owner.get("/w/acme/data/customer/", HTTP_ACCEPT="text/html").content.decode()
    assert "3 of the files you brought were written anew without them" in page

    before = project_of(acme).lake.events_count
    ask(acme, "ingest", {}, "ingest:again", None)
    work()
    assert project_of(acme).lake.events_count == before
    assert Job.objects.filter(state="failed").exclude(pk=failed.pk).count() == 0


def test_who_comes_back_in_a_later_file_is_taken_out_of_it(cast: Cast, acme: Workspace) -> None:
    clicks = "customer,event,time\n" + "".join(f"c{number},paid,2026-01-01\n" for number in range(30))
    said = {"role-0": "customer", "role-1": "event", "role-2": "time", "name": "Clicks", "zone": "UTC", "keep": "1"}
    cast.owner.post(bring(cast.owner, "a.csv", f"{clicks}{NAME},paid,2026-01-01\n".encode()), said)
    work()
    cast.owner.post("/w/acme/data/customer/erase", {"customer": NAME, "again": NAME})
    work()
    cast.owner.post(bring(cast.owner, "b.csv", f"{clicks}{NAME},left,2026-01-02\n".encode()), {"more-of": "clicks"})
    work()
    assert folder_says(acme.folder, NAME) == []


@pytest.mark.parametrize("ending", ["failed", "cancelled"])
def test_a_job_that_is_not_done_holds_a_hash_only(cast: Cast, acme: Workspace, ending: str) -> None:
    cast.owner.post("/w/acme/data/customer/erase", {"customer": NAME, "again": NAME})
    Job.objects.filter(kind="erase-customer").update(state=ending)
    assert Job.objects.get(kind="erase-customer").arguments == {"hash": hash_of(NAME)}
    assert database_says(NAME) == []
