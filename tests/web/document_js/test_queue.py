"""What was changed and not acknowledged outlives its page: real storage, real locks, real tabs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Route

from tests.web.document_js.test_convergence import DOCUMENT
from waypost.journey.edits import EDITS, EditError, apply
from waypost.journey.journey import Journey
from waypost.web.documents.shape import shape

BASE = "/w/acme/documents/doc"
OPEN = """async (base) => {
  const { openDocument } = await import("/static/waypost/document/store.js");
  globalThis.edits = await import("/static/waypost/document/edits.js");
  globalThis.store = await openDocument({ base, csrf: "token" });
}"""
NAME = "(words) => store.change(edits.set(store.tree, 'pays', 'name', words), 'Name the step')"
KEPT = """async (base) => {
  const { openStorage } = await import("/static/waypost/document/storage.js");
  const storage = await openStorage();
  const kept = await storage.all(base);
  storage.close();
  return kept.flatMap((queue) => queue.pending).length;
}"""


class Desk:
    """The server, as one document needs it; it can be away, or lose its answers."""

    def __init__(self) -> None:
        self.document = Journey.model_validate(DOCUMENT)
        self.revisions: dict[str, int] = {}
        self.asked: list[str] = []
        self.away = False
        self.mute = False
        self.status: int | None = None

    def answer(self, route: Route) -> None:
        what = route.request.url.rpartition("/")[2]
        if self.away:
            route.abort()
        elif what == "state":
            plain = self.document.model_dump(mode="json", exclude_defaults=True)
            known = {"revision": len(self.revisions), "event": 0, "ticket": "t", "shape": shape(Journey)}
            route.fulfill(json={"document": plain, **known})
        elif what == "ticket":
            route.fulfill(json={"ticket": "t"})
        else:
            self._commit(route)

    def _commit(self, route: Route) -> None:
        asked = json.loads(route.request.post_data or "{}")
        assert route.request.headers["x-csrftoken"] == "token"
        self.asked.append(asked["key"])
        if self.status is not None:
            route.fulfill(status=self.status, json={"detail": "Not with us."})
            return
        if asked["key"] not in self.revisions:
            try:
                self.document = apply(self.document, *EDITS.validate_python(asked["edits"]))
            except EditError as error:
                route.fulfill(status=409, json={"detail": str(error), "revision": len(self.revisions)})
                return
            self.revisions[asked["key"]] = len(self.revisions) + 1
        if self.mute:
            route.abort()
        else:
            route.fulfill(json={"revision": self.revisions[asked["key"]]})

    @property
    def name(self) -> str:
        """What the step is called there."""
        step = self.document.elements()["pays"]
        return step.label


@pytest.fixture
def desk() -> Desk:
    """A server nobody has asked anything."""
    return Desk()


@pytest.fixture
def person(browser: Browser, desk: Desk) -> Iterator[BrowserContext]:
    """One person's browser, with nothing kept in it."""
    context = browser.new_context()
    context.route("**/w/acme/**", desk.answer)
    context.route("**/live/**", lambda route: route.abort())
    yield context
    context.close()


@pytest.fixture
def tab(person: BrowserContext, address: str) -> Callable[[], Page]:
    """Open the document in another tab."""

    def opened() -> Page:
        page = person.new_page()
        page.goto(address)
        page.evaluate(OPEN, BASE)
        return page

    return opened


def status(page: Page, wanted: str) -> None:
    page.wait_for_function("(wanted) => store.status === wanted", arg=wanted, polling=20)


def seen(page: Page) -> Any:
    return page.evaluate("store.tree.value('pays', 'name')")


def test_a_change_is_saved(desk: Desk, tab: Callable[[], Page]) -> None:
    page = tab()
    page.evaluate(NAME, "Pays at once")
    assert seen(page) == "Pays at once"
    status(page, "saved")
    assert (desk.name, page.evaluate(KEPT, BASE)) == ("Pays at once", 0)


def test_what_was_not_sent_outlives_the_page(desk: Desk, tab: Callable[[], Page]) -> None:
    page = tab()
    desk.away = True
    page.evaluate(NAME, "Pays at once")
    page.evaluate(NAME, "Is paid")
    status(page, "offline")
    assert page.evaluate(KEPT, BASE) == 2
    desk.away = False
    page.reload()
    page.evaluate(OPEN, BASE)
    assert seen(page) == "Is paid"
    status(page, "saved")
    assert (desk.name, len(desk.revisions), page.evaluate(KEPT, BASE)) == ("Is paid", 2, 0)


