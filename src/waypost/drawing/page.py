"""The map as one self-contained page: no network, a strict content policy, every user's word escaped."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from waypost.analysis.living import LivingMap
from waypost.drawing.definitions import map_meanings, meanings
from waypost.drawing.emotions import band_path, height_of, line_path
from waypost.drawing.icons import ICONS, NAMES
from waypost.drawing.masthead import Masthead, masthead
from waypost.drawing.numerals import count, signed, typeset
from waypost.drawing.panels.report import panels
from waypost.drawing.pictures import all_embedded
from waypost.drawing.routes import RouteArcs, arc_path, depth, route_arcs
from waypost.drawing.sheet import Sheet
from waypost.drawing.sheeting import columns_of, sheet_of
from waypost.drawing.tables import FIGURE_COLUMNS, names_of, seen
from waypost.drawing.terms import Lexicon
from waypost.drawing.views import Design, View, design, views
from waypost.journey.check import Remark
from waypost.journey.wording import counted

_HERE = Path(__file__).parent
STYLES = ("tokens", "page", "masthead", "sheet", "items", "curve", "routes", "paths", "report", "panels", "print")
SCRIPTS = ("theme", "tips", "arrows", "strip", "paths", "print")
LONG = 280
"""Characters; a longer text shows its first dozen lines until it is focused."""
_STRESSED, _TYPED = re.compile(r"\*([^*`]+)\*"), re.compile(r"`([^`]+)`")
_WEB = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)


@dataclass(frozen=True)
class Page:
    """What the templates draw."""

    head: Masthead
    sheet: Sheet
    routes: RouteArcs
    views: tuple[View, ...]
    design: Design | None
    advice: str


def map_page(
    living: LivingMap,
    pictures: Mapping[str, bytes],
    remarks: Sequence[Remark] = (),
    edition: str = "",
    advice: str = "",
) -> str:
    """The living map as one HTML page.

    `pictures` are the files that pictures and portraits name, by that name; one that is missing is said to be, with
    its description. `edition` says which state of the map it is, when it is not the newest. For those who draw the map
    there are `remarks`, what `check` found, and `advice`, what would teach it most next. Raises InputError for a
    picture that cannot be read.
    """
    page = Page(
        masthead(living),
        sheet_of(living),
        route_arcs(living.journey),
        views(living, columns_of(living.journey)),
        design(living),
        advice,
    )
    style = Markup("\n".join([*(_asset(f"{name}.css") for name in STYLES), _generated_style(page)]))  # noqa: S704
    scripts = [Markup(_asset(f"{name}.js")) for name in SCRIPTS]  # noqa: S704
    coverage = living.measures.coverage if living.measures is not None else None
    return (
        templates(Lexicon(living.terms))
        .get_template("page.html.j2")
        .render(
            page=page,
            journey=living.journey,
            edition=edition,
            embedded=all_embedded(pictures),
            remarks=remarks,
            panels=panels(living.brief if living.part is None else None, names_of(living.journey)),
            terms=living.terms,
            coverage=seen(coverage, names_of(living.journey)) if coverage is not None else None,
            definitions=map_meanings(living),
            figure_columns=FIGURE_COLUMNS,
            icons={channel: Markup(drawing) for channel, drawing in ICONS.items()},  # noqa: S704
            style=style,
            scripts=scripts,
            policy=_policy(style, scripts),
        )
    )


def templates(lexicon: Lexicon) -> Environment:
    """The templates, which escape every text they are given; `lexicon` finds the glossary's words in it."""
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "words": _words(lexicon),
        "part": part,
        "linked": linked,
        "typed": typed,
        "marked": marked,
        "typeset": typeset,
        "meanings": meanings,
    }
    environment.globals |= {
        "line_path": line_path,
        "band_path": band_path,
        "height_of": height_of,
        "arc_path": arc_path,
        "depth": depth,
        "signed": signed,
        "count": count,
        "counted": counted,
        "channel_names": NAMES,
    }
    return environment


def _words(lexicon: Lexicon) -> object:
    """A filter: a user's words with the glossary's terms as buttons that open their meaning."""

    def words(text: str) -> Markup:
        button = Markup('<button type="button" class="term" popovertarget="term-{}">{}</button>')
        pieces = (
            button.format(lexicon.terms.index(piece.term), piece.text) if piece.term is not None else escape(piece.text)
            for piece in lexicon.pieces(text)
        )
        joined = Markup("").join(pieces)
        return Markup('<span class="clamp" tabindex="0">{}</span>').format(joined) if len(text) > LONG else joined

    return words


def linked(text: str) -> Markup:
    """A source: a link when it is a web address and nothing else, plain words otherwise."""
    if _WEB.fullmatch(text):
        return Markup('<a href="{0}" rel="noopener noreferrer">{0}</a>').format(text)
    return escape(text)


def typed(text: str) -> Markup:
    """A text in which what stands between `backticks` is to be typed."""
    return Markup(_TYPED.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704


def marked(text: str) -> Markup:
    """Our own texts: what stands between *stars* is stressed as well."""
    return Markup(_STRESSED.sub(r"<em>\1</em>", str(typed(text))))  # noqa: S704


def part(share: float) -> str:
    """A share of one as a CSS or SVG length: 0.614 → "61.4%"."""
    return f"{100 * min(1.0, max(0.0, share)):.4g}%"


@cache
def _asset(name: str) -> str:
    return (_HERE / "assets" / name).read_text(encoding="utf-8")


def _generated_style(page: Page) -> str:
    """What depends on the map's size: how many columns, which spans, which views there are."""
    lanes = (*page.sheet.lanes, *(lane for view in page.views for lane in view.lanes))
    spans = {cell.span for lane in lanes for row in lane.rows for cell in row} | {
        phase.span for phase in page.sheet.phases
    }
    rules = [f":root{{--columns:{max(1, page.sheet.width)}}}"]
    rules += [f".s{span}{{grid-column:span {span}}}" for span in sorted(spans) if span > 1]
    rules += [
        f'body:has(#view-{view.id}:checked) [data-view]:not([data-view="{view.id}"]){{display:none}}'
        for view in page.views
    ]
    for view in page.views:
        plot, shut = f"#plot-{view.id}", ".view:has(.all-moves:not(:checked)) "
        over, under = view.diagram.over, view.diagram.under
        rules.append(f"{shut}{plot}{{margin-block:{-over:.0f}px {-under:.0f}px}}")
        rules.append(f"{shut}{plot} .phases-above{{transform:translateY({over:.0f}px)}}")
    return "\n".join(rules)


def _policy(style: str, scripts: Sequence[str]) -> str:
    """The page may run its own styles and scripts, show pictures it carries, and nothing else."""
    allowed = " ".join(_hash(script) for script in scripts)
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {allowed}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
