"""Actions: what somebody does about an opportunity or a pain point."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.forms import model_to_dict
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field

from waypost.web.actions.doing import ChangedMeanwhileError, change, make, remove
from waypost.web.actions.forms import ActionForm
from waypost.web.actions.models import Action as Row
from waypost.web.actions.models import ActionState
from waypost.web.actions.views import about_of, action_of, actions_of, known_in, refuse_others
from waypost.web.api.doors import members
from waypost.web.api.paging import Page, Paging, Part, oldest_first
from waypost.web.api.refusals import TakenError, checked
from waypost.web.api.words import Number, Slug
from waypost.web.workspaces.access import Can, VisitRequest

router = Router()

Line = Annotated[str, Field(max_length=300)]


class Words(Schema):
    """What is said of an action."""

    model_config = ConfigDict(extra="forbid")

    title: Line | None = Field(None, description="What is to be done. Begin with a verb.")
    owner: Number | None = Field(None, description="The number of whoever does it.")
    due: date | None = None
    kpi: Line | None = Field(None, description="The figure that shall change.")
    baseline: Annotated[str, Field(max_length=120)] | None = None
    target: Annotated[str, Field(max_length=120)] | None = None
    cost: Line | None = None
    notes: Annotated[str, Field(max_length=10_000)] | None = None
    state: ActionState | None = None


class NewAction(Words):
    """A new action."""

    about: Annotated[str, Field(max_length=130)] = Field(
        description="What it is about: `journey` or `journey/element`, an opportunity or a pain point for instance."
    )


class ActionChange(Words):
    """What is to change; what is left out stays."""

    revision: Annotated[int, Field(ge=0, le=10**9)] = Field(description="The revision you read.")


class Action(Schema):
    """An action."""

    id: int
    journey: str
    element: str
    about: str = Field(description="The words of the element when the action was made.")
    title: str
    owner: int | None
    owner_name: str
    due: date | None
    overdue: bool
    kpi: str
    baseline: str
    target: str
    cost: str
    notes: str
    state: ActionState
    revision: int
    made: datetime
    started: datetime | None
    ended: datetime | None


@router.get("", auth=members(Can.VIEW), response=Page[Action])
def list_actions(request: VisitRequest, journey: Slug | None = None, paging: Paging = Part) -> dict[str, Any]:
    """The workspace's actions; those of one journey, if asked for."""
    rows = actions_of(request.visit)
    return oldest_first(rows.filter(journey__slug=journey) if journey else rows, paging, _told)


@router.post("", auth=members(Can.EDIT), response={201: Action})
def create_action(request: VisitRequest, asked: NewAction) -> Status[dict[str, Any]]:
    """Make an action about something on a map."""
    visit = request.visit
    journey, element, words = about_of(visit, asked.about)
    data = {"state": ActionState.OPEN, **asked.model_dump(exclude_none=True, exclude={"about"})}
    form = ActionForm(visit.workspace, known_in(journey, element), data)
    checked(form)
    return Status(201, _told(make(visit, form.save(commit=False), journey, element, words)))


@router.get("/{number}", auth=members(Can.VIEW), response=Action)
def get_action(request: VisitRequest, number: Number) -> dict[str, Any]:
    """One action."""
    return _told(action_of(request.visit, number))


@router.patch("/{number}", auth=members(Can.COMMENT), response=Action)
def change_action(request: VisitRequest, number: Number, asked: ActionChange) -> dict[str, Any]:
    """Change an action: by editors, and by whoever owns it."""
    visit = request.visit
    row = action_of(visit, number)
    refuse_others(visit, row)
    wanted = asked.model_dump(exclude_unset=True, exclude={"revision"})
    known = model_to_dict(row, ActionForm.Meta.fields)
    offered = known_in(row.journey, row.element)
    form = ActionForm(visit.workspace, offered, {**known, **wanted}, instance=action_of(visit, number))
    checked(form)
    try:
        return _told(change(visit, row, form.save(commit=False), asked.revision))
    except ChangedMeanwhileError as error:
        raise TakenError("Somebody changed this action in between. Read it again, then change that.") from error


@router.delete("/{number}", auth=members(Can.EDIT), response={204: None})
def remove_action(request: VisitRequest, number: Number) -> Status[None]:
    """Remove an action, with its history."""
    remove(request.visit, action_of(request.visit, number))
    return Status(204, None)


def _told(row: Row) -> dict[str, Any]:
    fields = ("about", "title", "due", "kpi", "baseline", "target", "cost", "notes", "state", "revision", "element")
    return {
        **{field: getattr(row, field) for field in (*fields, "made", "started", "ended")},
        "id": row.pk,
        "journey": row.journey.slug,
        "owner": row.owner_id,
        "owner_name": row.owner.called if row.owner else "",
        "overdue": row.overdue(timezone.localdate()),
    }
