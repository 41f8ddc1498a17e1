"""Sittings: every change in one of them, in order; one person, no longer break; and a page tells what came of it."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from waypost.journey.edits import Set
from waypost.web.accounts.models import User
from waypost.web.documents.committing import Author, commit
from waypost.web.documents.models import Document
from waypost.web.history.sittings import BREAK, Entry, grouped, timeline
from waypost.web.workspaces.models import Workspace

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)


@st.composite
def histories(draw: st.DrawFn) -> list[Entry]:
    rests = draw(st.lists(st.tuples(st.sampled_from(["Ada", "Ben"]), st.integers(0, 90)), max_size=30))
    at, found = MORNING, []
    for revision, (name, minutes) in enumerate(rests, start=1):
        at += timedelta(minutes=minutes)
        found.append(Entry(revision, None, name, at, "", ()))
    return found


@given(histories())
def test_every_change_is_in_one_sitting_and_in_order(entries: list[Entry]) -> None:
    assert [entry for sitting in grouped(entries) for entry in sitting.entries] == entries


@given(histories())
def test_a_sitting_is_one_person_without_a_break_and_as_long_as_can_be(entries: list[Entry]) -> None:
    sittings = list(grouped(entries))
    for sitting in sittings:
        assert len({entry.name for entry in sitting.entries}) == 1
        rests = pairwise(sitting.entries)
        assert all(later.at - earlier.at < BREAK for earlier, later in rests)
    for one, other in pairwise(sittings):
        assert one.name != other.name or other.began - one.ended >= BREAK


def _rename(row: Document, who: str, old: str, new: str) -> None:
    commit(row, Author(who), uuid.uuid4(), (Set(id="pays", field="name", old=old, new=new),))


def test_a_sitting_is_told_by_its_end(acme: Workspace, owner: User) -> None:
    row = acme.documents.get(slug="buying")
    _rename(row, "Ada", "I pay", "I p")
    _rename(row, "Ada", "I p", "I pay cash")
    _rename(row, "Ben", "I pay cash", "I pay by card")
    row.refresh_from_db()
    page = timeline(row, row.revision)
    assert [told.sitting.name for told in page.told] == ["Ben", "Ada"]
    (ben,), (ada,) = (told.sentences for told in page.told)
    assert "I pay by card" in str(ben)
    assert "I pay cash" in str(ada)
    assert page.older is None


def test_pages_tell_each_change_once(acme: Workspace, owner: User) -> None:
    row = acme.documents.get(slug="buying")
    names = ["I pay", *(f"I pay {number}" for number in range(9))]
    for number, (old, new) in enumerate(pairwise(names)):
        _rename(row, f"Person {number // 2}", old, new)
    row.refresh_from_db()
    seen: list[int] = []
    newest: int | None = row.revision
    while newest is not None:
        page = timeline(row, newest, size=3)
        seen += [entry.revision for told in page.told for entry in reversed(told.sitting.entries)]
        newest = page.older
    assert seen == list(range(9, 0, -1))
