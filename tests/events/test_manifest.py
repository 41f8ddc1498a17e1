"""A manifest comes back as it was written; anything else counts as none, so that trails are woven anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from waypost.events.coverage import Sightings
from waypost.events.manifest import FORMAT, BucketRecord, Manifest, PartitionRecord, key_of_parts

MANIFEST = Manifest(
    buckets=(BucketRecord(fingerprint="a", last_event=5, last=None),),
    partitions=(
        PartitionRecord(
            key="k",
            folder="0000-k",
            customers=1,
            cases=2,
            events=3,
            first=None,
            unattached=0,
            attributeless=1,
            members=(2, 0),
            sightings=Sightings(4, 1, 0, (2, 0), (("shop", "läuft", 2),), later=1),
        ),
    ),
)


def test_a_manifest_comes_back_equal_and_alone(tmp_path: Path) -> None:
    MANIFEST.write(tmp_path)
    assert Manifest.read(tmp_path) == MANIFEST
    assert [path.name for path in tmp_path.iterdir() if not MANIFEST.has(path.name)] == []


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"format": 1}', MANIFEST.model_copy(update={"format": FORMAT + 1}).model_dump_json()]
)
def test_what_cannot_be_understood_counts_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    assert Manifest.read(tmp_path) == Manifest()


def test_keys_tell_parts_apart() -> None:
    assert len({key_of_parts(parts) for parts in (["a", "b"], ["ab"], ["b", "a"], ["a", "b", ""])}) == 4
