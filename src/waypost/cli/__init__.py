"""The command line: one module a verb.

Exit codes: 0 fine, 1 findings (of `check`, or differences of `diff`), 2 bad input or usage.
"""

from __future__ import annotations

import os
import sys

from waypost.cli.console import complain
from waypost.errors import WaypostError


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
