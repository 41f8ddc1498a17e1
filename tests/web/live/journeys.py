"""Puts small journeys into Acme of a served home folder: `python -m tests.web.live.journeys HOME HOW_MANY`."""

from __future__ import annotations

import sys
from pathlib import Path

from waypost.formats.yaml import read_document
from waypost.web.serving import settle


def main(home: Path, how_many: int) -> None:
    """Make journeys `j0`, `j1` and so on."""
    settle(home)
    from tests.web.acme import JOURNEY  # noqa: PLC0415  # needs Django to be set up
    from waypost.web.documents.committing import Author, create  # noqa: PLC0415  # needs Django to be set up
    from waypost.web.workspaces.models import Workspace  # noqa: PLC0415  # needs Django to be set up

    acme = Workspace.objects.get(slug="acme")
    for number in range(how_many):
        create(acme, read_document(JOURNEY).model_copy(update={"id": f"j{number}"}), Author("Tests"))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
