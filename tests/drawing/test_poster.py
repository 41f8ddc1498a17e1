"""The poster: every paper and kind, nothing cut off, nothing read as markup, no character drawn as nothing."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path
from unicodedata import category
from xml.etree import ElementTree

import pytest
from PIL import Image
from pypdf import PdfReader

from tests.drawing.fixture import great_map, great_pictures, invoicing_map, invoicing_pictures
from waypost.analysis.living import LivingMap
from waypost.drawing.fonts import SANS, missing_glyphs
from waypost.drawing.paper import FileKind, Paper, Version
from waypost.drawing.poster import breakable, poster
from waypost.errors import InputError


def text_of(data: bytes) -> str:
    return re.sub(r"[\s\u200b]+", " ", PdfReader(io.BytesIO(data)).pages[0].extract_text())


@dataclass(frozen=True)
class Word:
    """A word on the paper; points from the upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def covers(self, other: Word) -> float:
        """How much of the smaller of the two lies under the other, 0 … 1."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        area = min((word.right - word.left) * (word.bottom - word.top) for word in (self, other))
        return max(width, 0) * max(height, 0) / area if area > 0 else 0


def inked(word: Word) -> Word:
    """Where there is ink: the middle of the box, whose height is the font's tallest letter, not this word's."""
    third = (word.bottom - word.top) / 3
    return replace(word, top=word.top + third, bottom=word.bottom - third)


def words_of(data: bytes, folder: Path) -> list[Word]:
    """Every word with its place, as poppler finds them."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed (poppler-utils)")
    (folder / "poster.pdf").write_bytes(data)
    subprocess.run(["pdftotext", "-bbox", "poster.pdf", "words.xml"], cwd=folder, check=True, timeout=60)
    markup = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", (folder / "words.xml").read_text(encoding="utf-8"))
    return [
        inked(Word(node.text or "", *(float(node.attrib[side]) for side in ("xMin", "yMin", "xMax", "yMax"))))
        for node in ElementTree.fromstring(markup).iter("{http://www.w3.org/1999/xhtml}word")
    ]


@pytest.mark.parametrize("paper", list(Paper))
def test_a_pdf_has_the_paper_s_size_and_selectable_text(paper: Paper) -> None:
    living = invoicing_map()
    data = poster(living, invoicing_pictures(), paper).data
    box = PdfReader(io.BytesIO(data)).pages[0].mediabox
    millimetres = tuple(round(float(side) / 72 * 25.4) for side in (box.width, box.height))
    assert millimetres == paper.millimetres
    text = text_of(data)
    assert all(step.name in text for step in living.journey.steps())


def test_a_picture_and_a_drawing_are_made_too() -> None:
    living = invoicing_map()
    picture = Image.open(io.BytesIO(poster(living, {}, Paper.A3, FileKind.PNG).data))
    assert picture.width / picture.height == pytest.approx(420 / 297, rel=0.01)
    drawing = ElementTree.fromstring(poster(living, {}, Paper.A3, FileKind.SVG).data)
    assert drawing.tag == "{http://www.w3.org/2000/svg}svg"
    assert not [node for node in drawing.iter() if node.tag.endswith("script")]


@pytest.mark.slow
@pytest.mark.parametrize("version", list(Version))
def test_the_big_map_fits_the_paper_and_no_word_lies_on_another(version: Version, tmp_path: Path) -> None:
    made = poster(great_map(), great_pictures(), Paper.A0, FileKind.PDF, version)
    words = words_of(made.data, tmp_path)
    width, height = (side / 25.4 * 72 for side in Paper.A0.millimetres)
    assert len(words) > 500
    assert [word for word in words if not (word.left >= 0 and word.right <= width)] == []
    assert [word for word in words if not (word.top >= 0 and word.bottom <= height)] == []
    assert overlapping(words) == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", list(FileKind))
@pytest.mark.parametrize("paper", [Paper.A1, Paper.A3])
def test_the_big_map_is_drawn_on_every_paper_in_every_kind(paper: Paper, kind: FileKind) -> None:
    made = poster(great_map(), great_pictures(), paper, kind)
    assert made.data.startswith({FileKind.PDF: b"%PDF", FileKind.PNG: b"\x89PNG", FileKind.SVG: b"<svg"}[kind])
    assert made.missing == ()


