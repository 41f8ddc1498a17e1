"""Search across everything a workspace holds: maps, personas, evidence, words, actions, comments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter

from waypost.journey.model import Document
from waypost.web.actions.models import Action
from waypost.web.comments.models import Comment
from waypost.web.portfolio.gathering import Gathered
from waypost.web.portfolio.words import Spoken, plain, spoken

SHOWN = 12
"""So many of each group are shown; more words narrow them down."""
LONGEST = 200
_AROUND = 60
_GROUPS = {
    "journey": "Journeys",
    "persona": "Personas",
    "evidence": "Evidence",
    "glossary": "Glossary",
    "segment": "Segments",
}
"""The kinds of document that are looked through, and what their group is called."""


@dataclass(frozen=True)
class Found:
    """One thing that has the words."""

    label: str
    word: str
    """What it is."""
    where: str
    """What it belongs to."""
    href: str
    rank: int
    """0: begins with the words; 1: is called by them; 2: has them in it."""


@dataclass(frozen=True)
class Group:
    """What was found of one kind, the best first."""

    name: str
    found: tuple[Found, ...]
    more: int
    """How many there are besides."""


def search(gathered: Gathered, asked: str) -> tuple[Group, ...]:
    """Everything that has every word of what is asked, in any order, small or large, with or without accents."""
    words = plain(asked[:LONGEST]).split()
    if not words:
        return ()
    home = f"/w/{gathered.workspace.slug}/"
    documents = [value for value in gathered.values if getattr(value, "kind", "") in _GROUPS]
    by_name: dict[str, list[Found]] = {name: [] for name in (*_GROUPS.values(), "Actions", "Comments")}
    for document in documents:
        kind = str(getattr(document, "kind", ""))
        by_name[_GROUPS[kind]].extend(_in_document(gathered.workspace.pk, document, words, home))
    by_name["Actions"] = list(_actions(gathered, words, home))
    by_name["Comments"] = list(_comments(gathered, words, home))
    return tuple(
        Group(name, tuple(sorted(found, key=attrgetter("rank"))[:SHOWN]), max(0, len(found) - SHOWN))
        for name, found in by_name.items()
        if found
    )


def _in_document(workspace: int, document: Document, words: list[str], home: str) -> Iterator[Found]:
    address = _ADDRESSES[str(getattr(document, "kind", ""))]
    for one in spoken(workspace, document):
        if all(word in one.text for word in words):
            itself = one.id == document.id
            where = " · ".join(part for part in ("" if itself else document.name, one.at) if part)
            yield Found(one.label, one.word, where, home + address(document.id, one), _rank(one.label, words))


def _element(base: str) -> Callable[[str, Spoken], str]:
    return lambda document, one: f"{base}{document}/" + ("" if one.id == document else f"#{one.id}")


def _finding(document: str, one: Spoken) -> str:
    return "evidence/" if one.id == document else f"evidence/{document}/{one.id}/"


_ADDRESSES: dict[str, Callable[[str, Spoken], str]] = {
    "journey": _element("journeys/"),
    "persona": _element("personas/"),
    "segment": _element("segments/"),
    "evidence": _finding,
    "glossary": lambda document, one: "glossary/" + ("" if one.id == document else f"#{one.id}"),
}
"""Where a thing opens, below the workspace's own address."""


def _actions(gathered: Gathered, words: list[str], home: str) -> Iterator[Found]:
    known = Action.objects.filter(workspace=gathered.workspace, journey__archived=None).select_related("journey")
    for action in known:
        text = (action.title, action.about, action.kpi, action.cost, action.notes)
        if _has(text, words):
            where = f"{action.get_state_display()} · {action.journey.name}"
            yield Found(action.title, "action", where, f"{home}actions/{action.pk}/", _rank(action.title, words))


def _comments(gathered: Gathered, words: list[str], home: str) -> Iterator[Found]:
    known = Comment.objects.filter(
        thread__document__workspace=gathered.workspace, thread__document__archived=None
    ).select_related("thread__document")
    for comment in known.order_by("-id"):
        if _has((comment.text, comment.author_name), words):
            thread = comment.thread
            href = f"{home}documents/{thread.document.slug}/comments/page#thread-{thread.pk}"
            where = f"{comment.author_name} on “{thread.about[:_AROUND]}”"
            yield Found(_excerpt(comment.text, words), "comment", where, href, 2)


def _has(texts: Iterable[str], words: list[str]) -> bool:
    text = plain(" \n".join(texts))
    return all(word in text for word in words)


def _rank(label: str, words: list[str]) -> int:
    name = plain(label)
    if name.startswith(" ".join(words)):
        return 0
    return 1 if all(word in name for word in words) else 2


def _excerpt(text: str, words: list[str]) -> str:
    """The part of a long text around the first word."""
    line = " ".join(text.split())
    at = max(0, line.casefold().find(words[0]) - _AROUND)
    end = at + 3 * _AROUND
    return ("…" if at else "") + line[at:end] + ("…" if end < len(line) else "")
