"""What an edit does in the browser is what it does on the server: the same document, or the same refusal."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page
from pydantic import TypeAdapter

from tests.journey.outline import Outline, outlines
from tests.journey.strategies import documents, edited, journeys
from waypost.journey.difference import difference
from waypost.journey.edits import EDITS, ConflictError, Edit, EditError, Move, Remove, Set, apply, apply_to, inverse
from waypost.journey.journey import Journey
from waypost.journey.model import Document
from waypost.journey.tree import Place, Tree
from waypost.web.documents.shape import shape

ANY = st.one_of(journeys(), documents(), outlines())

ASK = """async ({ kind, cases, shape }) => {
  const { outcomes, tell } = await import("/tests/agreement.js");
  if (shape) tell(kind, shape);
  return outcomes(kind, cases);
}"""


class Tab:
    """A page that applies edits as the browser does. It is told each kind of document once."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._told: set[str] = set()

    def outcomes(self, kind: type[Document], cases: Sequence[tuple[Document, Sequence[Edit]]]) -> Any:
        """What becomes of each document there: what it is then, or why its edits are refused."""
        name = kind.__name__
        sent = [
            {"document": plain(document), "edits": EDITS.dump_python(tuple(edits), mode="json")}
            for document, edits in cases
        ]
        news = "" if name in self._told else json.dumps(shape(kind))
        answer = self._page.evaluate(ASK, {"kind": name, "cases": json.dumps(sent), "shape": news})
        self._told.add(name)
        return json.loads(answer)


@pytest.fixture(scope="module")
def tab(page: Page) -> Tab:
    """A page nobody has told anything."""
    return Tab(page)


@st.composite
def changes(draw: st.DrawFn) -> tuple[Document, tuple[Edit, ...]]:
    document = draw(ANY)
    return document, difference(document, draw(edited(document)))


def scripts(document: Document, edits: tuple[Edit, ...]) -> Iterator[tuple[Document, Sequence[Edit]]]:
    """The change itself, and many that no longer fit or never did."""
    yield document, edits
    yield document, tuple(reversed(edits))
    yield document, (*edits, *edits)
    try:
        after = apply(document, *edits)
        yield after, tuple(inverse(edit) for edit in reversed(edits))
    except EditError:
        after = document
    for index, edit in enumerate(edits):
        yield document, edits[index:]
        yield after, (edit,)
        yield document, (*edits[:index], *bent(document, edit), *edits[index:])


def bent(document: Document, edit: Edit) -> Iterator[Edit]:
    """An edit that expects something else."""
    match edit:
        case Set():
            yield edit.model_copy(update={"old": edit.new, "new": edit.old})
            yield edit.model_copy(update={"field": "colour"})
            yield edit.model_copy(update={"new": None})
        case Move():
            yield edit.model_copy(update={"target": edit.target.model_copy(update={"after": edit.id})})
            yield edit.model_copy(update={"target": edit.target.model_copy(update={"parent": edit.id})})
            yield edit.model_copy(update={"origin": edit.target})
        case Remove():
            yield edit.model_copy(update={"place": Place(parent=document.id, slot="phases", after="gone")})
        case _:
            yield edit.model_copy(update={"place": edit.place.model_copy(update={"after": "gone"})})
            yield edit.model_copy(update={"place": edit.place.model_copy(update={"parent": "gone"})})
            yield edit.model_copy(update={"place": edit.place.model_copy(update={"slot": "walls"})})


def outcome(document: Document, edits: Sequence[Edit]) -> Any:
    try:
        after = apply(document, *edits)
    except EditError as error:
        kind = "conflict" if isinstance(error, ConflictError) else "impossible"
        return None if only_together(document, edits) else {"refused": kind, "element": error.element}
    return {"document": plain(after)}


def only_together(document: Document, edits: Sequence[Edit]) -> bool:
    """Whether each edit fits, and only a rule that ties fields together refuses them: the server's to say."""
    tree = Tree.of(document)
    try:
        for edit in edits:
            apply_to(tree, edit)
    except EditError:
        return False
    return True


def plain(document: Document) -> Any:
    return document.model_dump(mode="json", exclude_defaults=True)


