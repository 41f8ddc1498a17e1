"""A YAML text as a tree that knows where everything stands.

Documents are plain YAML 1.2: no anchors, aliases, tags or several documents in one file, so nothing in them can be
expanded, constructed or hidden. The text is read event by event and refused at the first thing that is not plain.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, StringMark, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)
from ruamel.yaml.reader import ReaderError

from waypost.errors import InputError, Problem

LARGEST = 2_000_000
"""Characters in one document; more is a mistake or an attack."""

MOST = 100_000
"""Values in one document."""

DEEPEST = 30
"""Levels of nesting; the deepest document we know has 9."""

Plain: TypeAlias = "str | int | float | bool | list[Plain] | dict[str, Plain] | None"
"""What a text says once places are forgotten. Dates stay text."""


@dataclass(frozen=True)
class Span:
    """Where something stands in the text."""

    start: int
    """Offset of its first character."""
    end: int
    """Offset after its last character that is not blank; trailing comments are outside."""
    line: int
    """Counted from 1."""
    column: int
    """Counted from 1."""


@dataclass(frozen=True)
class Scalar:
    """A single value, as written."""

    span: Span
    text: str
    style: str
    """`'`, `"`, `|`, `>`, or empty for a value without quotes."""


@dataclass(frozen=True)
class Entry:
    """A field of a mapping."""

    key: Scalar
    value: Node


@dataclass(frozen=True)
class Mapping:
    """Fields, in the order written."""

    span: Span
    entries: tuple[Entry, ...]
    flow: bool
    """Written in braces."""

    def entry(self, name: str) -> Entry | None:
        """The field of that name, or None."""
        return next((entry for entry in self.entries if entry.key.text == name), None)

    def gives(self, name: str) -> bool:
        """Whether the field is there and has something behind it."""
        entry = self.entry(name)
        return entry is not None and plain(entry.value) is not None


@dataclass(frozen=True)
class Sequence:
    """A list, in the order written."""

    span: Span
    items: tuple[Node, ...]
    flow: bool
    """Written in brackets."""


Node: TypeAlias = Scalar | Mapping | Sequence


def parse(text: str, file: str | None) -> Node:
    """Read one plain YAML document; raises InputError with line, column and remedy."""
    if len(text) > LARGEST:
        message = f"{len(text):,} characters are more than a document may have ({LARGEST:,})"
        raise InputError(Problem(message, file, remedy="Split it into several documents"))
    reader = _Reader(text, file)
    try:
        root = reader.document()
    except ReaderError as error:
        line, column = place(text, error.position)
        message = f"the character U+{ord(text[error.position]):04X} is not allowed in YAML"
        raise InputError(Problem(message, file, line, column, remedy="Delete it")) from None
    except MarkedYAMLError as error:
        raise InputError(_slip(error, text.split("\n"), file) or _syntax_problem(error, file)) from None
    except YAMLError as error:
        raise InputError(Problem(f"this is not YAML: {error}", file)) from None
    if reader.problems:
        raise InputError(reader.problems)
    return root


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both counted from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def plain(node: Node) -> Plain:
    """What the tree says, without its places."""
    if isinstance(node, Mapping):
        return {entry.key.text: plain(entry.value) for entry in node.entries}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return node.text if node.style else _unquoted(node.text)


_WORDS: dict[str, Plain] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]{1,3})?|\.[0-9]+)")


def _unquoted(text: str) -> Plain:
    """YAML 1.2's core schema, except that what is no finite number stays text (`.inf`, `.nan`, 0x10)."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text) and math.isfinite(number := float(text)):
        return number
    return text


