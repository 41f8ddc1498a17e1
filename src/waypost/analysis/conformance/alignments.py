"""Alignments: the cheapest explanation of every case by the designed journey, exact, with its moves named.

A case is its visits (consecutive events at one step are one visit); each distinct path is aligned once. An alignment
plays visits and design together: a visit either goes along with the design, or is a *detour*; a step of the design
either is done by a visit, or is *passed over*. Of all alignments one of the lowest cost is taken. Source: A.
Adriansyah, *Aligning Observed and Modeled Behavior*, dissertation, Eindhoven (2014).

Between visits a case is in one state of the design, the last step it did along with it; chains of steps passed over
are closed beforehand. So the least cost of being in each state is carried from visit to visit, and only the states of
the visit's step change (dynamic programming, after R. Bellman). Of these rows of least costs only the differences
matter, and few different ones occur; each is worked out once, with the row that follows it by each step, and met again
by looking it up (as in the "four Russians" method of V. Arlazarov and others, 1970). States too dear to be ever on a
cheapest way are left out of a row. When the table is full it begins anew, so memory is bounded and nothing is lost.

Of several cheapest alignments the same one is always taken, whatever the partitions: from its end backwards, the state
furthest along in reading order, and going along rather than a detour.

Moves are named so: a step passed over that the case does elsewhere as a detour is *out of order* (the first such
detour; both its costs count); another detour to a step visited before is a *repeat*; a step passed over after the last
visit that goes along is *not reached*. The costs of the named moves add up to the cost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numba
import numpy as np
import numpy.typing as npt

from waypost.analysis.conformance.designed import Designed, Nodes
from waypost.analysis.conformance.distinct_paths import DistinctPaths, distinct_paths
from waypost.analysis.groups import Chosen
from waypost.analysis.measure import Integers
from waypost.events.trails import Codes, Offsets, Partition

SKIPPED, DETOURED, REPEATED, OUT_OF_ORDER, NOT_REACHED = range(5)
"""Places in `deviations.KINDS`."""
_FAR = 1 << 40
_ROWS = 1 << 13
"""How many rows of least costs are remembered; more when a path has more visits."""
_AT_ONCE = 1 << 14
"""How many visits are walked before their moves are named; more when a path has more."""
Kinds: TypeAlias = npt.NDArray[np.int8]
_Machine: TypeAlias = tuple[Nodes, Nodes, Integers, Integers, Integers, Integers]
"""first, target, enter, leave, detour and lead of a design."""
_Chains: TypeAlias = tuple[Integers, Nodes, Integers, Nodes]
"""over_first, over_step, missing_first and missing_step of a design."""
_Memory: TypeAlias = tuple[Integers, Integers, Integers, Nodes, Nodes]
"""Rows of least costs, each less its own least, with for each: the least cost of ending and the state in which; for
each entry (row × steps + step) what is paid by a visit, in its upper half, and the row after; for each entry and state
after it the way there (see `_ways`); and the slots in which rows are found by their hash."""
_Trace: TypeAlias = tuple[Nodes, Chosen]
"""Of each visit since the first that is not named yet its entry, and whether the path was at the step before."""


@dataclass(frozen=True)
class Alignments:
    """The alignments of a partition's p distinct paths: cases that went the same path are explained the same."""

    paths: DistinctPaths
    cost: Integers
    """[p]"""
    worst: Integers
    """[p] the cost if nothing went along: every visit a detour, every step passed over."""
    state: Nodes
    """[p] the state of the design at the end."""
    start: Offsets
    """[p + 1] the moves of path i are `start[i]` to `start[i + 1]`."""
    kind: Kinds
    step: Codes

    def moves(self, path: int) -> tuple[tuple[int, int], ...]:
        """The kind and step of each move of a path."""
        mine = slice(self.start[path], self.start[path + 1])
        return tuple(zip(self.kind[mine].tolist(), self.step[mine].tolist(), strict=True))


def aligned(partition: Partition, chosen: Chosen, design: Designed) -> Alignments:
    """Align the chosen cases of a partition."""
    paths = distinct_paths(partition, chosen, design.place_of)
    machine = (design.first, design.target, design.enter, design.leave, design.detour, design.lead)
    chains = (design.over_first, design.over_step, design.missing_first, design.missing_step)
    return Alignments(paths, *_align(paths.start, paths.visit, machine, chains))


