"""Zips: nothing leaves its folder, nothing grows beyond what we take."""

from __future__ import annotations

import contextlib
import io
import stat
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost.errors import InputError
from waypost.web.sharing import unpacking
from waypost.web.sharing.unpacking import unpack


def packed(*files: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return stream.getvalue()


def refusal(data: bytes) -> str:
    with pytest.raises(InputError) as caught:
        unpack(data, "maps.zip")
    return str(caught.value)


def test_files_by_their_path() -> None:
    data = packed(("a/map.yaml", b"one"), ("a/pictures/p.png", b"two"), ("__MACOSX/a/map.yaml", b"x"), (".git/k", b"y"))
    assert unpack(data, "maps.zip") == {"a/map.yaml": b"one", "a/pictures/p.png": b"two"}


@pytest.mark.parametrize("name", ["../map.yaml", "a/../../map.yaml", "/etc/map.yaml", "..\\map.yaml", "C:\\map.yaml"])
def test_a_path_that_leads_outside(name: str) -> None:
    assert "outside its folder" in refusal(packed((name, b"x")))


def test_a_link() -> None:
    entry = zipfile.ZipInfo("map.yaml")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert "link" in refusal(packed((entry, b"/etc/passwd")))


def test_a_bomb_of_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    data = packed(("map.yaml", bytes(unpacking.LARGEST_FILE + 1)))
    assert len(data) < 20_000
    assert "more than we take" in refusal(data)


def test_a_bomb_that_lies_about_its_size() -> None:
    content = bytes(unpacking.LARGEST_FILE + 1)
    data = packed(("map.yaml", content))
    size = len(content).to_bytes(4, "little")
    assert refusal(data.replace(size, (1).to_bytes(4, "little")))


def test_a_bomb_of_many_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "LARGEST", 1_000)
    assert "more than we take" in refusal(packed(*((f"{number}.yaml", bytes(300)) for number in range(4))))
    monkeypatch.setattr(unpacking, "MOST_FILES", 3)
    assert "more than 3 files" in refusal(packed(*((f"{number}.yaml", b"") for number in range(4))))


def test_a_locked_zip() -> None:
    data = bytearray(packed(("map.yaml", b"x")))
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + place] |= 1
    assert "password" in refusal(bytes(data))


@given(st.data())
def test_a_broken_zip_is_refused_in_words(data: st.DataObject) -> None:
    whole = bytearray(packed(("map.yaml", b"kind: journey\n" * 20), ("p.png", b"\x89PNG")))
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=6)):
        whole[place] = data.draw(st.integers(0, 255))
    with contextlib.suppress(InputError):
        unpack(bytes(whole[: data.draw(st.integers(0, len(whole)))]), "maps.zip")
