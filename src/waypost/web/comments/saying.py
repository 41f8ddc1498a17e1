"""Saying something about an element: keep it, tell those who watch or are meant, announce it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from waypost.web.accounts.models import User
from waypost.web.comments.mentions import mentioned
from waypost.web.comments.models import Comment, NoticeKind, Subject, Thread, Watch
from waypost.web.comments.notifying import About, News, tell, watchers, withdraw
from waypost.web.documents.models import Document
from waypost.web.live.announcing import announce
from waypost.web.workspaces.access import Visit


def people_of(visit: Visit) -> list[User]:
    """Everybody in the workspace, by name."""
    return list(User.objects.filter(memberships__workspace=visit.workspace).order_by("name", "email"))


def begin(visit: Visit, document: Document, element: str, about: str, text: str) -> Thread:
    """Begin a thread about an element with a first comment."""
    with transaction.atomic():
        thread = Thread.objects.create(document=document, element=element, about=about[:4000])
        _say(visit, thread, text)
    return thread


def answer(visit: Visit, thread: Thread, text: str) -> Comment:
    """Say one more thing; a resolved thread is open again."""
    with transaction.atomic():
        Thread.objects.filter(pk=thread.pk).update(resolved=None, resolved_by="")
        thread.resolved, thread.resolved_by = None, ""
        return _say(visit, thread, text)


def resolve(visit: Visit, thread: Thread, *, settled: bool) -> None:
    """Settle a thread, or open it again; those who spoke in it are told once it is settled."""
    with transaction.atomic():
        thread.resolved = timezone.now() if settled else None
        thread.resolved_by = visit.user.called if settled else ""
        thread.save(update_fields=["resolved", "resolved_by"])
        if settled:
            spoke = User.objects.filter(pk__in=thread.comments.values("author"))
            last = thread.comments.last()
            tell(_news(visit, thread, NoticeKind.RESOLVED, last.text if last else ""), spoke)
        _announce(thread)


def rewrite(visit: Visit, comment: Comment, text: str) -> None:
    """Give one's own comment other words; whoever is newly meant is told."""
    with transaction.atomic():
        known = people_of(visit)
        before = {person.pk for person in mentioned(comment.text, known)}
        comment.text, comment.edited = text, timezone.now()
        comment.save(update_fields=["text", "edited"])
        new = [person for person in mentioned(text, known) if person.pk not in before]
        _meant(visit, comment.thread, new, text)
        _announce(comment.thread)


def take_back(comment: Comment) -> None:
    """Remove a comment; a thread without any is gone."""
    with transaction.atomic():
        thread = comment.thread
        comment.delete()
        _announce(thread)
        if not thread.comments.exists():
            withdraw(Subject.THREAD, thread.pk)
            thread.delete()


def watch(user: User, document: Document, *, on: bool) -> None:
    """Hear, or not, what is said about a document."""
    Watch.objects.update_or_create(user=user, document=document, defaults={"on": on})


def watching(user: User, document: Document) -> bool:
    """Whether somebody hears what is said about a document."""
    return Watch.objects.filter(user=user, document=document, on=True).exists()


def _say(visit: Visit, thread: Thread, text: str) -> Comment:
    comment = Comment.objects.create(thread=thread, author=visit.user, author_name=visit.user.called, text=text)
    meant = mentioned(text, people_of(visit))
    Watch.objects.get_or_create(user=visit.user, document=thread.document)
    _meant(visit, thread, meant, text)
    listening = [person for person in watchers(thread.document) if person not in meant]
    tell(_news(visit, thread, NoticeKind.COMMENT, text), listening)
    _announce(thread)
    return comment


def _meant(visit: Visit, thread: Thread, people: Iterable[User], text: str) -> None:
    """Tell those who are named in a text; from now on they hear what is said about the document."""
    known = list(people)
    for person in known:
        Watch.objects.get_or_create(user=person, document=thread.document)
    tell(_news(visit, thread, NoticeKind.MENTION, text), known)


def _news(visit: Visit, thread: Thread, kind: NoticeKind, words: str) -> News:
    return News(kind, About(thread.document, Subject.THREAD, thread.pk, thread.about), visit.user, words)


def _announce(thread: Thread) -> None:
    news = {"document": thread.document.slug, "element": thread.element, "thread": thread.pk}
    announce(thread.document.workspace.topic, "comment", news)


def open_counts(document: Document) -> dict[str, int]:
    """How many open threads each element has."""
    found: dict[str, int] = {}
    for element in document.threads.filter(resolved=None).values_list("element", flat=True):
        found[element] = found.get(element, 0) + 1
    return found
