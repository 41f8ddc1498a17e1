"""Telling people: one way for everything they may want to know, whether it was said, asked, decided or forgotten."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from waypost.web.accounts.models import User
from waypost.web.comments.models import Notice, NoticeKind, Subject
from waypost.web.documents.models import Document
from waypost.web.live.announcing import announce
from waypost.web.workspaces.models import Workspace

_SHOWN = 300


@dataclass(frozen=True)
class About:
    """What a notice is about: something that hangs on a document, by its number and in words."""

    document: Document
    subject: Subject
    number: int
    words: str


@dataclass(frozen=True)
class News:
    """Something that happened to it."""

    kind: NoticeKind
    about: About
    by: User | None = None
    """Who did it: they know already. None where nobody did."""
    words: str = ""


def tell(news: News, people: Iterable[User]) -> None:
    """Tell each of these people who belongs to the workspace at this time; belongs into the transaction of the deed."""
    about, workspace = news.about, news.about.document.workspace
    numbers = {person.pk for person in people} - {news.by.pk if news.by else None}
    for person in User.objects.filter(pk__in=numbers, memberships__workspace=workspace).order_by("pk"):
        Notice.objects.create(
            user=person,
            workspace=workspace,
            document=about.document,
            subject=about.subject,
            number=about.number,
            about=about.words[:4000],
            kind=news.kind,
            who=news.by.called if news.by else "",
            words=news.words[:_SHOWN],
        )
        ring(person, workspace)


def withdraw(subject: Subject, number: int, *kinds: NoticeKind) -> None:
    """What these notices say is not so any more, or what they are about is gone (then: of all kinds)."""
    gone = Notice.objects.filter(subject=subject, number=number)
    if kinds:
        gone = gone.filter(kind__in=kinds)
    bells = {(notice.user, notice.workspace) for notice in gone.filter(seen=None).select_related("user", "workspace")}
    gone.delete()
    for person, workspace in bells:
        ring(person, workspace)


def watchers(document: Document) -> Iterable[User]:
    """Those who want to hear what happens to a document."""
    return User.objects.filter(watches__document=document, watches__on=True)


def ring(person: User, workspace: Workspace) -> None:
    """Let a person's bell count anew, on every page they have open."""
    announce(f"user:{person.pk}", "notice", {"workspace": workspace.slug})
