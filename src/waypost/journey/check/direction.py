"""Rules about where the journey comes from and where it leads: trigger, destination, success, purpose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from waypost.journey.check.rule import AUTHORING, Spot, rule, within
from waypost.journey.journey import Journey, Lifecycle, Stakeholder
from waypost.journey.outside_in import judge
from waypost.journey.outside_in_words import words
from waypost.journey.workspace import Severity, Workspace

_BUYING = words(
    "buy buying purchase purchasing checkout sale close closing contract sign signing decide decision order ordering "
    "pay payment conversion acquisition"
)
_BEYOND = words(
    "use using get getting start live receive deliver delivery service support keep return renew leave own enjoy "
    "benefit value improve after"
)
_COMMERCIAL = words(
    "revenue sale sales conversion converts upsell cross-sell renewal retention churn lifetime turnover margin "
    "pipeline lead leads loyalty"
)


def _spoken(text: str) -> set[str]:
    return set(re.findall(r"[\w-]+", text.lower()))


@rule(
    "no-trigger",
    Severity.HINT,
    Lifecycle.DRAFT,
    title="Nothing sets the journey off",
    reason="The journey begins in the customer's life, usually long before the first contact with the company.",
    fix="Say what happens in the customer's life that starts it all: the trigger.",
    field="trigger",
    practice="Jobs to be done and journey-mapping interviews, which begin with the first thought of the matter.",
    tags=frozenset({AUTHORING}),
)
def no_trigger(_workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """The journey has a trigger."""
    if journey.trigger is None:
        yield Spot(journey.id, f"Say what sets {journey.called} off in the customer's life")


@rule(
    "no-destination",
    Severity.WARNING,
    Lifecycle.DRAFT,
    title="The journey leads nowhere",
    reason="Without the value the customer wants there is no telling whether a step helps.",
    fix="Say what the customer has in the end, in her words: the destination.",
    field="destination",
    practice="Outside-in customer experience; jobs to be done (the outcome the customer hires the product for).",
    tags=frozenset({AUTHORING}),
)
def no_destination(_workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """The journey has a destination."""
    if journey.destination is None:
        yield Spot(journey.id, f"Say what the customer has when {journey.called} went well")


@rule(
    "vendor-journey",
    Severity.WARNING,
    Lifecycle.DRAFT,
    title="This is the vendor's journey, not the customer's",
    reason="The company's interest ends at the purchase; the customer's value begins there.",
    fix="Go on until the customer has what she came for, and state the destination in her terms.",
    practice="Outside-in thinking (Theodore Levitt, Marketing Myopia, Harvard Business Review 1960): sales funnels "
    "are not customer journeys.",
    tags=frozenset({AUTHORING}),
)
def vendor_journey(workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """A customer's journey does not end at the purchase, and its destination is not the company's (English words)."""
    if journey.stakeholder is Stakeholder.CUSTOMER and journey.phases:
        last = journey.phases[-1]
        if _spoken(last.name) & _BUYING and not _spoken(last.name) & _BEYOND:
            message = f"The journey ends with {last.called}, where the customer's value begins: go on until she has it"
            yield Spot(within(journey, last.id), message)
    if journey.destination is not None and journey.stakeholder is not Stakeholder.EMPLOYEE:
        judgement = judge(journey.destination, language=workspace.settings.language)
        commercial = bool(_spoken(journey.destination) & _COMMERCIAL)
        if judgement is not None and (judgement.company_side or commercial):
            message = f"The destination '{journey.destination}' is the company's: say what the customer has in the end"
            yield Spot(journey.id, message)


@rule(
    "no-success-measure",
    Severity.HINT,
    Lifecycle.VALIDATED,
    title="Nobody knows how the customer measures success",
    reason="Companies measure what they have; customers judge by something else, often simpler.",
    fix="Ask customers how they can tell that it went well, and write down what they say.",
    field="success",
    practice="Customer success planning and outcome-driven interviews: the customer's own measure of success.",
    tags=frozenset({AUTHORING}),
)
def no_success_measure(_workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """The journey says how the customer measures success."""
    if journey.success is None:
        yield Spot(journey.id, f"Say how the customer can tell that {journey.called} went well")


@rule(
    "no-purpose",
    Severity.HINT,
    Lifecycle.VALIDATED,
    title="The mapping has no stated purpose",
    reason="Without the decision it is to serve, a map shows everything and settles nothing.",
    fix="Say which decision the map is to serve: its purpose.",
    field="purpose",
    practice="Framing a mapping effort before starting it (Jim Kalbach, Mapping Experiences).",
    tags=frozenset({AUTHORING}),
)
def no_purpose(_workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """The journey says why it is mapped."""
    if journey.purpose is None:
        yield Spot(journey.id, f"Say which decision {journey.called} is to serve")


@rule(
    "no-lasting-impression",
    Severity.HINT,
    Lifecycle.PUBLISHED,
    title="No lasting impression is chosen",
    reason="What people say afterwards in two or three words is what they pass on; it can be designed.",
    fix="Choose the three words you want customers to say afterwards.",
    field="impression",
    practice="The three-words exercise of customer-experience workshops.",
)
def no_lasting_impression(_workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """A published journey names the three words it wants said."""
    missing = 3 - len(journey.impression)
    if missing:
        wanted = {3: "the three words", 2: "two more words", 1: "one more word"}[missing]
        yield Spot(journey.id, f"Choose {wanted} that customers should say after {journey.called}")
