"""All rules, and how a journey is checked by those that apply."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from waypost.errors import InputError, Problem
from waypost.journey.check import (
    bindings,
    direction,
    evidence,
    futures,
    moments,
    money,
    opportunities,
    people,
    phases,
    references,
    steps,
    tollgates,
    touchpoints,
)
from waypost.journey.check.rule import Rule
from waypost.journey.check.strengths import strengths
from waypost.journey.journey import Journey, Lifecycle
from waypost.journey.workspace import Settings, Severity, Workspace

_MODULES = (
    references,
    people,
    direction,
    phases,
    steps,
    touchpoints,
    tollgates,
    bindings,
    money,
    moments,
    evidence,
    opportunities,
    futures,
)

RULES: Mapping[str, Rule] = {
    found.id: found for module in _MODULES for found in vars(module).values() if isinstance(found, Rule)
}
"""Every rule by its id, in the order of the reference."""

_GRAVITY = tuple(Severity)
_STATES = tuple(Lifecycle)


@dataclass(frozen=True)
class Remark:
    """One thing the check has to say about one element."""

    rule: str
    """The rule's id; `RULES` has its reason and fix."""
    severity: Severity
    element: str
    """A reference: the journey's or a persona's id, or `document id/element id`."""
    message: str

    @property
    def fix(self) -> str:
        """What to do about it, as the rule has it."""
        return RULES[self.rule].fix

    @property
    def field(self) -> str:
        """The field or slot in which it is answered, as the rule has it; empty when there is no single one."""
        return RULES[self.rule].field


@dataclass(frozen=True)
class Report:
    """What a check found: first what is good, then remarks by severity and in reading order."""

    journey: str
    lifecycle: Lifecycle
    strengths: tuple[str, ...]
    """What was done well; never empty."""
    remarks: tuple[Remark, ...]

    def of(self, severity: Severity) -> tuple[Remark, ...]:
        """The remarks of one severity."""
        return tuple(remark for remark in self.remarks if remark.severity is severity)


def check(workspace: Workspace, journey: Journey, today: date) -> Report:
    """Check one journey of a workspace by the rules that apply in its lifecycle state, as the settings have them.

    A retired map is not asked for anything. Raises InputError when the settings name a rule that does not exist.
    """
    rules = [found for found in configured(workspace.settings) if _applies(found, journey.lifecycle)]
    remarks = [
        Remark(found.id, found.severity, spot.element, spot.message)
        for found in rules
        for spot in found.find(workspace, journey, today)
    ]
    order = {element.id: position for position, element in enumerate(journey.walk())}

    def reading_order(remark: Remark) -> tuple[int, int]:
        document, _, element = remark.element.partition("/")
        return _GRAVITY.index(remark.severity), order.get(element, 0) if document == journey.id else 0

    return Report(
        journey.id, journey.lifecycle, strengths(workspace, journey), tuple(sorted(remarks, key=reading_order))
    )


def configured(settings: Settings) -> tuple[Rule, ...]:
    """The rules as the workspace wants them, without those switched off.

    Raises InputError for a rule that does not exist, naming the nearest, and for a rule that is set twice.
    """
    problems = []
    rules = dict(RULES)
    for number, setting in enumerate(settings.rules):
        place = f"rules[{number}]"
        if setting.rule not in RULES:
            near = difflib.get_close_matches(setting.rule, RULES, n=1, cutoff=0.0)[0]
            message = f"there is no rule '{setting.rule}'"
            problems.append(Problem(message, element=place, remedy=f"Did you mean '{near}'?"))
        elif any(setting.rule == earlier.rule for earlier in settings.rules[:number]):
            message = f"the rule '{setting.rule}' is set twice"
            problems.append(Problem(message, element=place, remedy="Keep one of the two"))
        else:
            known = rules[setting.rule]
            severity, applies_from = setting.severity or known.severity, setting.applies_from or known.applies_from
            rules[setting.rule] = replace(known, severity=severity, applies_from=applies_from)
    if problems:
        raise InputError(problems)
    return tuple(found for found in rules.values() if found.severity is not Severity.OFF)


def _applies(rule: Rule, state: Lifecycle) -> bool:
    return state is not Lifecycle.RETIRED and _STATES.index(rule.applies_from) <= _STATES.index(state)