def check(tab: Tab, change: tuple[Document, tuple[Edit, ...]]) -> None:
    """Compare every script of a change."""
    cases = [(document, edits, outcome(document, edits)) for document, edits in scripts(*change)]
    cases = [case for case in cases if case[2] is not None]
    found = tab.outcomes(type(change[0]), [(document, edits) for document, edits, _ in cases])
    assert found == [expected for _, _, expected in cases]


@given(changes())
def test_browser_and_server_agree(tab: Tab, change: tuple[Document, tuple[Edit, ...]]) -> None:
    check(tab, change)


@pytest.mark.slow
@settings(max_examples=2000)
@given(changes())
def test_browser_and_server_agree_at_length(tab: Tab, change: tuple[Document, tuple[Edit, ...]]) -> None:
    check(tab, change)


def test_a_group_cannot_hold_itself(tab: Tab) -> None:
    outline = Outline.model_validate(
        {"id": "o", "name": "O", "groups": [{"id": "outer", "name": "Outer", "groups": [{"id": "inner", "name": "I"}]}]}
    )
    into = Place(parent="inner", slot="groups")
    edits = (Move(id="outer", origin=Place(parent="o", slot="groups"), target=into),)
    assert outcome(outline, edits) == {"refused": "conflict", "element": "outer"}
    check(tab, (outline, edits))


WRITTEN: list[tuple[str, str, Any, Any]] = [
    ("s", "name", "\u00a0 Pays at once\u3000", "Pays at once"),
    ("s", "needs", [" a ", "b"], ["a", "b"]),
    ("s", "effort", 3, 3),
    ("s", "emotion", {"level": -1, "n": None, "spread": 0.5}, {"level": -1, "spread": 0.5}),
    ("pain", "vote", {"votes": 3, "of": 7, "by": "people"}, {"votes": 3, "of": 7}),
    ("doc", "mapped", "2026-02-28", "2026-02-28"),
    ("doc", "state", "current", None),
]
REFUSED: list[tuple[str, str, Any]] = [
    ("s", "name", ""),
    ("s", "name", " \u2003"),
    ("s", "name", None),
    ("s", "name", "a\u0000b"),
    ("s", "name", "x" * 4001),
    ("s", "needs", None),
    ("s", "needs", ["a", ""]),
    ("s", "effort", 6),
    ("s", "effort", 2.5),
    ("s", "emotion", {"level": 3}),
    ("s", "emotion", {"n": 3}),
    ("s", "emotion", {"level": 1, "hue": 2}),
    ("s", "opens", "Not an id"),
    ("doc", "mapped", "2026-02-30"),
    ("doc", "state", "past"),
    ("doc", "impression", ["a", "b", "c", "d"]),
]
JOURNEY = {
    "id": "doc",
    "name": "Buy",
    "phases": [
        {"id": "p", "name": "P", "steps": [{"id": "s", "name": "S", "pains": [{"id": "pain", "text": "Slow"}]}]}
    ],
}


@pytest.mark.parametrize(("element", "field", "value", "kept"), WRITTEN)
def test_a_value_is_kept_as_the_server_keeps_it(tab: Tab, element: str, field: str, value: Any, kept: Any) -> None:
    after = set_both(tab, element, field, value)
    assert after.get(field) == kept


@pytest.mark.parametrize(("element", "field", "value"), REFUSED)
def test_a_value_is_refused_as_the_server_refuses_it(tab: Tab, element: str, field: str, value: Any) -> None:
    assert set_both(tab, element, field, value) == {"refused": "impossible", "element": element}


def set_both(tab: Tab, element: str, field: str, value: Any) -> Any:
    """Set a field here and there; answers the element, or the refusal, on which both agree."""
    journey = Journey.model_validate(JOURNEY)
    current = getattr(journey.elements()[element], field)
    old = TypeAdapter(Any).dump_python(current, mode="json")
    edit = Set(id=element, field=field, old=old, new=value)
    (found,) = tab.outcomes(Journey, [(journey, [edit])])
    expected = outcome(journey, [edit])
    assert found == expected
    if "refused" in found:
        return found
    after = Journey.model_validate(found["document"]).elements()[element]
    return after.model_dump(mode="json", exclude_defaults=True)
