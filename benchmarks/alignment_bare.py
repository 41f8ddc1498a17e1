"""The bare loops for alignments: nothing but the dynamic programme over arrays in memory.

They know that the benchmark's design is a line, its steps at a cost of 1, so they are as short as such loops can be: no
checks, one row of least costs, and a thread a core. The first gives the cost alone, the second names the moves too.
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


@numba.njit(cache=True, nogil=True)
def moves_too(  # pragma: no cover  # noqa: C901, PLR0912, PLR0915 - one loop, for speed
    start: Offsets, code: Codes, step_of: Steps, phase_of: Steps, skip: Costs, enter: Costs, leave: Costs, phases: int
) -> tuple[Costs, Costs, Costs, Costs]:
    """The same with pointers back: every case's moves named, and counted by step and phase; no case is remembered.

    Arguments, besides those above:
        phase_of: the phase of each step.
        skip: [steps] what a step passed over costs; 0: optional.

    Returns:
        The cost of every case; and at the places of steps and then of phases the moves by kind, the cases by kind, and
        the cases that leave the design there.
    """
    steps, states = len(skip), len(leave)
    cost, longest = np.empty(len(start) - 1, dtype=np.int64), np.diff(start).max()
    moves, cases = np.zeros((5, steps + phases), dtype=np.int64), np.zeros((5, steps + phases), dtype=np.int64)
    off, latest_off = np.zeros(steps + phases, dtype=np.int64), np.full(steps + phases, -1, dtype=np.int64)
    latest = np.full((5, steps + phases), -1, dtype=np.int64)
    least, been = np.empty(states, dtype=np.int64), np.full(steps, -1, dtype=np.int64)
    over, missing = np.zeros(steps, dtype=np.int64), np.zeros(steps, dtype=np.int64)
    visits, origins = np.empty(longest, dtype=np.int64), np.empty(longest, dtype=np.int64)
    again, away = np.empty(longest, dtype=np.bool_), np.empty(longest, dtype=np.int64)
    kinds, places = np.empty(longest + steps * longest, dtype=np.int64), np.empty(longest * (steps + 1), dtype=np.int64)
    for case in range(len(start) - 1):
        least[:] = 1 << 40
        least[0] = 0
        length, here = 0, -1
        for event in range(start[case], start[case + 1]):
            there = step_of[code[event]]
            if there == here:
                continue
            here = there
            best, origin = np.int64(1 << 40), 0
            for state in range(states):
                value = least[state] + enter[there, state]
                if value <= best:
                    best, origin = value, state
            along = best <= least[there + 1] + 1
            least[there + 1] = best - 1 if along else least[there + 1]
            visits[length], origins[length], again[length] = there, origin if along else -1, been[there] == case
            been[there] = case
            length += 1
        best, final = np.int64(1 << 40), 0
        for state in range(states):
            if least[state] + leave[state] <= best:
                best, final = least[state] + leave[state], state
        cost[case] = best + length
        if cost[case] == 0:
            continue
        state, detours, found = final, 0, 0
        for visit in range(length - 1, -1, -1):
            there = visits[visit]
            if state == there + 1 and origins[visit] >= 0:
                state = origins[visit]
                for step in range(state, there):
                    over[step] += skip[step]
            else:
                away[detours] = visit
                detours += 1
        missing[final:] = skip[final:]
        for place in range(detours - 1, -1, -1):
            there = visits[away[place]]
            kind = 2 if again[away[place]] else 1
            if over[there] > 0:
                over[there] -= 1
                kind = 3
            elif missing[there] > 0:
                missing[there] = 0
                kind = 3
            kinds[found], places[found] = kind, there
            found += 1
        for step in range(steps):
            for _ in range(over[step]):
                kinds[found], places[found] = 0, step
                found += 1
            if missing[step] > 0:
                kinds[found], places[found] = 4, step
                found += 1
            over[step] = missing[step] = 0
        for move in range(found):
            kind = kinds[move]
            for place in (places[move], steps + phase_of[places[move]]):
                moves[kind, place] += 1
                cases[kind, place] += latest[kind, place] != case
                latest[kind, place] = case
                if kind < 4:
                    off[place] += latest_off[place] != case
                    latest_off[place] = case
    return cost, moves, cases, off
