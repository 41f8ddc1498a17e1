"""The columns of a journey as one flat table: what each is called, where it belongs, how a cell is read and written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from waypost.formats.fields import Data
from waypost.formats.tree import Plain

Level = Literal["phase", "step", "touchpoint"]


class Form(StrEnum):
    """How a cell is written."""

    TEXT = "text"
    """As it stands."""
    LINES = "one a line"
    """Several texts, each on a line of its own within the cell."""
    MARKS = "one mark a line"
    """Marks, each on a line of its own; `[2]` at the end is a pain point's intensity, an opportunity's impact."""


@dataclass(frozen=True)
class Column:
    """One column of the table."""

    name: str
    level: Level
    field: tuple[str, ...]
    """The way from the phase, step or touchpoint to the value."""
    form: Form = Form.TEXT
    always: bool = False
    """Written even when no row uses it."""
    also: tuple[str, ...] = ()
    """Other headings people give it."""


def _columns(level: Level, *names: str, form: Form = Form.TEXT) -> tuple[Column, ...]:
    """Columns that are called like their fields."""
    return tuple(Column(name, level, (name,), form) for name in names)


MARKS = ("pains", "irritations", "lingering", "opportunities", "moments")
NUMBERS = {"pains": "intensity", "opportunities": "impact"}
"""Marks with a number → what the number is."""


def _marks(level: Level, prefix: str) -> tuple[Column, ...]:
    return tuple(Column(f"{prefix}{name}", level, (name,), Form.MARKS) for name in MARKS)


COLUMNS: tuple[Column, ...] = (
    Column(
        "phase", "phase", ("name",), always=True, also=("stage", "phases", "stages", "journey phase", "journey stage")
    ),
    Column("goal", "phase", ("goal",), also=("phase goal", "stage goal")),
    *_marks("phase", "phase "),
    Column("step", "step", ("name",), always=True, also=("steps", "action", "activity", "customer action", "task")),
    Column("words", "step", ("words",), always=True, also=("quote", "customer words", "verbatim", "says")),
    *_columns("step", "who", "what", "when", "where", "why"),
    Column("needs", "step", ("needs",), Form.LINES, also=("need", "customer needs")),
    Column("expectations", "step", ("expectations",), Form.LINES, also=("expectation", "expects")),
    Column("thoughts", "step", ("thoughts",), Form.LINES, also=("thought", "thinks", "thinking")),
    Column("effort", "step", ("effort",)),
    Column(
        "touchpoint",
        "touchpoint",
        ("name",),
        always=True,
        also=("touchpoints", "touch point", "contact", "interaction"),
    ),
    Column("channel", "touchpoint", ("channel",), always=True, also=("channels", "medium")),
    Column("by", "touchpoint", ("by",), always=True, also=("ownership", "owned by")),
    Column("department", "touchpoint", ("department",), always=True, also=("team", "owning department")),
    *_columns("touchpoint", "importance", "ending", "match", "score"),
    Column("emotion", "step", ("emotion", "level"), always=True, also=("emotion level", "mood", "sentiment")),
    Column("emotion spread", "step", ("emotion", "spread")),
    Column("emotion n", "step", ("emotion", "n")),
    Column("evoked by", "step", ("emotion", "evoked_by")),
    Column("feelings", "step", ("feelings",), Form.LINES, always=True, also=("feeling", "emotions", "feels")),
    Column(
        "pains", "step", ("pains",), Form.MARKS, always=True, also=("pain", "pain point", "pain points", "problems")
    ),
    Column("irritations", "step", ("irritations",), Form.MARKS, also=("irritation",)),
    Column("lingering", "step", ("lingering",), Form.MARKS, also=("worth lingering",)),
    Column("opportunities", "step", ("opportunities",), Form.MARKS, always=True, also=("opportunity", "chances")),
    Column("moments", "step", ("moments",), Form.MARKS, also=("moment", "moment of truth", "moments of truth")),
    *_marks("touchpoint", "touchpoint "),
    Column("optional", "step", ("optional",)),
    Column("any order", "phase", ("any_order",)),
    Column("opens", "step", ("opens",)),
    Column("phase id", "phase", ("id",), always=True),
    Column("step id", "step", ("id",), always=True),
    Column("touchpoint id", "touchpoint", ("id",), always=True),
)

NO_WORDS = "(moment)"
"""A moment of truth of which nothing more is said."""

_NUMBERED = re.compile(r"(.*\S)\s*\[([0-9])\]", re.DOTALL)
_SYNONYMS: Mapping[str, Mapping[str, str]] = {
    "channel": {
        "e-mail": "email", "mail": "email", "website": "web", "online": "web", "site": "web", "telephone": "phone",
        "call": "phone", "call-center": "phone", "call-centre": "phone", "shop": "store", "branch": "store",
        "mobile-app": "app", "mobile": "app", "face-to-face": "in-person", "meeting": "in-person",
        "social-media": "social", "text-message": "sms", "letter": "post", "ad": "advert", "ads": "advert",
        "advertising": "advert", "live-chat": "chat",
    },
    "by": {"us": "ours", "we": "ours", "own": "ours", "partners": "partner", "third": "third-party"},
}  # fmt: skip
_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_NUMBER = re.compile(r"-[0-9]+(\.[0-9]+)?")


def column_named(heading: str) -> Column | None:
    """The column a heading means, whatever its case, spaces, dashes and underscores."""
    return _BY_NAME.get(_plain(heading))


def _plain(heading: str) -> str:
    return " ".join(re.split(r"[\s_\-]+", heading.strip().casefold()))


_BY_NAME = {_plain(name): column for column in COLUMNS for name in (*column.also, column.name)}


def cell(column: Column, content: Data) -> str:
    """What stands in a cell, given an element's data; empty when the element does not say it."""
    for name in column.field:
        content = content.get(name) if isinstance(content, dict) else None
    if isinstance(content, list):
        lines = (_mark(column, item) if isinstance(item, dict) else str(item) for item in content)
        return "\n".join(" ".join(line.split("\n")) for line in lines)
    if isinstance(content, bool):
        return "yes" if content else ""
    if isinstance(content, float) and content.is_integer():
        return str(int(content))
    return "" if content is None else str(content)


