"""Maps brought in: read, told, then kept whole or not at all."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.web.acme import JOURNEY, PERSONA
from tests.web.conftest import Cast
from tests.web.sharing.test_exports import PIXEL
from tests.web.sharing.test_unpacking import packed
from waypost.formats.yaml import read_document
from waypost.journey.journey import Journey
from waypost.journey.persona import Persona
from waypost.web.documents.models import Document
from waypost.web.documents.reading import current
from waypost.web.sharing import waiting
from waypost.web.sharing.reading import Kind, read, told_by
from waypost.web.workspaces.models import Workspace

BRING = "/w/acme/bring"
MERMAID = (
    "journey\n  title Mending a bike\n  section Notice\n    It is flat: 1: Mira\n  section Mend\n    I go; there: 9\n"
)
TABLE = "phase\tstep\ttouchpoint\tchannel\nLook\tI ask friends\tWord of mouth\tpeer\nBuy\tI pay\tTill\tpayment\n"


def brought(client: Client, text: str) -> str:
    """Paste a text; the address of its preview."""
    answer = client.post(BRING, {"text": text})
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def uploaded(client: Client, name: str, data: bytes) -> str:
    answer = client.post(BRING, {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def journey(workspace: Workspace, slug: str) -> Journey:
    value = current(Document.objects.get(workspace=workspace, slug=slug)).value
    assert isinstance(value, Journey)
    return value


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (JOURNEY, Kind.YAML),
        ('{"kind": "journey", "name": "X"}', Kind.JSON),
        (MERMAID, Kind.MERMAID),
        (f"---\ntitle: X\n---\n%% said\n{MERMAID}", Kind.MERMAID),
        (TABLE, Kind.TABLE),
        ("journey,phase,step\nX,Look,I look\n", Kind.TABLE),
    ],
)
def test_a_text_says_what_it_is(text: str, kind: Kind) -> None:
    assert told_by(text) is kind


def test_a_diagram_in_fences_is_a_diagram() -> None:
    (found,) = read("what was pasted", f"```mermaid\n{MERMAID}```\n".encode()).found
    assert found.kind is Kind.MERMAID
    assert found.document.name == "Mending a bike"


def test_a_pasted_diagram_becomes_a_journey(cast: Cast, acme: Workspace) -> None:
    address = brought(cast.editor, MERMAID)
    page = cast.editor.get(address).content.decode()
    assert "Mending a bike" in page
    assert "line 6: score 9 is outside 1 to 5; read as 5" in page
    assert not Document.objects.filter(slug="mending-a-bike").exists(), "nothing is made by looking"
    made = cast.editor.post(address, {"make": "1"})
    assert made.headers["Location"] == "/w/acme/journeys/mending-a-bike/"
    assert [step.name for step in journey(acme, "mending-a-bike").steps()] == ["It is flat", "I go; there"]
    assert cast.editor.post(address, {"make": "1"}).headers["Location"] == BRING
    assert Document.objects.filter(name="Mending a bike").count() == 1, "pressed twice, made once"


def test_what_is_wrong_is_told_with_its_place(cast: Cast) -> None:
    answer = cast.editor.post(
        BRING, {"text": "kind: journey\nid: x\nname: X\nphases:\n  - name: Look\n    stepz: []\n"}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "line 6, column 5" in page
    assert re.search(r"did you mean &#x27;steps&#x27;\?[^.]", page)
    assert "    stepz: []" in page
    assert "name: Look" in page, "what was pasted is still there to be mended"


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xfe\x00",
        b"phase;step\nA\n",
        b"{",
        b"a: [",
        b"\x00",
        b"PK\x03\x04nothing",
        b"kind: workspace\nid: a\nname: A",
    ],
)
def test_what_cannot_be_read_is_refused_in_words(data: bytes, cast: Cast) -> None:
    before = Document.objects.count()
    for name in ("map.yaml", "map.json", "map.csv", "map.mmd", "map.zip", "map"):
        answer = cast.editor.post(BRING, {"file": SimpleUploadedFile(name, data)})
        assert answer.status_code in (302, 422)
        if answer.status_code == 302:  # a table may say anything
            assert cast.editor.get(answer.headers["Location"]).status_code == 200
    assert Document.objects.count() == before


def test_too_large_and_nothing(cast: Cast) -> None:
    assert "There is nothing in it yet" in cast.editor.post(BRING, {"text": "  "}).content.decode()
    answer = cast.editor.post(BRING, {"file": SimpleUploadedFile("map.yaml", b"#" * 400_001)})
    assert answer.status_code == 422
    assert "larger than 400 kB" in answer.content.decode()


def test_a_zip_with_too_much_to_read() -> None:
    many = packed(*((f"{number}.yaml", b"#" * 300_000) for number in range(7)))
    (faulty,) = read("maps.zip", many).faulty
    assert "larger than 2 MB" in str(faulty.problems[0])


def test_a_new_version_is_one_change(cast: Cast, acme: Workspace) -> None:
    changed = JOURNEY.replace("I pay", "I pay by card").replace("name: Look\n", "name: Look about\n")
    address = brought(cast.editor, changed)
    assert "2 fields changed" in cast.editor.get(address).content.decode()
    cast.editor.post(address, {"make": "1"})
    row = Document.objects.get(workspace=acme, slug="buying")
    assert row.revision == 1
    assert row.changes.get().label == "Brought in from what was pasted"
    assert row.changes.get().author_name == "Editor of Acme"
    assert journey(acme, "buying") == read_document(changed)


def test_a_table_keeps_what_it_cannot_say(cast: Cast, acme: Workspace) -> None:
    before = journey(acme, "buying")
    table = cast.editor.get("/w/acme/journeys/buying/export/csv").content.decode("utf-8-sig")
    address = brought(cast.editor, table.replace("I pay", "I pay by card"))
    cast.editor.post(address, {"make": "1", "becomes-what-was-pasted": "buying"})
    after = journey(acme, "buying")
    assert [step.name for step in after.steps()] == ["I look around", "I ask in the shop", "I pay by card"]
    assert after.trigger == before.trigger
    assert after.personas == before.personas
    assert [touchpoint.match for touchpoint in after.touchpoints()] == [one.match for one in before.touchpoints()]


def test_a_diagram_keeps_what_it_cannot_say(cast: Cast, acme: Workspace) -> None:
    before = journey(acme, "buying")
    diagram = "journey\n  section Buy\n    I pay: 5\n    I ask in the shop: 2\n  section Ride\n    I ride home: 4\n"
    address = brought(cast.editor, diagram)
    cast.editor.post(address, {"make": "1", "becomes-what-was-pasted": "buying"})
    after = journey(acme, "buying")
    assert [(phase.id, [step.id for step in phase.steps]) for phase in after.phases] == [
        ("buy", ["pays", "asks"]),
        ("ride", ["i-ride-home"]),
    ]
    kept = {step.id: step for step in before.steps()}
    for step in after.phases[0].steps:
        assert step.touchpoints == kept[step.id].touchpoints
        assert step.pains == kept[step.id].pains


def test_a_folder_comes_with_its_pictures_and_references(cast: Cast, acme: Workspace) -> None:
    persona = PERSONA.replace("Mira", "Mira the second") + "portrait: faces/mira.png\n"
    other = JOURNEY.replace("id: buying", "id: mending")
    data = packed(
        ("kite/waypost.yaml", b"kind: workspace\nid: w\nname: W\n"),
        ("kite/journeys/mending.yaml", other.encode()),
        ("kite/personas/mira.yaml", persona.encode()),
        ("kite/faces/mira.png", PIXEL),
    )
    address = uploaded(cast.editor, "kite.zip", data)
    page = cast.editor.get(address).content.decode()
    assert "this workspace keeps its own settings" in page
    cast.editor.post(address, {"make": "1", "becomes-mira": "new", "becomes-mending": "new"})
    assert journey(acme, "mending").personas == ("mira-2",), "the journey follows its persona to its new id"
    value = current(Document.objects.get(workspace=acme, slug="mira-2")).value
    assert isinstance(value, Persona)
    assert value.portrait is not None
    assert (acme.folder / value.portrait).read_bytes() == PIXEL
    assert Document.objects.get(workspace=acme, slug="mira").revision == 0


def test_what_is_left_out_is_left_out(cast: Cast, acme: Workspace) -> None:
    address = brought(cast.editor, MERMAID)
    assert cast.editor.post(address, {"make": "1", "becomes-mending-a-bike": "leave"}).headers["Location"] == address
    assert not Document.objects.filter(slug="mending-a-bike").exists()


def test_what_is_missing_is_told(cast: Cast) -> None:
    address = brought(cast.editor, JOURNEY.replace("[mira]", "[nobody]").replace("id: buying", "id: other"))
    assert "nobody" in cast.editor.get(address).content.decode()


def test_a_version_that_does_not_fit_changes_nothing(cast: Cast, acme: Workspace) -> None:
    data = packed(("a.yaml", MERMAID.encode()), ("b.yaml", JOURNEY.replace("id: looks-around", "id: mine").encode()))
    answer = cast.editor.post(BRING, {"file": SimpleUploadedFile("maps.zip", data)})
    page = cast.editor.get(answer.headers["Location"]).content.decode()
    assert "This could not be read" in page
    assert "The others can be brought in without it" in page


def test_what_waits_is_for_this_workspace_only(cast: Cast) -> None:
    address = brought(cast.editor, MERMAID)
    assert cast.stranger.get(address).status_code == 404
    elsewhere = address.replace("/w/acme/", "/w/elsewhere/")
    assert cast.stranger.get(elsewhere).headers["Location"] == "/w/elsewhere/bring"


def test_what_waits_is_thrown_away_after_a_day(acme: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    first = waiting.keep(acme, "a", b"x")
    monkeypatch.setattr(waiting, "KEPT", -1)
    second = waiting.keep(acme, "b", io.BytesIO(b"y").read())
    assert waiting.find(acme, first) is None
    assert waiting.find(acme, second) == ("b", b"y")
