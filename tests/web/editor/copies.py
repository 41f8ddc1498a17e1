"""Journeys for tests that share a server: `python -m tests.web.editor.copies HOME NUMBER` prints their ids."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from waypost.web.serving import settle


def main(home: Path, number: int) -> None:
    """Give Acme so many journeys like `buying`, each for one test, and `unwritten`, which has no phases yet."""
    settle(home)
    from tests.web import acme  # noqa: PLC0415  # needs Django to be set up
    from waypost.formats.yaml import read_document  # noqa: PLC0415
    from waypost.journey.journey import Journey  # noqa: PLC0415
    from waypost.web.accounts.models import User  # noqa: PLC0415  # needs Django to be set up
    from waypost.web.documents.committing import Author, create  # noqa: PLC0415  # needs Django to be set up
    from waypost.web.workspaces.models import Workspace  # noqa: PLC0415  # needs Django to be set up

    workspace = Workspace.objects.get(slug="acme")
    author = Author.of(User.objects.get(email="ada@acme.example"))
    journey = read_document(acme.JOURNEY)
    ids = [f"ride-{place}" for place in range(number)]
    for each in ids:
        create(workspace, journey.model_copy(update={"id": each}), author)
    create(workspace, Journey(id="unwritten", name="Selling a bike"), author)
    print(json.dumps(ids))  # its answer


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
