"""The author's text with only the changed places replaced.

A block of YAML is a list of parts: each field or item with the comments above it. A part that did not change is
copied as it stands; a part that moved is copied to its new place; what is new is laid out anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from collections.abc import Sequence as Items
from dataclasses import dataclass

from waypost.formats import layout
from waypost.formats.fields import Data
from waypost.formats.tree import Entry, Mapping, Node, Scalar, Sequence, plain

Fields = dict[str, Data]


class _Unkept(Exception):  # noqa: N818 - no error: the caller writes the document anew
    """The text is laid out in a way we cannot change in place."""


def spliced(text: str, root: Node, before: Fields, after: Fields) -> str | None:
    """`text`, read as `root` and saying `before`, changed to say `after`; None when its layout cannot be kept."""
    if not isinstance(root, Mapping) or root.flow:
        return None
    splicer = _Splicer(text, root, before)
    try:
        changed = splicer.fields(root, root.span.start, before, after)
    except _Unkept:
        return None
    return text[: root.span.start] + changed + text[splicer.line_end(root.span.end) :]


@dataclass(frozen=True)
class _Part:
    """A field or an item as it stands, or as it shall stand."""

    blank: str
    """The empty lines above it: they belong to the place."""
    comments: str
    """The comment lines above it: they belong to the part."""
    body: str
    """From its first character to the end of its last line."""


@dataclass(frozen=True)
class _Home:
    """Where an element stands in the author's text."""

    node: Node
    part: _Part
    start: int
    column: int
    before: Data


