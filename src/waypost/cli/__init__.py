"""The command line: one module a verb.

Exit codes: 0 fine, 1 findings (of `check`, or differences of `diff`), 2 bad input or usage.
"""

from __future__ import annotations

import os
import sys

from waypost.cli.console import complain
from waypost.errors import InputError, Problem, WaypostError


def main() -> None:
    """Run `waypost`; what people did wrong is told without a traceback."""
    from waypost.cli.verbs import app

    try:
        app()
    except WaypostError as error:
        complain(error)
        sys.exit(2)
    except BrokenPipeError:
        # The reader has seen enough (`waypost check | head`); keep Python from complaining when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:  # the disk is full, a folder may not be written, something else stands in its place
        complain(InputError(_refused(error)))
        sys.exit(2)


def _refused(error: OSError) -> Problem:
    """What the system would not do, for the person who asked."""
    remedy = "Check the path, its permissions and the room on the disk"
    file = None if error.filename is None else str(error.filename)
    return Problem(f"the system refuses: {(error.strerror or str(error)).lower()}", file, remedy=remedy)
