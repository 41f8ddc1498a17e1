"""Where the glossary's words are used."""

from __future__ import annotations

from tests.web.acme import GLOSSARY, JOURNEY
from tests.web.people.conftest import KNOWN
from waypost.formats.yaml import read_document
from waypost.journey.glossary import Glossary
from waypost.journey.journey import Journey, Step
from waypost.journey.model import Element
from waypost.journey.workspace import Settings, Workspace
from waypost.web.people.findings import Places
from waypost.web.people.uses import text_fields, uses

DOCUMENTS = tuple(read_document(text) for text in (*KNOWN, JOURNEY, GLOSSARY))
WORKSPACE = Workspace(settings=Settings(id="settings", name="Acme"), documents=DOCUMENTS)


def test_a_word_is_found_wherever_people_wrote_it_and_leads_there() -> None:
    (glossary,) = WORKSPACE.of(Glossary)
    found = uses(WORKSPACE, Places(WORKSPACE, "acme"), glossary.terms)["till"]
    assert found.n == 2
    assert [(use.before, use.word, use.after, use.where) for use in found.shown] == [
        ("Somebody who answers at the ", "till", "", "line · Noor Haddad"),
        ("", "Till", "", "touchpoint · Buying a bike"),
    ]
    assert [use.href for use in found.shown] == ["/w/acme/personas/noor/#answer", "/w/acme/journeys/buying/#till"]


def test_what_stands_around_a_word_is_cut_at_words() -> None:
    (glossary,) = WORKSPACE.of(Glossary)
    text = "one two three four five six seven eight nine ten Till one two three four five six seven eight nine ten"
    journey = Journey(id="long", name=text)
    workspace = Workspace(settings=WORKSPACE.settings, documents=(journey, glossary))
    (use,) = uses(workspace, Places(workspace, "acme"), glossary.terms)["till"].shown
    assert use.before.startswith("… ")
    assert use.before.removeprefix("… ") + use.word in text
    assert use.after.endswith(" …")
    assert use.word + use.after.removesuffix(" …") in text


def test_ids_and_conditions_are_no_words() -> None:
    assert {"name", "words", "needs"} <= set(text_fields(Step))
    assert "id" not in text_fields(Element)