def _mark(column: Column, mark: dict[str, Data]) -> str:
    text = str(mark.get("text", NO_WORDS))
    field = column.field[0]
    number = mark.get(NUMBERS.get(field, ""))
    if number is None and field == "pains" and _NUMBERED.fullmatch(text):
        number = 1
    return text if number is None else f"{text} [{number}]"


def content(column: Column, text: str) -> Plain:
    """What a cell that is not empty says, still to be validated."""
    if column.form is Form.TEXT:
        return _single(column.field[-1], text)
    lines: list[Plain] = [line.strip() for line in text.split("\n") if line.strip()]
    return lines if column.form is Form.LINES else [_read_mark(column.field[0], str(line)) for line in lines]


def _single(field: str, text: str) -> str:
    if field in _SYNONYMS:
        word = "-".join(text.casefold().split())
        return _SYNONYMS[field].get(word, word)
    if field in ("level", "spread"):
        return text.replace("−", "-").replace(",", ".")
    return text


def _read_mark(field: str, line: str) -> dict[str, Plain]:
    if field == "moments" and line == NO_WORDS:
        return {}
    numbered = _NUMBERED.fullmatch(line) if field in NUMBERS else None
    return {"text": numbered[1], NUMBERS[field]: int(numbered[2])} if numbered else {"text": line}


def guarded(text: str) -> str:
    """The cell so that no spreadsheet takes it for a formula; a plain negative number may stay."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def unguarded(text: str) -> str:
    """The cell as it was before `guarded`."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
