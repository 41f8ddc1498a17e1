"""Files out: named, typed, safe, and readable again."""

from __future__ import annotations

import csv
import io
import json
import uuid
import zipfile
from pathlib import Path

import pytest

from tests.web.acme import JOURNEY
from tests.web.conftest import Browsing, Cast
from tests.web.served import Served
from waypost.formats.folder import load
from waypost.formats.yaml import read_document
from waypost.journey.edits import Set
from waypost.web.accounts.models import User
from waypost.web.documents.committing import Author, commit
from waypost.web.documents.importing import keep_picture
from waypost.web.documents.models import Document
from waypost.web.sharing.archive import archive
from waypost.web.sharing.unpacking import unpack
from waypost.web.workspaces.models import Workspace

EXPORT = "/w/acme/journeys/buying/export"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)


@pytest.mark.parametrize(
    ("kind", "query", "name", "begins"),
    [
        ("pdf", "", "buying-a-bike-A0.pdf", b"%PDF"),
        ("png", "?paper=A3", "buying-a-bike-A3.png", b"\x89PNG"),
        ("svg", "?paper=A1&version=talking-point", "buying-a-bike-A1-talking-point.svg", b"<svg"),
        ("html", "", "buying-a-bike.html", b"<!doctype html>"),
        ("yaml", "", "buying-a-bike.yaml", b"kind: journey"),
        ("json", "", "buying-a-bike.json", b"{"),
        ("mmd", "", "buying-a-bike.mmd", b"journey"),
        ("csv", "", "buying-a-bike.csv", b"\xef\xbb\xbfphase"),
    ],
)
def test_a_journey_as_a_file(kind: str, query: str, name: str, begins: bytes, cast: Cast) -> None:
    answer = cast.viewer.get(f"{EXPORT}/{kind}{query}")
    assert answer.status_code == 200
    assert answer.content.startswith(begins)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "sandbox" in answer.headers["Content-Security-Policy"]


@pytest.mark.slow
@pytest.mark.xdist_group("served")
def test_a_poster_is_printed_from_the_page(shared_server: Served, browser_page: Browsing) -> None:
    page = browser_page(shared_server, "viewer")
    page.goto("/w/acme/journeys/buying/share")
    page.get_by_label("Paper").select_option("A3")
    with page.expect_download() as printed:
        page.get_by_role("button", name="Print it (PDF)").click()
    assert printed.value.suggested_filename == "buying-a-bike-A3.pdf"
    assert printed.value.path().read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("kind", ["yaml", "json"])
def test_what_holds_everything_reads_back(kind: str, cast: Cast) -> None:
    text = cast.viewer.get(f"{EXPORT}/{kind}").content.decode()
    assert read_document(text) == read_document(JOURNEY)
    if kind == "json":
        assert json.loads(text)["id"] == "buying"


def test_a_table_is_safe_to_open(cast: Cast, acme: Workspace, owner: User) -> None:
    row = Document.objects.get(workspace=acme, slug="buying")
    hostile = '=HYPERLINK("http://evil.example")'
    commit(row, Author.of(owner), uuid.uuid4(), [Set(id="pays", field="name", old="I pay", new=hostile)])
    text = cast.viewer.get(f"{EXPORT}/csv").content.decode("utf-8-sig")
    cells = [cell for line in csv.reader(io.StringIO(text)) for cell in line]
    assert [cell for cell in cells if cell[:1] in "=+@" and cell] == []
    assert any(hostile in cell for cell in cells)


def test_one_departments_part(cast: Cast, acme: Workspace, owner: User) -> None:
    row = Document.objects.get(workspace=acme, slug="buying")
    commit(row, Author.of(owner), uuid.uuid4(), [Set(id="till", field="department", old=None, new="The Till")])
    answer = cast.viewer.get(f"{EXPORT}/html?part=The Till")
    assert answer.headers["Content-Disposition"].endswith('filename="buying-a-bike-the-till.html"')
    assert "I pay" in answer.content.decode()
    assert "I look around" not in answer.content.decode()
    refused = cast.viewer.get(f"{EXPORT}/pdf?part=The Tile", headers={"Accept": "text/html"})
    assert refused.status_code == 422
    assert "Did you mean" in refused.content.decode()


@pytest.mark.parametrize("path", ["exe", "pdf?paper=A9", "pdf?version=secret"])
def test_what_there_is_not(path: str, cast: Cast) -> None:
    assert cast.viewer.get(f"{EXPORT}/{path}").status_code == 404


def test_losses_are_told_before(cast: Cast) -> None:
    page = cast.viewer.get("/w/acme/journeys/buying/share").content.decode()
    assert "have no place in it" in page
    assert "a Mermaid journey cannot hold" in page


def test_what_a_poster_cannot_draw_is_told_before(cast: Cast, acme: Workspace, owner: User) -> None:
    row = Document.objects.get(workspace=acme, slug="buying")
    commit(row, Author.of(owner), uuid.uuid4(), [Set(id="pays", field="name", old="I pay", new="I pay \U00018b00")])
    assert "install a font with khitan" in cast.viewer.get("/w/acme/journeys/buying/share").content.decode().lower()


def test_a_workspace_is_a_folder_the_command_line_opens(
    cast: Cast, acme: Workspace, owner: User, tmp_path: Path
) -> None:
    keep_picture(acme, "mira.png", PIXEL)
    row = Document.objects.get(workspace=acme, slug="mira")
    commit(row, Author.of(owner), uuid.uuid4(), [Set(id="mira", field="portrait", old=None, new="pictures/mira.png")])
    answer = cast.viewer.get("/w/acme/export")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="acme.zip"'
    zipfile.ZipFile(io.BytesIO(answer.content)).extractall(tmp_path)
    opened = load(tmp_path).workspace
    assert opened.document("buying") == read_document(JOURNEY)
    assert (tmp_path / "pictures/mira.png").read_bytes() == PIXEL
    assert set(unpack(answer.content, "acme.zip")) >= {"waypost.yaml", "journeys/buying.yaml", "personas/mira.yaml"}
    assert archive(acme) == answer.content, "the same workspace is the same zip"