class _Splicer:
    def __init__(self, text: str, root: Mapping, before: Fields) -> None:
        self.text = text
        self.offset = _offset(root)
        self.homes: dict[str, _Home] = {}
        self._settle(root, root.span.start, before)

    def line_end(self, offset: int) -> int:
        """The offset of the line break (or the end of the text) after an offset."""
        found = self.text.find("\n", offset)
        return len(self.text) if found < 0 else found

    def fields(self, node: Mapping, begin: int, before: Fields, after: Fields) -> str:
        """The text of a block mapping from `begin` to the end of its last line."""
        column = node.span.column - 1
        parts = self._parts(begin, [(entry.key.span.start, entry.value) for entry in node.entries])
        kept: list[tuple[str, _Part]] = []
        for entry, part in zip(node.entries, parts, strict=True):
            name = entry.key.text
            if name in after and not _empty_default(entry, name, before):
                kept.append((name, _with_body(part, self._field(entry, before.get(name), after[name], column))))
            elif name in after:
                kept.append((name, _with_body(part, self._replaced(entry, after[name], column))))
            elif name not in before:
                kept.append((name, part))
        for name in after:
            if name not in [kept_name for kept_name, _ in kept]:
                fresh = _Part("", "", self._fresh_field(name, after[name], column))
                kept.insert(_position(name, list(after), [kept_name for kept_name, _ in kept]), (name, fresh))
        return self._joined([part for _, part in kept], column, inline=self._inline(begin, node))

    def items(self, node: Sequence, begin: int, before: list[Data], after: list[Data]) -> str:
        """The text of a block list from `begin` to the end of its last line."""
        column = node.span.column - 1
        homes = dict(zip(_keys(before), self._item_homes(node, begin, before), strict=True))
        first, between = _spacing([home.part for home in homes.values()])
        parts = []
        for position, (key, content) in enumerate(zip(_keys(after), after, strict=True)):
            home = homes.get(key)
            part = self._item(home or self._elsewhere(content), content, column)
            stayed = home is not None and home.part is not next(iter(homes.values())).part
            blank = first if position == 0 else part.blank if stayed else between
            parts.append(_Part(blank, part.comments, part.body))
        return self._joined(parts, column, inline=False)

    def _field(self, entry: Entry, before: Data, after: Data, column: int) -> str:
        """One field, from its name to the end of its last line."""
        node, start = entry.value, entry.key.span.start
        begin = self._begin(entry.key.span.end, node)
        if isinstance(node, Mapping) and not node.flow and isinstance(before, dict) and isinstance(after, dict):
            return self.text[start:begin] + self.fields(node, begin, before, after)
        if (
            isinstance(node, Sequence)
            and not node.flow
            and isinstance(before, list)
            and isinstance(after, list)
            and after
        ):
            return self.text[start:begin] + self.items(node, begin, before, after)
        if before == after and _complete(node, after):
            return self.text[start : self.line_end(node.span.end)]
        return self._replaced(entry, after, column)

    def _replaced(self, entry: Entry, after: Data, column: int) -> str:
        """A field with its value laid out anew, in the author's quotes or brackets, and with the comment behind it."""
        node, key = entry.value, entry.key.span
        gap = self.text[key.end : node.span.start]
        style = node.style if isinstance(node, Scalar) else ""
        fresh = self._fresh_field(entry.key.text, after, column, style)
        if not isinstance(node, Scalar) and node.flow and (line := layout.flow(after)) is not None:
            fresh = f"{entry.key.text}: {line}"
        if "\n" not in fresh and "\n" not in gap:
            gap = gap if gap.endswith(" ") else f"{gap} "
            fresh = self.text[key.start : key.end] + gap + fresh[len(entry.key.text) + 2 :]
        return _with_tail(fresh, self._tail(node))

    def _item(self, home: _Home | None, after: Data, column: int) -> _Part:
        """One item of a list whose dashes stand at `column`."""
        if home is None:
            return _Part("", "", self._fresh_item(after, column))
        node, before = home.node, home.before
        if isinstance(node, Mapping) and not node.flow and isinstance(before, dict) and isinstance(after, dict):
            begin = self._begin(home.start + 1, node)
            body = self.text[home.start : begin] + self.fields(node, begin, before, after)
        elif before == after and _complete(node, after):
            body = self.text[home.start : self.line_end(node.span.end)]
        else:
            line = layout.flow(after) if isinstance(node, Mapping) else None
            fresh = f"- {line}" if line else layout.item(after, home.column, self.offset)
            body = _with_tail(fresh, self._tail(node))
        by = column - home.column
        return _Part(home.part.blank, _shifted(home.part.comments, by), _shifted(body, by, first=False))

    def _fresh_field(self, name: str, content: Data, column: int, style: str = "") -> str:
        """A field laid out anew, but for the elements in it that the text already has somewhere else."""
        if not isinstance(content, list) or not any(isinstance(item, dict) for item in content):
            return layout.field(name, content, column, self.offset, style)
        inner = column + self.offset
        parts = [self._item(self._elsewhere(item), item, inner) for item in content]
        return f"{name}:\n" + self._joined([_Part("", part.comments, part.body) for part in parts], inner, inline=False)

    def _fresh_item(self, content: Data, column: int) -> str:
        """An item laid out anew, likewise."""
        if not isinstance(content, dict):
            return layout.item(content, column, self.offset)
        parts = [_Part("", "", self._fresh_field(name, value, column + 2)) for name, value in content.items()]
        return "- " + self._joined(parts, column + 2, inline=True)

    def _elsewhere(self, content: Data) -> _Home | None:
        """Where an element that moved here from another list stood."""
        own = content.get("id") if isinstance(content, dict) else None
        return self.homes.get(own) if isinstance(own, str) else None

    def _tail(self, node: Node) -> str:
        """The comment behind a value on its last line."""
        if not isinstance(node, Scalar) and not node.flow:
            return ""
        return self.text[node.span.end : self.line_end(node.span.end)].rstrip()

    def _begin(self, offset: int, node: Node) -> int:
        """Where the lines of a block begin that follows a name or dash ending at `offset`."""
        end = self.line_end(offset)
        return node.span.start if node.span.start <= end else end + 1

    def _inline(self, begin: int, node: Node) -> bool:
        return begin == node.span.start

    def _parts(self, begin: int, places: Items[tuple[int, Node]]) -> list[_Part]:
        """The parts of a block, told where each begins and what it ends with."""
        parts = []
        for start, node in places:
            line = self.text.rfind("\n", 0, start) + 1
            above = self.text[begin:line] if begin < line else ""
            comments = above.lstrip("\n") if not above.strip() else _from_first_comment(above)
            end = self.line_end(node.span.end)
            parts.append(_Part(above.removesuffix(comments), comments, self.text[start:end]))
            begin = end + 1
        return parts

    def _joined(self, parts: Items[_Part], column: int, *, inline: bool) -> str:
        """The lines of a block; an inline block begins behind a dash, so comments on its first part come after it."""
        lines = []
        for position, part in enumerate(parts):
            if inline and position == 0:
                lines.append(part.body + ("\n" + part.comments.removesuffix("\n") if part.comments else ""))
            else:
                lines.append(part.blank + part.comments + " " * column + part.body)
        return "\n".join(lines)

    def _item_homes(self, node: Sequence, begin: int, before: list[Data]) -> list[_Home]:
        column = node.span.column - 1
        starts = [self._dash(item.span.start, column) for item in node.items]
        parts = self._parts(begin, list(zip(starts, node.items, strict=True)))
        return [
            _Home(item, part, start, column, content)
            for item, part, start, content in zip(node.items, parts, starts, before, strict=True)
        ]

    def _dash(self, offset: int, column: int) -> int:
        """The dash that stands at `column` on the line of an offset or above it."""
        while offset >= 0:
            line = self.text.rfind("\n", 0, offset) + 1
            dash = line + column
            if self.text[dash : dash + 1] == "-" and not self.text[line:dash].strip():
                return dash
            offset = line - 1
        raise _Unkept

    def _settle(self, node: Node, begin: int, before: Data) -> None:
        """Note where every element in a block list stands."""
        if isinstance(node, Mapping) and not node.flow and isinstance(before, dict):
            for entry in node.entries:
                self._settle(entry.value, self._begin(entry.key.span.end, entry.value), before.get(entry.key.text))
        elif isinstance(node, Sequence) and not node.flow and isinstance(before, list):
            for home in self._item_homes(node, begin, before):
                if isinstance(home.before, dict) and isinstance(own := home.before.get("id"), str):
                    self.homes[own] = home
                self._settle(home.node, self._begin(home.start + 1, home.node), home.before)


