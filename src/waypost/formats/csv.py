"""A journey as one flat table, and back: a row a touchpoint, a step without one, or a phase without steps.

`waypost.formats.table` has the columns. Ids are columns too, so that a table that was edited elsewhere still means the
same elements. What the table cannot hold (and what of a foreign table is not understood) comes back as losses.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import PurePath

from pydantic import ValidationError

from waypost.errors import InputError, Problem
from waypost.formats.complaints import complaints, nearest
from waypost.formats.fields import data, order, word
from waypost.formats.ids import with_ids
from waypost.formats.loss import Loss
from waypost.formats.rows import Builder, Cell
from waypost.formats.table import COLUMNS, Column, Level, cell, column_named, guarded, unguarded
from waypost.formats.tree import Plain
from waypost.journey.journey import Journey, Phase, Step, Touchpoint
from waypost.journey.model import Element

LARGEST = 5_000_000
"""Characters of a table."""

ENCODING = "utf-8-sig"
"""How the text is best written to a file: spreadsheets tell UTF-8 by its byte order mark."""


def to_csv(journey: Journey) -> tuple[str, tuple[Loss, ...]]:
    """The table with commas and a heading, safe to open in a spreadsheet, and everything it does not hold."""
    rows = list(_rows(journey))
    used = [column for column in COLUMNS if column.always or any(row.get(column) for row in rows)]
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([column.name for column in used])
    for row in rows:
        writer.writerow([guarded(row.get(column, "")) for column in used])
    text = stream.getvalue()
    back = from_csv(text, f"{journey.id}.csv", journey.name)[0] if rows else Journey(id=journey.id, name=journey.name)
    title = Loss(f"the journey's own name ({journey.name}) and id: a table is called by its file", element=journey.id)
    return text, (title, *_lost(journey, back))


def from_csv(text: str, file: str, name: str | None = None) -> tuple[Journey, tuple[Loss, ...]]:
    """Read a table; the journey is called `name`, or like its file.

    Commas, semicolons or tabs; headings in any order, with many synonyms. Raises InputError with every problem, each
    with its line and its column counted in cells.
    """
    builder = Builder(file)
    _read(text.removeprefix("\ufeff"), builder)
    if builder.problems:
        raise InputError(builder.problems)
    stem = PurePath(file).stem
    raw: dict[str, Plain] = {
        "name": name or stem.replace("-", " ").replace("_", " ").strip() or "Journey",
        "phases": builder.phases,
    }
    try:
        journey = Journey.model_validate(with_ids(Journey, raw, stem))
    except ValidationError as error:
        raise InputError(_placed(error, builder)) from None
    return journey, tuple(builder.losses)


Row = dict[Column, str]


def _rows(journey: Journey) -> Iterator[Row]:
    """What each row says; of a phase and a step only the first row says more than the name."""
    for phase in journey.phases:
        above = _cells("phase", phase)
        for step in phase.steps:
            beside = _cells("step", step)
            for touchpoint in step.touchpoints:
                yield {**above, **beside, **_cells("touchpoint", touchpoint)}
                above, beside = _again("phase", phase), _again("step", step)
            if not step.touchpoints:
                yield {**above, **beside}
                above = _again("phase", phase)
        if not phase.steps:
            yield above


def _cells(level: Level, element: Element) -> Row:
    said = data(element)
    return {column: cell(column, said) for column in COLUMNS if column.level == level}


def _again(level: Level, element: Element) -> Row:
    """The cells that say which phase or step it is, once more."""
    return {column: text for column, text in _cells(level, element).items() if column.field in (("name",), ("id",))}


def _lost(journey: Journey, back: Journey) -> Iterator[Loss]:
    """Everything the journey says and the table, read again, does not."""
    own = [name for name in order(Journey) if name != "phases" and getattr(journey, name) != getattr(back, name)]
    if own:
        yield Loss(f"the table has no place for the journey's {', '.join(own)}", element=journey.id)
    kept = back.elements()
    for element in journey.walk():
        if isinstance(element, Phase | Step | Touchpoint) and (fields := _differing(element, kept.get(element.id))):
            yield Loss(f"{word(type(element))}: not kept: {', '.join(fields)}", element=element.id)


def _differing(element: Element, back: Element | None) -> list[str]:
    """The fields that did not survive; of lists of elements with what in them did not."""
    if back is None:
        return ["all of it"]
    found = []
    for name in order(type(element)):
        ours, theirs = getattr(element, name), getattr(back, name)
        if ours == theirs or name in ("steps", "touchpoints"):
            continue
        inside: list[str] = []
        if name in element.slots and len(ours) == len(theirs):
            inside = [part for one, other in zip(ours, theirs, strict=True) for part in _differing(one, other)]
        found.append(f"{name} ({', '.join(dict.fromkeys(inside))})" if inside else name)
    return found


def _read(text: str, builder: Builder) -> None:
    """Give every row of a text to the builder."""
    if len(text) > LARGEST:
        raise InputError(Problem("the table is too long", builder.file, remedy=f"Keep it under {LARGEST:,} characters"))
    lines = _lines(text, builder.file)
    first = next(lines, None)
    if first is None:
        raise InputError(Problem("the table is empty", builder.file, 1, remedy="Begin with a row of headings"))
    columns = _headings(first, builder)
    for line, texts in lines:
        if len(texts) != len(columns):
            builder.problems.append(_ragged(builder.file, line, len(texts), len(columns)))
            continue
        cells = zip(columns, texts, strict=True)
        said = enumerate(cells, start=1)
        builder.take(
            line, {c: Cell(line, n, unguarded(t.strip())) for n, (c, t) in said if c is not None and t.strip()}
        )
    if not builder.phases and not builder.problems:
        builder.problems.append(Problem("the table has headings but no rows", builder.file, first[0]))


def _lines(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with the line it begins in."""
    hint, skipped = text[:4].lower() == "sep=", 0
    if hint:
        text, skipped = text.partition("\n")[2], 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    line = 1
    try:
        for texts in reader:
            if any(cell.strip() for cell in texts):
                yield line + skipped, texts
            line = reader.line_num + 1
    except csv.Error as error:
        message = f"this is not CSV from here on: {error}"
        remedy = "Look for a quotation mark without its partner; inside quotes it is written twice"
        raise InputError(Problem(message, file, line + skipped, remedy=remedy)) from None


