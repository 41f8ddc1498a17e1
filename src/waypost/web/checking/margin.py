"""What stands in the margin of a map: the check as a browser shows it, with fixes and with what comes later."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from waypost.journey.check import RULES, Remark, check
from waypost.journey.edits import EDITS
from waypost.journey.journey import Lifecycle
from waypost.web.checking.fixes import Desk, fixes
from waypost.web.checking.quoting import printed

FOLLOWING = {Lifecycle.DRAFT: Lifecycle.VALIDATED, Lifecycle.VALIDATED: Lifecycle.PUBLISHED}
"""The state that comes next, where the check asks for more."""


def margin(desk: Desk) -> dict[str, Any]:
    """The check as JSON: strengths, remarks, and what the next state of the map will ask for besides."""
    journey = desk.journey
    report = check(desk.workspace, journey, desk.today)
    following = FOLLOWING.get(journey.lifecycle)
    later = ahead(desk, following, report.remarks) if following else ()
    return {
        "journey": journey.id,
        "lifecycle": journey.lifecycle.value,
        "today": desk.today.isoformat(),
        "strengths": [printed(strength) for strength in report.strengths],
        "remarks": [_told(desk, remark) for remark in report.remarks],
        "next": following.value if following else None,
        "later": [_told(desk, remark) for remark in later],
    }


def ahead(desk: Desk, state: Lifecycle, known: tuple[Remark, ...]) -> tuple[Remark, ...]:
    """What the check will say in another state and does not say now."""
    there = desk.journey.model_copy(update={"lifecycle": state})
    others = tuple(there if document.id == there.id else document for document in desk.workspace.documents)
    workspace = desk.workspace.model_copy(update={"documents": others})
    return tuple(remark for remark in check(workspace, there, desk.today).remarks if remark not in known)


def _told(desk: Desk, remark: Remark) -> dict[str, Any]:
    rule = RULES[remark.rule]
    document, _, inner = remark.element.partition("/")
    return {
        **asdict(remark),
        "message": printed(remark.message),
        "document": document,
        "element": inner or document,
        "field": rule.field,
        "title": rule.title,
        "reason": rule.reason,
        "fix": rule.fix,
        "practice": rule.practice,
        "offers": [
            {"label": fix.label, "edits": EDITS.dump_python(fix.edits, mode="json")} for fix in fixes(desk, remark)
        ],
    }
