"""What an edit does in the browser is what it does on the server: the same document, or the same refusal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page
from pydantic import TypeAdapter

from tests.journey.outline import Outline, outlines
from tests.journey.strategies import documents, edited, journeys
from waypost.journey.difference import difference
from waypost.journey.edits import ConflictError, Edit, EditError, Move, Remove, Set, apply, apply_to, inverse
from waypost.journey.journey import Journey
from waypost.journey.model import Document
from waypost.journey.tree import Place, Tree
from waypost.web.documents.shape import shape

ANY = st.one_of(journeys(), documents(), outlines())
AS_JSON: TypeAdapter[Edit] = TypeAdapter(Edit)

RUN = """async ({ cases, shape }) => {
  const { apply, idOf, inverses, ConflictError, EditError, Tree } = await import("/static/waypost/document/tree.js");
  const { same } = await import("/static/waypost/document/values.js");
  return cases.map(({ document, edits }) => {
    const before = JSON.stringify(document);
    let after;
    try {
      after = apply(document, edits, shape);
    } catch (error) {
      if (!(error instanceof EditError)) throw error;
      return { refused: error instanceof ConflictError ? "conflict" : "impossible", element: error.element };
    }
    if (JSON.stringify(document) !== before) throw new Error("the document itself was changed");
    if (!same(apply(after, inverses(edits), shape), document)) throw new Error("it cannot be taken back");
    const [old, now] = [Tree.of(document, shape), Tree.of(document, shape).apply(edits)];
    const again = Tree.of(after, shape);
    // What an edit touched, and what holds it, may be new although another edit put it back as it was.
    const inserted = JSON.stringify(edits.map(({ element }) => element ?? null));
    const touched = new Set([...inserted.matchAll(/"id":"([^"]+)"/g)].map(([, id]) => id));
    for (const edit of edits) {
      for (const id of [idOf(edit), edit.place?.parent, edit.origin?.parent, edit.target?.parent]) {
        for (const tree of [old, now]) if (tree.has(id)) for (const each of tree.lineage(id)) touched.add(each);
      }
    }
    for (const id of again.walk()) {
      const known = same(now.element(id), again.element(id)) && now.kind(id) === again.kind(id);
      if (!known) throw new Error(`${id} is not indexed`);
      if (id !== now.root && !same(now.place(id), again.place(id))) throw new Error(`${id} is not where it is`);
      const alike = !touched.has(id) && old.has(id) && same(old.element(id), now.element(id));
      if (alike && old.element(id) !== now.element(id)) throw new Error(`${id} is not shared`);
    }
    return { document: after };
  });
}"""


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


def check(page: Page, change: tuple[Document, tuple[Edit, ...]]) -> int:
    """Compare every script of a change; answers how many there were."""
    cases = [(document, edits, outcome(document, edits)) for document, edits in scripts(*change)]
    cases = [case for case in cases if case[2] is not None]
    sent = [
        {"document": plain(document), "edits": [AS_JSON.dump_python(edit, mode="json") for edit in edits]}
        for document, edits, _ in cases
    ]
    found = page.evaluate(RUN, {"cases": sent, "shape": shape(type(change[0]))})
    assert found == [expected for _, _, expected in cases]
    return len(cases)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(changes())
def test_browser_and_server_agree(page: Page, change: tuple[Document, tuple[Edit, ...]]) -> None:
    check(page, change)


@pytest.mark.slow
@settings(max_examples=2000, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(changes())
def test_browser_and_server_agree_at_length(page: Page, change: tuple[Document, tuple[Edit, ...]]) -> None:
    check(page, change)


def test_a_group_cannot_hold_itself(page: Page) -> None:
    outline = Outline.model_validate(
        {"id": "o", "name": "O", "groups": [{"id": "outer", "name": "Outer", "groups": [{"id": "inner", "name": "I"}]}]}
    )
    into = Place(parent="inner", slot="groups")
    edits = (Move(id="outer", origin=Place(parent="o", slot="groups"), target=into),)
    assert outcome(outline, edits) == {"refused": "conflict", "element": "outer"}
    check(page, (outline, edits))


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
def test_a_value_is_kept_as_the_server_keeps_it(
    page: Page, journey_shape: Any, element: str, field: str, value: Any, kept: Any
) -> None:
    after = set_both(page, journey_shape, element, field, value)
    assert after.get(field) == kept


@pytest.mark.parametrize(("element", "field", "value"), REFUSED)
def test_a_value_is_refused_as_the_server_refuses_it(
    page: Page, journey_shape: Any, element: str, field: str, value: Any
) -> None:
    assert set_both(page, journey_shape, element, field, value) == {"refused": "impossible", "element": element}


def set_both(page: Page, journey_shape: Any, element: str, field: str, value: Any) -> Any:
    """Set a field here and there; answers the element, or the refusal, on which both agree."""
    journey = Journey.model_validate(JOURNEY)
    current = getattr(journey.elements()[element], field)
    old = TypeAdapter(Any).dump_python(current, mode="json")
    edit = Set(id=element, field=field, old=old, new=value)
    case = {"document": plain(journey), "edits": [edit.model_dump(mode="json")]}
    (found,) = page.evaluate(RUN, {"cases": [case], "shape": journey_shape})
    expected = outcome(journey, [edit])
    assert found == expected
    if "refused" in found:
        return found
    after = Journey.model_validate(found["document"]).elements()[element]
    return after.model_dump(mode="json", exclude_defaults=True)
