"""A simulated event log: many customers on their way through a shop, seeded and the same every time.

Customers loop (searching, comparing), skip (no reviews, no basket) and leave anywhere. Some events share their
instant with the one before; some rows arrive a day or two late, out of order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

Places = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

START = datetime(2025, 3, 1, tzinfo=UTC)
DAYS = 30
SEED = 7

EVENTS = (
    "advert", "search", "product", "reviews", "basket", "sign_up",
    "checkout", "payment", "tracking", "delivered", "support_chat", "support_call",
)  # fmt: skip
"""What happens; a customer who leaves does so after any of these."""

_BEGIN = (0.35, 0.45, 0.20, 0, 0, 0, 0, 0, 0, 0, 0, 0)
_NEXT = (  # from each event, in order, to each event; the rest leaves
    (0.00, 0.30, 0.58, 0, 0, 0.04, 0, 0, 0, 0, 0, 0),  # advert
    (0.00, 0.14, 0.74, 0.06, 0, 0, 0, 0, 0, 0, 0, 0),  # search
    (0.00, 0.16, 0.28, 0.20, 0.27, 0.03, 0, 0, 0, 0, 0.02, 0),  # product
    (0.00, 0.06, 0.46, 0.14, 0.28, 0, 0, 0, 0, 0, 0, 0),  # reviews
    (0.00, 0.05, 0.16, 0.04, 0.06, 0.18, 0.46, 0, 0, 0, 0, 0),  # basket
    (0.00, 0, 0.14, 0, 0.10, 0, 0.72, 0, 0, 0, 0, 0),  # sign_up
    (0.00, 0, 0, 0, 0.08, 0.03, 0.05, 0.76, 0, 0, 0.05, 0),  # checkout
    (0.00, 0, 0, 0, 0, 0, 0.03, 0.03, 0.64, 0.25, 0.03, 0.02),  # payment
    (0.00, 0, 0, 0, 0, 0, 0, 0, 0.35, 0.58, 0.03, 0.04),  # tracking
    (0.00, 0.05, 0.08, 0.03, 0, 0, 0, 0, 0, 0, 0.04, 0.05),  # delivered
    (0.00, 0, 0.07, 0, 0, 0, 0.12, 0, 0.12, 0, 0.16, 0.12),  # support_chat
    (0.00, 0, 0, 0, 0, 0, 0.08, 0, 0.22, 0, 0.05, 0.14),  # support_call
)
_GAP_HOURS = (24, 6, 0.2, 0.3, 2, 1, 0.5, 0.1, 9, 14, 5, 7)
"""The median time before each event."""
_GAP_SPREAD = 1.1
TIED = 0.02
"""The share of events at the instant of the one before."""
LATE = 0.01
"""The share of rows that arrive up to two days late."""
_LONGEST = 200
_BLOCK = 200_000
_CHANNELS = ("web", "app", "store")


@dataclass(frozen=True)
class Log:
    """Events by case, in order within each case."""

    case: Places
    """Counted from 0, ascending."""
    code: Places
    """The event's place in EVENTS."""
    time: Places
    """Microseconds since START."""
    tied: Flags
    """Whether the event shares its instant with the one before it."""


def simulate(events: int, seed: int = SEED, tied: float = TIED) -> Log:
    """So many events; the last customer is cut short."""
    rng = np.random.default_rng(seed)
    blocks: list[Log] = []
    cases = total = 0
    while total < events:
        block = _walk(min(_BLOCK, events), rng, tied)
        blocks.append(Log(block.case + cases, block.code, block.time, block.tied))
        cases += int(block.case[-1]) + 1
        total += len(block.case)
    return Log(
        *(
            np.concatenate([getattr(block, name) for block in blocks])[:events]
            for name in ("case", "code", "time", "tied")
        )
    )


def write_files(log: Log, folder: Path, seed: int = SEED, late: float = LATE) -> None:
    """A Parquet file a day, each with the rows that arrived on it."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed + 1)
    day = timedelta(days=1) // timedelta(microseconds=1)
    belated = (rng.random(len(log.case)) < late) & ~log.tied & ~np.append(log.tied[1:], False)
    arrived = log.time + np.where(belated, rng.integers(day // 24, 2 * day, len(belated)), 0)
    on_day = np.minimum(arrived // day, DAYS - 1)
    channel = rng.integers(len(_CHANNELS), size=len(log.case), dtype=np.int8)
    for number in range(DAYS):
        rows = np.flatnonzero(on_day == number)
        rows = rows[np.argsort(arrived[rows], kind="stable")]
        name = (START + timedelta(days=number)).date().isoformat()
        _frame(log, rows, channel).write_parquet(folder / f"{name}.parquet")


def _frame(log: Log, rows: Places, channel: npt.NDArray[np.int8]) -> pl.DataFrame:
    """Customer, time, event, channel and, of a payment, the amount."""
    code = log.code[rows]
    paid = code == EVENTS.index("payment")
    return pl.DataFrame({"case": log.case[rows], "time": log.time[rows]}).select(
        customer=pl.format("customer-{}", pl.col("case").cast(pl.String).str.zfill(8)),
        time=pl.lit(START) + pl.duration(microseconds="time"),
        event=pl.Series(EVENTS).gather(code),
        channel=pl.Series(_CHANNELS).gather(channel[rows]),
        amount=pl.when(pl.Series(paid)).then((pl.col("case") % 9000 + 999) / 100),
    )


def _walk(cases: int, rng: np.random.Generator, tied_share: float) -> Log:
    """Walk so many customers from their first event to their last."""
    parts = [np.concatenate(column) for column in zip(*_steps(cases, rng, tied_share), strict=True)]
    order = np.argsort(parts[0], kind="stable")
    case, code, time, tied = (part[order] for part in parts)
    return Log(case, code, time, tied)


def _steps(cases: int, rng: np.random.Generator, tied_share: float) -> Iterator[tuple[Places, Places, Places, Flags]]:
    """Everybody's first events, everybody's second ones …"""
    ways = np.cumsum(np.array(_NEXT), axis=1)
    case = np.arange(cases)
    code = _drawn(np.cumsum(_BEGIN)[None, :], rng, cases)
    time = rng.integers(0, (DAYS - 3) * 86_400_000_000, cases)
    tied = np.zeros(cases, dtype=np.bool_)
    for _ in range(_LONGEST):
        yield case, code, time, tied
        following = _drawn(ways[code], rng, len(code))
        stay = following < len(EVENTS)
        case, code = case[stay], following[stay]
        tied = rng.random(len(case)) < tied_share
        gap = np.array(_GAP_HOURS)[code] * 3.6e9 * rng.lognormal(0, _GAP_SPREAD, len(case))
        time = time[stay] + np.where(tied, 0, gap).astype(np.int64)


def _drawn(cumulated: npt.NDArray[np.float64], rng: np.random.Generator, size: int) -> Places:
    """The column each row falls in; the number of columns for what is left over."""
    return np.asarray((rng.random(size)[:, None] >= cumulated).sum(axis=1))
