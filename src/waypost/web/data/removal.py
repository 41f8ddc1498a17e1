"""Removing a file that was taken in: its rows leave the lake, the file goes, and what was said of it as well."""

from __future__ import annotations

import uuid

import polars as pl

from waypost.journey.edits import Remove
from waypost.journey.tree import Tree
from waypost.web.data.declaring import SOURCE, source_row, source_value
from waypost.web.data.uploading import files_of_table
from waypost.web.documents.committing import Author, commit
from waypost.web.measuring.project import project_of, uploads_of
from waypost.web.workspaces.models import Workspace


def remove(workspace: Workspace, table: str, file: str, author: Author) -> int:
    """Remove a file; how many of its rows leave the lake. Doing it again completes what was interrupted."""
    paths = files_of_table(workspace, table)
    if not any(path.name != file for path in paths):
        _undeclare(workspace, table, author)
    for path in paths:
        if path.name == file:
            path.unlink(missing_ok=True)
    folder = uploads_of(workspace) / table
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
    lake = project_of(workspace).lake
    ours = pl.col("file") == f"{table}/{file}"
    rows = lake.register().filter(pl.col("source") == SOURCE, pl.col("table") == table, ours)
    if len(rows):
        lake.withdraw(rows["file_key"].unique().to_list())
    return int(rows["rows"].sum())


def _undeclare(workspace: Workspace, table: str, author: Author) -> None:
    """Forget what was said of a table's columns."""
    row, source = source_row(workspace), source_value(workspace)
    said = next((each for each in source.tables if each.id == table), None) if source is not None else None
    if row is None or source is None or said is None:
        return
    edit = Remove(place=Tree.of(source).place(table), snapshot=said)
    commit(row, author, uuid.uuid4(), [edit], label=f"Removed {table}")
