"""Maps that people bring, read: what each file says, what was lost on the way, and what is wrong where."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import PurePosixPath

from waypost.errors import InputError, Problem
from waypost.formats.csv import from_csv
from waypost.formats.folder import picture_type
from waypost.formats.loss import Loss
from waypost.formats.mermaid import from_mermaid
from waypost.formats.text import decode
from waypost.formats.yaml import read_document
from waypost.journey.model import Document
from waypost.journey.workspace import Settings
from waypost.web.sharing.unpacking import unpack

LARGEST = 20_000_000
"""Bytes of what is brought."""
LARGEST_TEXT = 400_000
"""Bytes of one map: thousands of steps, which take seconds to read."""
LARGEST_TEXTS = 2_000_000
"""Bytes of all maps in a zip."""
MOST_MAPS = 300
"""Documents in one zip."""


class Kind(StrEnum):
    """How a text is read."""

    YAML = "YAML"
    JSON = "JSON"
    MERMAID = "Mermaid"
    TABLE = "a table"

    @property
    def whole(self) -> bool:
        """Whether it can hold everything a document says."""
        return self in (Kind.YAML, Kind.JSON)


_ENDINGS = {
    ".yaml": Kind.YAML,
    ".yml": Kind.YAML,
    ".json": Kind.JSON,
    ".mmd": Kind.MERMAID,
    ".mermaid": Kind.MERMAID,
    ".csv": Kind.TABLE,
    ".tsv": Kind.TABLE,
}
_FENCE = re.compile(r"\A\s*```\w*[ \t]*\n(.*?)\n?```\s*\Z", re.DOTALL)
_MERMAID = re.compile(r"\A\s*(?:---[ \t]*\n.*?\n---[ \t]*\n)?(?:\s*%%[^\n]*\n)*\s*journey\b(?!\s*[,;\t:])", re.DOTALL)
_YAML = re.compile(r"(?m)\A\s*[{]|^kind[ \t]*:")


@dataclass(frozen=True)
class Found:
    """One document that could be read."""

    file: str
    kind: Kind
    document: Document
    losses: tuple[Loss, ...] = ()


@dataclass(frozen=True)
class Told:
    """One problem as it is shown."""

    line: int | None
    column: int | None
    what: str
    remedy: str
    text: str
    """The line it is in."""


@dataclass(frozen=True)
class Faulty:
    """A file that could not."""

    file: str
    problems: tuple[Problem, ...]
    lines: Mapping[int, str] = field(default_factory=dict)
    """The lines at fault, by number."""

    @property
    def told(self) -> tuple[Told, ...]:
        """Each problem as it is shown."""
        return tuple(
            Told(
                problem.line,
                problem.column,
                _sentence(problem.message),
                _sentence(problem.remedy or ""),
                self.lines.get(problem.line or 0, ""),
            )
            for problem in self.problems
        )


@dataclass(frozen=True)
class Brought:
    """Everything in what was brought."""

    found: tuple[Found, ...] = ()
    faulty: tuple[Faulty, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    aside: tuple[str, ...] = ()
    """What was left aside, in words."""


def read(file: str, data: bytes) -> Brought:
    """Read a file or a zip of a folder; `file` is its name, which says how, or else the text itself does."""
    if len(data) > LARGEST:
        return _refused(file, f"{file} is larger than {_size(LARGEST)}", "Bring the maps without the rest")
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06") or file.lower().endswith(".zip"):
        return _zip(file, data)
    one = _one(file, data)
    return Brought(found=(one,)) if isinstance(one, Found) else Brought(faulty=(one,))


def told_by(text: str) -> Kind:
    """How a text without a name is to be read."""
    if _MERMAID.match(text):
        return Kind.MERMAID
    if _YAML.search(text):
        return Kind.JSON if text.lstrip().startswith("{") else Kind.YAML
    return Kind.TABLE


def _zip(file: str, data: bytes) -> Brought:
    try:
        files = unpack(data, file)
    except InputError as error:
        return Brought(faulty=(Faulty(file, error.problems),))
    base = _base(files)
    inside = {path.removeprefix(base): content for path, content in files.items() if path.startswith(base)}
    texts = {path: content for path, content in inside.items() if PurePosixPath(path).suffix.lower() in _ENDINGS}
    if len(texts) > MOST_MAPS:
        return _refused(file, f"{file} has more than {MOST_MAPS} maps", "Bring them in several parts")
    if sum(map(len, texts.values())) > LARGEST_TEXTS:
        return _refused(
            file, f"the maps in {file} are larger than {_size(LARGEST_TEXTS)}", "Bring them in several parts"
        )
    if not texts:
        return _refused(file, f"there is no map in {file}", "Pack YAML, JSON, Mermaid or CSV files")
    read_all = [_one(path, content) for path, content in sorted(texts.items())]
    found, aside = _distinct([one for one in read_all if isinstance(one, Found)])
    return Brought(
        found=tuple(found),
        faulty=tuple(one for one in read_all if isinstance(one, Faulty)),
        pictures={path: content for path, content in inside.items() if picture_type(content) is not None},
        aside=tuple(aside),
    )


def _base(files: Mapping[str, bytes]) -> str:
    """The folder the maps lie in: that of `waypost.yaml`, or the one everything lies in."""
    settings = sorted((path for path in files if PurePosixPath(path).name == "waypost.yaml"), key=len)
    if settings:
        return settings[0].removesuffix("waypost.yaml")
    tops = {path.partition("/")[0] for path in files if "/" in path}
    return f"{tops.pop()}/" if len(tops) == 1 and all("/" in path for path in files) else ""


def _distinct(found: list[Found]) -> tuple[list[Found], list[str]]:
    """The documents, each id once, without settings; and what is left aside."""
    kept: dict[str, Found] = {}
    aside: list[str] = []
    for one in found:
        if isinstance(one.document, Settings):
            aside.append(f"{one.file}: this workspace keeps its own settings")
        elif one.document.id in kept:
            first = kept[one.document.id].file
            aside.append(f"{one.file}: its id, {one.document.id}, is already that of {first}")
        else:
            kept[one.document.id] = one
    return list(kept.values()), aside


def _one(file: str, data: bytes) -> Found | Faulty:
    """One text as a document, or what is wrong with it."""
    if len(data) > LARGEST_TEXT:
        message = f"the file is larger than {_size(LARGEST_TEXT)}"
        return Faulty(file, (Problem(message, remedy="A map is a few pages of text: is this the right file?"),))
    text = ""
    try:
        text = decode(data, None).replace("\r\n", "\n")
        if fenced := _FENCE.match(text):
            text = fenced[1]
        kind = _ENDINGS.get(PurePosixPath(file).suffix.lower()) or told_by(text)
        document, losses = _document(text, file, kind)
    except InputError as error:
        problems = tuple(replace(problem, file=None) for problem in error.problems)
        return Faulty(file, problems, _quoted(text, problems))
    return Found(file, kind, document, losses)


def _document(text: str, file: str, kind: Kind) -> tuple[Document, tuple[Loss, ...]]:
    stem = PurePosixPath(file).stem
    if kind is Kind.MERMAID:
        return from_mermaid(text, file, stem)
    if kind is Kind.TABLE:
        return from_csv(text, file, stem)
    return read_document(text, file), ()


def _quoted(text: str, problems: tuple[Problem, ...]) -> dict[int, str]:
    lines = text.split("\n")
    wanted = {problem.line for problem in problems if problem.line is not None}
    return {number: lines[number - 1][:200] for number in wanted if 0 < number <= len(lines)}


def _size(number: int) -> str:
    return f"{number // 1_000_000} MB" if number >= 1_000_000 else f"{number // 1_000} kB"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}" + ("" if not text or text[-1] in ".?!" else ".")


def _refused(file: str, message: str, remedy: str) -> Brought:
    return Brought(faulty=(Faulty(file, (Problem(message, remedy=remedy),)),))
