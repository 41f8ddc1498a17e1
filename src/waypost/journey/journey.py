"""The journey: a named person's way from a trigger to the destination they want."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from waypost.journey.binding import Predicate, Signal
from waypost.journey.buying import BuyingRole
from waypost.journey.marks import Count, Marked
from waypost.journey.model import Document, Element, Id, Reference, Text, Value
from waypost.journey.outcome import Breakdown, Outcome


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
    """What evokes it."""


class ListeningPost(Element):
    """A survey question placed at a touchpoint."""

    question: Text
    """The question asked."""
    measure: Literal["ces", "csat", "nps", "stars", "open"] = "csat"
    """What the answer measures."""


class Touchpoint(Marked):
    """One contact on any channel: ours, a partner's or a third party's."""

    name: Text
    """What it is called."""
    channel: Channel = Channel.OTHER
    """Where the contact happens."""
    by: Ownership = Ownership.OURS
    """Whose it is."""
    department: Text | None = None
    """Who answers for it; only for ours."""
    importance: Annotated[int, Field(ge=1, le=5)] | None = None
    """Believed, 1 to 5."""
    ending: Text | None = None
    """The designed ending: the last thing a person meets here colours all the rest."""
    posts: tuple[ListeningPost, ...] = ()
    """Survey questions placed here."""
    match: Predicate | None = None
    """Which events are this touchpoint. The first touchpoint in reading order that matches an event takes it."""
    score: Predicate | None = None
    """Which responses speak of this touchpoint. Without it: those whose `touchpoint` is its id or its name."""
    signals: tuple[Signal, ...] = ()
    """What can happen to a customer here."""


class LaneNote(Element):
    """What one of the journey's own lanes says at a step."""

    lane: Id
    """The lane it belongs to."""
    text: Text
    """What the lane says at this step."""


class Activity(Element):
    """Something a company does, uses or shows at a step: one card of the service blueprint."""

    text: Text
    """What is done, used or seen."""
    department: Text | None = None
    """Who does it."""
    system: Text | None = None
    """The system it is done with."""


class Content(Element):
    """A piece of content that helps a person to settle something."""

    word: ClassVar[str] = "piece of content"

    name: Text
    """What it is called."""
    channel: Channel = Channel.OTHER
    """Where people meet it."""
    source: Text | None = None
    """Where it comes from, and who makes it."""
    missing: bool = False
    """Whether it is needed and not there yet."""


class Tollgate(Element):
    """What a person must have settled before going on, and the content that helps."""

    settles: Text
    """What has to be settled."""
    role: BuyingRole | None = None
    """Who has to settle it; left out, everybody."""
    how: Text | None = None
    """How they settle it."""
    contents: tuple[Content, ...] = ()
    """The content that helps."""


class Step(Marked):
    """What the person does, with or without us, in the customer's own words."""

    name: Text
    """What the person does."""
    words: Text | None = None
    """How a customer puts it."""
    who: Text | None = None
    """Who does it, when it is not the persona alone."""
    what: Text | None = None
    """What exactly is done."""
    when: Text | None = None
    """When it happens."""
    where: Text | None = None
    """Where it happens."""
    why: Text | None = None
    """Why it is done."""
    needs: tuple[Text, ...] = ()
    """What the person needs here."""
    expectations: tuple[Text, ...] = ()
    """What the person expects."""
    thoughts: tuple[Text, ...] = ()
    """What goes through their head."""
    effort: Annotated[int, Field(ge=1, le=5)] | None = None
    """Believed, 1 no effort … 5 a struggle."""
    feelings: tuple[Text, ...] = ()
    """How it feels, in words."""
    emotion: Emotion | None = None
    """How it is assumed to feel, as a level."""
    optional: bool = False
    """Whether people may leave it out."""
    opens: Reference | None = None
    """The deeper journey this step opens into."""
    notes: tuple[LaneNote, ...] = ()
    """What the company's own lanes say here."""
    touchpoints: tuple[Touchpoint, ...] = ()
    """The contacts at this step; there may be none."""
    tollgates: tuple[Tollgate, ...] = ()
    """What must be settled before going on."""
    physical: tuple[Activity, ...] = ()
    """Physical evidence: what the person sees, holds and keeps."""
    onstage: tuple[Activity, ...] = ()
    """What we do in the person's sight."""
    backstage: tuple[Activity, ...] = ()
    """What the same people do out of sight."""
    support: tuple[Activity, ...] = ()
    """Support processes: what others do so that it works."""
    upstream: tuple[Activity, ...] = ()
    """Processes of other departments that must have happened before."""
    downstream: tuple[Activity, ...] = ()
    """Processes of other departments that follow from it."""

    def activities(self) -> tuple[Activity, ...]:
        """The whole blueprint of the step, from what the person sees to what follows."""
        slots = (self.physical, self.onstage, self.backstage, self.support, self.upstream, self.downstream)
        return tuple(activity for slot in slots for activity in slot)


