"""Puts the cast and Acme into a home folder: `python -m tests.web.casting HOME` prints who has which session."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from waypost.web.serving import prepare

if TYPE_CHECKING:
    from waypost.web.accounts.models import User


def main(home: Path) -> None:
    """Make Ada's Acme with an editor and a viewer, and sign the three in."""
    prepare(home)
    from tests.web import acme  # noqa: PLC0415  # needs Django to be set up
    from waypost.web.workspaces.models import Role  # noqa: PLC0415  # needs Django to be set up

    owner = acme.ada()
    workspace = acme.workspace_of(owner)
    people = {
        "owner": owner,
        "editor": acme.member(workspace, Role.EDITOR),
        "viewer": acme.member(workspace, Role.VIEWER),
    }
    print(json.dumps({name: session_of(user) for name, user in people.items()}))  # its answer


def session_of(user: User) -> str:
    """The key of a session somebody is signed in by."""
    from django.conf import settings  # noqa: PLC0415  # needs Django to be set up
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
