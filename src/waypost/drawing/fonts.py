"""The poster's fonts: the Source families come as wheels; other scripts need fonts of the system.

A character that no font can draw is reported with its script and what to install, never drawn as nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import typst
from fontTools.ttLib import TTFont

SANS = "Source Sans Pro"
SERIF = "Source Serif Pro"
_WHEELS = ("font_source_sans_pro", "font_source_serif_pro")

_INSTALL = {
    "ARABIC": "fonts-noto-core (Noto Sans Arabic)",
    "DEVANAGARI": "fonts-noto-core (Noto Sans Devanagari)",
    "HEBREW": "fonts-noto-core (Noto Sans Hebrew)",
    "THAI": "fonts-noto-core (Noto Sans Thai)",
    "CJK": "fonts-noto-cjk (Noto Sans CJK)",
    "HIRAGANA": "fonts-noto-cjk (Noto Sans CJK)",
    "KATAKANA": "fonts-noto-cjk (Noto Sans CJK)",
    "HANGUL": "fonts-noto-cjk (Noto Sans CJK)",
    "EMOJI": "fonts-noto-color-emoji (Noto Color Emoji)",
}
"""Script → the Debian package (and family) that draws it."""
_PREFERRED = (
    "Noto Sans",
    "Noto Sans Arabic",
    "Noto Sans Devanagari",
    "Noto Sans Hebrew",
    "Noto Sans Thai",
    "Noto Sans CJK JP",
    "Noto Color Emoji",
    "Noto Sans Symbols",
    "Noto Sans Symbols 2",
)
"""Families asked for after ours, in this order, when the system has them."""


@dataclass(frozen=True)
class MissingGlyphs:
    """Characters that no font here can draw."""

    script: str
    characters: str
    install: str

    def __str__(self) -> str:
        """One line for the person who draws."""
        return f"no font here can draw {self.script} ({self.characters}): install {self.install}"


def font_folders() -> list[str]:
    """The folders of the fonts that come with Waypost."""
    specs = (find_spec(wheel) for wheel in _WHEELS)
    return [str(Path(place) / "files") for spec in specs if spec for place in spec.submodule_search_locations or ()]


def families(first: str) -> list[str]:
    """`first`, then the families of the system that other scripts are drawn with."""
    there = set(_fonts())
    return [first, *(family for family in _PREFERRED if family in there)]


def missing_glyphs(texts: Iterable[str], among: Sequence[str] | None = None) -> tuple[MissingGlyphs, ...]:
    """What cannot be drawn, by script, by any of the families `among` (all there are, when left out)."""
    characters = {character for text in texts for character in text if _visible(character)}
    unknown = characters
    for family in (*families(SANS), *_fonts()) if among is None else among:
        if not unknown:
            return ()
        unknown = {character for character in unknown if ord(character) not in _characters(family)}
    scripts: dict[str, str] = {}
    for character in sorted(unknown):
        scripts[_script(character)] = scripts.get(_script(character), "") + character
    return tuple(
        MissingGlyphs(script.title(), found[:12], _INSTALL.get(script, f"a font with {script.title()}"))
        for script, found in scripts.items()
    )


def _visible(character: str) -> bool:
    """Spaces, joiners, variation selectors and the like need no glyph."""
    return unicodedata.category(character) not in ("Zs", "Zl", "Zp", "Cc", "Cf", "Mn", "Me", "Cn", "Co")


def _script(character: str) -> str:
    """The first word of the character's name, which for letters is the script."""
    if unicodedata.category(character) == "So" or ord(character) >= 0x1F000:
        return "EMOJI"
    return unicodedata.name(character, "UNKNOWN").partition(" ")[0]


@cache
def _fonts() -> dict[str, typst.FontInfo]:
    """Family → one of its fonts that lies in a file, of everything Typst can use."""
    return {font.family: font for font in typst.Fonts(font_paths=font_folders()).fonts() if font.path}


@cache
def _characters(family: str) -> frozenset[int]:
    """The code points a family has glyphs for."""
    font = _fonts()[family]
    with TTFont(font.path, fontNumber=font.index, lazy=True) as file:
        return frozenset(file.getBestCmap() or ())
