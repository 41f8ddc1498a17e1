"""What waits at each journey of a workspace for somebody to do or to answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from waypost.web.actions.models import UNDER_WAY, Action
from waypost.web.comments.models import Thread
from waypost.web.workspaces.models import Workspace


@dataclass(frozen=True)
class Waiting:
    """What is open at one journey, besides what its check says; false when nothing is."""

    threads: int = 0
    """Threads of comments nobody settled."""
    actions: int = 0
    """Actions that are under way …"""
    overdue: int = 0
    """… and how many of them should have been done by now."""

    def __bool__(self) -> bool:
        """Whether anything is open."""
        return bool(self.threads or self.actions)


NOTHING = Waiting()


def waiting_in(workspace: Workspace, today: date) -> dict[int, Waiting]:
    """Document's number → what waits there; two questions to the database, however many journeys there are."""
    open_threads = Thread.objects.filter(document__workspace=workspace, resolved=None).order_by()
    threads = dict(open_threads.values_list("document").annotate(Count("pk")))
    under_way = Action.objects.filter(workspace=workspace, state__in=UNDER_WAY).order_by()
    late = Count("pk", filter=Q(due__lt=today))
    counted = under_way.values("journey").annotate(all=Count("pk"), late=late).values_list("journey", "all", "late")
    actions = {number: (known, overdue) for number, known, overdue in counted}
    return {
        number: Waiting(threads.get(number, 0), *actions.get(number, (0, 0)))
        for number in threads.keys() | actions.keys()
    }
