"""The pages of people: what they show, what they take, and what they refuse in words."""

from __future__ import annotations

import json
from html import unescape

from django.test import Client

from tests.web.conftest import Cast
from waypost.journey.evidence import Evidence
from waypost.journey.persona import Line, Persona
from waypost.journey.segment import Segment
from waypost.web.documents.models import Document
from waypost.web.documents.reading import MEMORY, current, workspace_value
from waypost.web.workspaces.models import Workspace

HERE = "/w/acme"
QUOTE = {"text": "I paid twice.", "kind": "quote", "standing": "reported", "study": "talks", "n": "2", "of": "9"}


def _page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(HERE + path, headers={"Accept": "text/html"})
    assert answer.status_code == status
    return unescape(answer.content.decode())


def _study(workspace: Workspace, slug: str = "talks") -> Evidence:
    value = current(Document.objects.get(workspace=workspace, slug=slug)).value
    assert isinstance(value, Evidence)
    return value


def test_the_gallery_says_how_well_each_is_known(known: Workspace, cast: Cast) -> None:
    page = _page(cast.viewer, "/personas/")
    assert "2 of 3 lines have research behind them" in page
    assert "Commuters · not measured yet" in page
    assert "New persona" not in page, "a viewer is not offered what they may not do"
    assert "New persona" in _page(cast.editor, "/personas/")


def test_a_persona_is_made_from_a_name(cast: Cast) -> None:
    answer = cast.editor.post(HERE + "/personas/new", {"name": "Åsa Öberg"})
    assert answer.headers["Location"] == "/w/acme/personas/asa-oberg/"
    assert "Åsa Öberg" in _page(cast.editor, "/personas/asa-oberg/")
    cast.editor.post(HERE + "/personas/new", {"name": "Åsa Öberg"})
    assert Document.objects.filter(kind="persona", slug="asa-oberg-2").exists(), "two may have one name"


def test_a_persona_without_a_name_is_refused_in_words(cast: Cast) -> None:
    answer = cast.editor.post(HERE + "/personas/new", {"name": "  "}, follow=True)
    assert "A persona needs a name" in answer.content.decode()
    assert not Document.objects.filter(kind="persona").exclude(slug="mira").exists()


def test_only_a_persona_is_a_persona(cast: Cast) -> None:
    _page(cast.owner, "/personas/buying/", 404)
    _page(cast.owner, "/personas/nobody/", 404)


def test_the_page_has_what_stands_behind_each_line(known: Workspace, cast: Cast) -> None:
    answer = cast.viewer.get(HERE + "/personas/noor/")
    data = answer.context["data"]
    assert data["known"]["talks/nobody"]["text"] == "I stood there for ten minutes."
    assert data["known"]["talks/nobody"]["tally"] == "reported · 6 of 9"
    assert data["edits"] is False
    assert "Not measured yet" in answer.content.decode()


def test_two_are_compared(known: Workspace, cast: Cast) -> None:
    page = _page(cast.viewer, "/personas/compare?of=noor&of=bo&journey=buying")
    assert "the same evidence" in page
    assert "felt −1.0" in page
    assert "Difference" not in page, "nothing is apart, so there is no column for it"
    assert "She asks friends" in page
    assert "Choose two personas" in _page(cast.viewer, "/personas/compare?of=noor")
    assert "Noor" in _page(cast.viewer, "/personas/compare?of=nobody&of=noor&of=bo&journey=none")


def test_evidence_is_chosen_by_kind_standing_place_and_words(known: Workspace, cast: Cast) -> None:
    def found(query: str) -> list[str]:
        answer = cast.viewer.get(f"{HERE}/evidence/?{query}")
        return [told.finding.id for told in answer.context["page"]]

    assert found("") == ["nobody", "felt-noor", "felt-all", "loose"]
    assert found("kind=emotion") == ["felt-noor", "felt-all"]
    assert found("standing=assumed") == ["loose"]
    assert found("about=noor") == ["nobody", "felt-noor"]
    assert found("about=buying/pays") == ["felt-noor", "felt-all"]
    assert found("loose=1") == ["loose"]
    assert found("text=TEN+minutes") == ["nobody"]
    abouts = cast.viewer.get(HERE + "/evidence/").context["abouts"]
    assert [(one.id, [place.reference for place in one.places]) for one in abouts] == [
        ("buying", ["buying/asks", "buying/pays", "buying/no-answer"]),
        ("noor", []),
    ]
    assert found("kind=nonsense&standing=1&page=99") == ["nobody", "felt-noor", "felt-all", "loose"]


def test_a_finding_is_written_as_it_was_said_and_nothing_is_run(known: Workspace, cast: Cast) -> None:
    answer = cast.viewer.get(HERE + "/evidence/talks/loose/")
    assert b"<b>Nice</b>" not in answer.content
    assert "hangs on nothing yet" in _page(cast.viewer, "/evidence/talks/loose/")
    assert "Arrive dry at work every day" in _page(cast.viewer, "/evidence/talks/nobody/"), "what rests on it"


def test_a_quote_is_added_where_it_belongs(known: Workspace, cast: Cast) -> None:
    answer = cast.editor.post(HERE + "/evidence/add", {**QUOTE, "about": ["buying/pays", "no/where"]})
    assert answer.headers["Location"] == "/w/acme/evidence/talks/i-paid-twice/"
    kept = _study(known).findings[-1]
    assert (kept.text, kept.about, kept.n, kept.of, kept.said_by) == ("I paid twice.", ("buying/pays",), 2, 9, None)


