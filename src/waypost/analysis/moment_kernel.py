"""The kernel of moments of truth: one walk through each case, from every landmark (see `moment_counts`)."""

from __future__ import annotations

import numba
import numpy as np
import numpy.typing as npt

from waypost.analysis.groups import Chosen
from waypost.analysis.measure import Integers, Places
from waypost.events.trails import Codes, Offsets, Times

NEVER = np.iinfo(np.int64).max
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
HAPPENED, ALREADY, UNFOLLOWED, TIMES, TIMES_SQUARED = range(5)
"""What becomes of the cases a signal happened to; and how often cases are compared, and the square of that."""
BANDS = 40
BASE = 60_000_000
"""The first band of tenure: a minute. Each further band is as long as all before it."""
DIGITS = 6
"""A sum (2) and a sum of squares (4) of hundredths, in digits of 32 bits, so that none can overflow."""
SEGMENT_BITS = 10
OTHER_BITS = 10
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
def _quarter(time: int) -> int:  # pragma: no cover
    """The quarter of an instant, from 1900 on (H. Hinnant, *chrono-Compatible Low-Level Date Algorithms*)."""
    days = time // 86_400_000_000 + 719_468
    era = days // 146_097
    day = days - era * 146_097
    year = (day - day // 1460 + day // 36_524 - day // 146_096) // 365
    month = (5 * (day - (365 * year + year // 4 - year // 100)) + 2) // 153
    month = month + 3 if month < 10 else month - 9
    year += era * 400 + (1 if month <= 2 else 0)
    return min(max((year - 1900) * 4 + (month - 1) // 3, 0), 1023)


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
def _slot(table: Small, keys: Integers, key: int) -> np.int64:  # pragma: no cover
    """Where a key lies in the table, or the empty place where it would."""
    size = len(table) - 1
    place = np.int64(_mixed(np.uint64(key)) & np.uint64(size))
    while table[place] >= 0 and keys[table[place]] != key:
        place = (place + 1) & size
    return place


@numba.njit(cache=True, nogil=True)
def _grown(
    keys: Integers, cases: Small, money: Integers
) -> tuple[Small, Integers, Small, Integers]:  # pragma: no cover
    """Twice the room."""
    n = len(keys)
    more_keys = np.empty(2 * n, dtype=np.int64)
    more_cases = np.zeros((2 * n, cases.shape[1], COLUMNS), dtype=np.int32)
    more_money = np.zeros((2 * n, money.shape[1], PURSES, DIGITS), dtype=np.int64)
    more_keys[:n], more_cases[:n], more_money[:n] = keys, cases, money
    table = np.full(8 * n, -1, dtype=np.int32)
    for place in range(n):
        table[_slot(table, more_keys, keys[place])] = place
    return table, more_keys, more_cases, more_money


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
def _decide(  # noqa: C901, PLR0913, PLR0917 - all that decides, and room for the answer  # pragma: no cover
    state: Integers,
    sums: Integers,
    since: int,
    as_of: int,
    case: int,
    first: Times,
    answers: _Valued,
    outcomes: _Valued,
    deciding: tuple[Places, Times, Places, Flags, Integers, Integers],
) -> int:
    """How each outcome turned out after a moment: 1 or 0; −1 where it had happened by then, −2 where nobody knows.

    Gives back how many are known.
    """
    kind, within, purse, about, below, at_least = deciding
    known = 0
    for outcome in range(len(kind)):
        until = since + within[outcome] if within[outcome] else as_of
        if kind[outcome] == EVENT and first[outcome] <= since:
            state[outcome] = -1
            continue
        if until > as_of or since >= as_of:
            state[outcome] = -2
            continue
        if kind[outcome] == EVENT:
            state[outcome] = 1 if first[outcome] <= until else 0
        elif kind[outcome] == SCORE:
            state[outcome] = -2
            start, code, time, cents = answers
            for place in range(start[case], start[case + 1]):
                if time[place] > until:
                    break
                if time[place] > since and about[outcome, code[place]]:
                    state[outcome] = 1 if cents[place] < below[outcome] or cents[place] >= at_least[outcome] else 0
                    break
        else:
            state[outcome], total = 0, 0
            start, code, time, cents = outcomes
            for place in range(start[case], start[case + 1]):
                if time[place] > until:
                    break
                if time[place] > since and code[place] == outcome:
                    state[outcome] = 1
                    total += cents[place]
            sums[purse[outcome]] = total
        known += state[outcome] >= 0
    return known


@numba.njit(cache=True, nogil=True)
def look(  # noqa: C901, PLR0912, PLR0913, PLR0915, PLR0917 - one walk through each case  # pragma: no cover
    walk: _Coded,
    signals: _Coded,
    chances: _Coded,
    answers: _Valued,
    outcomes: _Valued,
    hashes: Salts,
    segments: Integers,
    at_risk: Flags,
    chosen: Chosen,
    marks: tuple[Flags, Places, Flags, Flags, Integers, Places, Salts, Flags],
    deciding: tuple[Places, Times, Places, Flags, Integers, Integers],
    seasons: tuple[Places, Integers, Integers, int, Integers],
) -> tuple[Integers, Small, Integers, Integers, Integers, Integers]:
    """The fields of `StrataCounts`, the strata in no order."""
    start, code, time = walk
    drawn, own, awaited, visit, lag, other, salt, bands = marks
    step_of, low, high, as_of, within_band = seasons
    kind, within, purse, about, below, at_least = deciding
    ever = (kind, np.zeros_like(within), purse, about, below, at_least)
    n_signals, n_outcomes = len(drawn), len(purse)
    n_purses = 0
    for outcome in range(n_outcomes):
        n_purses = max(n_purses, purse[outcome] + 1)
    room, used = 1024, 0
    keys = np.empty(room, dtype=np.int64)
    cases = np.zeros((room, n_outcomes, COLUMNS), dtype=np.int32)
    money = np.zeros((room, n_purses, PURSES, DIGITS), dtype=np.int64)
    table = np.full(4 * room, -1, dtype=np.int32)
    naive = np.zeros((n_signals, n_outcomes, 4), dtype=np.int64)
    naive_money = np.zeros((n_signals, n_purses, 2, DIGITS), dtype=np.int64)
    fate = np.zeros((n_signals, n_outcomes, 5), dtype=np.int64)
    times = np.empty(n_outcomes, dtype=np.int64)
    happened = np.empty(n_signals, dtype=np.int64)
    passed = np.empty(n_signals, dtype=np.int64)
    turned_out = np.empty(n_outcomes, dtype=np.int64)
    reached = np.empty(len(step_of), dtype=np.int64)
    state = np.empty(n_outcomes, dtype=np.int64)
    sums = np.zeros(n_purses, dtype=np.int64)
    own_state, own_sums = np.empty(n_outcomes, dtype=np.int64), np.zeros(n_purses, dtype=np.int64)
    for case in range(len(start) - 1):
        if not chosen[case]:
            continue
        begin, end = start[case], start[case + 1]
        beginning = time[begin]
        _firsts(happened, signals[1], signals[2], signals[0][case], signals[0][case + 1])
        _firsts(passed, chances[1], chances[2], chances[0][case], chances[0][case + 1])
        _firsts(turned_out, outcomes[1], outcomes[2], outcomes[0][case], outcomes[0][case + 1])
        _firsts(reached, code, time, begin, end)
        quarter = _quarter(beginning)
        # As one counts without thinking: the outcome at any time, before or after.
        _decide(state, sums, -NEVER, NEVER - 1, case, turned_out, answers, outcomes, ever)
        for signal in range(n_signals):
            exposed = happened[signal] != NEVER
            if exposed or at_risk[case, signal]:
                side = 0 if exposed else 1
                for outcome in range(n_outcomes):
                    if state[outcome] >= 0:
                        naive[signal, outcome, 2 * side] += 1
                        naive[signal, outcome, 2 * side + 1] += state[outcome]
                        if purse[outcome] >= 0:
                            _purse(naive_money[signal, purse[outcome], side], sums[purse[outcome]])
        for signal in range(n_signals):
            latest, stage, come, own_key = NEVER, 0, NEVER, np.int64(-1)
            event, said = begin, answers[0][case]
            dealt = _mixed(hashes[case] ^ salt[signal])
            times[:] = 0
            for turn in range(-1, BANDS):
                if turn < 0:
                    since = happened[signal]
                    if since == NEVER:
                        continue
                elif drawn[signal]:
                    if not bands[signal, turn]:
                        continue
                    draw = _mixed(dealt + np.uint64(beginning) + np.uint64(turn) * np.uint64(0x9E3779B97F4A7C15))
                    since = beginning + _drawn(turn, np.int64(draw & np.uint64(_DRAWS - 1)), within_band)
                    if since >= happened[signal] or since >= as_of:
                        break
                    if awaited[signal] and reached[own[signal]] > since:
                        continue
                else:
                    since = passed[signal]
                    if turn > 0 or since >= happened[signal]:
                        break
                known = _decide(state, sums, since, as_of, case, turned_out, answers, outcomes, deciding)
                if turn < 0:
                    for outcome in range(n_outcomes):
                        fate[signal, outcome, HAPPENED] += 1
                        if state[outcome] < 0:
                            fate[signal, outcome, -state[outcome]] += 1
                if known == 0:
                    continue
                # What makes cases alike is what they were before it was decided, never what came of it.
                before = since - lag[signal]
                if awaited[signal] and not drawn[signal]:
                    before = min(before, reached[own[signal]])
                if before < latest:
                    event, said, stage, come = begin, answers[0][case], 0, NEVER
                latest = before
                while event < end and time[event] < before:
                    if code[event] != own[signal]:
                        stage, come = min(step_of[code[event]] + 1, 255), NEVER
                    elif come == NEVER:
                        come = time[event]
                    event += 1
                # Who has just done something is likelier to do something more: drawn moments know how long ago it was.
                quiet = 0
                if drawn[signal]:
                    while quiet < 3 and since - time[max(event - 1, begin)] >= QUIET << (3 * quiet):
                        quiet += 1
                if visit[signal]:
                    before = min(before, come)
                while said < answers[0][case + 1] and answers[2][said] < before:
                    said += 1
                mood = 0
                if said > answers[0][case]:
                    cents, scale = answers[3][said - 1], answers[1][said - 1]
                    mood = min(scale, 15) << 2 | (1 if cents <= low[scale] else 3 if cents >= high[scale] else 2)
                others = 0
                for another in range(n_signals):
                    if another != signal and other[another] >= 0 and happened[another] < before:
                        others |= 1 << other[another]
                key = (((signal << 8 | stage) << 6) | _band(max(since - beginning, 0))) << 10 | quarter
                key = (((key << 6 | mood) << 2 | quiet) << SEGMENT_BITS | segments[case]) << OTHER_BITS | others
                place = _slot(table, keys, key)
                if table[place] < 0:
                    if used == room:
                        table, keys, cases, money = _grown(keys, cases, money)
                        room *= 2
                        place = _slot(table, keys, key)
                    table[place], keys[used] = used, key
                    used += 1
                row = table[place]
                arm, heads = (0 if turn < 0 else 1), (dealt & np.uint64(1)) == np.uint64(1)
                if turn < 0:
                    own_key, own_state[:], own_sums[:] = key, state, sums
                for outcome in range(n_outcomes):
                    if state[outcome] < 0:
                        continue
                    if arm == 1 and key == own_key and own_state[outcome] >= 0:
                        cases[row, outcome, SELVES] += 1
                        cases[row, outcome, SELVES_HAD] += own_state[outcome]
                        cases[row, outcome, SELVES_HAD_BEFORE] += state[outcome]
                        if purse[outcome] >= 0:
                            _purse(money[row, purse[outcome], 3], own_sums[purse[outcome]] - sums[purse[outcome]])
                    times[outcome] += arm
                    cases[row, outcome, 2 * arm] += 1
                    cases[row, outcome, 2 * arm + 1] += state[outcome]
                    if heads:
                        cases[row, outcome, HEADS] += 1
                        cases[row, outcome, HEADS_HAD] += state[outcome]
                    if purse[outcome] >= 0:
                        _purse(money[row, purse[outcome], arm], sums[purse[outcome]])
                        if heads:
                            _purse(money[row, purse[outcome], 2], sums[purse[outcome]])
            fate[signal, :, TIMES] += times
            fate[signal, :, TIMES_SQUARED] += times**2
    return keys[:used], cases[:used], money[:used], naive, naive_money, fate
