"""Making, changing and moving actions: check, do, write a line of history, announce."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from waypost.web.accounts.models import User
from waypost.web.actions.models import Action, ActionState, Line
from waypost.web.comments.models import NoticeKind, Subject
from waypost.web.comments.notifying import About, News, tell, withdraw
from waypost.web.documents.models import Document
from waypost.web.live.announcing import announce
from waypost.web.workspaces.access import Visit
from waypost.web.workspaces.models import Workspace

WORDS: Mapping[str, str] = {
    "title": "what is to be done",
    "owner": "owner",
    "due": "due day",
    "kpi": "measure",
    "baseline": "baseline",
    "target": "target",
    "cost": "cost of change",
    "notes": "notes",
    "state": "state",
}
"""What people call the fields of an action; those that a form may change."""


class ChangedMeanwhileError(Exception):
    """Somebody else changed the action since it was looked at."""


def make(visit: Visit, action: Action, journey: Document, element: str, about: str) -> Action:
    """A new action about an element of a journey, below the others of its column."""
    with transaction.atomic():
        _turn(visit.workspace)
        action.workspace, action.journey, action.element, action.about = visit.workspace, journey, element, about[:4000]
        action.position = visit.workspace.actions.filter(state=action.state).count()
        _date(action, "")
        action.save()
        _told(visit, action, "Made it")
        _give(visit, action)
    return action


def change(visit: Visit, action: Action, wanted: Action, looked_at: int) -> Action:
    """Give an action other words; raises ChangedMeanwhileError."""
    with transaction.atomic():
        _turn(visit.workspace)
        row = Action.objects.select_for_update(of=("self",)).select_related("owner").get(pk=action.pk)
        if row.revision != looked_at:
            raise ChangedMeanwhileError(f"{action.title} was changed since this page was opened.")
        changed = [field for field in WORDS if getattr(row, field) != getattr(wanted, field)]
        if not changed:
            return row
        said = _said(row, wanted, changed)
        before = row.state
        for field in changed:
            setattr(row, field, getattr(wanted, field))
        if not {"state", "due", "owner"}.isdisjoint(changed):
            withdraw(Subject.ACTION, row.pk, NoticeKind.OVERDUE)
        if row.state != before:
            row.position = visit.workspace.actions.filter(state=row.state).count()
            _date(row, before)
        row.revision += 1
        row.save()
        _told(visit, row, said)
        if "owner" in changed:
            _give(visit, row)
    return row


def move(visit: Visit, action: Action, state: ActionState, after: int | None) -> Action:
    """Put an action into a column, right below another (`after`; at its top when that is None or elsewhere)."""
    with transaction.atomic():
        _turn(visit.workspace)
        row = Action.objects.get(pk=action.pk)
        before = row.state
        column = [one for one in visit.workspace.actions.filter(state=state) if one.pk != row.pk]
        place = next((index + 1 for index, one in enumerate(column) if one.pk == after), 0)
        column.insert(place, row)
        row.state = state
        for position, one in enumerate(column):
            one.position = position
        Action.objects.bulk_update(column, ["position"])
        if state != before:
            row.revision += 1
            _date(row, before)
            row.save(update_fields=["state", "revision", "started", "ended"])
            withdraw(Subject.ACTION, row.pk, NoticeKind.OVERDUE)
            _told(visit, row, f"{ActionState(before).label} → {state.label}")
        else:
            _announce(row)
    return row


def remove(visit: Visit, action: Action) -> None:
    """Throw an action away, with its history."""
    with transaction.atomic():
        _announce(action)
        withdraw(Subject.ACTION, action.pk)
        action.delete()


def about(row: Action) -> About:
    """The action, for a notice."""
    return About(row.journey, Subject.ACTION, row.pk, row.title)


def _give(visit: Visit, row: Action) -> None:
    """Tell whoever owns it now."""
    if row.owner is not None:
        due = f"Until {written(row.due)}" if row.due else ""
        tell(News(NoticeKind.GIVEN, about(row), visit.user, due), [row.owner])


def _turn(workspace: Workspace) -> None:
    """Changes of a workspace's actions have an order."""
    Workspace.objects.select_for_update().get(pk=workspace.pk)


def _date(row: Action, before: str) -> None:
    """Write down when it began and ended, once its state says so."""
    now = timezone.now()
    if row.state == ActionState.OPEN:
        row.started = row.ended = None
    elif row.state == ActionState.DOING:
        row.started, row.ended = row.started or now, None
    elif row.state != before:
        row.started, row.ended = row.started or now, now


def _told(visit: Visit, row: Action, words: str) -> None:
    Line.objects.create(action=row, author=visit.user, author_name=visit.user.called, words=words[:1000])
    _announce(row)


def _announce(row: Action) -> None:
    news = {"id": row.pk, "state": row.state, "journey": row.journey.slug, "element": row.element}
    announce(row.workspace.topic, "action", news)


def _said(row: Action, wanted: Action, changed: Iterable[str]) -> str:
    """What changes, in words: "owner: nobody → Ada Park; due day: 3 March 2027"."""
    parts = []
    for field in changed:
        before, after = written(getattr(row, field)), written(getattr(wanted, field))
        parts.append(f"{WORDS[field]} rewritten" if field == "notes" else f"{WORDS[field]}: {before} → {after}")
    said = "; ".join(parts)
    return said[:1].upper() + said[1:]


def written(value: object) -> str:
    """What a field holds, in words."""
    match value:
        case User():
            return value.called
        case date():
            return f"{value:%-d %b %Y}"
        case None | "":
            return "none"
        case _:
            return str(value)
