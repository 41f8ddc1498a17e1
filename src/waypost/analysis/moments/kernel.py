"""The kernels of moments of truth: one walk through each case, from every landmark (see `counts`).

They stay in one file, though it is long: they call each other, and numba's cache, which knows a kernel by its own file
only, would not see a change in another. What they need not share is elsewhere: `rules`, what they are told; `plain`,
the plain comparison; and the part of a key that a case keeps (`counts`).
"""

from __future__ import annotations

import numba
import numpy as np
import numpy.typing as npt

from waypost.analysis.groups import Chosen
from waypost.analysis.measure import Integers, Places
from waypost.events.trails import NEVER, Codes, Offsets, Times

EVENT, SCORE, AMOUNT = 0, 1, 2
"""The ways of deciding an outcome."""
EXPOSED, HAD, COMPARED, THEY_HAD, HEADS, HEADS_HAD, SELVES, SELVES_HAD, SELVES_HAD_BEFORE = range(9)
"""What is counted in a stratum: cases with the signal, those of them with the outcome; the same of the moments they are
compared with, and of those for whom the coin of the negative control shows heads; and how many stand on both sides,
before their signal and with it, with the outcome as seen from the signal on, and from before."""
QUIET = 3_600_000_000
"""Drawn moments are told apart by whether the last event is an hour ago, eight hours, or 64."""
COLUMNS = 9
PURSES = 4
"""Money is summed of the exposed, the compared, the heads, and (exposed less before) of those on both sides."""
HAPPENED, ALREADY, UNFOLLOWED, TIMES, TIMES_SQUARED, OTHERS_ALREADY, OTHERS_UNFOLLOWED = range(7)
"""What becomes of the cases a signal happened to; how often others could be compared with them, and the square of that;
and the moments at which they could not, since the outcome was decided by then or nobody knows."""
FATES = 7
BANDS = 40
BASE = 60_000_000
"""The first band of tenure: a minute. Each further band is as long as all before it."""
DIGITS = 6
"""A sum (2) and a sum of squares (4) of hundredths, in digits of 32 bits, so that none can overflow."""
SEGMENT_BITS = 10
OTHER_BITS = 10
DRAWN, OWN, AWAITED, VISIT, LAG, OTHER = range(6)
"""The columns of the signals' rules (see `counts.Landmarks`)."""
KIND, WITHIN, PURSE, BELOW, AT_LEAST = range(5)
"""The columns of the outcomes' rules (see `counts.Deciding`)."""
EVENTS, SAID, STAGE, COME = range(4)
"""How far a case has been walked: the events and responses passed, where it stood, and when it came to the signal's
touchpoint in the run of events there that it is in."""
_DRAWS = 4096
WITHIN_BAND = np.rint((2 ** ((np.arange(_DRAWS) + 0.5) / _DRAWS) - 1) * (1 << 30)).astype(np.int64)
"""How far into a band a draw lies, in parts of 2^30 of the band's beginning: even on a logarithmic scale."""

Salts = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]
Small = npt.NDArray[np.int32]


_Coded = tuple[Offsets, Codes, Times]
_Valued = tuple[Offsets, Codes, Times, Integers]


@numba.njit(cache=True, nogil=True)
def _mixed(value: np.uint64) -> np.uint64:  # pragma: no cover
    """SplitMix64's finalizer (G. L. Steele, D. Lea and C. H. Flood, 2014)."""
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


@numba.njit(cache=True, nogil=True)
def _band(tenure: int) -> int:  # pragma: no cover
    band, rest = 0, tenure // BASE
    while rest:
        band += 1
        rest >>= 1
    last: int = BANDS - 1
    return min(band, last)


@numba.njit(cache=True, nogil=True)
def _drawn(band: int, draw: np.int64, within_band: Integers) -> np.int64:  # pragma: no cover
    """A tenure in the band."""
    if band == 0:
        return BASE * draw // _DRAWS
    return np.int64((BASE + ((BASE * within_band[draw]) >> 30)) << (band - 1))


