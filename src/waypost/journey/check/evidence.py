"""Rules about evidence: the customers' voice on the map, and what stands behind its pains."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from waypost.journey.check.rule import Spot, rule, within
from waypost.journey.evidence import Evidence, Finding, FindingKind
from waypost.journey.journey import Journey, Lifecycle, State
from waypost.journey.marks import Irritation, PainPoint, Standing
from waypost.journey.workspace import Severity, Workspace


def _shown(findings: Iterable[Finding]) -> bool:
    """Whether any of the findings is more than an assumption."""
    return any(finding.standing is not Standing.ASSUMED for finding in findings)


def supported(workspace: Workspace, journey: Journey, element: PainPoint | Irritation) -> bool:
    """Whether something observed, reported or inferred stands behind an element."""
    named = [workspace.element(reference) for reference in element.evidence]
    whole = (finding for found in named if isinstance(found, Evidence) for finding in found.findings)
    single = (found for found in named if isinstance(found, Finding))
    about = workspace.findings(journey.id).get(element.id, ())
    return _shown((*single, *whole, *about))


@rule(
    "no-quote",
    Severity.WARNING,
    Lifecycle.VALIDATED,
    title="No customer speaks on the map",
    reason="One sentence in a customer's own words convinces more people than any chart.",
    fix="Add a quote about a step or a pain as evidence, from interviews, surveys or tickets.",
    practice="Verbatims from journey-mapping interviews with customers.",
)
def no_quote(workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """At least one quote is about the journey."""
    findings = workspace.findings(journey.id).values()
    if not any(finding.kind is FindingKind.QUOTE for found in findings for finding in found):
        yield Spot(
            journey.id, f"Let a customer speak: add a quote about {journey.called} or one of its steps as evidence"
        )


@rule(
    "pain-without-evidence",
    Severity.WARNING,
    Lifecycle.VALIDATED,
    title="A pain point has no evidence",
    reason="Pains that only colleagues believe in cost as much to fix as real ones. Employees' votes are assumptions.",
    fix="Hang a quote, a survey figure or an event figure on it, or drop it; until then it is a research question.",
    field="evidence",
    practice="Evidence-based mapping: assumptions are labelled, and tested with customers.",
)
def pain_without_evidence(workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """Each pain point and irritation has evidence that is not an assumption."""
    for element in journey.walk():
        if isinstance(element, PainPoint | Irritation) and not supported(workspace, journey, element):
            message = f"Ask customers about the {element.called} and add what they say as evidence, or drop it"
            yield Spot(within(journey, element.id), message)


@rule(
    "future-without-evidence",
    Severity.WARNING,
    Lifecycle.VALIDATED,
    title="A future state without customers' evidence",
    reason="A future that only the company wishes for is a project plan.",
    fix="Show the future journey to customers and add what they say about it as evidence.",
    practice="Co-creation and concept testing with customers, standard in service design.",
)
def future_without_evidence(workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """A future state has at least one finding, of its own, that is not an assumption."""
    if journey.state is not State.FUTURE:
        return
    findings = workspace.findings(journey.id).values()
    if not any(_shown(found) for found in findings):
        yield Spot(journey.id, f"Show {journey.called} to customers, and add what they say of it as evidence")
