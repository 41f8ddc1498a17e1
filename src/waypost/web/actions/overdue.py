"""Telling people that what is theirs to do should be done by now: once, until its day, owner or state is another."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from waypost.web.actions.doing import about, written
from waypost.web.actions.models import UNDER_WAY, Action
from waypost.web.comments.models import Notice, NoticeKind, Subject
from waypost.web.comments.notifying import News, tell
from waypost.web.workspaces.models import Workspace
from waypost.web.workspaces.zone import day_in


def tell_overdue() -> None:
    """Tell people of their actions whose day has passed where their workspace is."""
    for number in set(_untold().values_list("workspace", flat=True)):
        with transaction.atomic():
            workspace = Workspace.objects.select_for_update().get(pk=number)  # one worker tells
            today = day_in(workspace)
            for action in _untold().filter(workspace=workspace, due__lt=today).select_related("owner", "journey"):
                if action.owner is not None:
                    tell(News(NoticeKind.OVERDUE, about(action), words=f"Due on {written(action.due)}"), [action.owner])


def _untold() -> QuerySet[Action]:
    """What is under way and somebody's, has a day, and was not told to be overdue."""
    told = Notice.objects.filter(subject=Subject.ACTION, number=OuterRef("pk"), kind=NoticeKind.OVERDUE)
    mine = Action.objects.filter(state__in=UNDER_WAY, journey__archived=None, due__isnull=False, owner__isnull=False)
    return mine.filter(~Exists(told))
