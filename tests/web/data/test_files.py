"""Files as people bring them, also broken ones: a sentence, never a 500, and nothing half kept."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.conftest import Cast
from tests.web.data.shop import shop_csv
from waypost.errors import InputError
from waypost.web.data.looking import look_into
from waypost.web.data.roles import Role, suggest
from waypost.web.data.uploading import safe_name, waiting
from waypost.web.documents.models import Document
from waypost.web.workspaces.models import Workspace

BROKEN = {
    "binary.csv": bytes(range(256)) * 40,
    "half.csv.gz": gzip.compress(shop_csv(20))[:200],
    "lie.parquet": b"PAR1 this is not one",
    "bare.parquet": b"\x00" * 100,
    "doctype.xes": b'<?xml version="1.0"?><!DOCTYPE log [<!ENTITY a "b">]><log>&a;</log>',
    "no.xes": b"not xml at all",
    "broken.ndjson": b'{"a": 1}\n{"a": \n',
    "list.json": b"[1, 2, 3]",
    "header.csv": b"customer,event,time\n",
    "double.csv": b"a,a,a\n1,2,3\n",
    "quote.csv": b'customer,event,time\n"never closed,paid,2026-01-01\n',
    "nothing.csv": b"\n\n\n",
    "wide.csv": (",".join(f"c{number}" for number in range(3000)) + "\n" + ",".join("1" * 3000) + "\n").encode(),
    "zero.csv": b"customer,event,time\n1,pa\x00id,2026-01-01\n",
}


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.django_db
def test_what_cannot_be_read_is_said_in_words(cast: Cast, name: str) -> None:
    answer = cast.owner.post("/w/acme/data/upload", {"file": SimpleUploadedFile(name, BROKEN[name])})
    assert answer.status_code == 302
    page = cast.owner.get(answer.url)  # type: ignore[attr-defined]
    assert page.status_code in (200, 422)
    said = cast.owner.post(answer.url, {"role-0": "customer", "role-1": "event", "role-2": "time", "keep": "1"})  # type: ignore[attr-defined]
    assert said.status_code in (200, 302, 422)
    assert not Document.objects.filter(kind="source").exists() or said.status_code == 302


@pytest.mark.django_db
def test_a_name_leads_nowhere_else(cast: Cast, acme: Workspace) -> None:
    for name in ("../../../etc/passwd.csv", "..csv", "/etc/x.csv", ".htaccess.csv", "a\\b.csv", "x" * 300 + ".csv"):
        cast.owner.post("/w/acme/data/upload", {"file": SimpleUploadedFile(name, b"a,b\n1,2\n")})
    folder = acme.folder / "uploads" / "incoming"
    assert {path.parent for path in acme.folder.rglob("*.csv")} == {folder}
    assert len(waiting(acme)) >= 5
    assert cast.owner.get("/w/acme/data/files/..%2f..%2fx.csv/").status_code == 404


@pytest.mark.parametrize("name", ["clicks.xlsx", "run.exe", "noending", ""])
def test_other_kinds_of_file_are_refused_with_a_way_out(name: str) -> None:
    with pytest.raises(InputError) as refusal:
        safe_name(name)
    assert refusal.value.problems[0].remedy


@pytest.mark.django_db
def test_a_file_beyond_the_limit_is_refused(cast: Cast, acme: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    small = settings.CONFIGURATION.model_copy(update={"upload_limit": 1})
    monkeypatch.setattr(settings, "CONFIGURATION", small)
    file = SimpleUploadedFile("large.csv", b"a,b\n" + b"1,2\n" * 400_000)
    page = cast.owner.post("/w/acme/data/upload", {"file": file}, follow=True, HTTP_ACCEPT="text/html")
    assert "larger than 1 megabytes" in page.content.decode()
    assert waiting(acme) == []


@pytest.mark.django_db
def test_too_many_bad_rows_are_not_taken_unless_wanted(cast: Cast) -> None:
    content = b"customer,event,time\n" + b"1,paid,2026-01-01\n" * 5 + b"2,paid,yesterday\n" * 5
    address = cast.owner.post("/w/acme/data/upload", {"file": SimpleUploadedFile("x.csv", content)}).url  # type: ignore[attr-defined]
    said = {"role-0": "customer", "role-1": "event", "role-2": "time", "name": "X", "zone": "UTC", "keep": "1"}
    page = cast.owner.post(address, said).content.decode()
    assert "Too much cannot be taken" in page
    assert not Document.objects.filter(kind="source").exists()
    assert cast.owner.post(address, {**said, "anyway": "1"}).status_code == 302
    assert Document.objects.filter(kind="source").exists()


@pytest.mark.django_db
def test_a_mistake_in_the_roles_is_said_in_words(cast: Cast) -> None:
    address = cast.owner.post("/w/acme/data/upload", {"file": SimpleUploadedFile("s.csv", shop_csv())}).url  # type: ignore[attr-defined]
    for said, words in (
        ({"role-0": "customer", "role-1": "customer", "role-3": "time"}, "are both “customer”"),
        ({"role-2": "event", "role-3": "time"}, "No column says who it was"),
        ({"role-0": "customer"}, "No column says when it happened"),
        ({"role-0": "customer", "role-3": "time", "zone": "Nowhere/Land"}, "There is no time zone"),
        ({"role-0": "customer", "role-3": "time", "role-5": "score", "low": "x"}, "is no number"),
    ):
        answer = cast.owner.post(address, {"zone": "UTC", "name": "S", **said})
        assert answer.status_code == 422
        assert words in answer.content.decode()


def test_what_columns_are_is_found_out(tmp_path: Path) -> None:
    file = tmp_path / "shop.csv"
    file.write_bytes(shop_csv())
    found = {one.column.name: one.role for one in suggest(look_into(tmp_path, file))}
    assert found == {
        "customer": Role.CUSTOMER,
        "order_id": Role.CASE,
        "event": Role.EVENT,
        "happened at": Role.TIME,
        "region": Role.ATTRIBUTE,
        "rating": Role.SCORE,
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_how_it_is_written_is_found_out(tmp_path: Path, separator: str, encoding: str) -> None:
    file = tmp_path / "orders.csv"
    file.write_bytes(shop_csv(20, separator=separator).decode().replace("North", "Köln").encode(encoding))
    look = look_into(tmp_path, file)
    assert (look.separator, look.encoding) == (separator, encoding)
    assert look.column("happened at").time_format == "%d.%m.%Y %H:%M"  # type: ignore[union-attr]


def test_wide_orders_are_things_that_happened(real_data: Path) -> None:
    look = look_into(real_data / "olist", real_data / "olist" / "olist_orders_dataset.csv.gz")
    roles = {one.column.name: one.role for one in suggest(look)}
    assert roles["order_delivered_customer_date"] is Role.EVENT_COLUMN
    assert roles["order_estimated_delivery_date"] is Role.PROPERTY
    assert roles["order_id"] is Role.CASE


def test_rows_that_go_on_about_the_same_thing_are_events_of_it(tmp_path: Path) -> None:
    """A log of changes repeats when a ticket was opened in each of its rows: that is not what the row is about."""
    file = tmp_path / "log.csv"
    rows = "".join(
        f"{number},{state},u{number % 7},2026-01-{number} 09:00,2026-01-{number} 1{place}:00,2026-02-01\n"
        for number in range(10, 30)
        for place, state in enumerate(("New", "Active", "Resolved"))
    )
    file.write_text(f"number,ident_state,caller_id,opened_at,updated_at,closed_at\n{rows}")
    roles = {one.column.name: one.role for one in suggest(look_into(tmp_path, file))}
    assert (roles["ident_state"], roles["updated_at"], roles["number"]) == (Role.EVENT, Role.TIME, Role.CASE)
    assert roles["opened_at"] is Role.PROPERTY


def test_a_survey_file_knows_when_they_answered_and_what_goes_with_it(tmp_path: Path) -> None:
    file = tmp_path / "reviews.csv"
    rows = "".join(
        f"r{number},k{number // 2},{number % 5 + 1},{'Good' * (number % 2)},"
        f"It came on day {number} and I was happy with all of it,2026-01-{number:02d},2026-02-{number:02d} 09:00\n"
        for number in range(1, 29)
    )
    head = "review_id,customer_id,review_score,review_comment_title,review_comment_message"
    file.write_text(f"{head},review_creation_date,review_answer_timestamp\n{rows}")
    roles = {one.column.name: one.role for one in suggest(look_into(tmp_path, file))}
    assert roles["review_answer_timestamp"] is Role.ANSWERED
    assert roles["review_creation_date"] is Role.EVENT_COLUMN
    assert roles["review_comment_title"] is Role.PROPERTY
    assert roles["review_comment_message"] is Role.VERBATIM


@pytest.mark.parametrize(
    ("name", "told"), [("qualtrics_export_sample", "three"), ("qualtrics_export_sample_legacy", "two")]
)
def test_a_survey_export_with_more_header_rows_is_refused(real_data: Path, name: str, told: str) -> None:
    folder = real_data / "surveys"
    with pytest.raises(InputError, match=f"survey export with {told} header rows") as refused:
        look_into(folder, folder / f"{name}.csv")
    rows = {"three": "rows 2 and 3", "two": "row 2"}[told]
    assert refused.value.problems[0].remedy == f"Delete {rows}, then bring it again"
