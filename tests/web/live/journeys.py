"""Founds a workspace of journeys and those who write them: `python -m tests.web.live.journeys HOME JOURNEYS PEOPLE`.

Each journey has people of its own, for one person may change only so much in a second. Prints their sessions.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from waypost.formats.yaml import read_document
from waypost.web.serving import settle


def main(home: Path, journeys: int, people: int) -> None:
    """Make the workspace `writing` with journeys `j0`, `j1` and so on, each with so many editors."""
    settle(home)
    from tests.web.acme import JOURNEY  # noqa: PLC0415  # needs Django to be set up
    from tests.web.casting import session_of  # noqa: PLC0415  # as above
    from waypost.web.accounts.models import User  # noqa: PLC0415  # as above
    from waypost.web.documents.committing import Author, create  # noqa: PLC0415  # as above
    from waypost.web.workspaces.founding import found  # noqa: PLC0415  # as above
    from waypost.web.workspaces.models import Membership, Role  # noqa: PLC0415  # as above

    writing = found("Writing", User.objects.create_user("writing@acme.example", name="Ines Dahl"))
    sessions: dict[str, list[str]] = {}
    for name in (f"j{number}" for number in range(journeys)):
        create(writing, read_document(JOURNEY).model_copy(update={"id": name}), Author("Tests"))
        users = [User.objects.create_user(f"{name}-{one}@acme.example", name="Ada Park") for one in range(people)]
        for user in users:
            Membership.objects.create(workspace=writing, user=user, role=Role.EDITOR)
        sessions[f"/w/{writing.slug}/documents/{name}"] = [session_of(user) for user in users]
    print(json.dumps(sessions))  # its answer


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