class _Reader:
    """Builds the tree from events; collects what is wrong but leaves the rest readable."""

    def __init__(self, text: str, file: str | None) -> None:
        self.text = text
        self.file = file
        self.problems: list[Problem] = []
        self.count = 0
        self.events: Iterator[Event] = iter(YAML(typ="safe", pure=True).parse(text))

    def document(self) -> Node:
        """The one document of the stream."""
        root: Node | None = None
        for event in self.events:
            if isinstance(event, DocumentStartEvent):
                if root is not None:
                    raise self._refusal(event, "a second document begins here", "Keep one document in a file")
                root = self._node(next(self.events), 0)
            elif not isinstance(event, StreamStartEvent | StreamEndEvent):
                continue
        if root is None:
            raise InputError(Problem("the document is empty", self.file, 1, 1, remedy="Begin with 'kind:' and 'name:'"))
        return root

    def _node(self, event: Event, depth: int) -> Node:
        if depth > DEEPEST:
            message = f"this is nested more than {DEEPEST} levels deep"
            raise self._refusal(event, message, "A document needs far fewer levels")
        self.count += 1
        if self.count > MOST:
            raise self._refusal(event, f"a document may have {MOST:,} values", "Split it into several documents")
        self._refuse_magic(event)
        if isinstance(event, MappingStartEvent):
            return self._mapping(event, depth)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(event, depth)
        assert isinstance(event, ScalarEvent)
        return Scalar(self._span(event, event), event.value, event.style or "")

    def _mapping(self, start: MappingStartEvent, depth: int) -> Mapping:
        entries: list[Entry] = []
        seen: dict[str, Scalar] = {}
        while not isinstance(event := next(self.events), MappingEndEvent):
            if not isinstance(event, ScalarEvent | AliasEvent):
                raise self._refusal(event, "a field name must be text", "Put it in quotes if it begins with [ or {")
            key = self._node(event, depth + 1)
            assert isinstance(key, Scalar)
            value = self._after(key, self._node(next(self.events), depth + 1))
            if first := seen.get(key.text):
                message = f"the field '{key.text}' is given twice, first in line {first.span.line}"
                self.problems.append(self._problem(event, message, "Keep one of the two"))
            seen.setdefault(key.text, key)
            entries.append(Entry(key, value))
        return Mapping(self._span(start, event, [entry.value for entry in entries]), tuple(entries), start.flow_style)

    def _after(self, key: Scalar, value: Node) -> Node:
        """A value that is left out stands right behind its colon, wherever the parser noticed."""
        if not isinstance(value, Scalar) or value.text or value.style:
            return value
        offset = self.text.find(":", key.span.end) + 1 or key.span.end
        return Scalar(Span(offset, offset, *place(self.text, offset)), "", "")

    def _sequence(self, start: SequenceStartEvent, depth: int) -> Sequence:
        items: list[Node] = []
        while not isinstance(event := next(self.events), SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        return Sequence(self._span(start, event, items), tuple(items), start.flow_style)

    def _span(self, start: Event, end: Event, inside: list[Node] | None = None) -> Span:
        """A block ends where the last thing inside it ends; everything else where its last character is."""
        begin = start.start_mark.index
        flow = isinstance(start, MappingStartEvent | SequenceStartEvent) and start.flow_style
        last = inside[-1].span.end if inside and not flow else end.end_mark.index
        if isinstance(start, ScalarEvent) and start.style in ("|", ">"):
            last = begin + len(self.text[begin:last].rstrip())
        return Span(begin, last, start.start_mark.line + 1, start.start_mark.column + 1)

    def _refuse_magic(self, event: Event) -> None:
        if isinstance(event, AliasEvent):
            message = f"'*{event.anchor}' points at another part of the file, which documents may not do"
            raise self._refusal(event, message, "Write it out, or put a text that begins with * in quotes")
        if anchor := getattr(event, "anchor", None):
            message = f"'&{anchor}' marks a part of the file to be repeated, which documents may not do"
            raise self._refusal(event, message, "Delete it, or put a text that begins with & in quotes")
        if tag := getattr(event, "tag", None):
            message = f"'{tag}' is a YAML tag, which documents may not have"
            raise self._refusal(event, message, "Delete it, or put a text that begins with ! in quotes")

    def _problem(self, event: Event, message: str, remedy: str) -> Problem:
        mark = event.start_mark
        return Problem(message, self.file, mark.line + 1, mark.column + 1, remedy=remedy)

    def _refusal(self, event: Event, message: str, remedy: str) -> InputError:
        return InputError([*self.problems, self._problem(event, message, remedy)])


_SYNTAX = (
    ("'\\t' that cannot start", "a tab stands where spaces must", "Indent with spaces, never with tabs"),
    (
        "mapping values are not allowed",
        "a colon stands where no field can begin",
        "Put a text with ': ' in quotes, or check the indentation of this line and the one above",
    ),
    ("unknown escape", "\\ means something special in double quotes", "Write \\\\ or use single quotes"),
    ("quoted scalar", "a quotation mark is opened and never closed", "Close the quotation mark"),
    ("could not find expected ':'", "a line without a colon stands among fields", "Write 'field: value'"),
    ("sequence entries are not allowed", "a list begins on the same line as its field", "Begin it on the next line"),
    ("',' or ']'", "a bracket [ is opened and never closed", "Close the bracket, or put the text in quotes"),
    ("',' or '}'", "a brace { is opened and never closed", "Close the brace, or put the text in quotes"),
    ("that cannot start any token", "a value may not begin with this character", "Put the value in quotes"),
    ("<block end>", "this line does not fit in with the lines above", "Check its indentation"),
)
"""What the parser says → what is wrong, what to do."""

_SHOWN_WHERE_OPENED = {"quoted scalar", "',' or ']'", "',' or '}'"}


_NO_SPACE = re.compile(r"(?:[ -]*[ ])?(?P<name>[A-Za-z_]+):(?P<rest>[^\s/:].*)")
"""A line that would be a field, had its colon a space behind it; `http://` is none."""


def glued(line: str) -> str | None:
    """What is wrong with a line whose colon has no space behind it; None when that is not its trouble."""
    found = _NO_SPACE.fullmatch(line.rstrip())
    return f"a space is missing after the colon of '{found['name']}'" if found else None


def _slip(error: MarkedYAMLError, lines: list[str], file: str | None) -> Problem | None:
    """A slip of the pen that the parser notices only later, or calls by another name."""
    noticed = error.problem_mark
    if noticed is None:
        return None
    line = lines[noticed.line] if noticed.line < len(lines) else ""
    before, after = line[: noticed.column], line[noticed.column :]
    if before.rstrip().endswith(("'", '"')) and after and after[0] not in ":,)]}":
        message, remedy = _after_quote(before, after)
        return _marked(message, file, noticed, remedy)
    began = error.context_mark.line if error.context_mark is not None else noticed.line
    for number in dict.fromkeys((began, noticed.line - 1)):
        if 0 <= number < len(lines) and (missing := glued(lines[number])):
            column = lines[number].index(":") + 2
            return Problem(missing, file, number + 1, column, remedy="Write 'field: value'")
    return None


def _after_quote(before: str, after: str) -> tuple[str, str]:
    """Message and remedy for a text that goes on behind its closing quotation mark."""
    if before.endswith("'") and after[0].isalpha():
        return (
            "an apostrophe ends a text in single quotes",
            "Put the text in double quotes, or write the apostrophe twice",
        )
    return (
        "a text goes on after its closing quotation mark",
        "Put the whole text in quotes of the other kind, or use none",
    )


def _syntax_problem(error: MarkedYAMLError, file: str | None) -> Problem:
    said = f"{error.context or ''}: {error.problem or ''}"
    opened, noticed = error.context_mark, error.problem_mark or error.context_mark
    inside = {"but got ':'": "a colon", "but got '<scalar>'": "a quotation mark"}
    for sign, what in inside.items():
        if sign in said and opened is not None:
            message = f"{what} stands inside a text in the [ ] or {{ }} that begin in line {opened.line + 1}"
            return _marked(message, file, noticed, "Put the whole text in double quotes, or close the bracket")
    for sign, message, remedy in _SYNTAX:
        if sign in said:
            begins_there = sign in _SHOWN_WHERE_OPENED and opened is not None
            return _marked(message, file, opened if begins_there else noticed, remedy)
    message = f"this is not YAML: {error.problem or error.context}"
    return _marked(message, file, noticed, "Check the indentation and quotation marks here and just above")


def _marked(message: str, file: str | None, mark: StringMark | None, remedy: str) -> Problem:
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (None, None)
    return Problem(message, file, line, column, remedy=remedy)
