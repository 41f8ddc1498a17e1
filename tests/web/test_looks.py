"""The look has one home: the drawing's tokens, fonts of our own, and signs that can be read and are said."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django import forms
from django.contrib.staticfiles import finders
from django.template import Context, Template

from tests.drawing.test_contrast import COLOURS, contrast
from waypost.web.accounts.models import TONES, User
from waypost.web.assets import DRAWING, STATIC
from waypost.web.looks import SIGNS, deed, device

STYLES = "".join(path.read_text() for path in sorted((STATIC / "waypost").glob("*.css")))
PAIRS = {
    name: pair for name, *pair in re.findall(r"--([a-z0-9-]+):light-dark\((#[0-9a-f]{3,6}),(#[0-9a-f]{3,6})\)", STYLES)
}


def _long(colour: str) -> str:
    return colour if len(colour) == 7 else "#" + "".join(letter * 2 for letter in colour[1:])


def _mixed(colour: str, ground: str, share: float) -> str:
    parts = [
        round(int(colour[at : at + 2], 16) * share + int(ground[at : at + 2], 16) * (1 - share)) for at in (1, 3, 5)
    ]
    return "#" + "".join(f"{part:02x}" for part in parts)


def _drawn(text: str, **words: object) -> str:
    return Template(text).render(Context(words))


def test_tokens_and_fonts_are_served_from_their_only_home() -> None:
    assert finders.find("waypost/drawing/tokens.css") == str(DRAWING / "tokens.css")
    asked = re.findall(r'url\("([^"]+)"\)', (STATIC / "waypost" / "fonts.css").read_text())
    assert len(asked) == 6
    for path in asked:
        assert finders.find(f"waypost/{path}") is not None, path


def test_styles_use_only_colours_that_have_a_name() -> None:
    known = COLOURS.keys() | PAIRS.keys() | set(re.findall(r"--([a-z0-9-]+):", STYLES)) | {"veil", "sans", "serif"}
    known |= {"label", "step", "gutter", "radius"}
    assert set(re.findall(r"var\(--([a-z0-9-]+)", STYLES)) - known == set()


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("tone", range(1, TONES + 1))
def test_initials_can_be_read_in_every_colour(tone: int, theme: int) -> None:
    ink = PAIRS[f"tone-{tone}"][theme]
    assert contrast(ink, _mixed(ink, COLOURS["card"][theme], 0.15)) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["accent", "warm"])
def test_words_on_buttons_can_be_read(ground: str, theme: int) -> None:
    assert contrast(_long(PAIRS["on-accent"][theme]), COLOURS[ground][theme]) >= 4.5


def test_nothing_is_inline() -> None:
    web = Path(STATIC).parent
    for path in web.rglob("*.html"):
        text = path.read_text()
        assert not re.search(r"\sstyle=|\son[a-z]+=\"|<style|javascript:", text), path
        for attributes, body in re.findall(r"<script([^>]*)>([^<]*)</script>", text):
            assert "src=" in attributes or "application/json" in attributes, f"{path}: {body[:40]}"


def test_an_icon_is_silent_and_there() -> None:
    for name in SIGNS:
        assert 'aria-hidden="true"' in _drawn("{% icon name %}", name=name)
    with pytest.raises(KeyError):
        _drawn("{% icon 'nowhere' %}")


def test_a_name_cannot_leave_the_picture() -> None:
    person = User(email="x@y.example", name='"><script>')
    assert "<script>" not in _drawn("{% avatar person %}", person=person)


def test_a_field_ties_help_and_error_to_its_control() -> None:
    class Form(forms.Form):
        age = forms.IntegerField(help_text="In years.")

    drawn = _drawn("{% field form.age %}", form=Form({"age": "old"}))
    described = re.search(r'aria-describedby="([^"]+)"', drawn)
    assert described is not None
    for part in described[1].split():
        assert f'id="{part}"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert "aria-invalid" not in _drawn("{% field form.age %}", form=Form())


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/120 Safari/537 Edg/120", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; like Mac OS X) Version/17 Safari/604", "Safari on an iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:120) Gecko Firefox/120", "Firefox on Linux"),
        ("curl/8", "A browser"),
    ],
)
def test_a_device_is_named_as_people_name_it(agent: str, said: str) -> None:
    assert device(agent) == said


def test_a_deed_is_said_in_words() -> None:
    assert deed("member.invited") == "Member invited"