class Phase(Marked):
    """A stage of the journey that both customers and we recognise."""

    name: Text
    """What the phase is called, in words customers would use."""
    goal: Text | None = None
    """What the customer wants settled in it."""
    any_order: bool = False
    """Whether people may do its steps in any order; conformance can follow up to six of them in our view."""
    steps: tuple[Step, ...] = ()
    """Its steps, in order."""


class Route(Element):
    """A way the designed journey allows between two steps. Without routes, each step leads to the next."""

    kind: RouteKind = RouteKind.NEXT
    """Whether it leads on, skips, repeats or branches."""
    origin: Id
    """The step it leaves."""
    target: Id
    """The step it leads to."""
    when: Text | None = None
    """When people take it."""


class Lane(Element):
    """A lane of the company's own choosing."""

    name: Text
    """What the lane is called."""
    hint: Text | None = None
    """A few words below the name."""


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
    """The journey in a sentence."""
    state: State = State.CURRENT
    """As it is today, or as it should become."""
    future_of: Reference | None = None
    """For a future state: the current journey it changes."""
    stakeholder: Stakeholder = Stakeholder.CUSTOMER
    """Whose journey it is."""
    lifecycle: Lifecycle = Lifecycle.DRAFT
    """How far the map has come; `check` asks for more from state to state."""
    personas: tuple[Reference, ...] = ()
    """The personas who walk it."""
    several_personas: Text | None = None
    """Why the risk of several personas on one map is accepted, and by whom."""
    trigger: Text | None = None
    """What sets the person off."""
    destination: Text | None = None
    """The value the person wants: where the journey ends well."""
    arrives: Id | None = None
    """The step at which they are where they wanted to be; left out, the last bound step that is not optional."""
    success: Text | None = None
    """How the customer measures success."""
    purpose: Text | None = None
    """Why we map it: the question the map should answer."""
    owner: Text | None = None
    """Who answers for the journey."""
    facilitator: Text | None = None
    """The neutral person who leads the mapping."""
    team: tuple[Text, ...] = ()
    """The departments that map it, and stay until effects are measured."""
    sponsor: Text | None = None
    """The executive who backs it."""
    mapped: date | None = None
    """The day it was mapped."""
    review: date | None = None
    """When the map is looked at again; a year after `mapped` unless said otherwise."""
    validated: Validation | None = None
    """When its phases were validated, inside and outside."""
    impression: Annotated[tuple[Text, ...], Field(max_length=3)] = ()
    """The lasting impression: three words the company wants customers to say."""
    follows: Literal["customer", "account"] = "customer"
    """Whose trail is measured: each customer's, or all of an account's users' together."""
    case: Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")] | None = None
    """The event property that tells one walk from the next (an order number); without it a customer walks once."""
    outcomes: tuple[Outcome, ...] = ()
    """How a walk can turn out: what moments of truth are measured by."""
    breakdowns: tuple[Breakdown, ...] = ()
    """How cases are told apart when they are compared."""
    lanes: tuple[Lane, ...] = ()
    """Lanes of the company's own choosing."""
    phases: tuple[Phase, ...] = ()
    """Its phases, in order."""
    routes: tuple[Route, ...] = ()
    """The ways it allows between steps."""

    def steps(self) -> tuple[Step, ...]:
        """All steps in reading order."""
        return tuple(step for phase in self.phases for step in phase.steps)

    def touchpoints(self) -> tuple[Touchpoint, ...]:
        """All touchpoints in reading order."""
        return tuple(touchpoint for step in self.steps() for touchpoint in step.touchpoints)

    def review_due(self) -> date | None:
        """When the map is looked at again: its review date, or a year after it was mapped; None when unknown."""
        if self.review is not None or self.mapped is None:
            return self.review
        if self.mapped.year == date.max.year:
            return date.max
        day = 28 if (self.mapped.month, self.mapped.day) == (2, 29) else self.mapped.day
        return self.mapped.replace(year=self.mapped.year + 1, day=day)
