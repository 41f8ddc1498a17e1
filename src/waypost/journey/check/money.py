"""Rules about money: a number of it says nothing until one knows of what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from waypost.journey.check.rule import Spot, rule, within
from waypost.journey.journey import Journey, Lifecycle
from waypost.journey.workspace import Severity, Workspace


@rule(
    "currency-undeclared",
    Severity.HINT,
    Lifecycle.DRAFT,
    title="An outcome says what it is worth, and nobody says in which currency",
    reason="Money without a currency is a bare number: who reads the report cannot tell what is at stake.",
    fix="Say in the workspace's settings which currency it is, by its three letters: EUR, USD.",
    practice="A number never travels alone: every figure has its unit.",
)
def currency_undeclared(workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """Once an outcome has a `worth` or an `amount`, the workspace has a `currency`."""
    if workspace.settings.currency is not None:
        return
    for outcome in journey.outcomes:
        if outcome.worth is not None or outcome.amount is not None:
            yield Spot(within(journey, outcome.id), f"Say which currency the money of {outcome.called} is in")
