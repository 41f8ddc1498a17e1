"""A company to put under load: people who are signed in, and journeys of 200 steps.

    python -m benchmarks.web.company PEOPLE JOURNEYS STEPS > company.json

runs with the settings of the server (`WAYPOST_HOME`, `WAYPOST_SECRET_KEY`, …) and an empty database.
"""

from __future__ import annotations

import json
import os
import sys

WORKSPACE = "load"


def journey(slug: str, steps: int, phases: int = 8) -> dict[str, object]:
    """A journey as a document: phases with steps, each step with touchpoints and a need."""
    each = steps // phases
    return {
        "id": slug,
        "name": f"Journey {slug}",
        "summary": "A journey as large as any that was ever drawn.",
        "phases": [
            {"id": f"p{p}", "name": f"Phase {p}", "steps": [_step(p * each + s) for s in range(each)]}
            for p in range(phases)
        ],
    }


def _step(number: int) -> dict[str, object]:
    return {
        "id": f"s{number}",
        "name": f"Does the thing number {number}",
        "needs": ["To know what comes next, and when"],
        "touchpoints": [
            {"id": f"t{number}a", "name": f"Page {number}", "channel": "web"},
            {"id": f"t{number}b", "name": f"Letter {number}", "channel": "email"},
        ],
    }


def main(people: int, journeys: int, steps: int) -> None:
    """Fill the database, and print the cookies of everybody and the addresses of all journeys."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "waypost.web.settings")
    import django  # noqa: PLC0415  # settings first

    django.setup()

    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import transaction  # noqa: PLC0415

    from waypost.journey.journey import Journey  # noqa: PLC0415
    from waypost.web.accounts.models import User  # noqa: PLC0415
    from waypost.web.documents.committing import Author, create  # noqa: PLC0415
    from waypost.web.workspaces.models import Membership, Workspace  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    cookies = []
    with transaction.atomic():
        workspace = Workspace.objects.create(slug=WORKSPACE, name="Load")
        for number in range(people):
            user = User.objects.create_user(f"p{number}@example.org", name=f"Person {number}")
            Membership.objects.create(workspace=workspace, user=user, role="editor")
            session = SessionStore()
            session[SESSION_KEY] = str(user.pk)
            session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
            session[HASH_SESSION_KEY] = user.get_session_auth_hash()
            session.create()
            cookies.append(session.session_key)
        slugs = [f"j{number}" for number in range(journeys)]
        for slug in slugs:
            create(workspace, Journey.model_validate(journey(slug, steps)), Author("Load"))
    json.dump({"workspace": WORKSPACE, "cookies": cookies, "journeys": slugs}, sys.stdout)


if __name__ == "__main__":
    main(*(int(given) for given in sys.argv[1:4]))
