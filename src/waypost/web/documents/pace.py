"""How fast one person may change documents: far faster than hands are, slower than a script gone wild."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

A_SECOND = 20.0
"""Changes a second a person may make for long."""

AT_ONCE = 100.0
"""Changes a person may make at once: what was queued while the connection was down."""

PEOPLE = 10_000
"""People remembered; who changed nothing for longest is forgotten first."""


@dataclass
class Pace:
    """A bucket a person of changes they may still make, filled again as time goes by."""

    now: Callable[[], float] = time.monotonic
    _left: OrderedDict[int, tuple[float, float]] = field(default_factory=OrderedDict)
    """Person → changes left, and when that was so."""
    _lock: Lock = field(default_factory=Lock)

    def wait(self, person: int) -> int:
        """Take one change; 0 when it may be made, otherwise the seconds to wait before asking again."""
        now = self.now()
        with self._lock:
            left, since = self._left.get(person, (AT_ONCE, now))
            left = min(AT_ONCE, left + (now - since) * A_SECOND)
            granted = left >= 1
            self._left[person] = left - granted, now
            self._left.move_to_end(person)
            while len(self._left) > PEOPLE:
                self._left.popitem(last=False)
        return 0 if granted else max(1, math.ceil((1 - left) / A_SECOND))
