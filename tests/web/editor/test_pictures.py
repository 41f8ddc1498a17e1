"""Pictures: kept for members only, told by their content, never as anything but a picture."""

from __future__ import annotations

import base64

import pytest
from django.test import Client

from tests.web.conftest import Cast
from waypost.formats.folder import LARGEST_PICTURE

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
ADDRESS = "/w/acme/pictures/"


def _sent(client: Client, data: bytes) -> tuple[int, dict[str, str]]:
    response = client.post(ADDRESS, data, content_type="application/octet-stream")
    return response.status_code, response.json()


def test_a_picture_is_kept_under_a_name_nobody_can_guess(cast: Cast) -> None:
    first, second = _sent(cast.editor, DOT), _sent(cast.editor, DOT)
    assert (first[0], second[0]) == (201, 201)
    assert first[1]["file"] != second[1]["file"]
    assert first[1]["file"].startswith("pictures/")
    assert first[1]["file"].endswith(".png")


def test_it_is_given_as_a_picture_and_nothing_else(cast: Cast) -> None:
    _, kept = _sent(cast.editor, DOT)
    response = cast.viewer.get(kept["address"])
    assert response.content == DOT
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert "private" in response.headers["Cache-Control"]


@pytest.mark.parametrize("data", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.4", b"GIF"])
def test_what_is_no_picture_is_refused_in_words(cast: Cast, data: bytes) -> None:
    status, told = _sent(cast.editor, data)
    assert status == 422
    assert "no picture" in told["detail"]


def test_one_that_is_too_large_is_refused(cast: Cast) -> None:
    status, told = _sent(cast.editor, DOT + bytes(LARGEST_PICTURE))
    assert status == 413
    assert "10 MB" in told["detail"]


def test_strangers_and_viewers_keep_none(cast: Cast) -> None:
    assert _sent(cast.viewer, DOT)[0] == 403
    assert _sent(cast.stranger, DOT)[0] == 404
    assert _sent(cast.anonymous, DOT)[0] == 404


def test_a_stranger_cannot_look_at_one(cast: Cast) -> None:
    _, kept = _sent(cast.editor, DOT)
    assert cast.stranger.get(kept["address"]).status_code == 404


@pytest.mark.parametrize("name", ["nothing.png", "..%2f..%2fwaypost.sqlite3", ".."])
def test_nothing_else_of_the_server_can_be_had(cast: Cast, name: str) -> None:
    assert cast.editor.get(f"{ADDRESS}{name}").status_code == 404
