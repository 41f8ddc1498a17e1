"""Reading: a source's files become batches of events, responses, customers and identities.

Nothing is dropped without a word: what cannot be taken is in the batch's quarantine, with the reason; a file that
cannot be read at all is an InputError. Reading the same file again gives the same batches. Memory is bounded by a
batch and by the files that are joined.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import chain
from pathlib import Path

import polars as pl

from waypost.events.batch import Batch
from waypost.events.extract import NO_EXTRACTS, Extract, Readable
from waypost.events.joining import load, look_up
from waypost.events.people import customers, identities
from waypost.events.pieces import REFUSED, ROW, Piece
from waypost.events.plan import Plan, plan_of
from waypost.events.quarantine import refused_rows, together
from waypost.events.responses import responses
from waypost.events.rows import Rows, Taken, rows_of
from waypost.events.tables import TABLES, TIME
from waypost.events.tabular import pieces_of
from waypost.events.tall import tall_events
from waypost.events.wide import wide_events
from waypost.journey.source import Source

BATCH_ROWS = 500_000
BATCH_BYTES = 256 * 2**20
"""A batch ends with the piece that reaches either; so they may not change."""


def read_source(
    source: Source,
    data: Path,
    known: Collection[int] = (),
    extracts: Mapping[str, Collection[Extract]] = NO_EXTRACTS,
) -> Iterator[Batch]:
    """Read all files of a source under the folder `data`, table by table and file by file in the order of their names.

    Files whose key is in `known` are passed over. Of a table with a query the `extracts` are read, by its id.

    Raises InputError: at once when a table cannot be read as declared (no such file, column, zone), later when a file
    turns out to be damaged, in another encoding or malformed; then the batches of that file are incomplete.
    """
    for plan in [plan_of(source, table, data, extracts.get(table.id, ())) for table in source.tables]:
        keys = {file: file.key(plan.source, plan.table) for file in plan.files}
        unknown = [(file, key) for file, key in keys.items() if key not in known]
        joins = [(each.join.on, load(each, plan.needed)) for each in plan.others] if unknown else []
        for file, key in unknown:
            yield from _read_file(plan, joins, file, key)


def _read_file(plan: Plan, joins: list[tuple[str, pl.DataFrame]], file: Readable, key: int) -> Iterator[Batch]:
    pieces = _gathered(pieces_of(file, plan.own))
    piece = next(pieces, None) or _nothing(plan)
    for number, following in enumerate(chain(pieces, [None])):
        yield Batch(
            source=plan.source.id,
            table=plan.table.id,
            file=file.name,
            file_key=key,
            number=number,
            last=following is None,
            rows=piece.rows,
            frames=_frames(plan, joins, piece, file, key),
        )
        piece = following or piece


def _gathered(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Small pieces together, up to the size of a batch."""
    waiting: list[Piece] = []
    rows = size = 0
    for piece in pieces:
        waiting.append(piece)
        rows += piece.rows
        size += int(piece.frame.estimated_size())
        if rows >= BATCH_ROWS or size >= BATCH_BYTES:
            yield _joined(waiting)
            waiting, rows, size = [], 0, 0
    if waiting:
        yield _joined(waiting)


def _joined(pieces: list[Piece]) -> Piece:
    return Piece(pl.concat([piece.frame for piece in pieces]), pl.concat([piece.refused for piece in pieces]))


def _nothing(plan: Plan) -> Piece:
    schema = {ROW: pl.Int64()} | dict.fromkeys(plan.own, pl.String())
    return Piece(pl.DataFrame(schema=schema), pl.DataFrame(schema=REFUSED))


def _frames(
    plan: Plan, joins: list[tuple[str, pl.DataFrame]], piece: Piece, file: Readable, key: int
) -> dict[str, pl.DataFrame]:
    """The rows of a piece, table by table as the lake has them."""
    frame = piece.frame
    for on, loaded in joins:
        frame = look_up(frame, loaded.drop(frame.columns, strict=False), on)
    rows = rows_of(plan.table, frame, plan.clock)
    taken = _taken(plan, rows)
    put_aside = [refused_rows(piece.refused), *rows.aside, *(part for each in taken.values() for part in each.aside)]
    found = {name: each.frame for name, each in taken.items()} | {"quarantine": together(put_aside)}
    return {name: _finished(part, name, plan, file, key) for name, part in found.items() if len(part)}


def _taken(plan: Plan, rows: Rows) -> dict[str, Taken]:
    table, clock = plan.table, plan.clock
    taken = {"identities": identities(rows, table)}
    if table.responses is not None:
        taken["responses"] = responses(rows, table.responses, clock)
    if table.time is not None:
        taken["events"] = tall_events(rows, table, clock)
    elif table.events:
        taken["events"] = wide_events(rows, table, clock)
    if table.attributes:
        taken["customers"] = customers(rows, table, clock, _said_at(rows, taken))
    return taken


def _said_at(rows: Rows, taken: dict[str, Taken]) -> pl.Series:
    """When each row was true: at its first event or response; null where it has none."""
    found = [taken[name].frame.select("row", "time") for name in ("events", "responses") if name in taken]
    times = pl.concat([*found, pl.DataFrame(schema={"row": pl.Int64(), "time": TIME})])
    first = times.group_by("row").agg(pl.col("time").min())
    return rows.number.to_frame().join(first, on="row", how="left", maintain_order="left")["time"]


def _finished(part: pl.DataFrame, name: str, plan: Plan, file: Readable, key: int) -> pl.DataFrame:
    """With the columns of the lake's table."""
    added = part.with_columns(
        pl.lit(plan.source.id).alias("source"),
        pl.lit(file.name).alias("file"),
        pl.lit(key, pl.Int64).alias("file_key"),
    )
    if "bucket" in TABLES[name]:
        added = added.with_columns(bucket=pl.lit(0))  # the lake knows how many there are, and which
    return added.select(pl.col(column).cast(kind) for column, kind in TABLES[name].items())
