"""A journey as a file: a poster, a page, a text; with what the text cannot hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from waypost.analysis.living import LivingMap
from waypost.drawing.fonts import missing_glyphs
from waypost.drawing.paper import FileKind, Paper, Version
from waypost.drawing.part import part_of
from waypost.drawing.poster import poster
from waypost.formats.csv import ENCODING, to_csv
from waypost.formats.fields import data
from waypost.formats.ids import slug
from waypost.formats.loss import Loss
from waypost.formats.mermaid import to_mermaid
from waypost.formats.yaml import write_document
from waypost.journey.journey import Journey
from waypost.web.documents.models import Document
from waypost.web.sharing.showing import measured_map, page_of, pictures_of


class Format(StrEnum):
    """What a journey is written as."""

    PDF = "pdf"
    PNG = "png"
    SVG = "svg"
    PAGE = "html"
    YAML = "yaml"
    JSON = "json"
    MERMAID = "mmd"
    CSV = "csv"

    @property
    def media_type(self) -> str:
        """As browsers call it."""
        return _MEDIA_TYPES[self]


_MEDIA_TYPES: Mapping[Format, str] = {
    Format.PDF: "application/pdf",
    Format.PNG: "image/png",
    Format.SVG: "image/svg+xml",
    Format.PAGE: "text/html; charset=utf-8",
    Format.YAML: "application/yaml; charset=utf-8",
    Format.JSON: "application/json; charset=utf-8",
    Format.MERMAID: "text/plain; charset=utf-8",
    Format.CSV: "text/csv; charset=utf-8",
}


@dataclass(frozen=True)
class Wanted:
    """What somebody asks for."""

    format: Format
    paper: Paper = Paper.A0
    version: Version = Version.WHOLE
    department: str = ""
    """Whose part; everybody's when empty."""


@dataclass(frozen=True)
class Exported:
    """A finished file."""

    name: str
    media_type: str
    content: bytes


def export(row: Document, wanted: Wanted) -> Exported:
    """Write a journey as a file. Raises InputError for a map without steps, or a department that has no part in it."""
    return Exported(_named(row, wanted), wanted.format.media_type, _written(row, wanted))


def losses(journey: Journey) -> dict[Format, tuple[Loss, ...]]:
    """What the texts that cannot hold everything leave out."""
    return {Format.MERMAID: to_mermaid(journey)[1], Format.CSV: to_csv(journey)[1]}


def undrawable(journey: Journey) -> tuple[str, ...]:
    """The characters a poster cannot draw here, by script, and what to install for them."""
    return tuple(str(one) for one in missing_glyphs(_texts(journey.model_dump())))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (text for inner in value.values() for text in _texts(inner))
    elif isinstance(value, list | tuple):
        yield from (text for inner in value for text in _texts(inner))


def as_json(journey: Journey) -> str:
    """The document as JSON, which reads back like its YAML."""
    return json.dumps(data(journey), indent=2, ensure_ascii=False, default=str) + "\n"


_TEXTS: Mapping[Format, Callable[[Journey], bytes]] = {
    Format.YAML: lambda journey: write_document(journey).encode(),
    Format.JSON: lambda journey: as_json(journey).encode(),
    Format.MERMAID: lambda journey: to_mermaid(journey)[0].encode(),
    Format.CSV: lambda journey: to_csv(journey)[0].encode(ENCODING),
}


def _written(row: Document, wanted: Wanted) -> bytes:
    living = measured_map(row)
    match wanted.format:
        case Format.PDF | Format.PNG | Format.SVG:
            return _poster(row, _part(living, wanted), wanted)
        case Format.PAGE:
            return page_of(row.workspace, _part(living, wanted)).encode()
        case Format.YAML | Format.JSON | Format.MERMAID | Format.CSV:
            return _TEXTS[wanted.format](living.journey)
        case never:
            assert_never(never)


def _poster(row: Document, living: LivingMap, wanted: Wanted) -> bytes:
    pictures = pictures_of(row.workspace, living)
    return poster(living, pictures, wanted.paper, FileKind(wanted.format.value), wanted.version).data


def _part(living: LivingMap, wanted: Wanted) -> LivingMap:
    return part_of(living, wanted.department) if wanted.department else living


def _named(row: Document, wanted: Wanted) -> str:
    """`buying-a-bike-A1-talking-point.pdf`."""
    parts = [slug(row.name, "journey")]
    if wanted.format in (Format.PDF, Format.PNG, Format.SVG):
        parts.append(wanted.paper.value)
        parts += [wanted.version.value] if wanted.version is not Version.WHOLE else []
    if wanted.department and wanted.format in (Format.PDF, Format.PNG, Format.SVG, Format.PAGE):
        parts.append(slug(wanted.department, "part"))
    return f"{'-'.join(parts)}.{wanted.format.value}"
