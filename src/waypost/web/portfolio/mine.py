"""My part in it: what of all journeys belongs to one person, by their department and by their name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from waypost.journey.journey import Journey, Step, Touchpoint
from waypost.journey.marks import Marked
from waypost.journey.model import Element
from waypost.web.portfolio.words import plain


@dataclass(frozen=True)
class Mine:
    """Whose part is looked for."""

    name: str
    department: str
    """Empty when nobody said it."""

    def is_named(self, owner: str | None) -> bool:
        """Whether an owner, as somebody wrote it, is this person or their department.

        "Ines Prado, customer experience" is Ines Prado's; "Support" is the department's, in any case.
        """
        if not owner:
            return False
        return self.is_ours(owner) or _names(owner, self.name)

    def is_ours(self, department: str | None) -> bool:
        """Whether a department is this person's."""
        return bool(department and self.department) and plain(department or "") == plain(self.department)


@dataclass(frozen=True)
class Part:
    """One thing that is somebody's, with what hurts there."""

    element: Element
    at: str
    """The step or phase it stands at."""
    why: str
    """Why it is theirs: its department or its owner, as written."""
    pains: tuple[Element, ...] = ()


@dataclass(frozen=True)
class Share:
    """Somebody's part in one journey."""

    journey: Journey
    roles: tuple[str, ...]
    """owner, facilitator, sponsor."""
    moments: tuple[Part, ...]
    touchpoints: tuple[Part, ...]
    activities: tuple[Part, ...]
    posts: tuple[Part, ...]
    """Listening posts at their touchpoints."""
    steps: tuple[Step, ...]
    """The steps where any of it is."""

    @property
    def hurts(self) -> int:
        """How many pain points and irritations are at it."""
        return len({pain.id for one in (*self.moments, *self.touchpoints) for pain in one.pains})


def share_of(journey: Journey, mine: Mine) -> Share | None:
    """Somebody's part in a journey; None when they have none."""
    roles = tuple(role for role in ("owner", "facilitator", "sponsor") if mine.is_named(getattr(journey, role)))
    moments = tuple(_moments(journey, mine))
    touchpoints = tuple(_touchpoints(journey, mine))
    activities = tuple(
        Part(activity, step.name, activity.department or "")
        for step in journey.steps()
        for activity in step.activities()
        if mine.is_named(activity.department)
    )
    posts = tuple(
        Part(post, part.element.label, part.why)
        for part in touchpoints
        if isinstance(part.element, Touchpoint)
        for post in part.element.posts
    )
    if not (roles or moments or touchpoints or activities):
        return None
    theirs = {part.element.id for part in (*moments, *touchpoints, *activities)}
    steps = tuple(step for step in journey.steps() if any(one.id in theirs for one in step.walk()))
    return Share(journey, roles, moments, touchpoints, activities, posts, steps)


def _moments(journey: Journey, mine: Mine) -> Iterator[Part]:
    for marked, at in _marked(journey):
        for moment in marked.moments:
            if mine.is_named(moment.owner):
                yield Part(moment, at, moment.owner or "", _pains(marked))


def _touchpoints(journey: Journey, mine: Mine) -> Iterator[Part]:
    for step in journey.steps():
        around = _pains(step)  # said once, at the first touchpoint of the step
        for touchpoint in step.touchpoints:
            if mine.is_named(touchpoint.department):
                yield Part(touchpoint, step.name, touchpoint.department or "", (*_pains(touchpoint), *around))
                around = ()


def _marked(journey: Journey) -> Iterator[tuple[Marked, str]]:
    for phase in journey.phases:
        yield phase, phase.name
        for step in phase.steps:
            yield step, step.name
            for touchpoint in step.touchpoints:
                yield touchpoint, step.name


def _pains(marked: Marked) -> tuple[Element, ...]:
    return (*marked.pains, *marked.irritations)


def _names(owner: str, name: str) -> bool:
    """Whether a name stands in a text as whole words."""
    return bool(name) and re.search(rf"(?<!\w){re.escape(plain(name))}(?!\w)", plain(owner)) is not None
