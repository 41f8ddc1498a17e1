"""The manifest of one journey's trails: of what each partition was woven, so that only what changed is woven again."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from waypost.events.coverage import Sightings

FORMAT = 7
"""Grows whenever the same lake and journey would give other trails, or trails kept in another way."""

_FILE = "manifest.json"


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True)


class BucketRecord(_Record):
    """One bucket of the lake, as it was read. Times in UTC microseconds."""

    fingerprint: str
    last_event: int | None
    """Its latest event."""
    last: int | None
    """The latest of its events, responses and attributes."""


class PartitionRecord(_Record):
    """One partition, as it was woven."""

    key: str
    """The hash of all it was woven from."""
    folder: str
    customers: int
    cases: int
    events: int
    first: int | None
    """Its first event, UTC microseconds."""
    unattached: int
    """Scores that belong to no case."""
    attributeless: int
    """Customers of whom no attributes are known."""
    members: tuple[int, ...]
    """By the segment's place in the codebook: the cases in it."""
    sightings: Sightings
    """What was seen of the events and responses in the bucket of the same number."""


class Manifest(_Record):
    """What is kept in one journey's folder."""

    format: int = FORMAT
    buckets: tuple[BucketRecord, ...] = ()
    partitions: tuple[PartitionRecord, ...] = ()
    shared_cases: int = 0
    """Case keys that more than one customer has, over all partitions."""

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """The folder's manifest; an empty one when there is none, or none that this version understands."""
        try:
            found = cls.model_validate_json((folder / _FILE).read_bytes())
        except (FileNotFoundError, ValidationError):
            return cls()
        return found if found.format == FORMAT else cls()

    def write(self, folder: Path) -> None:
        """Put it in the place of the old one, in one step."""
        unfinished = folder / f".{_FILE}"
        unfinished.write_text(self.model_dump_json())
        unfinished.replace(folder / _FILE)

    def has(self, name: str) -> bool:
        """Whether a file or folder of this name belongs to these trails."""
        return name == _FILE or any(record.folder == name for record in self.partitions)


def key_of_parts(parts: Iterable[object]) -> str:
    """A short hash of some parts, in order."""
    return blake2b("\x1f".join(str(part) for part in parts).encode(), digest_size=12).hexdigest()
