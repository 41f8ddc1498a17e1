"""How plain data is laid out as YAML: block style, long texts folded, quotes only where they are needed."""

from __future__ import annotations

import io
import re
import textwrap

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import (
    DoubleQuotedScalarString,
    FoldedScalarString,
    LiteralScalarString,
    SingleQuotedScalarString,
)

from waypost.formats.fields import Data

WIDTH = 100
"""Columns after which a text is folded."""

OFFSET = 2
"""How far the dashes of a list stand in from the field's name."""

_NARROWEST = 40
_INVISIBLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
"""Characters that must be written as escapes."""

_MISREAD = {"y", "n", "yes", "no", "on", "off"}
"""Texts that older YAML readers take for true and false."""


def block(content: dict[str, Data], column: int = 0, offset: int = OFFSET) -> str:
    """Fields as lines that stand at `column`; the first is not indented, the last ends with a line break."""
    lines = _dump(_laid_out(content, column, offset), offset)
    return textwrap.indent(lines, " " * column)[column:]


def document(content: dict[str, Data]) -> str:
    """A whole document: an empty line above every list of elements, and between elements of several lines."""
    parts = []
    for name, value in content.items():
        lines = block({name: value})
        if isinstance(value, list) and any(isinstance(element, dict) for element in value):
            elements = [" " * OFFSET + item(element, OFFSET, OFFSET) for element in value]
            roomy = any(element.count("\n") > 2 for element in elements)
            lines = f"\n{name}:\n" + ("\n\n" if roomy else "\n").join(elements) + "\n"
        parts.append(lines)
    return "".join(parts)


def field(name: str, content: Data, column: int, offset: int, style: str = "") -> str:
    """One field at `column`, without the last line break; a text keeps the quotes of `style`."""
    if isinstance(content, str) and (quoted := _quoted(content, style)) is not None:
        return f"{name}: {_dump(quoted, offset).rstrip()}"
    return block({name: content}, column, offset).removesuffix("\n")


def item(content: Data, column: int, offset: int) -> str:
    """One item of a list, dash included, at `column`, without the last line break."""
    lines = _dump({"item": _laid_out([content], column - offset, offset)}, offset).split("\n", 1)[1]
    return textwrap.indent(textwrap.dedent(lines), " " * column)[column:].removesuffix("\n")


def flow(content: Data) -> str | None:
    """A list or fields in brackets on one line; None when that would not be readable."""
    line = _dump(_in_brackets(content), OFFSET).rstrip("\n")
    return line if "\n" not in line and len(line) <= WIDTH - 20 else None


def _dump(content: object, offset: int) -> str:
    yaml = YAML(typ="rt", pure=True)
    yaml.indent(mapping=2, sequence=offset + 2, offset=offset)
    yaml.width = 1_000_000
    stream = io.StringIO()
    yaml.dump(content, stream)
    text = stream.getvalue()
    return text.removesuffix("...\n") if text.endswith("\n...\n") else text


def _laid_out(content: Data, column: int, offset: int) -> object:
    """The same data with every text told how to stand."""
    if isinstance(content, dict):
        return {
            name: _laid_out(value, column + (offset if isinstance(value, list) else 2), offset)
            for name, value in content.items()
        }
    if isinstance(content, list):
        if not content:
            return content
        return [_laid_out(value, column + 2, offset) for value in content]
    return _text(content, column) if isinstance(content, str) else _number(content)


def _in_brackets(content: Data) -> object:
    if isinstance(content, dict):
        fields = CommentedMap((name, _in_brackets(value)) for name, value in content.items())
        fields.fa.set_flow_style()
        return fields
    if isinstance(content, list):
        items = CommentedSeq(_in_brackets(value) for value in content)
        items.fa.set_flow_style()
        return items
    return _unmistakable(content) if isinstance(content, str) else _number(content)


def _number(content: Data) -> Data:
    """Whole numbers without `.0`."""
    return int(content) if isinstance(content, float) and content.is_integer() and abs(content) < 1e15 else content


def _text(text: str, column: int) -> object:
    lines = text.split("\n")
    bare = not _INVISIBLE.search(text) and all(line == line.strip() for line in lines)
    if len(lines) > 1 and bare and lines[0] and lines[-1]:
        return LiteralScalarString(text)
    if len(text) > WIDTH - column and bare and len(lines) == 1 and text and "  " not in text:
        folded = FoldedScalarString(text)
        folded.fold_pos = _folds(text, max(WIDTH - column, _NARROWEST))
        return folded
    return _unmistakable(text)


def _folds(text: str, width: int) -> list[int]:
    """The positions of the spaces at which a text breaks into lines of at most `width`."""
    positions, start = [], 0
    while len(text) - start > width:
        space = text.rfind(" ", start, start + width + 1)
        if space <= start:
            space = text.find(" ", start + width)
        if space < 0:
            break
        positions.append(space)
        start = space + 1
    return positions


def _unmistakable(text: str) -> object:
    escaped = text.lower() in _MISREAD or _INVISIBLE.search(text)
    return DoubleQuotedScalarString(text) if escaped else text


def _quoted(text: str, style: str) -> object | None:
    """The text in the author's quotes; None when they have none or would not fit."""
    if "\n" in text or _INVISIBLE.search(text):
        return None
    quotes = {'"': DoubleQuotedScalarString, "'": SingleQuotedScalarString}.get(style)
    return quotes(text) if quotes else None
