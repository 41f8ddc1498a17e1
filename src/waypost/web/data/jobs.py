"""The jobs of data: reading it in, proposing a map from it, removing a file, taking one customer out of it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from pydantic import JsonValue

from waypost.web.jobs.kinds import kind
from waypost.web.jobs.running import Running

if TYPE_CHECKING:
    from waypost.events.ingest import IngestReport
    from waypost.library import Project


@kind("ingest")
def ingest(job: Running) -> JsonValue:
    """Read all uploaded files into the lake, and have the maps measured."""
    project, report = _read_in(job)
    _measure_after(job, project)
    return _told(report)


@kind("draft")
def draft(job: Running) -> JsonValue:
    """Read all uploaded files in, and propose a journey from the tables that were chosen."""
    from pydantic import TypeAdapter  # noqa: PLC0415  # with what counts

    from waypost.analysis.discovery.discovery import Discovery  # noqa: PLC0415  # as above
    from waypost.web.data.kinds import keys_of  # noqa: PLC0415  # as above

    project, report = _read_in(job)
    job.tell(0.6, "Looking for steps, their order and their phases")
    case, parts = job.arguments.get("case"), job.arguments.get("of")
    assert isinstance(parts, list)
    tables = [(source, table) for source, _, table in (str(part).partition("/") for part in parts)]
    keys = keys_of(project.lake, tables)
    found = project.discover(str(job.arguments["draft"]), case=str(case) if case else None, file_keys=keys)
    _measure_after(job, project)
    drafted = TypeAdapter(Discovery).dump_python(found, mode="json")
    return {**_told(report), "of": parts, "discovery": drafted, "sentences": list(found.sentences())}


@kind("remove-file")
def remove_file(job: Running) -> JsonValue:
    """Take a file out of the lake and throw it away, and have the maps measured."""
    from waypost.web.data.removal import remove  # noqa: PLC0415  # what counts takes seconds to load
    from waypost.web.documents.committing import Author  # noqa: PLC0415  # as above
    from waypost.web.measuring.project import project_of  # noqa: PLC0415  # as above

    table, file = str(job.arguments["table"]), str(job.arguments["file"])
    job.tell(0.1, f"Removing {file}")
    author = Author.of(job.asked_by) if job.asked_by is not None else Author("Somebody who has left")
    rows = remove(job.workspace, table, file, author)
    _measure_after(job, project_of(job.workspace))
    return {"rows": rows, "file": file}


@kind("erase-customer")
def erase_customer(job: Running) -> JsonValue:
    """Erase one person for good; neither what was asked for nor what became of it holds a name."""
    from waypost.web.data.erasing import erase, forget_in_jobs  # noqa: PLC0415  # what counts takes seconds to load
    from waypost.web.measuring.project import project_of  # noqa: PLC0415  # as above

    job.tell(0.1, "Erasing")
    erased = erase(job.workspace, str(job.arguments["hash"]))
    job.at_the_end(lambda: forget_in_jobs(job.workspace))
    _measure_after(job, project_of(job.workspace))
    return asdict(erased)


def _read_in(job: Running) -> tuple[Project, IngestReport]:
    from waypost.web.data.erasing import clean_files  # noqa: PLC0415  # what counts takes seconds to load
    from waypost.web.measuring.project import project_of  # noqa: PLC0415  # as above

    project = project_of(job.workspace)
    clean_files(project)
    rows = 0

    def progress(batch: object, _new: bool) -> None:  # as ingest calls it
        nonlocal rows
        rows += getattr(batch, "rows", 0)
        job.tell(min(0.5, 0.1 + rows / 4_000_000), f"Reading: {rows:,} rows so far")

    job.tell(0.02, "Reading")
    return project, project.ingest(progress, replacing=True, connecting=False)


def _measure_after(job: Running, project: Project) -> None:
    from waypost.web.measuring.asking import ask_to_measure_all  # noqa: PLC0415  # as above

    version, workspace, by = project.lake.version, job.workspace, job.asked_by
    job.at_the_end(lambda: ask_to_measure_all(workspace, f"lake:{version}", by))


def _told(report: IngestReport) -> dict[str, JsonValue]:
    return {
        "rows": report.rows,
        "events": report.events,
        "responses": report.responses,
        "quarantined": dict(report.quarantined),
        "files": [{**asdict(file)} for file in report.files],
    }
