"""Rules about opportunities."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from waypost.journey.check.rule import AUTHORING, Spot, rule, within
from waypost.journey.journey import Journey, Lifecycle
from waypost.journey.marks import Opportunity
from waypost.journey.outside_in_words import words
from waypost.journey.workspace import Severity, Workspace

_MAKING = words(
    "add automate build buy change create deploy develop digitise digitize embed hire implement improve increase "
    "install integrate introduce launch make migrate move optimise optimize redesign replace rewrite roll send set "
    "show simplify train update upgrade use"
)
_THING = re.compile(
    r"\b(ai|apps?|automation|bots?|buttons?|call cent(?:er|re)|campaigns?|chatbots?|checklists?|crm|dashboards?|"
    r"e-?mails?|faqs?|forms?|hotlines?|integrations?|kiosks?|landing pages?|newsletters?|notifications?|pages?|"
    r"platforms?|popups?|portals?|self-service|software|templates?|tools?|tooltips?|training|tutorials?|videos?|"
    r"webinars?|widgets?|wizards?)\b",
    re.IGNORECASE,
)
_OFFERED = re.compile(r"^(an?|new|more|our)\b", re.IGNORECASE)


def is_solution(text: str) -> bool:
    """Whether a text says what to make rather than what people need: "Add a chatbot", "A new portal"."""
    said = re.findall(r"[\w-]+", text.lower())
    if not said:
        return False
    made = said[0] in _MAKING
    thing = _THING.search(text) is not None
    return made or (thing and (_OFFERED.search(text) is not None or len(said) <= 3))


@rule(
    "solution-as-opportunity",
    Severity.WARNING,
    Lifecycle.VALIDATED,
    title="A solution is phrased as an opportunity",
    reason="A solution closes the search; a need that could be met better leaves room for a better, cheaper one.",
    fix="Ask what the solution is to achieve for the customer, and write that; the solution is an action.",
    field="text",
    practice="Problem before solution, as in opportunity solution trees (Teresa Torres, Continuous Discovery Habits).",
    tags=frozenset({AUTHORING}),
)
def solution_as_opportunity(_workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """No opportunity says what to make (English words)."""
    for element in journey.walk():
        if isinstance(element, Opportunity) and is_solution(element.text):
            message = (
                f"The {element.called} says what to make: ask what it is to achieve for the customer, and write that"
            )
            yield Spot(within(journey, element.id), message)
