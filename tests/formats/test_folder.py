"""A workspace on disk: what is read, what is refused, what a save leaves behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.journey.strategies import documents_of, edited
from waypost.errors import InputError
from waypost.formats import folder as module
from waypost.formats.folder import load, read_picture, save, write_whole
from waypost.journey.glossary import Glossary
from waypost.journey.journey import Journey
from waypost.journey.model import Document
from waypost.journey.persona import Persona
from waypost.journey.segment import Segment

EXAMPLES = Path(__file__).parents[2] / "examples"
JOURNEY = "kind: journey\nname: Buying\npersonas: [ana]\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    _write(tmp_path / "waypost.yaml", "kind: workspace\nname: Bikes\n")
    _write(tmp_path / "journeys" / "buying.yaml", JOURNEY)
    _write(tmp_path / "personas" / "ana.yml", "kind: persona\nname: Ana\n")
    return tmp_path


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def problems(folder: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        load(folder)
    return [str(problem).replace(f"{folder}/", "") for problem in caught.value.problems]


def test_every_document_below_the_folder_is_read_but_nothing_hidden(folder: Path) -> None:
    _write(folder / ".waypost" / "broken.yaml", "a: b: c")
    _write(folder / "notes.txt", "no document")
    loaded = load(folder)
    assert loaded.workspace.settings.name == "Bikes"
    assert [document.id for document in loaded.workspace.documents] == ["buying", "ana"]
    assert loaded.files == {
        "waypost": folder / "waypost.yaml",
        "buying": folder / "journeys" / "buying.yaml",
        "ana": folder / "personas" / "ana.yml",
    }


def test_a_folder_that_is_no_workspace_says_how_to_make_one(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path)
    assert "it has no waypost.yaml" in problem
    assert f"waypost init {tmp_path}" in problem
    assert "no such folder" in problems(tmp_path / "gone")[0]


def test_the_problems_of_all_files_are_told_at_once(folder: Path) -> None:
    _write(folder / "journeys" / "a.yaml", "kind: journey\nname: A\npain: x\n")
    (folder / "journeys" / "b.yaml").write_bytes("kind: journey\nname: Größe\n".encode("latin-1"))
    (folder / "journeys" / "c.yaml").write_bytes("kind: journey\nname: C\n".encode("utf-16"))
    first, second, third = problems(folder)
    assert first.startswith("journeys/a.yaml:3:1: unknown field 'pain'")
    assert second.startswith("journeys/b.yaml:2:9: this is not UTF-8 text (byte 0xF6; it looks like another encoding")
    assert third.startswith("journeys/c.yaml:1:1: this is not UTF-8 text (byte 0xFF; it looks like UTF-16")


def test_two_documents_with_one_id_are_both_named(folder: Path) -> None:
    _write(folder / "later" / "buying.yaml", "kind: segment\nname: Buyers\nid: ana\nwhen: attributes.x = 1\n")
    (problem,) = problems(folder)
    assert problem.startswith("personas/ana.yml:1:1: the document id 'ana' is already used in later/buying.yaml")


def test_references_that_lead_nowhere_are_shown_where_they_stand(folder: Path) -> None:
    _write(
        folder / "journeys" / "buying.yaml",
        "kind: journey\nname: Buying\npersonas:\n  - ana\n  - anna\nroutes:\n  - {origin: pay, target: gone}\n"
        "phases:\n  - name: A\n    steps:\n      - name: Pay\n        opens: buying\n",
    )
    first, second, third = problems(folder)
    assert first.startswith("journeys/buying.yaml:5:5: personas of journey 'Buying': there is no persona 'anna'")
    assert second.startswith("journeys/buying.yaml:7:27: target of route")
    assert third.startswith("journeys/buying.yaml:12:16: opens of step 'Pay': 'buying', which opens into 'buying'")


def test_settings_are_in_one_place_only(folder: Path) -> None:
    _write(folder / "inner" / "waypost.yaml", "kind: workspace\nname: Inner\nid: inner\n")
    assert "one workspace cannot be inside another" in problems(folder)[0]
    (folder / "inner" / "waypost.yaml").unlink()
    _write(folder / "waypost.yaml", "kind: persona\nname: Bob\n")
    assert "waypost.yaml must hold the workspace's settings" in problems(folder)[0]


def test_a_link_out_of_the_workspace_is_not_followed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.yaml"
    _write(outside, "kind: persona\nname: Secret\n")
    (folder / "secret.yaml").symlink_to(outside)
    assert "a link to a file outside the workspace" in problems(folder)[0]


def test_saving_updates_the_file_a_document_came_from(folder: Path) -> None:
    path = folder / "journeys" / "buying.yaml"
    _write(path, f"# ours\n{JOURNEY}")
    journey = load(folder).workspace.of(Journey)[0]
    assert save(folder, journey.model_copy(update={"owner": "Ana"})) == path
    assert path.read_text() == "# ours\nkind: journey\nid: buying\nname: Buying\npersonas: [ana]\nowner: Ana\n"
    assert [child.name for child in path.parent.iterdir()] == ["buying.yaml"]


def test_a_new_document_gets_a_file_of_its_own(folder: Path) -> None:
    _write(folder / "segments" / "south.yaml", "kind: segment\nid: other\nname: Other\nwhen: attributes.x = 1\n")
    path = save(folder, Segment(id="south", name="South", when="attributes.region = 'S'"))
    assert path == folder / "segments" / "south-2.yaml"
    assert {document.id for document in load(folder).workspace.of(Segment)} == {"other", "south"}
    assert save(folder, Persona(id="bo", name="Bo")) == folder / "personas" / "bo.yaml"


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(folder: Path) -> None:
    blocked = folder / "journeys" / "buying.yaml" / "below.yaml"
    with pytest.raises(InputError, match="cannot be written"):
        write_whole(blocked, "x")
    assert (folder / "journeys" / "buying.yaml").read_text() == JOURNEY
    (folder / "taken").mkdir()
    with pytest.raises(InputError, match="cannot be written"):
        write_whole(folder / "taken", "x")
    assert not list(folder.glob(".*"))


@given(st.data())
@settings(max_examples=25)
def test_what_is_saved_is_loaded(tmp_path_factory: pytest.TempPathFactory, draw: st.DataObject) -> None:
    folder = tmp_path_factory.mktemp("workspace")
    _write(folder / "waypost.yaml", "kind: workspace\nname: W\n")
    document: Document = draw.draw(documents_of(Glossary))
    changed = draw.draw(edited(document))
    save(folder, document)
    save(folder, changed)
    assert load(folder).workspace.documents == (changed,)


PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.png", PNG, "image/png"),
        ("a.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 20, "image/jpeg"),
        ("a.gif", b"GIF89a" + b"\0" * 20, "image/gif"),
        ("lies.png", b"RIFF\x10\0\0\0WEBPVP8 ", "image/webp"),
    ],
)
def test_a_picture_is_what_its_bytes_say(folder: Path, name: str, content: bytes, media_type: str) -> None:
    (folder / name).write_bytes(content)
    picture = read_picture(folder, name, "p")
    assert (picture.data, picture.media_type) == (content, media_type)


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        ("../outside.png", "points outside the workspace"),
        ("/etc/passwd", "points outside the workspace"),
        ("pictures/../../outside.png", "points outside the workspace"),
        ("link.png", "points outside the workspace"),
        ("gone.png", "does not exist"),
        ("journeys", "does not exist"),
        ("waypost.yaml", "is no picture we can draw"),
        ("drawing.svg", "is no picture we can draw"),
        ("big.png", "is larger than 10 MB"),
        ("x" * 3000, "cannot be read"),
    ],
)
def test_a_picture_that_is_none_or_not_ours_is_refused(folder: Path, file: str, reason: str) -> None:
    (folder.parent / "outside.png").write_bytes(PNG)
    (folder / "link.png").symlink_to(folder.parent / "outside.png")
    (folder / "drawing.svg").write_text("<svg><script>alert(1)</script></svg>")
    with (folder / "big.png").open("wb") as stream:
        stream.write(PNG)
        stream.truncate(module.LARGEST_PICTURE + 1)
    with pytest.raises(InputError, match=reason):
        read_picture(folder, file, "p")


@pytest.mark.parametrize("name", ["marketplace", "shop", "helpdesk"])
def test_the_examples_can_be_loaded(name: str) -> None:
    assert load(EXAMPLES / name).workspace.of(Journey)


def test_a_persona_that_is_not_there_can_be_added(tmp_path: Path) -> None:
    (tmp_path / "waypost.yaml").write_text("kind: workspace\nname: Shop\n")
    (tmp_path / "buying.yaml").write_text("kind: journey\nname: Buying\npersonas: [jo]\n")
    with pytest.raises(InputError) as refused:
        load(tmp_path)
    (problem,) = refused.value.problems
    assert (problem.line, problem.column) == (3, 12)
    assert "a file personas/jo.yaml with 'kind: persona', 'id: jo' and a 'name'" in (problem.remedy or "")
    (tmp_path / "personas").mkdir()
    (tmp_path / "personas" / "jo.yaml").write_text("kind: persona\nid: jo\nname: Jo\n")
    assert load(tmp_path).workspace.document("jo") is not None