@numba.njit(cache=True, nogil=True)
def _purse(digits: Integers, amount: int) -> None:  # pragma: no cover
    """Add an amount and its square."""
    digits[0] += amount & 0xFFFFFFFF
    digits[1] += amount >> 32
    size = abs(amount)
    upper, lower = np.uint64(size >> 32), np.uint64(size & 0xFFFFFFFF)
    low, mid, high = lower * lower, np.uint64(2) * upper * lower, upper * upper
    mask, half = np.uint64(0xFFFFFFFF), np.uint64(32)
    digits[2] += np.int64(low & mask)
    digits[3] += np.int64(low >> half) + np.int64(mid & mask)
    digits[4] += np.int64(mid >> half) + np.int64(high & mask)
    digits[5] += np.int64(high >> half)


@numba.njit(cache=True, nogil=True)
def laid_out(keys: Integers) -> tuple[Integers, Small]:  # pragma: no cover
    """A hash table of so many different keys with room to spare: the key in each slot (−1: none), and its place."""
    size = 16
    while size < 4 * len(keys):
        size *= 2
    slots, places = np.full(size, -1, dtype=np.int64), np.empty(size, dtype=np.int32)
    for place in range(len(keys)):
        slot = np.int64(_mixed(np.uint64(keys[place])) & np.uint64(size - 1))
        while slots[slot] >= 0:
            slot = (slot + 1) & (size - 1)
        slots[slot], places[slot] = keys[place], place
    return slots, places


@numba.njit(cache=True, nogil=True)
def _place(key: np.int64, slots: Integers, places: Small) -> np.int64:  # pragma: no cover
    """Where a key lies among all; −1 for none of them."""
    last = len(slots) - 1
    slot = np.int64(_mixed(np.uint64(key)) & np.uint64(last))
    while slots[slot] >= 0:
        if slots[slot] == key:
            return np.int64(places[slot])
        slot = (slot + 1) & last
    return np.int64(-1)


@numba.njit(cache=True, nogil=True)
def scout(  # pragma: no cover
    start: Offsets, time: Times, signal_start: Offsets, code: Codes, moment: Times, chosen: Chosen, signals: int
) -> Integers:
    """[signals, BANDS] chosen cases each signal first happened to, by their tenure then."""
    bands = np.zeros((signals, BANDS), dtype=np.int64)
    latest = np.full(signals, -1, dtype=np.int64)
    for case in range(len(start) - 1):
        if not chosen[case]:
            continue
        for place in range(signal_start[case], signal_start[case + 1]):
            signal = code[place]
            if latest[signal] != case:
                latest[signal] = case
                bands[signal, _band(max(moment[place] - time[start[case]], 0))] += 1
    return bands


@numba.njit(cache=True, nogil=True)
def _firsts(found: Times, code: Codes, time: Times, begin: int, end: int) -> None:  # pragma: no cover
    """The first time of each code in a case's entries, which are in order of time; NEVER where there is none."""
    found[:] = NEVER
    for place in range(begin, end):
        if found[code[place]] == NEVER:
            found[code[place]] = time[place]


@numba.njit(cache=True, nogil=True)
def _answered(  # pragma: no cover
    first: Times,
    had: Flags,
    said: tuple[int, int],
    say: Codes,
    say_time: Times,
    say_cents: Integers,
    turns: Integers,
    about: Flags,
) -> None:
    """When each outcome that is a score was decided, by the first response about it, and how."""
    for outcome in range(len(turns)):
        if turns[outcome, KIND] != SCORE:
            continue
        first[outcome] = NEVER
        for place in range(said[0], said[1]):
            if about[outcome, say[place]]:
                cents = say_cents[place]
                first[outcome] = say_time[place]
                had[outcome] = cents < turns[outcome, BELOW] or cents >= turns[outcome, AT_LEAST]
                break


@numba.njit(cache=True, nogil=True)
def _decide(  # noqa: PLR0913, PLR0917 - all that decides, and room for the answer  # pragma: no cover
    state: Integers,
    sums: Integers,
    since: int,
    as_of: int,
    first: Times,
    had: Flags,
    turned: tuple[int, int],
    turn: Codes,
    turn_time: Times,
    turn_cents: Integers,
    turns: Integers,
) -> int:
    """How each outcome turned out after a moment: 1 or 0; −1 where it was decided by then, −2 where nobody knows.

    Gives back how many are known.
    """
    known = 0
    for outcome in range(len(turns)):
        until = since + turns[outcome, WITHIN] if turns[outcome, WITHIN] else as_of
        kind = turns[outcome, KIND]
        if kind != AMOUNT and first[outcome] <= since:
            state[outcome] = -1
            continue
        if until > as_of or since >= as_of:
            state[outcome] = -2
            continue
        if kind == EVENT:
            state[outcome] = 1 if first[outcome] <= until else 0
        elif kind == SCORE:
            state[outcome] = -2 if first[outcome] > until else 1 if had[outcome] else 0
        else:
            state[outcome], total = 0, 0
            for place in range(turned[0], turned[1]):
                if turn_time[place] > until:
                    break
                if turn_time[place] > since and turn[place] == outcome:
                    state[outcome] = 1
                    total += turn_cents[place]
            sums[turns[outcome, PURSE]] = total
        known += state[outcome] >= 0
    return known