def _separator(text: str) -> str:
    """The sign that separates cells: whichever the heading has most of."""
    heading = text.partition("\n")[0]
    return max(",;\t", key=heading.count)


def _headings(first: tuple[int, list[str]], builder: Builder) -> list[Column | None]:
    """The column of each heading; None, and a loss, for those that mean nothing to us."""
    line, headings = first
    found: list[Column | None] = []
    for heading in headings:
        column = column_named(heading)
        known = column is not None and column not in found
        found.append(column if known else None)
        if not known and heading.strip():
            builder.losses.append(Loss(_unknown(heading.strip(), column), line=line))
    if not any(column and column.name == "phase" for column in found):
        message = f"the table has no column 'phase', only {', '.join(heading.strip() for heading in headings)[:200]}"
        raise InputError(
            Problem(message, builder.file, line, remedy="Name the columns: phase, step, touchpoint, channel")
        )
    return found


def _unknown(heading: str, column: Column | None) -> str:
    if column is not None:
        return f"the column '{heading}' is left out: another one is the '{column.name}' already"
    near = nearest(heading, [known.name for known in COLUMNS])
    return f"the column '{heading}' is left out: it means nothing here" + (f"; did you mean '{near}'?" if near else "")


def _ragged(file: str, line: int, found: int, wanted: int) -> Problem:
    message = f"this row has {found} cells, the heading has {wanted}"
    remedy = (
        "Put a text with the separator in it in quotes" if found > wanted else "Add the separators that are missing"
    )
    return Problem(message, file, line, min(found, wanted) + 1, remedy=remedy)


def _placed(error: ValidationError, builder: Builder) -> list[Problem]:
    """What validation found, with the cell that said it."""
    found = []
    for complaint in complaints(error, Journey):
        way = complaint.way
        while way and way not in builder.said:
            way = way[:-1]
        if not way:
            found.append(Problem(complaint.message, builder.file, remedy=complaint.remedy))
            continue
        cell, column = builder.said[way]
        remedy = _EMOTIONS if column.name == "emotion" else complaint.remedy
        found.append(Problem(complaint.message, builder.file, cell.line, cell.number, column.name, remedy))
    return sorted(found, key=lambda problem: (problem.line or 0, problem.column or 0))


_EMOTIONS = "Emotions go from -2 to 2; on a scale of 1 to 5, take away 3"
