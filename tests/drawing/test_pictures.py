from __future__ import annotations

import base64
import io

import pytest
from PIL import Image

from tests.drawing.fixture.images import screenshot
from waypost.drawing.pictures import WIDEST, embedded
from waypost.errors import InputError


def decoded(url: str) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(url.partition(",")[2])))


def test_a_picture_is_carried_in_the_page_no_larger_than_it_is_shown() -> None:
    out = io.BytesIO()
    Image.new("RGB", (3000, 1500), "red").save(out, "JPEG")
    assert decoded(embedded("big.jpg", out.getvalue())).size == (WIDEST, WIDEST // 2)
    assert decoded(embedded("small.png", screenshot())).size == (640, 400)


def test_nothing_but_pixels_comes_along() -> None:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken at 12 Secret Street"
    Image.new("RGB", (8, 8)).save(out, "JPEG", exif=exif, comment=b"<script>alert(1)</script>")
    url = embedded("photo.jpg", out.getvalue())
    kept = base64.b64decode(url.partition(",")[2])
    assert b"Secret" not in kept
    assert b"script" not in kept


@pytest.mark.parametrize(
    "data",
    [b"", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", b"\x89PNG\r\n\x1a\n broken", b"GIF89a"],
)
def test_what_is_no_picture_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(InputError, match="not a picture") as refused:
        embedded("strange.png", data)
    assert refused.value.problems[0].file == "strange.png"


def test_a_picture_that_unpacks_to_gigabytes_is_refused() -> None:
    out = io.BytesIO()
    Image.new("1", (16_000, 16_000)).save(out, "PNG")
    with pytest.raises(InputError, match="not a picture"):
        embedded("bomb.png", out.getvalue())
