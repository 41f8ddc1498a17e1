"""The emotion curve: what is assumed beside what customers reported, never mixed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import sqrt

from waypost.analysis.living import LivingMap
from waypost.drawing.numerals import count, decimal, sample, signed
from waypost.drawing.sheet import Curve, Feeling, Group, Lane, Told
from waypost.journey.evidence import Finding, FindingKind
from waypost.journey.journey import Emotion, Step
from waypost.journey.marks import Standing

LIMIT = 2.0
"""Levels lie between −2 and +2."""
_NORMAL = 1.959964


def emotion_lane(living: LivingMap, steps: Sequence[Step | None]) -> Lane | None:
    """The lane with the two lines, or None when nobody said or assumed anything; `steps` are the sheet's columns."""
    assumed = [
        _assumed(column, step.name, step.emotion)
        for column, step in enumerate(steps)
        if step is not None and step.emotion is not None
    ]
    reported = [
        _reported(column, step.name, found)
        for column, step in enumerate(steps)
        if step is not None and (found := _emotions(living, step))
    ]
    if not assumed and not reported:
        return None
    curve = Curve(tuple(assumed), tuple(reported))
    return Lane("emotion", "How it feels", "delighted above, desperate below", Group.STORY, (), curve)


def _clamped(level: float) -> float:
    return max(-LIMIT, min(LIMIT, level))


def _assumed(column: int, name: str, emotion: Emotion) -> Feeling:
    spread = emotion.spread or 0.0
    facts = [f"assumed {signed(emotion.level)}"]
    if emotion.spread is not None:
        facts.append(f"spread ±{decimal(spread)} (standard deviation)")
    if emotion.n is not None:
        facts.append(f"{count(emotion.n)} votes")
    if emotion.evoked_by:
        facts.append(f"evoked by: {emotion.evoked_by}")
    low, high = _clamped(emotion.level - spread), _clamped(emotion.level + spread)
    return Feeling(column, emotion.level, low, high, emotion.n, Told(name, tuple(facts), "emotion-assumed"))


def _emotions(living: LivingMap, step: Step) -> list[Finding]:
    bearers = (step.id, *(touchpoint.id for touchpoint in step.touchpoints))
    found = {id(finding): finding for bearer in bearers for finding in living.findings.get(bearer, ())}
    return [
        finding
        for finding in found.values()
        if finding.kind is FindingKind.EMOTION
        and finding.level is not None
        and finding.standing is not Standing.ASSUMED
    ]


def _reported(column: int, name: str, found: Sequence[Finding]) -> Feeling:
    """One point for a step: several studies are pooled by the number who answered."""
    weights = [finding.n or 1 for finding in found]
    total = sum(weights)
    levels = [finding.level or 0.0 for finding in found]
    level = sum(weight * value for weight, value in zip(weights, levels, strict=True)) / total
    margin = _margin(found, weights, levels, level)
    n = total if all(finding.n is not None for finding in found) else None
    facts = [f"reported {signed(level)}"]
    if margin is not None:
        facts.append(f"95 % interval {signed(_clamped(level - margin))} to {signed(_clamped(level + margin))}")
    if n is not None:
        facts.append(sample(n))
    facts.extend(dict.fromkeys(finding.source for finding in found if finding.source))
    low, high = _clamped(level - (margin or 0.0)), _clamped(level + (margin or 0.0))
    return Feeling(column, level, low, high, n, Told(name, tuple(facts), "emotion-reported"))


def _margin(found: Sequence[Finding], weights: Sequence[int], levels: Sequence[float], mean: float) -> float | None:
    """Half the 95 % interval of the pooled mean, or None when a spread or an n is missing."""
    if any(finding.spread is None or not finding.n for finding in found):
        return None
    total = sum(weights)
    squares = sum(
        weight * ((finding.spread or 0.0) ** 2 + (level - mean) ** 2)
        for finding, weight, level in zip(found, weights, levels, strict=True)
    )
    return _NORMAL * sqrt(squares / total / total)


def runs(feelings: Iterable[Feeling]) -> list[list[Feeling]]:
    """Neighbouring points that a line may join: it breaks where a step has none."""
    joined: list[list[Feeling]] = []
    for feeling in feelings:
        if joined and joined[-1][-1].column == feeling.column - 1:
            joined[-1].append(feeling)
        else:
            joined.append([feeling])
    return joined


def height_of(level: float, height: float, margin: float) -> float:
    """Where a level stands on a drawing `height` high, counted from its top."""
    return margin + (LIMIT - level) / (2 * LIMIT) * (height - 2 * margin)


def line_path(feelings: Sequence[Feeling], height: float, margin: float) -> str:
    """The smooth line through the points, one unit a column; it never overshoots a point."""
    parts: list[str] = []
    for run in runs(feelings):
        if len(run) > 1:
            parts.append(_smooth([(f.column + 0.5, height_of(f.level, height, margin)) for f in run], "M"))
    return " ".join(parts)


def band_path(feelings: Sequence[Feeling], height: float, margin: float) -> str:
    """The band between low and high, one unit a column; a point that stands alone has a short one."""
    parts: list[str] = []
    for run in runs(feelings):
        if all(f.low == f.high for f in run):
            continue
        top = [(f.column + 0.5, height_of(f.high, height, margin)) for f in run]
        bottom = [(f.column + 0.5, height_of(f.low, height, margin)) for f in reversed(run)]
        if len(run) == 1:
            (x, y), (_, under) = top[0], bottom[0]
            top, bottom = [(x - 0.08, y), (x + 0.08, y)], [(x + 0.08, under), (x - 0.08, under)]
        parts.append(f"{_smooth(top, 'M')} {_smooth(bottom, 'L')} Z")
    return " ".join(parts)


def _smooth(points: Sequence[tuple[float, float]], start: str) -> str:
    x, y = points[0]
    path = [f"{start}{x:g},{y:.1f}"]
    for next_x, next_y in points[1:]:
        middle = (x + next_x) / 2
        path.append(f"C{middle:g},{y:.1f} {middle:g},{next_y:.1f} {next_x:g},{next_y:.1f}")
        x, y = next_x, next_y
    return " ".join(path)