def test_a_lost_answer_does_not_count_twice(desk: Desk, tab: Callable[[], Page]) -> None:
    page = tab()
    desk.mute = True
    page.evaluate(NAME, "Pays at once")
    status(page, "offline")
    desk.mute = False
    page.reload()
    page.evaluate(OPEN, BASE)
    status(page, "saved")
    assert (desk.name, len(desk.revisions), len(set(desk.asked))) == ("Pays at once", 1, 1)
    assert page.evaluate("store.conflicts.length") == 0


@pytest.mark.slow
def test_a_tab_that_is_gone_leaves_its_queue_to_the_next(desk: Desk, tab: Callable[[], Page]) -> None:
    first = tab()
    desk.mute = True
    desk.status = 503
    first.evaluate(NAME, "Pays at once")
    status(first, "offline")
    desk.status = None
    desk.mute = False
    second = tab()
    assert second.evaluate("store._state.pending.length") == 0, "the first tab is alive, and sends its changes itself"
    status(first, "saved")
    desk.status = 503
    first.evaluate(NAME, "Is paid")
    status(first, "offline")
    first.close()
    desk.status = None
    third = tab()
    status(third, "saved")
    assert (desk.name, third.evaluate(KEPT, BASE)) == ("Is paid", 0)


def test_a_refused_change_is_taken_back_and_kept_to_read(desk: Desk, tab: Callable[[], Page]) -> None:
    page = tab()
    desk.status = 422
    page.evaluate(NAME, "Pays at once")
    status(page, "refused")
    (conflict,) = page.evaluate("store.conflicts")
    assert (seen(page), conflict["detail"], conflict["mine"][0]["new"]) == ("Pays", "Not with us.", "Pays at once")
    assert page.evaluate("store.steps.undo") is None
    desk.status = None
    page.evaluate("store.resolve(store.conflicts[0], 'mine')")
    status(page, "saved")
    assert desk.name == "Pays at once"


def test_who_may_not_change_it_reads_on(desk: Desk, tab: Callable[[], Page]) -> None:
    page = tab()
    desk.status = 403
    page.evaluate(NAME, "Pays at once")
    page.wait_for_function("store.readOnly", polling=20)
    assert page.evaluate("store.readOnly") == "Not with us."
    assert page.evaluate(KEPT, BASE) == 1
    with pytest.raises(Error, match=r"Not with us\."):
        page.evaluate(NAME, "Is paid")


def test_undo_is_my_own(desk: Desk, tab: Callable[[], Page]) -> None:
    page = tab()
    page.evaluate(NAME, "Pays at once")
    page.evaluate("store.change(edits.remove(store.tree, 'compare'), 'Remove the step')")
    assert page.evaluate("store.undo()") == {"done": True, "label": "Remove the step", "said": ""}
    assert page.evaluate("store.undo().label") == "Name the step"
    assert page.evaluate("store.undo().done") is False
    assert seen(page) == "Pays"
    assert page.evaluate("[store.redo().label, store.redo().label]") == ["Name the step", "Remove the step"]
    assert page.evaluate("store.tree.has('compare')") is False
    status(page, "saved")
    assert desk.name == "Pays at once"


def test_what_somebody_changed_since_is_not_undone_unless_forced(desk: Desk, tab: Callable[[], Page]) -> None:
    page = tab()
    page.evaluate(NAME, "Pays at once")
    status(page, "saved")
    theirs = {"edit": "set", "id": "pays", "field": "name", "old": "Pays at once", "new": "Is paid"}
    author = {"name": "Ada", "initials": "A", "id": "u2"}
    page.evaluate(
        "(told) => store._arrived(told)", {"revision": 2, "edits": [theirs], "author": author, "key": "other"}
    )
    assert page.evaluate("store.undo()") == {"done": False, "label": "Name the step", "said": "Ada changed this since"}
    assert seen(page) == "Is paid"
    assert page.evaluate("store.undo({ forced: true }).done") is True
    assert seen(page) == "Pays"
