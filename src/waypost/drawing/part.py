"""My part in it: the steps of a map that one department answers for, and nothing else."""

from __future__ import annotations

import difflib
from dataclasses import replace

from waypost.analysis.living import LivingMap, Part
from waypost.errors import InputError, Problem
from waypost.journey.journey import Journey, Phase, Step
from waypost.journey.marks import Marked


def departments(journey: Journey) -> tuple[str, ...]:
    """Everyone who owns a touchpoint, a moment of truth or an activity of the blueprint, in reading order."""
    return tuple(dict.fromkeys(owner for phase in journey.phases for owner in _owners_in(phase)))


def part_of(living: LivingMap, department: str) -> LivingMap:
    """The map with only the steps where the department owns a touchpoint, a moment of truth or an activity.

    Phases left without a step go; the touchpoints of others at those steps stay, because a customer meets them too.
    Names are compared without regard to case. Raises InputError that names the nearest department.
    """
    known = {name.casefold(): name for name in departments(living.journey)}
    if department.casefold() not in known:
        near = difflib.get_close_matches(department.casefold(), known, n=1, cutoff=0.0)
        remedy = (
            f"Did you mean '{known[near[0]]}'? There are: {', '.join(known.values())}" if near else "Name owners first"
        )
        message = f"No touchpoint, moment of truth or activity belongs to '{department}'"
        raise InputError(Problem(message, element=living.journey.id, remedy=remedy))
    phases = tuple(kept for phase in living.journey.phases if (kept := _kept(phase, department.casefold())) is not None)
    part = Part(known[department.casefold()], living.whole)
    return replace(living, journey=living.journey.model_copy(update={"phases": phases}), part=part)


def _kept(phase: Phase, department: str) -> Phase | None:
    steps = tuple(step for step in phase.steps if department in map(str.casefold, _owners_at(step)))
    owns_phase = department in {owner.casefold() for owner in _moment_owners(phase)}
    return phase.model_copy(update={"steps": steps}) if steps or owns_phase else None


def _owners_in(phase: Phase) -> list[str]:
    return [*_moment_owners(phase), *(owner for step in phase.steps for owner in _owners_at(step))]


def _owners_at(step: Step) -> list[str]:
    owners = _moment_owners(step)
    for touchpoint in step.touchpoints:
        owners += [*([touchpoint.department] if touchpoint.department else []), *_moment_owners(touchpoint)]
    owners += [activity.department for activity in step.activities() if activity.department]
    return owners


def _moment_owners(marked: Marked) -> list[str]:
    return [moment.owner for moment in marked.moments if moment.owner]