def test_evidence_added_from_a_line_stands_behind_it(known: Workspace, cast: Cast) -> None:
    line = "noor/calm"
    asked = cast.editor.get(HERE + "/evidence/add", {"behind": line})
    assert "It will stand behind" in unescape(asked.content.decode())
    answer = cast.editor.post(HERE + "/evidence/add", {**QUOTE, "behind": line})
    assert answer.headers["Location"] == f"/w/acme/personas/noor/#{line.partition('/')[2]}"
    kept = workspace_value(known).element(line)
    assert isinstance(kept, Line)
    assert kept.evidence[-1] == "talks/i-paid-twice"
    unknown = cast.editor.post(HERE + "/evidence/add", {**QUOTE, "behind": "buying/pays"})
    assert unknown.headers["Location"] == "/w/acme/evidence/talks/i-paid-twice-2/", "no line: it stands on its own"


def test_a_new_study_is_made_with_its_first_finding(known: Workspace, cast: Cast) -> None:
    cast.editor.post(HERE + "/evidence/add", {**QUOTE, "study": "", "new_study": "Calls, June"})
    study = _study(known, "calls-june")
    assert study.source == "Calls, June"
    assert [finding.text for finding in study.findings] == ["I paid twice."]


def test_what_does_not_make_sense_is_said_beside_the_field(known: Workspace, cast: Cast) -> None:
    wrong = {
        "10 cannot have said so of 9": {"n": "10"},
        "Say where it comes from": {"study": "", "new_study": ""},
        "Say how it felt on average": {"kind": "emotion"},
        "could not be kept as it is": {"text": "a \x01 b"},
    }
    for words, change in wrong.items():
        answer = cast.editor.post(HERE + "/evidence/add", {**QUOTE, **change})
        assert answer.status_code == 422
        assert words in unescape(answer.content.decode())
    assert len(_study(known).findings) == 4


def test_a_finding_is_changed_and_taken_away(known: Workspace, cast: Cast) -> None:
    assert "ten minutes" in _page(cast.editor, "/evidence/talks/nobody/change")
    sent = {**QUOTE, "text": "Ten minutes!", "about": "buying/asks"}
    cast.editor.post(HERE + "/evidence/talks/nobody/change", sent)
    first = _study(known).findings[0]
    assert (first.id, first.text, first.about) == ("nobody", "Ten minutes!", ("buying/asks",))
    cast.editor.post(HERE + "/evidence/talks/nobody/remove")
    assert [finding.id for finding in _study(known).findings] == ["felt-noor", "felt-all", "loose"]
    _page(cast.editor, "/evidence/talks/nobody/", 404)


def test_a_segment_is_made_shown_and_changed(known: Workspace, cast: Cast) -> None:
    sent = {"name": "Night owls", "meaning": "", "when": "attributes.hour > 22"}
    assert cast.editor.post(HERE + "/segments/new", sent).headers["Location"] == "/w/acme/segments/night-owls/"
    assert "Customers whose hour is more than 22." in _page(cast.viewer, "/segments/night-owls/")
    cast.editor.post(HERE + "/segments/night-owls/change", {**sent, "when": "attributes.hour > 21"})
    value = current(Document.objects.get(slug="night-owls")).value
    assert isinstance(value, Segment)
    assert value.when == "attributes.hour > 21"
    assert "Noor Haddad" in _page(cast.viewer, "/segments/commuters/")


def test_a_condition_that_cannot_be_read_is_refused_in_words(cast: Cast) -> None:
    sent = {"name": "Odd", "when": "event = 'x'"}
    answer = cast.editor.post(HERE + "/segments/new", sent)
    assert answer.status_code == 422
    assert "event" in answer.content.decode()
    assert not Document.objects.filter(kind="segment").exists()
    tried = cast.editor.get(HERE + "/segments/try", {"when": "attributes.a ="})
    assert tried.status_code == 422
    assert json.loads(tried.content)["remedy"]
    fine = cast.editor.get(HERE + "/segments/try", {"when": "attributes.a = 'x'"})
    assert fine.json() == {"words": "a is x", "found": "No customer’s attributes are known yet."}


def test_the_glossarys_words_are_told_to_every_page(cast: Cast) -> None:
    assert cast.viewer.get(HERE + "/glossary/terms").json() == {
        "terms": [{"term": "Till", "meaning": "Where one pays", "also": []}]
    }
    assert 'rel="glossary"' in _page(cast.viewer, "/journeys/buying/")
    assert cast.viewer.get(HERE + "/glossary/words/uses").json()["uses"]["till"]["n"] == 1


def test_a_glossary_is_begun_where_there_is_none(cast: Cast, acme: Workspace) -> None:
    Document.objects.filter(kind="glossary").delete()
    assert "Begin a glossary" in _page(cast.editor, "/glossary/")
    assert "Begin a glossary" not in _page(cast.viewer, "/glossary/")
    answer = cast.editor.post(HERE + "/glossary/new")
    assert answer.headers["Location"] == "/w/acme/glossary/?of=acme-s-words"
    assert "Acme’s words" in Document.objects.get(kind="glossary").name


def test_a_portrait_is_shown_only_from_the_workspaces_pictures(known: Workspace, cast: Cast) -> None:
    row = Document.objects.get(slug="noor")
    value = current(row).value
    assert isinstance(value, Persona)
    for portrait, shown in (("pictures/noor.png", True), ("../secret.png", False), ("https://x.example/a.png", False)):
        row.snapshots.update(content={**value.model_dump(mode="json"), "portrait": portrait})
        MEMORY.clear()
        assert ("/w/acme/pictures/noor.png" in _page(cast.viewer, "/personas/")) is shown
        assert "x.example" not in _page(cast.viewer, "/personas/")
