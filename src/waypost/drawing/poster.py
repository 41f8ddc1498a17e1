"""The poster: a living map on one sheet of paper, as PDF with selectable text, PNG or SVG, set by Typst.

The sheet is the page's own (`sheet_of`). Typst chooses column width and tiers so that the text is as large as the paper
allows. What users wrote travels as JSON and is shown as text; nothing of it is read as markup.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import typst

from waypost.analysis.living import LivingMap
from waypost.drawing.fonts import SANS, SERIF, MissingGlyphs, families, font_folders, missing_glyphs
from waypost.drawing.icons import ICONS
from waypost.drawing.masthead import Masthead, masthead
from waypost.drawing.numerals import count, day
from waypost.drawing.paper import FileKind, Paper, Version
from waypost.drawing.pictures import redrawn
from waypost.drawing.routes import RouteArc, route_arcs, told_at
from waypost.drawing.sheet import Belief, Blank, Cell, Contact, Curve, Gate, Group, Item, Lane, Photo, Sheet, Truth
from waypost.drawing.sheeting import everyones_lanes, sheet_of
from waypost.errors import InputError, Problem
from waypost.journey.journey import Channel

_TEMPLATE = Path(__file__).parent / "assets" / "poster.typ"
_LONG_WORD = re.compile(r"[^\s\u200b]{19,}")


_TALKED_ABOUT = ("touchpoints", "emotion", "needs", "thoughts", "feelings", "quotes")
"""The lanes a customer can speak to."""
_QUESTIONS = (("Is it so?", "what is different for you"), ("What did we miss?", "write it here"))


@dataclass(frozen=True)
class Poster:
    """The finished file and what is missing on it."""

    data: bytes
    missing: tuple[MissingGlyphs, ...]


def poster(
    living: LivingMap,
    pictures: Mapping[str, bytes],
    paper: Paper = Paper.A0,
    kind: FileKind = FileKind.PDF,
    version: Version = Version.WHOLE,
) -> Poster:
    """Set the map on one sheet.

    Raises InputError for a map without steps, or a picture that cannot be read.
    """
    if not living.journey.steps():
        remedy = "Write at least one step"
        raise InputError(Problem("A poster needs steps to draw", element=living.journey.id, remedy=remedy))
    data = _data(living, paper, version)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        files = _pictures_into(root, pictures)
        template = root / "poster.typ"
        template.write_bytes(_TEMPLATE.read_bytes())
        compiler = typst.Compiler(
            str(template),
            root=str(root),
            font_paths=font_folders(),
            sys_inputs={"data": json.dumps(_with_pictures(data, files), ensure_ascii=False)},
        )
        made = compiler.compile(format=kind.value, ppi=_ppi(paper))
    assert isinstance(made, bytes)  # one page, asked for as bytes
    return Poster(made, missing_glyphs(_texts(data)))


def _ppi(paper: Paper) -> float:
    """Enough to read on a screen; a print is made from the PDF."""
    return {Paper.A0: 110.0, Paper.A1: 150.0, Paper.A3: 220.0}[paper]


def _data(living: LivingMap, paper: Paper, version: Version) -> dict[str, object]:
    sheet = sheet_of(living)
    whole = version is Version.WHOLE
    lanes = _whole(living, sheet) if whole else _talking_point(sheet)
    head, routes = masthead(living), route_arcs(living.journey)
    width, height = paper.millimetres
    return {
        "width": width,
        "height": height,
        "margin": round(height * 0.035),
        "sans": families(SANS),
        "serif": families(SERIF),
        "language": "en",
        "title": head.title,
        "part": head.part,
        "trigger": head.trigger,
        "destination": head.destination,
        "people": [asdict(person if whole else replace(person, likes="")) for person in head.people],
        "scope": _scope(living) if whole else "",
        "facts": _facts(head) if whole else "",
        "curve": any(lane.curve for lane in lanes),
        "beliefs": any(isinstance(item, Belief) for lane in lanes for item in _items(lane)),
        "truths": any(isinstance(item, Truth) for lane in lanes for item in _items(lane)),
        "phases": [asdict(phase) for phase in sheet.phases],
        "steps": [{**asdict(step), "ways": told_at(routes, place)} for place, step in enumerate(sheet.steps)],
        "onward": [_route(arc) for arc in routes.onward],
        "back": [_route(arc) for arc in routes.back],
        "lanes": [_lane(lane) for lane in lanes],
    }


def _whole(living: LivingMap, sheet: Sheet) -> tuple[Lane, ...]:
    if living.measures is None:
        return sheet.lanes
    return sheet.with_measured(everyones_lanes(living))


def _talking_point(sheet: Sheet) -> tuple[Lane, ...]:
    """What a customer can speak to, and empty lanes to write in."""
    known = tuple(lane for lane in sheet.lanes if lane.id in _TALKED_ABOUT)
    open_lanes = tuple(
        Lane(
            f"ask-{place}", name, hint, Group.STORY, (tuple(Cell(step, 1, (Blank(),)) for step in range(sheet.width)),)
        )
        for place, (name, hint) in enumerate(_QUESTIONS)
    )
    return (*known, *open_lanes)


def _scope(living: LivingMap) -> str:
    if living.measures is None:
        return "Nothing is measured yet: everything here is what people believe or said."
    everyone = living.measures.everyone
    whom = f"{count(everyone.cases)} cases of {count(everyone.customers)} customers"
    return f"{whom}, measured to {day(everyone.as_of.date())}"


def _facts(head: Masthead) -> str:
    return " · ".join(f"{fact.label.lower()}: {fact.text}" for fact in head.facts)


def _items(lane: Lane) -> Iterator[Item]:
    return (item for row in lane.rows for cell in row for item in cell.items)


def _route(arc: RouteArc) -> dict[str, object]:
    return {"left": arc.left, "right": arc.right, "begin": arc.begin, "end": arc.end, "level": arc.level}


def _lane(lane: Lane) -> dict[str, object]:
    return {
        "name": lane.name,
        "hint": lane.hint,
        "borders": lane.borders,
        "curve": _curve(lane.curve) if lane.curve else None,
        "writing": any(isinstance(item, Blank) for item in _items(lane)),
        "rows": [
            [{"column": cell.column, "span": cell.span, "items": [_item(item) for item in cell.items]} for cell in row]
            for row in lane.rows
        ],
    }


def _curve(curve: Curve) -> dict[str, object]:
    return {
        name: [{"column": f.column, "level": f.level, "low": f.low, "high": f.high} for f in line]
        for name, line in (("assumed", curve.assumed), ("reported", curve.reported))
    }


def _item(item: Item) -> dict[str, object]:
    drawn: dict[str, object] = {**asdict(item), "shape": item.shape}
    drawn.pop("told", None)
    if isinstance(item, Contact):
        drawn["icon"] = _icon(item.channel, ours=item.ours)
    if isinstance(item, Gate):
        drawn["contents"] = [{**asdict(piece), "icon": _icon(piece.channel)} for piece in item.contents]
    return drawn


def _icon(channel: Channel, *, ours: bool = True) -> str:
    """The channel's icon as SVG: solid for ours, dashed for others'."""
    colour, dashes = ("#0f6e6a", "") if ours else ("#7c8793", ' stroke-dasharray="1.5 2.8"')
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" fill="none" stroke-width="1.3" '
        f'stroke-linecap="round" stroke-linejoin="round" stroke="{colour}"{dashes}>{ICONS[channel]}</svg>'
    )


def _pictures_into(root: Path, pictures: Mapping[str, bytes]) -> dict[str, str]:
    """Write every picture, drawn anew, under a name of ours; the user's name → ours."""
    files: dict[str, str] = {}
    for number, (name, content) in enumerate(pictures.items()):
        files[name] = f"picture-{number}.webp"
        (root / files[name]).write_bytes(redrawn(name, content))
    return files


def _with_pictures(value: object, files: Mapping[str, str]) -> object:
    """The data with the names of pictures' files put in, and long words given places to break."""
    if isinstance(value, dict):
        found = {key: _with_pictures(inner, files) for key, inner in value.items()}
        if value.get("shape") == Photo.shape:
            found["picture"] = files.get(str(value["file"]))
        elif "portrait" in value:
            found["picture"] = files.get(str(value["portrait"]))
        elif "icon" in value:
            found["icon"] = value["icon"]
        return found
    if isinstance(value, list | tuple):
        return [_with_pictures(inner, files) for inner in value]
    return breakable(value) if isinstance(value, str) else value


def breakable(text: str) -> str:
    """The text with invisible places to break in words too long for a column."""
    return _LONG_WORD.sub(lambda found: "\u200b".join(re.findall(".{1,12}", found[0])), text)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, Sequence):
        for inner in value:
            yield from _texts(inner)
