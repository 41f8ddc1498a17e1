"""Who is meant by `@name` in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar

from waypost.web.accounts.models import User

P = TypeVar("P", bound=User)


def mentioned(text: str, people: Iterable[P]) -> list[P]:
    """The people whose name stands after an @; a longer name is taken before a shorter one it begins with."""
    rest = text.casefold()
    found: list[P] = []
    for person in sorted(people, key=lambda one: -len(one.called)):
        name = re.compile(rf"(?<!\w)@{re.escape(person.called.casefold())}(?!\w)")
        alike = [one for one in found if one.called.casefold() == person.called.casefold()]
        if alike or name.search(rest):
            found.append(person)
            rest = name.sub(" ", rest)
    return found
