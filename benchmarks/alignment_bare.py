"""The bare loop for alignments: nothing but the dynamic programme over arrays in memory, for the cost alone.

It knows that every step of the benchmark's design is done from one state only, so it is as short as such a loop can
be: no moves, no names, no checks, one row of least costs, and a thread a core.
"""

from __future__ import annotations

import numba
import numpy as np
import numpy.typing as npt

from waypost.events.trails import Codes, Offsets

Costs = npt.NDArray[np.int64]
Steps = npt.NDArray[np.int16]


@numba.njit(cache=True, nogil=True)
def costs_alone(
    start: Offsets, code: Codes, step_of: Steps, enter: Costs, leave: Costs, cost: Costs
) -> None:  # pragma: no cover
    """Write the cost of every case.

    Arguments:
        start, code: a partition's cases and touchpoints.
        step_of: the step of each touchpoint.
        enter: [steps, steps + 1] what is passed over between having done a step (0: none yet) and doing another.
        leave: [steps + 1] what is passed over from there to the end.
        cost: [cases] where the costs go; every move costs 1.
    """
    states = len(leave)
    least = np.empty(states, dtype=np.int64)
    for case in range(len(start) - 1):
        least[:] = 1 << 40
        least[0] = 0
        visits, here = 0, -1
        for event in range(start[case], start[case + 1]):
            there = step_of[code[event]]
            if there == here:
                continue
            here = there
            visits += 1
            best = np.int64(1 << 40)
            for state in range(states):
                best = min(best, least[state] + enter[there, state])
            least[there + 1] = min(least[there + 1], best - 1)
        best = np.int64(1 << 40)
        for state in range(states):
            best = min(best, least[state] + leave[state])
        cost[case] = best + visits
