"""`waypost check`: what is good about a map, and what its lifecycle state asks for next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from waypost.cli.arguments import Folder, JourneyId, Json
from waypost.cli.console import out, print_json, say
from waypost.formats.folder import write_ids
from waypost.journey.check import RULES, Remark, Report
from waypost.journey.journey import Journey
from waypost.journey.wording import counted
from waypost.journey.workspace import Severity
from waypost.library import open_workspace


class Gate(StrEnum):
    """From which severity on findings make the exit code 1."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"
    NEVER = "never"


_MARKS = {Severity.ERROR: ("✗", "bold red"), Severity.WARNING: ("●", "yellow"), Severity.HINT: ("○", "cyan")}
_GATES = {
    Gate.ERROR: {Severity.ERROR},
    Gate.WARNING: {Severity.ERROR, Severity.WARNING},
    Gate.HINT: {Severity.ERROR, Severity.WARNING, Severity.HINT},
    Gate.NEVER: set[Severity](),
}


def check_command(
    folder: Folder = Path(),
    journey: JourneyId = None,
    fail_on: Annotated[Gate, typer.Option(help="The least severity for which the exit code is 1.")] = Gate.WARNING,
    write_missing: Annotated[
        bool, typer.Option("--write-ids", help="Write the ids that elements have from their names into the files.")
    ] = False,
    json: Json = False,
) -> None:
    """Check the maps of a workspace: what is good, and what to do next.

    A fresh draft gets a short list; a published map the whole one. Conditions and signals are read as well. Rules are
    set in `waypost.yaml` under `rules`.
    Exit code 1 when something of at least the `--fail-on` severity was found.
    """
    project = open_workspace(folder)
    if write_missing:
        for file in write_ids(project.loaded):
            say(f"Wrote ids into {file}", "green")
    chosen = list(project.workspace.of(Journey)) if journey is None else []
    chosen = chosen or [project.journey(journey)]
    for each in chosen:
        project.check_bindings(each.id)
    reports = [project.check(date.today(), each.id) for each in chosen]
    if json:
        print_json(
            [{**asdict(report), "remarks": [_with_fix(remark) for remark in report.remarks]} for report in reports]
        )
    else:
        for each, report in zip(chosen, reports, strict=True):
            for line in report_lines(each, report):
                out.print(line)
    if any(remark.severity in _GATES[fail_on] for report in reports for remark in report.remarks):
        raise typer.Exit(1)


def _with_fix(remark: Remark) -> dict[str, str]:
    rule = RULES[remark.rule]
    return {**asdict(remark), "reason": rule.reason, "fix": rule.fix, "field": rule.field}


def report_lines(journey: Journey, report: Report) -> Iterator[Text]:
    """What is good about a map, and what to do next, line by line."""
    yield Text.assemble((journey.name, "bold"), (f"  {journey.id} · {report.lifecycle}", "dim"))
    for strength in report.strengths:
        yield Text.assemble(("  ✓ ", "green"), strength)
    for remark in report.remarks:
        mark, style = _MARKS[remark.severity]
        where = " · ".join(filter(None, (remark.element, remark.field, remark.rule)))
        yield Text.assemble((f"  {mark} ", style), remark.message, (f"  {where}", "dim"))
    counts = [(len(report.of(severity)), severity) for severity in (Severity.ERROR, Severity.WARNING, Severity.HINT)]
    said = ", ".join(counted(severity, count) for count, severity in counts if count)
    yield Text(f"  {said}" if said else "  Nothing to do for now.", style="bold" if said else "green")
    yield Text()
