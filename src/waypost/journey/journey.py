"""The journey: a named person's way from a trigger to the destination they want."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from waypost.journey.binding import Predicate, Signal
from waypost.journey.marks import Count, Marked
from waypost.journey.model import Document, Element, Id, Reference, Text, Value


class State(StrEnum):
    """Whether the journey is as it is today or as it should become."""

    CURRENT = "current"
    FUTURE = "future"


class Lifecycle(StrEnum):
    """How far the map has come; checks apply from a state on."""

    DRAFT = "draft"
    VALIDATED = "validated"
    PUBLISHED = "published"
    RETIRED = "retired"


class Stakeholder(StrEnum):
    """Whose journey it is."""

    CUSTOMER = "customer"
    EMPLOYEE = "employee"
    PATIENT = "patient"
    STUDENT = "student"
    PARTNER = "partner"
    VENDOR = "vendor"
    OTHER = "other"


class Channel(StrEnum):
    """Where a contact happens; each has an icon of ours."""

    WEB = "web"
    APP = "app"
    EMAIL = "email"
    PHONE = "phone"
    CHAT = "chat"
    SMS = "sms"
    PUSH = "push"
    SOCIAL = "social"
    SEARCH = "search"
    ADVERT = "advert"
    REVIEW = "review"
    PEER = "peer"
    STORE = "store"
    POST = "post"
    DELIVERY = "delivery"
    EVENT = "event"
    VIDEO = "video"
    PAYMENT = "payment"
    BANK = "bank"
    DOCUMENT = "document"
    PRODUCT = "product"
    IN_PERSON = "in-person"
    OTHER = "other"


class Ownership(StrEnum):
    """Whose touchpoint it is. Only ours has an owning department."""

    OURS = "ours"
    PARTNER = "partner"
    THIRD_PARTY = "third-party"


class RouteKind(StrEnum):
    """A way the designed journey allows between two steps."""

    NEXT = "next"
    SKIP = "skip"
    REPEAT = "repeat"
    BRANCH = "branch"


class Emotion(Value):
    """How a step is *assumed* to feel. What customers report is evidence, never a field here."""

    level: Annotated[float, Field(ge=-2, le=2)]
    """−2 desperate … +2 delighted."""
    spread: Annotated[float, Field(ge=0, le=2)] | None = None
    """The standard deviation of the votes behind the level."""
    n: Count | None = None
    """How many votes are behind it."""
    evoked_by: Text | None = None


class ListeningPost(Element):
    """A survey question placed at a touchpoint."""

    question: Text
    measure: Literal["ces", "csat", "nps", "stars", "open"] = "csat"


class Touchpoint(Marked):
    """One contact on any channel: ours, a partner's or a third party's."""

    name: Text
    channel: Channel = Channel.OTHER
    by: Ownership = Ownership.OURS
    department: Text | None = None
    importance: Annotated[int, Field(ge=1, le=5)] | None = None
    """Believed, 1 to 5."""
    ending: Text | None = None
    """The designed ending: the last thing a person meets here colours all the rest."""
    posts: tuple[ListeningPost, ...] = ()
    match: Predicate | None = None
    """Which events are this touchpoint. The first touchpoint in reading order that matches an event takes it."""
    score: Predicate | None = None
    """Which responses speak of this touchpoint. Without it: those whose `touchpoint` is its id or its name."""
    signals: tuple[Signal, ...] = ()


class LaneNote(Element):
    """What one of the journey's own lanes says at a step."""

    lane: Id
    text: Text


class Step(Marked):
    """What the person does, with or without us, in the customer's own words."""

    name: Text
    words: Text | None = None
    """How a customer puts it."""
    who: Text | None = None
    what: Text | None = None
    when: Text | None = None
    where: Text | None = None
    why: Text | None = None
    needs: tuple[Text, ...] = ()
    expectations: tuple[Text, ...] = ()
    thoughts: tuple[Text, ...] = ()
    effort: Annotated[int, Field(ge=1, le=5)] | None = None
    """Believed, 1 no effort … 5 a struggle."""
    feelings: tuple[Text, ...] = ()
    emotion: Emotion | None = None
    optional: bool = False
    opens: Reference | None = None
    """The deeper journey this step opens into."""
    notes: tuple[LaneNote, ...] = ()
    touchpoints: tuple[Touchpoint, ...] = ()


class Phase(Marked):
    """A stage of the journey that both customers and we recognise."""

    name: Text
    goal: Text | None = None
    """What the customer wants settled in it."""
    steps: tuple[Step, ...] = ()


class Route(Element):
    """A way the designed journey allows between two steps. Without routes, each step leads to the next."""

    kind: RouteKind = RouteKind.NEXT
    origin: Id
    target: Id
    when: Text | None = None


class Lane(Element):
    """A lane of the company's own choosing."""

    name: Text
    hint: Text | None = None


class Validation(Value):
    """When the phases were validated, and with whom."""

    inside: date | None = None
    """With colleagues across departments."""
    outside: date | None = None
    """With customers."""


class Journey(Document):
    """A named person's way from a trigger to a destination."""

    kind: Literal["journey"] = "journey"
    summary: Text | None = None
    state: State = State.CURRENT
    future_of: Reference | None = None
    """For a future state: the current journey it changes."""
    stakeholder: Stakeholder = Stakeholder.CUSTOMER
    lifecycle: Lifecycle = Lifecycle.DRAFT
    personas: tuple[Reference, ...] = ()
    several_personas: Text | None = None
    """Why the risk of several personas on one map is accepted, and by whom."""
    trigger: Text | None = None
    destination: Text | None = None
    success: Text | None = None
    """How the customer measures success."""
    purpose: Text | None = None
    owner: Text | None = None
    facilitator: Text | None = None
    team: tuple[Text, ...] = ()
    sponsor: Text | None = None
    mapped: date | None = None
    review: date | None = None
    """When the map is looked at again; a year after `mapped` unless said otherwise."""
    validated: Validation | None = None
    impression: Annotated[tuple[Text, ...], Field(max_length=3)] = ()
    """The lasting impression: three words the company wants customers to say."""
    follows: Literal["customer", "account"] = "customer"
    """Whose trail is measured: each customer's, or all of an account's users' together."""
    case: Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")] | None = None
    """The event property that tells one walk from the next (an order number); without it a customer walks once."""
    lanes: tuple[Lane, ...] = ()
    phases: tuple[Phase, ...] = ()
    routes: tuple[Route, ...] = ()

    def steps(self) -> tuple[Step, ...]:
        """All steps in reading order."""
        return tuple(step for phase in self.phases for step in phase.steps)

    def touchpoints(self) -> tuple[Touchpoint, ...]:
        """All touchpoints in reading order."""
        return tuple(touchpoint for step in self.steps() for touchpoint in step.touchpoints)
