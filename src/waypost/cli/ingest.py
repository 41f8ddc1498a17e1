"""`waypost ingest`: the sources' files into the lake."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

from waypost.cli.arguments import Data, Folder, Json, Replacing, State
from waypost.cli.console import out, print_json, progress
from waypost.library import Project, open_workspace

if TYPE_CHECKING:
    from waypost.events.batch import Batch
    from waypost.events.ingest import FileReport, IngestReport


def ingest(
    folder: Folder = Path(), data: Data = None, state: State = None, replace: Replacing = False, json: Json = False
) -> None:
    """Read the files of every source: events, responses and customers, each row once.

    Running it again reads only what is new. Rows that cannot be right (an impossible date, no customer) are put in
    quarantine and counted, never dropped in silence.
    """
    report = taken_in(open_workspace(folder, data=data, state=state), replacing=replace)
    if json:
        print_json(asdict(report))
    else:
        for line in lines(report):
            out.print(line)


def taken_in(project: Project, *, replacing: bool = False) -> IngestReport:
    """Ingest with a progress bar."""
    with progress("Reading") as tick:
        rows = 0

        def show(batch: Batch, _new: bool) -> None:
            nonlocal rows
            rows += batch.rows
            tick(rows, None, batch.file)

        return project.ingest(show, replacing=replacing)


def lines(report: IngestReport) -> list[Text]:
    """What became of the files, for people."""
    told = [_file(file) for file in report.new]
    if report.passed_over:
        told.append(Text(f"{len(report.passed_over)} files were read before and have not changed", style="dim"))
    told += [Text(f"taken out: {file}", style="yellow") for file in report.taken_out]
    return told


def _file(file: FileReport) -> Text:
    parts = [(file.events, "events"), (file.responses, "responses"), (file.customers, "customers' attributes")]
    said = ", ".join(f"{count:,} {what}" for count, what in parts if count) or "nothing"
    line = Text.assemble((file.file, "bold"), f"  {file.rows:,} rows → {said}")
    for reason, count in file.quarantined.items():
        line.append(f"\n  ● {count:,} in quarantine: {reason}", style="yellow")
    return line
