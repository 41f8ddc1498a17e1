"""Pairs of a signal and an outcome: those that are measured, and those that are not, since one decides the other.

An outcome *happens at* a signal when it is to come to the signal's touchpoint; when its condition holds at every event
of the touchpoint (or of the signal, where that has a condition of its own); or when it is a score of the touchpoint and
the signal a low one. That such a signal goes with such an outcome says nothing of customers. Where an outcome that ends
the relationship happens (churn, or renewal), the others are decided as well: who has cancelled cannot renew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlglot import exp

from waypost.analysis.comparison.endings import declared
from waypost.analysis.moments.moments import Unasked
from waypost.events.predicate import Scope
from waypost.events.predicate_syntax import Place, syntax_tree
from waypost.events.trails import Codebook
from waypost.journey.binding import Signal
from waypost.journey.journey import Journey, Touchpoint
from waypost.journey.outcome import Outcome, OutcomeKind

ENDINGS = (OutcomeKind.CHURN, OutcomeKind.RENEWAL)
"""What happens at an outcome of these kinds decides all others."""


@dataclass(frozen=True)
class Pair:
    """A signal and an outcome, by their places in the codebook and in the document."""

    place: int
    outcome_place: int
    step: str
    touchpoint: Touchpoint
    signal: Signal
    outcome: Outcome


def pairs(journey: Journey, codebook: Codebook) -> tuple[tuple[Pair, ...], tuple[Unasked, ...]]:
    """Every signal with every outcome: those to measure, and those that one decides by construction."""
    step_of = {touchpoint.id: step.id for step in journey.steps() for touchpoint in step.touchpoints}
    asked, unasked = [], []
    outcomes = declared(journey, codebook)
    for place, (touchpoint, signal) in enumerate(declared_signals(journey, codebook)):
        there = [outcome for outcome in outcomes if _decides(journey, touchpoint, signal, outcome)]
        for outcome_place, outcome in enumerate(outcomes):
            decides = _decisive(outcome, there)
            if decides is None:
                asked.append(Pair(place, outcome_place, step_of[touchpoint.id], touchpoint, signal, outcome))
            else:
                names = (touchpoint.id, signal.id, signal.name, outcome.id, outcome.name)
                unasked.append(Unasked(*names, decides.id, decides.name))
    return tuple(asked), tuple(unasked)


def declared_signals(journey: Journey, codebook: Codebook) -> list[tuple[Touchpoint, Signal]]:
    """The journey's signals with their touchpoints, in the codebook's order."""
    by_ids = {
        (touchpoint.id, signal.id): (touchpoint, signal)
        for touchpoint in journey.touchpoints()
        for signal in touchpoint.signals
    }
    return [by_ids[ids] for ids in codebook.signals]


def _touchpoints_at(journey: Journey, element: str | None) -> frozenset[str]:
    """The touchpoint of this id, or all of the step of this id."""
    steps = {step.id: frozenset(touchpoint.id for touchpoint in step.touchpoints) for step in journey.steps()}
    return frozenset() if element is None else steps.get(element, frozenset({element}))


def _decisive(outcome: Outcome, there: Sequence[Outcome]) -> Outcome | None:
    """Which outcome that happens at a signal decides this one: an ending, or it itself."""
    ending = next((one for one in there if one.kind in ENDINGS), None)
    return outcome if outcome in there else ending


def happens_at(journey: Journey, touchpoint: Touchpoint, outcome: Outcome, narrowed: str | None = None) -> bool:
    """Whether the outcome happens at every event of the touchpoint, or of those for which `narrowed` holds as well."""
    if outcome.when is not None:
        given = _parts(touchpoint.match, narrowed)
        return bool(given) and all(_follows(part, given) for part in _parts(outcome.when))
    return touchpoint.id in _touchpoints_at(journey, outcome.reached)


def _decides(journey: Journey, touchpoint: Touchpoint, signal: Signal, outcome: Outcome) -> bool:
    """Whether the outcome happens at the signal."""
    scored = signal.scored_below is not None and touchpoint.id in _touchpoints_at(journey, outcome.score)
    return scored or happens_at(journey, touchpoint, outcome, signal.when)


def _parts(*conditions: str | None) -> list[exp.Expr]:
    """What must hold all at once for all of the conditions to hold."""
    trees = [syntax_tree(Place(text), Scope.EVENT.names) for text in conditions if text is not None]
    return [part for tree in trees for part in _joined(tree)]


def _joined(tree: exp.Expr) -> Iterator[exp.Expr]:
    inner = tree.unnest()
    if isinstance(inner, exp.And):
        yield from _joined(inner.this)
        yield from _joined(inner.expression)
    else:
        yield inner


def _follows(part: exp.Expr, given: Iterable[exp.Expr]) -> bool:
    """Whether one of the conditions given says as much, as far as their texts show."""
    return any(part == one or _among(one, part) for one in given)


def _among(given: exp.Expr, part: exp.Expr) -> bool:
    """Whether both say which values a column may have, and all that the first allows the second allows."""
    return given.this == part.this and bool(_allowed(given)) and _allowed(given) <= _allowed(part)


def _allowed(condition: exp.Expr) -> frozenset[exp.Expr]:
    """The values that `column = value` and `column IN (values)` allow; none for any other condition."""
    if isinstance(condition, exp.EQ) and isinstance(condition.this, exp.Column):
        return frozenset({condition.expression})
    return frozenset(condition.expressions) if isinstance(condition, exp.In) else frozenset()