@numba.njit(cache=True, nogil=True)
def _first_at(touchpoint: int, code: Codes, time: Times, begin: int, end: int) -> np.int64:  # pragma: no cover
    """When a case first came to a touchpoint; NEVER where it did not."""
    for place in range(begin, end):
        if code[place] == touchpoint:
            return np.int64(time[place])
    return np.int64(NEVER)


@numba.njit(cache=True, nogil=True)
def _set_out(so_far: Integers, begin: int, said: int) -> None:  # pragma: no cover
    """Walk a case from its beginning again."""
    so_far[EVENTS], so_far[SAID], so_far[STAGE], so_far[COME] = begin, said, 0, NEVER


@numba.njit(cache=True, nogil=True)
def _key(  # noqa: C901, PLR0913, PLR0917 - all that makes cases alike  # pragma: no cover
    so_far: Integers,
    signal: int,
    since: int,
    band: int,
    came: np.int64,
    happened: Times,
    home: np.int64,
    events: tuple[int, int],
    code: Codes,
    time: Times,
    spoken: tuple[int, int],
    say: Codes,
    say_time: Times,
    say_cents: Integers,
    rules: Integers,
    step_of: Places,
    thirds: Integers,
) -> np.int64:
    """The stratum of a case at a landmark, which is no earlier than the landmark before since `_set_out`.

    What makes cases alike is what they were before it was decided, never what came of it.
    """
    begin, end = events
    before = since - rules[signal, LAG]
    if rules[signal, AWAITED] and not rules[signal, DRAWN]:
        before = min(before, came)
    event, stage, come = so_far[EVENTS], so_far[STAGE], so_far[COME]
    while event < end and time[event] < before:
        if code[event] != rules[signal, OWN]:
            stage, come = min(step_of[code[event]] + 1, 255), NEVER
        elif come == NEVER:
            come = time[event]
        event += 1
    so_far[EVENTS], so_far[STAGE], so_far[COME] = event, stage, come
    # Who has just done something is likelier to do something more: drawn moments know how long ago it was.
    quiet = 0
    if rules[signal, DRAWN]:
        last = time[max(event - 1, begin)]
        while quiet < 3 and since - last >= QUIET << (3 * quiet):
            quiet += 1
    if rules[signal, VISIT]:
        before = min(before, come)
    said = so_far[SAID]
    while said < spoken[1] and say_time[said] < before:
        said += 1
    so_far[SAID] = said
    mood = 0
    if said > spoken[0]:
        cents, scale = say_cents[said - 1], say[said - 1]
        mood = min(scale, 15) << 2 | (1 if cents <= thirds[scale, 0] else 3 if cents >= thirds[scale, 1] else 2)
    others = 0
    for another in range(len(happened)):
        if happened[another] < before and another != signal and rules[another, OTHER] >= 0:
            others |= 1 << rules[another, OTHER]
    return np.int64(((signal << 8 | stage) << 6 | band) << 38 | home | (mood << 2 | quiet) << 20 | others)


