"""The colours can be read: WCAG 2.2 AA, in both themes, from the tokens themselves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import waypost.drawing

TOKENS = (Path(waypost.drawing.__file__).parent / "assets" / "tokens.css").read_text()
COLOURS = {
    name: (light, dark)
    for name, light, dark in re.findall(r"--([a-z0-9-]+):light-dark\((#[0-9a-f]{6}),(#[0-9a-f]{6})\)", TOKENS)
}
GROUNDS = ("paper", "card", "tint")
TEXT = [
    *((ink, ground) for ink in ("ink", "soft", "faint", "accent", "warm") for ground in GROUNDS),
    *((ink, ground) for ink in ("ink", "soft") for ground in ("warm-1", "warm-2", "warm-3", "hair")),
]
DRAWN = [
    *((ink, ground) for ink in ("accent", "warm", "soft", "faint") for ground in GROUNDS),
    *(("warm", ground) for ground in ("warm-1", "warm-2", "warm-3")),
]


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_counted_as_wcag_counts_it() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(ink: str, ground: str, theme: int) -> None:
    assert contrast(COLOURS[ink][theme], COLOURS[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), DRAWN)
def test_shapes_can_be_seen(ink: str, ground: str, theme: int) -> None:
    assert contrast(COLOURS[ink][theme], COLOURS[ground][theme]) >= 3
