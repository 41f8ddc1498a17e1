"""Older documents brought to the format of today, one version at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from waypost.errors import InputError, Problem
from waypost.journey.model import FORMAT

Migration = Callable[[dict[str, Any]], dict[str, Any]]
"""Makes of a document as plain data, read from YAML or JSON, the same document one version later."""

MIGRATIONS: Mapping[int, Migration] = {}
"""The version a migration starts from → the migration. Every version before `FORMAT` has one."""


def migrate(
    data: dict[str, Any], migrations: Mapping[int, Migration] = MIGRATIONS, current: int = FORMAT
) -> dict[str, Any]:
    """The document as plain data in the current format; a document that names no version is of version 1.

    `data` itself is left as it is. Raises InputError for a version that does not exist or is newer than ours.
    """
    version = data.get("format", 1)
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise InputError(
            Problem(f"the format version is {version!r}", element="format", remedy=f"Write 'format: {current}'")
        )
    if version > current:
        raise InputError(
            Problem(
                f"the document has format version {version}, and this Waypost reads versions up to {current}",
                element="format",
                remedy="Upgrade Waypost to read it",
            )
        )
    while version < current:
        data = {**migrations[version](dict(data)), "format": version + 1}
        version += 1
    return data
