"""What the check says, as a page prints it: its straight quotes, which a terminal needs, become curled ones."""

from __future__ import annotations

import re

_QUOTED = re.compile(r"(?<!\w)'(.+?)'(?!\w)")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")


def printed(message: str) -> str:
    """A sentence for a page: `Ask at 'Pays'` becomes `Ask at “Pays”`, `she's` becomes `she’s`."""
    return _APOSTROPHE.sub("’", _QUOTED.sub(r"“\1”", message))