@numba.njit(cache=True, nogil=True)
def _align(  # pragma: no cover
    start: Offsets, visits: Codes, machine: _Machine, chains: _Chains
) -> tuple[Integers, Integers, Nodes, Offsets, Kinds, Codes]:
    """Some paths at a time: their rows of least costs forwards, then their moves backwards."""
    first, leave = machine[0], machine[3]
    paths, states, steps = len(start) - 1, len(leave), len(first) - 1
    longest = max(1, np.diff(start).max()) if paths else 1
    found = np.empty(paths, dtype=np.int64), np.empty(paths, dtype=np.int64), np.empty(paths, dtype=np.int32)
    move_start = np.zeros(paths + 1, dtype=np.int64)
    kinds, moved = np.empty(len(visits) + 1024, dtype=np.int8), np.empty(len(visits) + 1024, dtype=np.int16)
    room = max(_ROWS, longest + 2)  # one path always finds room
    memory = (
        np.empty((room, states), dtype=np.int64),
        np.empty((room, 2), dtype=np.int64),
        np.empty(room * steps, dtype=np.int64),
        np.empty((room * steps, states), dtype=np.int32),
        np.full(4 * room, -1, dtype=np.int32),
    )
    at_once = max(_AT_ONCE, longest)
    trace = np.empty(at_once, dtype=np.int32), np.empty(at_once, dtype=np.bool_)
    used, moves, path = 0, 0, 0
    while path < paths:
        begin = path
        path, used = _walk(begin, start, visits, machine, memory, trace, found, used)
        if path == begin:  # the memory is full
            memory[4][:] = -1
            used = 0
            continue
        kinds, moved, moves = _name(
            (begin, path), start, visits, machine, chains, memory[3], trace, found, move_start, kinds, moved, moves
        )
    return *found, move_start, kinds[:moves], moved[:moves]


@numba.njit(cache=True, nogil=True)
def _walk(  # pragma: no cover
    path: int,
    start: Offsets,
    visits: Codes,
    machine: _Machine,
    memory: _Memory,
    trace: _Trace,
    found: tuple[Integers, Integers, Nodes],
    used: int,
) -> tuple[int, int]:
    """The cost of path after path while there is room: the path after them, and how many rows there are now."""
    rows, ends, table, back, slots = memory
    entries, again = trace
    cost, worst, final = found
    leave, detour = machine[3], machine[4]
    steps = len(detour)
    been = np.full(steps, -1, dtype=np.int64)
    fresh = np.full(len(leave), _FAR, dtype=np.int64)
    fresh[0] = 0
    if used == 0:
        used = _kept(fresh, _slot(fresh, rows, slots), memory, leave, used)
    begin = start[path]
    while path < len(start) - 1:
        if start[path + 1] - begin > len(entries) or used + start[path + 1] - start[path] > len(rows):
            break
        total, paid, row = leave[0], 0, 0
        for visit in range(start[path], start[path + 1]):
            step = visits[visit]
            entry = row * steps + step
            following = table[entry]
            if following < 0:
                more = _follow(rows[row], step, machine, fresh, back[entry])
                slot = _slot(fresh, rows, slots)
                after = slots[slot]
                if after < 0:
                    after = used
                    used = _kept(fresh, slot, memory, leave, used)
                following = more << 32 | after
                table[entry] = following
            row = following & 0xFFFFFFFF
            paid += following >> 32
            total += detour[step]
            entries[visit - begin], again[visit - begin], been[step] = entry, been[step] == path, path
        cost[path], worst[path], final[path] = paid + ends[row, 0], total, ends[row, 1]
        path += 1
    return path, used


@numba.njit(cache=True, nogil=True)
def _follow(  # pragma: no cover  # noqa: C901
    least: Integers,
    step: int,
    machine: _Machine,
    fresh: Integers,
    back: Nodes,
) -> int:
    """Work out the row after a visit, without what is too dear and less its own least, which is given back."""
    first, target, enter, _, detour, lead = machine
    states = len(least)
    for state in range(states):
        fresh[state] = min(least[state] + detour[step], _FAR)
        back[state] = (len(target) + step) * states + state
    for transition in range(first[step], first[step + 1]):
        best, origin = _FAR, -1
        for state in range(states):
            value = least[state] + enter[transition, state]
            if value < _FAR and value <= best:
                best, origin = value, state
        there = target[transition]
        if origin >= 0 and best <= fresh[there]:
            fresh[there] = best
            back[there] = transition * states + origin
    for state in range(states):
        for other in range(states):
            if fresh[other] < _FAR and fresh[state] > fresh[other] + lead[other, state]:
                fresh[state] = _FAR
                break
    lowest = _FAR
    for state in range(states):
        lowest = min(lowest, fresh[state])
    for state in range(states):
        fresh[state] -= lowest if fresh[state] < _FAR else 0
    return int(lowest)


@numba.njit(cache=True, nogil=True)
def _slot(least: Integers, rows: Integers, slots: Nodes) -> int:  # pragma: no cover
    """Where the number of a row is, or would be."""
    value = np.uint64(0)
    for state in range(len(least)):
        value = (value ^ np.uint64(least[state] + 1)) * np.uint64(0xFF51AFD7ED558CCD)
        value ^= value >> np.uint64(32)
    slot = int(np.int64(value % np.uint64(len(slots))))
    while slots[slot] >= 0 and not _equal(rows[slots[slot]], least):
        slot = slot + 1 if slot + 1 < len(slots) else 0
    return slot


