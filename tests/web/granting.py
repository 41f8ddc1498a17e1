"""Puts a token into a served home folder: `python -m tests.web.granting HOME E-MAIL` prints its secret."""

from __future__ import annotations

import sys
from pathlib import Path

from waypost.web.serving import settle


def main(home: Path, email: str) -> None:
    """Make a token of somebody in Acme that may change things."""
    settle(home)
    from waypost.web.accounts.models import User  # noqa: PLC0415  # needs Django to be set up
    from waypost.web.accounts.tokens import issue  # noqa: PLC0415  # as above
    from waypost.web.workspaces.access import find_visit  # noqa: PLC0415  # as above
    from waypost.web.workspaces.models import Scope  # noqa: PLC0415  # as above

    _, secret = issue(find_visit(User.objects.get(email=email), "acme"), "a program", Scope.WRITE)
    print(secret)  # its answer


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
