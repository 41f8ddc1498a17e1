"""`waypost ingest`: the sources' files into the lake."""

from __future__ import annotations

from dataclasses import asdict
from functools import reduce
from operator import add
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

from waypost.cli.arguments import Data, Folder, Json, Replacing, State
from waypost.cli.console import Tick, err, out, print_json, progress, say
from waypost.cli.warm import tell_of_compiling_once
from waypost.errors import WaypostError
from waypost.library import Project, open_workspace

if TYPE_CHECKING:
    from waypost.events.batch import Batch
    from waypost.events.ingest import FileReport, IngestReport, Progress


def ingest(
    folder: Folder = Path(), data: Data = None, state: State = None, replace: Replacing = False, json: Json = False
) -> None:
    """Read the files and queries of every source: events, responses and customers, each row once.

    Running it again reads only what is new. Rows that cannot be right (an impossible date, no customer) are put in
    quarantine and counted, never dropped in silence.
    """
    report = taken_in(open_workspace(folder, data=data, state=state), replacing=replace)
    if json:
        print_json(asdict(report))
    else:
        for line in lines(report):
            out.print(line)


def taken_in(project: Project, *, replacing: bool = False, connecting: bool = True) -> IngestReport:
    """Ingest with a progress bar; when a file cannot be read, those before it are still told of."""
    tell_of_compiling_once()
    finished: list[FileReport] = []
    try:
        with progress("Reading") as tick:
            return project.ingest(_following(tick, finished), replacing=replacing, connecting=connecting)
    except (WaypostError, OSError):
        for file in finished:
            err.print(_file(file))
        raise


def up_to_date(project: Project, *, replacing: bool = False) -> IngestReport:
    """Ingest what is new in files; without the data folder, be content with what was read before, and say so.

    Warehouses are asked by `waypost ingest` only.
    """
    from waypost.events.ingest import IngestReport

    tell_of_compiling_once()
    if project.has_data and not project.data.is_dir():
        say(f"● There is no folder {project.data}: measuring what was read before", "yellow")
        return IngestReport(())
    return taken_in(project, replacing=replacing, connecting=False)


def _following(tick: Tick, finished: list[FileReport]) -> Progress:
    """Shows each batch, and notes each new file when it is wholly in the lake."""
    from waypost.events.ingest import FileReport

    rows = 0
    parts: list[FileReport] = []

    def follow(batch: Batch, new: bool) -> None:
        nonlocal rows
        rows += batch.rows
        tick(rows, None, batch.file)
        if batch.number == 0:
            parts.clear()
        parts.append(FileReport.of(batch, new))
        if batch.last:
            file = reduce(add, parts)
            finished.extend([file] if file.new else [])

    return follow


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
