"""Threads as a browser shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from waypost.journey.model import Element
from waypost.web.accounts.models import User
from waypost.web.comments.mentions import mentioned
from waypost.web.comments.models import Comment, Thread
from waypost.web.workspaces.access import Can, Visit


def told(
    visit: Visit, threads: Iterable[Thread], elements: Mapping[str, Element], people: Sequence[User]
) -> list[dict[str, Any]]:
    """Each thread with its comments; `gone`: its element is not there any more."""
    return [
        {
            "id": thread.pk,
            "element": thread.element,
            "about": elements[thread.element].label if thread.element in elements else thread.about,
            "gone": thread.element not in elements,
            "resolved": thread.resolved.isoformat() if thread.resolved else None,
            "resolved_by": thread.resolved_by,
            "comments": [_comment(visit, comment, people) for comment in thread.comments.all()],
        }
        for thread in threads
    ]


def person(user: User) -> dict[str, Any]:
    """Somebody who can be named."""
    return {"id": user.pk, "name": user.called, "initials": user.initials, "tone": user.picture_tone}


def _comment(visit: Visit, comment: Comment, people: Sequence[User]) -> dict[str, Any]:
    own = comment.author_id == visit.user.pk and visit.can(Can.COMMENT)
    return {
        "id": comment.pk,
        "author": person(comment.author) if comment.author else None,
        "name": comment.author.called if comment.author else comment.author_name,
        "text": comment.text,
        "mentions": [one.called for one in mentioned(comment.text, people)],
        "at": comment.at.isoformat(),
        "edited": comment.edited is not None,
        "may_change": own,
        "may_remove": own or visit.can(Can.MANAGE),
    }