def overlapping(words: list[Word]) -> list[tuple[Word, Word]]:
    """Pairs of words of which one covers more than a third of the other.

    Emoji are pictures in the PDF, without a font whose box could be trusted: words with one are left out.
    """
    found, active = [], list[Word]()
    told = [word for word in words if not any(category(letter) in ("So", "Sk") for letter in word.text)]
    for word in sorted(told, key=lambda each: each.top):
        active = [other for other in active if other.bottom > word.top]
        found += [(other, word) for other in active if word.covers(other) > 1 / 3]
        active.append(word)
    return found


def renamed(name: str) -> LivingMap:
    living = invoicing_map()
    return replace(living, journey=living.journey.model_copy(update={"name": name}))


@pytest.mark.parametrize(
    "hostile", ['#read("/etc/passwd")', "$ x $ *bold* _it_ `raw` @ref <label>", "#panic(1) ] } )", "\\u{41} // comment"]
)
def test_typst_markup_is_shown_and_not_run(hostile: str) -> None:
    text = text_of(poster(renamed(hostile), {}, Paper.A3).data)
    assert hostile.replace(" ", "") in text.replace(" ", "")


def test_a_talking_point_shows_nothing_of_ours() -> None:
    living = invoicing_map()
    text = text_of(poster(living, {}, Paper.A3, FileKind.PDF, Version.TALKING_POINT).data)
    assert "What did we miss?" in text
    assert "Reach" not in text
    assert "customers" not in text.partition("Sign up")[0]
    assert all(marks.text not in text for step in living.journey.steps() for marks in step.opportunities)


def test_where_it_begins_and_ends_never_leaves_a_last_word_alone(tmp_path: Path) -> None:
    living = invoicing_map()
    words = [f"word{place}" for place in range(14)]
    way = {"trigger": " ".join(words), "destination": "money"}
    shown = replace(living, journey=living.journey.model_copy(update=way))
    found = words_of(poster(shown, {}, Paper.A3).data, tmp_path)
    tops = [round(next(one.top for one in found if one.text == word)) for word in words]
    assert len(set(tops)) > 1
    assert tops.count(tops[-1]) > 1


def test_the_room_to_write_in_fills_the_paper(tmp_path: Path) -> None:
    made = poster(invoicing_map(), {}, Paper.A3, FileKind.PDF, Version.TALKING_POINT)
    height = Paper.A3.millimetres[1] / 25.4 * 72
    words = words_of(made.data, tmp_path)
    assert 0.93 * height < max(word.bottom for word in words) < height
    asked = [next(word.top for word in words if word.text == text) for text in ("so?", "miss?")]
    assert asked[1] - asked[0] > 0.2 * height


def test_a_map_without_steps_is_refused_with_a_remedy() -> None:
    living = invoicing_map()
    empty = replace(living, journey=living.journey.model_copy(update={"phases": ()}))
    with pytest.raises(InputError, match="Write at least one step"):
        poster(empty, {})


def test_a_character_nobody_can_draw_is_reported_with_its_script_and_a_remedy() -> None:
    (missing,) = missing_glyphs(["Getting paid \N{EN DASH} für alle, नमस्ते"], among=[SANS])
    assert missing.script == "Devanagari"
    assert set("नमसत") <= set(missing.characters)
    assert "install fonts-noto-core" in str(missing)


def test_long_words_get_places_to_break_and_keep_their_letters() -> None:
    word = "Donaudampfschifffahrtsgesellschaft" * 3
    broken = breakable(f"a {word} b")
    assert broken.replace("\u200b", "") == f"a {word} b"
    assert max(map(len, re.split(r"[\s\u200b]", broken))) <= 12


def test_a_narrow_map_leaves_its_title_on_one_line(tmp_path: Path) -> None:
    living = renamed("Getting paid for the work of last month")
    phase = living.journey.phases[0]
    narrow = phase.model_copy(update={"steps": phase.steps[:1]})
    small = replace(living, journey=living.journey.model_copy(update={"phases": (narrow,)}))
    words = words_of(poster(small, {}, Paper.A3).data, tmp_path)
    title = [next(word for word in words if word.text == part) for part in ("Getting", "last", "month")]
    assert len({round(word.top) for word in title}) == 1