def _keys(items: Iterable[Data]) -> list[Hashable]:
    """What makes an item the same item: its id, or what it says and how often that was said before."""
    seen: Counter[Hashable] = Counter()
    keys: list[Hashable] = []
    for item in items:
        key = ("id", str(item["id"])) if isinstance(item, dict) and "id" in item else ("says", repr(item))
        seen[key] += 1
        keys.append((key, seen[key]))
    return keys


def _spacing(parts: list[_Part]) -> tuple[str, str]:
    """The empty lines above the first and above every other item."""
    first = parts[0].blank if parts else ""
    return first, parts[1].blank if len(parts) > 1 else ""


def _position(name: str, reading_order: list[str], present: list[str]) -> int:
    """Where a new field goes: after the nearest field that comes before it in reading order."""
    for earlier in reversed(reading_order[: reading_order.index(name)]):
        if earlier in present:
            return present.index(earlier) + 1
    return 0


def _complete(node: Node, after: Data) -> bool:
    """Whether the text of a flow collection has all ids of the data."""
    if isinstance(node, Mapping) and isinstance(after, dict):
        if "id" in after and not node.gives("id"):
            return False
        return all(_complete(entry.value, after.get(entry.key.text)) for entry in node.entries)
    if isinstance(node, Sequence) and isinstance(after, list):
        return all(_complete(item, content) for item, content in zip(node.items, after, strict=True))
    return True


def _empty_default(entry: Entry, name: str, before: Fields) -> bool:
    """A field that stands there with nothing behind it, although it now says something."""
    return name in before and plain(entry.value) is None


def _with_body(part: _Part, body: str) -> _Part:
    return _Part(part.blank, part.comments, body)


def _with_tail(fresh: str, tail: str) -> str:
    """The comment behind the first line."""
    first, newline, rest = fresh.partition("\n")
    return first + tail + newline + rest


def _from_first_comment(above: str) -> str:
    lines = above.splitlines(keepends=True)
    blank = next(index for index, line in enumerate(lines) if line.strip())
    return "".join(lines[blank:])


def _shifted(text: str, by: int, *, first: bool = True) -> str:
    """Lines moved to the right, or to the left as far as they go."""
    if not by:
        return text
    lines = text.split("\n")
    moved = [
        line if (position == 0 and not first) or not line.strip()
        else " " * by + line if by > 0
        else line[min(-by, len(line) - len(line.lstrip())) :]
        for position, line in enumerate(lines)
    ]  # fmt: skip
    return "\n".join(moved)


def _offset(node: Node) -> int:
    """How far the author sets the dashes of lists in; ours where there is none to see."""
    if isinstance(node, Mapping) and not node.flow:
        for entry in node.entries:
            if isinstance(entry.value, Sequence) and not entry.value.flow:
                return max(0, entry.value.span.column - node.span.column)
            inner = _offset(entry.value)
            if inner != layout.OFFSET:
                return inner
    return layout.OFFSET
