"""What all verbs that put a question to a journey's trails have in common: measure, then tell, tabulate or dump."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from waypost.cli.arguments import in_utc
from waypost.cli.console import out, print_json, say
from waypost.cli.ingest import up_to_date
from waypost.cli.measure import woven
from waypost.formats.folder import write_whole
from waypost.library import open_workspace

if TYPE_CHECKING:
    import polars as pl

    from waypost.analysis.answer import Answer
    from waypost.analysis.study import Study

A = TypeVar("A", bound="Answer")


def study_of(folder: Path, journey: str | None, data: Path | None, state: Path | None, as_of: datetime | None) -> Study:
    """Read what is new in the sources, weave with a progress bar, and hand out the study."""
    project = open_workspace(folder, data=data, state=state)
    project.journey(journey)
    up_to_date(project)
    return woven(project, journey, as_of=in_utc(as_of))


def answer(result: A, table: Callable[[A], object], csv: Path | None, *, json: bool) -> None:
    """Say the result in sentences and show its table; or as JSON, or as a CSV file of every figure."""
    if csv is not None:
        frame: pl.DataFrame = result.to_frame()
        write_whole(csv, frame.write_csv())
        say(f"Wrote {csv}", "green")
    if json:
        from pydantic import TypeAdapter

        print_json(TypeAdapter(type(result)).dump_python(result, mode="json"))
    elif csv is None:
        for sentence in result.sentences():
            out.print(sentence)
        out.print(table(result))
