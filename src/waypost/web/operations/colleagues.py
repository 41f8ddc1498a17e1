"""What the people of the simulated company did with their map: actions, and what they say about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from waypost.journey.model import Document as DocumentValue
from waypost.web.accounts.models import User
from waypost.web.actions.doing import make
from waypost.web.actions.models import Action, ActionState
from waypost.web.comments.saying import answer, begin
from waypost.web.documents.models import Document
from waypost.web.documents.reading import current
from waypost.web.workspaces.access import Visit
from waypost.web.workspaces.models import Membership, Role, Workspace

PAYMENTS, PRODUCT = "sam@kite.example", "lea@kite.example"
COLLEAGUES = (
    (PAYMENTS, "Sam Okoro", Role.EDITOR, "Payments"),
    (PRODUCT, "Lea Brandt", Role.CONTRIBUTOR, "Product"),
)


@dataclass(frozen=True)
class Planned:
    """An action to begin with."""

    element: str
    title: str
    owner: str
    due: int
    """Days from today; below zero it is overdue."""
    state: ActionState
    kpi: str
    baseline: str
    target: str
    cost: str


PLANNED = (
    Planned(
        "why-failed",
        "Say in plain words why the bank refused, and what to do now",
        PAYMENTS,
        21,
        ActionState.DOING,
        "Share of those whose bank link fails who go on",
        "see Bank link failed",
        "a third fewer who leave",
        "two sprints",
    ),
    Planned(
        "know-cost",
        "Show the fee on the pricing page",
        PRODUCT,
        -6,
        ActionState.OPEN,
        "Drop-off at Compare prices",
        "36 %",
        "30 %",
        "a week",
    ),
    Planned(
        "later",
        "Let the first invoice go out before the set-up is finished",
        PRODUCT,
        45,
        ActionState.OPEN,
        "Days to the first invoice",
        "see Time here",
        "half",
        "three sprints",
    ),
    Planned(
        "see-opened",
        "Tell when the client has opened the invoice",
        PAYMENTS,
        -30,
        ActionState.DONE,
        "Reminders sent by hand",
        "not counted yet",
        "fewer",
        "four days",
    ),
)


def settle_in(workspace: Workspace, owner: User, journey: Document, today: date) -> None:
    """Give the company two colleagues of the owner, some actions and two conversations."""
    people = {owner.email: owner}
    for email, name, role, department in COLLEAGUES:
        user = User.objects.create_user(email, name=name)
        Membership.objects.create(workspace=workspace, user=user, role=role, department=department)
        people[email] = user
    visits = {email: Visit(workspace, user, workspace.memberships.get(user=user)) for email, user in people.items()}
    value = current(journey).value
    for planned in PLANNED:
        action = Action(
            title=planned.title,
            owner=people[planned.owner],
            due=today + timedelta(days=planned.due),
            state=planned.state,
            kpi=planned.kpi,
            baseline=planned.baseline,
            target=planned.target,
            cost=planned.cost,
        )
        make(visits[owner.email], action, journey, planned.element, _label(value, planned.element))
    thread = begin(
        visits[PRODUCT],
        journey,
        "link-bank",
        _label(value, "link-bank"),
        "Six of ten groups felt nothing here. The interviews say otherwise: which one do we believe?",
    )
    answer(
        visits[owner.email], thread, "Both, side by side: that is the point. @Sam Okoro, what does the bank tell us?"
    )
    begin(
        visits[PAYMENTS],
        journey,
        "fees-hidden",
        _label(value, "fees-hidden"),
        "The pricing page says it since Monday, below the fold.",
    )


def _label(value: DocumentValue, element: str) -> str:
    return value.elements()[element].label