@numba.njit(cache=True, nogil=True)
def meet(  # pragma: no cover
    walk: _Coded,
    signals: _Coded,
    answers: _Valued,
    homes: Integers,
    chosen: Chosen,
    rules: Integers,
    step_of: Places,
    thirds: Integers,
) -> Integers:
    """The stratum of each chosen case at each of its signals' first instants."""
    start, code, time = walk
    signal_start, signal_code, signal_time = signals
    answer_start, say, say_time, say_cents = answers
    n_signals = len(rules)
    keys, found = np.empty(len(signal_code), dtype=np.int64), 0
    happened = np.empty(n_signals, dtype=np.int64)
    so_far = np.empty(4, dtype=np.int64)
    for case in range(len(start) - 1):
        if not chosen[case] or signal_start[case] == signal_start[case + 1]:
            continue
        begin, end = start[case], start[case + 1]
        _firsts(happened, signal_code, signal_time, signal_start[case], signal_start[case + 1])
        home = homes[case]
        spoken = (answer_start[case], answer_start[case + 1])
        for signal in range(n_signals):
            since = happened[signal]
            if since == NEVER:
                continue
            came = _first_at(rules[signal, OWN], code, time, begin, end) if rules[signal, AWAITED] else np.int64(NEVER)
            band = _band(max(since - time[begin], 0))
            _set_out(so_far, begin, spoken[0])
            keys[found] = _key(
                so_far, signal, since, band, came, happened, home, (begin, end), code, time,
                spoken, say, say_time, say_cents, rules, step_of, thirds,
            )  # fmt: skip
            found += 1
    return keys[:found]


@numba.njit(cache=True, nogil=True)
def _enter(  # pragma: no cover
    cases: Small,
    money: Integers,
    state: Integers,
    sums: Integers,
    purse: Integers,
    arm: int,
    heads: bool,
) -> None:
    """Count a landmark in its stratum, whose cases [o, COLUMNS] and money [a, PURSES, DIGITS] these are."""
    for outcome in range(len(state)):
        if state[outcome] < 0:
            continue
        cases[outcome, 2 * arm] += 1
        cases[outcome, 2 * arm + 1] += state[outcome]
        if heads:
            cases[outcome, HEADS] += 1
            cases[outcome, HEADS_HAD] += state[outcome]
        if purse[outcome] >= 0:
            _purse(money[purse[outcome], arm], sums[purse[outcome]])
            if heads:
                _purse(money[purse[outcome], 2], sums[purse[outcome]])


@numba.njit(cache=True, nogil=True)
def _enter_self(  # pragma: no cover
    cases: Small,
    money: Integers,
    own_state: Integers,
    own_sums: Integers,
    state: Integers,
    sums: Integers,
    purse: Integers,
) -> None:
    """Count a case that stands on both sides of its stratum, with its signal and before."""
    for outcome in range(len(state)):
        if state[outcome] < 0 or own_state[outcome] < 0:
            continue
        cases[outcome, SELVES] += 1
        cases[outcome, SELVES_HAD] += own_state[outcome]
        cases[outcome, SELVES_HAD_BEFORE] += state[outcome]
        if purse[outcome] >= 0:
            _purse(money[purse[outcome], 3], own_sums[purse[outcome]] - sums[purse[outcome]])