@numba.njit(cache=True, nogil=True)
def _equal(one: Integers, other: Integers) -> bool:  # pragma: no cover
    for state in range(len(one)):  # noqa: SIM110
        if one[state] != other[state]:
            return False
    return True


@numba.njit(cache=True, nogil=True)
def _kept(  # pragma: no cover
    least: Integers, slot: int, memory: _Memory, leave: Integers, used: int
) -> int:
    """Remember a row, and where and at what cost a case that ends with it ends; how many rows there are now."""
    rows, ends, table, _, slots = memory
    slots[slot] = used
    rows[used] = least
    steps = len(table) // len(rows)
    table[used * steps : (used + 1) * steps] = -1
    ends[used, 0] = _FAR
    for state in range(len(least)):
        if least[state] + leave[state] <= ends[used, 0]:
            ends[used, 0], ends[used, 1] = least[state] + leave[state], state
    return used + 1


@numba.njit(cache=True, nogil=True)
def _longer(array, needed):  # type: ignore[no-untyped-def]  # pragma: no cover  # of kinds and of steps
    """A longer copy."""
    longer = np.empty(max(2 * len(array), needed), dtype=array.dtype)
    longer[: len(array)] = array
    return longer


@numba.njit(cache=True, nogil=True)
def _ways(enter: Integers, detour: Integers) -> tuple[Integers, Nodes, Chosen]:  # pragma: no cover
    """Of each way of a visit its cost, the state before it, and whether steps are passed over.

    Along with the design: transition × states + state before. As a detour: (transitions + step) × states + state.
    """
    transitions, states = enter.shape
    price = np.empty((transitions + len(detour)) * states, dtype=np.int64)
    origin = np.empty(len(price), dtype=np.int32)
    passing = np.zeros(len(price), dtype=np.bool_)
    for way in range(len(price)):
        transition, origin[way] = divmod(way, states)
        if transition < transitions:
            price[way] = enter[transition, origin[way]]
            passing[way] = price[way] > 0
        else:
            price[way] = detour[transition - transitions]
    return price, origin, passing


@numba.njit(cache=True, nogil=True)
def _name(  # pragma: no cover  # noqa: C901, PLR0912, PLR0913, PLR0917 - one loop, for speed
    paths: tuple[int, int],
    start: Offsets,
    visits: Codes,
    machine: _Machine,
    chains: _Chains,
    back: Nodes,
    trace: _Trace,
    found: tuple[Integers, Integers, Nodes],
    move_start: Offsets,
    kinds: Kinds,
    moved: Codes,
    moves: int,
) -> tuple[Kinds, Codes, int]:
    """Follow each alignment back until its cost is explained, and name its moves; how many moves there are now."""
    _, _, enter, leave, detour, _ = machine
    over_first, over_step, missing_first, missing_step = chains
    price, origin, passing = _ways(enter, detour)
    entries, again = trace
    cost, _, final = found
    over, missing = np.zeros(len(detour), dtype=np.int64), np.zeros(len(detour), dtype=np.int64)
    away = np.empty(len(entries), dtype=np.int64)
    begin = start[paths[0]]
    for path in range(*paths):
        state = final[path]
        needed = moves + (start[path + 1] - start[path] + 2) * (len(detour) + 1)
        if needed > len(kinds):
            kinds, moved = _longer(kinds, needed), _longer(moved, needed)
        unexplained = cost[path] - leave[state] if cost[path] > 0 else 0
        detours, skips, visit = 0, 0, start[path + 1] - begin
        while unexplained > 0:
            visit -= 1
            way = back[entries[visit], state]
            unexplained -= price[way]
            state = origin[way]
            away[detours] = visit
            detours += way >= enter.size  # no branch: nobody could guess it
            if passing[way]:
                for place in range(over_first[way], over_first[way + 1]):
                    over[over_step[place]] += 1
                    skips += 1
        state = final[path]
        left, right = missing_first[state], missing_first[state + 1] if cost[path] > 0 else missing_first[state]
        if detours:
            for place in range(left, right):
                missing[missing_step[place]] = 1
            for place in range(detours - 1, -1, -1):
                step = visits[begin + away[place]]
                kind = REPEATED if again[away[place]] else DETOURED
                if over[step] > 0:
                    over[step] -= 1
                    skips -= 1
                    kind = OUT_OF_ORDER
                elif missing[step] > 0:
                    missing[step] = 0
                    kind = OUT_OF_ORDER
                kinds[moves], moved[moves] = kind, step
                moves += 1
        if skips:
            for step in range(len(over)):
                for _ in range(over[step]):
                    kinds[moves], moved[moves] = SKIPPED, step
                    moves += 1
                over[step] = 0
        for place in range(left, right):
            step = missing_step[place]
            if detours == 0 or missing[step] > 0:
                kinds[moves], moved[moves] = NOT_REACHED, step
                moves += 1
            missing[step] = 0
        move_start[path + 1] = moves
    return kinds, moved, moves