@numba.njit(cache=True, nogil=True)
def look(  # noqa: C901, PLR0912, PLR0913, PLR0915, PLR0917 - one walk through each case  # pragma: no cover
    walk: _Coded,
    signals: _Coded,
    chances: _Coded,
    answers: _Valued,
    outcomes: _Valued,
    hashes: Salts,
    homes: Integers,
    chosen: Chosen,
    drawing: tuple[Salts, Flags, Integers],
    rules: Integers,
    turns: Integers,
    about: Flags,
    step_of: Places,
    thirds: Integers,
    as_of: int,
    sought: tuple[Integers, Small],
    room: tuple[Small, Small, Small, Integers],
) -> tuple[int, Integers]:
    """How many strata were met, and what became of whom; their counts into `room`, in the order met.

    The room is [k] where each stratum's row is (−1: not met), [k] which stratum each row is, and their cases and money,
    all zeros.
    """
    start, code, time = walk
    signal_start, signal_code, signal_time = signals
    chance_start, chance, chance_time = chances
    answer_start, say, say_time, say_cents = answers
    outcome_start, outcome_code, outcome_time, outcome_cents = outcomes
    salt, bands, within_band = drawing
    slots, places = sought
    row_of, stratum, cases, money = room
    purse = turns[:, PURSE].copy()
    n_signals, n_outcomes, n_purses = len(rules), len(turns), money.shape[1]
    fate = np.zeros((n_signals, n_outcomes, FATES), dtype=np.int64)
    times = np.empty(n_outcomes, dtype=np.int64)
    happened, passed = np.empty(n_signals, dtype=np.int64), np.empty(n_signals, dtype=np.int64)
    turned_out, had = np.empty(n_outcomes, dtype=np.int64), np.zeros(n_outcomes, dtype=np.bool_)
    so_far = np.empty(4, dtype=np.int64)
    state, sums = np.empty(n_outcomes, dtype=np.int64), np.zeros(n_purses, dtype=np.int64)
    own_state, own_sums = np.empty(n_outcomes, dtype=np.int64), np.zeros(n_purses, dtype=np.int64)
    met = 0
    for case in range(len(start) - 1):
        if not chosen[case]:
            continue
        begin, end = start[case], start[case + 1]
        spoken = (answer_start[case], answer_start[case + 1])
        turned = (outcome_start[case], outcome_start[case + 1])
        beginning = time[begin]
        _firsts(happened, signal_code, signal_time, signal_start[case], signal_start[case + 1])
        _firsts(passed, chance, chance_time, chance_start[case], chance_start[case + 1])
        _firsts(turned_out, outcome_code, outcome_time, turned[0], turned[1])
        _answered(turned_out, had, spoken, say, say_time, say_cents, turns, about)
        home = homes[case]
        for signal in range(n_signals):
            exposed = happened[signal] != NEVER
            if not (exposed or rules[signal, DRAWN] or passed[signal] != NEVER):
                continue
            came = _first_at(rules[signal, OWN], code, time, begin, end) if rules[signal, AWAITED] else np.int64(NEVER)
            dealt = _mixed(hashes[case] ^ salt[signal])
            heads = (dealt & np.uint64(1)) == np.uint64(1)
            own_key = np.int64(-1)
            times[:] = 0
            _set_out(so_far, begin, spoken[0])
            # First from the signal on, then from each moment before it at which there could be somebody to compare.
            for turn in range(-1, BANDS if rules[signal, DRAWN] else 1):
                band = turn
                if turn < 0:
                    if not exposed:
                        continue
                    since = happened[signal]
                elif rules[signal, DRAWN]:
                    if not bands[signal, turn]:
                        continue
                    draw = _mixed(dealt + np.uint64(beginning) + np.uint64(turn) * np.uint64(0x9E3779B97F4A7C15))
                    since = beginning + _drawn(turn, np.int64(draw & np.uint64(_DRAWS - 1)), within_band)
                    if since >= happened[signal] or since >= as_of:
                        break
                    if rules[signal, AWAITED] and came > since:
                        continue
                else:
                    since = passed[signal]
                    if since >= happened[signal]:
                        break
                if turn < 0 or not rules[signal, DRAWN]:
                    band = _band(max(since - beginning, 0))
                known = _decide(
                    state, sums, since, as_of, turned_out, had,
                    turned, outcome_code, outcome_time, outcome_cents, turns,
                )  # fmt: skip
                for outcome in range(n_outcomes):
                    if turn < 0:
                        fate[signal, outcome, HAPPENED] += 1
                        if state[outcome] < 0:
                            fate[signal, outcome, -state[outcome]] += 1
                    elif state[outcome] < 0:
                        fate[signal, outcome, TIMES_SQUARED - state[outcome]] += 1
                    else:
                        times[outcome] += 1
                if known == 0:
                    continue
                key = _key(
                    so_far, signal, since, band, came, happened, home, (begin, end), code, time,
                    spoken, say, say_time, say_cents, rules, step_of, thirds,
                )  # fmt: skip
                if turn < 0:
                    _set_out(so_far, begin, spoken[0])
                place = _place(key, slots, places)
                if place < 0:
                    continue
                row = row_of[place]
                if row < 0:
                    row = row_of[place] = met
                    stratum[met] = place
                    met += 1
                if turn < 0:
                    own_key = key
                    for outcome in range(n_outcomes):
                        own_state[outcome] = state[outcome]
                    for amount in range(n_purses):
                        own_sums[amount] = sums[amount]
                elif key == own_key:
                    _enter_self(cases[row], money[row], own_state, own_sums, state, sums, purse)
                _enter(cases[row], money[row], state, sums, purse, 0 if turn < 0 else 1, heads)
            for outcome in range(n_outcomes):
                fate[signal, outcome, TIMES] += times[outcome]
                fate[signal, outcome, TIMES_SQUARED] += times[outcome] ** 2
    return met, fate
