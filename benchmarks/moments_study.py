"""Fifty simulated companies, measured from their files on: are planted moments found, and traps walked past?

    uv run python -m benchmarks.moments_study            # writes docs/moments-study.md

Every seed goes the whole way that real data go: files are written, read into a lake, woven into trails, and measured.
What is true is known from the simulation: a second course with the same random numbers, in which one thing never
happens to anybody, is the counterfactual.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from math import sqrt
from pathlib import Path
from statistics import mean, stdev
from tempfile import TemporaryDirectory
from textwrap import fill

import numpy as np

import waypost
from waypost.analysis.moments.moments import Effect, Moments
from waypost.analysis.results import Estimate, Figure
from waypost.demo.show import lay_out
from waypost.demo.simulation import Hours, simulate
from waypost.demo.truths import TRUTHS

SEEDS = 50
VISITORS = 40_000
Q = 0.1
PAGE = Path(__file__).parent.parent / "docs" / "moments-study.md"

PLANTED = ("bank-link-failed", "no-money-yet", "guide-thrice")
"""Signals that change leaving by themselves."""
INDIRECT = ("bank-link-late", "payment-overdue")
"""Signals that change outcomes through what is planted (a late bank link delays the first money): neither planted nor
false."""
NULL = ("price-twice", "welcome-unread", "asked-support")
"""Signals that change nothing, whatever they go with. Asking support is the confounded one."""
OUTCOME = "leaves"


@dataclass(frozen=True)
class Told:
    """What was said of one signal and leaving."""

    signal: str
    found: bool
    value: float | None
    low: float | None
    high: float | None
    naive: float | None
    naive_low: float | None
    naive_high: float | None
    exposed: int
    unmatched: int


@dataclass(frozen=True)
class Seeded:
    """One company: what was said of each signal and leaving, how many discoveries there were and how many false."""

    seed: int
    told: tuple[Told, ...]
    discoveries: int
    false: int
    truth: float
    """What a failed bank link truly adds to the chance of leaving, for those it happened to."""

    def of(self, signal: str) -> Told:
        """What was said of one signal."""
        return next(one for one in self.told if one.signal == signal)


def moments_of(visitors: int, seed: int) -> Moments:
    """A company's moments of truth, from its files on."""
    with TemporaryDirectory() as folder:
        project = waypost.open(lay_out(Path(folder), visitors, seed))
        project.ingest()
        return project.study().moments(q=Q)


def seeded(visitors: int, seed: int) -> Seeded:
    """One company."""
    moments = moments_of(visitors, seed)
    false = [effect for effect in moments.found if effect.signal in NULL]
    return Seeded(
        seed=seed,
        told=tuple(_told(effect) for effect in moments.effects if effect.outcome == OUTCOME),
        discoveries=len(moments.found),
        false=len(false),
        truth=failed_link(visitors, seed),
    )


def _told(effect: Effect) -> Told:
    (value, low, high), (naive, naive_low, naive_high) = _ends(effect.difference), _ends(effect.naive)
    who = effect.signal, effect.found, value, low, high, naive, naive_low, naive_high
    return Told(*who, effect.exposed, effect.unmatched)


def _ends(figure: Figure) -> tuple[float, float, float] | tuple[None, None, None]:
    return (figure.value, figure.low, figure.high) if isinstance(figure, Estimate) else (None, None, None)


def failed_link(visitors: int, seed: int) -> float:
    """What the first failed bank link adds to cancelling, against the chance of going on as others do.

    The comparison cases stand at the beginning of the link, and some of them will fail later: the counterfactual of
    "now" is not "never" but "not now", so the difference to "never" counts only as often as it stays away.
    """
    as_it_was = simulate(visitors, seed)
    without = simulate(visitors, seed, replace(TRUTHS, fail_rate=0.0, fail_rate_south=0.0))
    happened = ~np.isnan(as_it_was.link_failed[:, 0])
    added: Hours = as_it_was.leave_chance - without.leave_chance
    rate = np.where(as_it_was.people.region == "South", TRUTHS.fail_rate_south, TRUTHS.fail_rate)
    return float(((1 - rate) * added)[happened].mean()) * (1 - TRUTHS.silent)


def page(results: Sequence[Seeded], visitors: int) -> str:
    """What came of it, in Markdown."""
    seeds = len(results)
    proportions = [one.false / one.discoveries if one.discoveries else 0.0 for one in results]
    false, error = mean(proportions), stdev(proportions) / sqrt(seeds)
    planted = sum(one.of(signal).found for one in results for signal in PLANTED)
    support = [one.of("asked-support") for one in results]
    fooled = sum(one.naive_low is not None and one.naive_low > 0 for one in support)
    reported = sum(one.found for one in support)
    holds = [one for one in results if _covers(one.of("bank-link-failed"), one.truth)]
    harmless = sum(_covers(one, 0.0) for one in support)
    rows = [_row(results, signal) for signal in (*PLANTED, *NULL)]
    lines = (
        "# Moments of truth: fifty simulated companies",
        "",
        "Written by `uv run python -m benchmarks.moments_study`. Every company is the demo's Kite with other "
        f"random numbers: {visitors:,} visitors, of whom about {visitors * 64 // 100:,} sign up. Its files are "
        "read into a lake, woven into trails and measured like anybody's; `waypost.demo.truths` says what is "
        "planted.",
        "",
        "| question | answer |",
        "| --- | --- |",
        f"| seeds | {seeds} |",
        f"| planted moments found | {planted} of {seeds * len(PLANTED)} ({planted / seeds / len(PLANTED):.1%}) |",
        f"| false among all discoveries, mean over seeds (allowed: q = {Q:g}) | {false:.3f} "
        f"(standard error {error:.3f}; limit q + 2 SE = {Q + 2 * error:.3f}) |",
        f"| asking support, the confounded one: a plain comparison is fooled | in {fooled} of {seeds} seeds |",
        f"| … and it is reported once like is compared with like | in {reported} of {seeds} seeds |",
        f"| … and its interval holds the truth, no difference | in {harmless} of {seeds} seeds |",
        f"| a failed bank link: the interval holds the true difference | in {len(holds)} of {seeds} seeds |",
        "",
        "## Signal by signal, on leaving",
        "",
        "| signal | planted | found | difference, mean | plain difference, mean | cases with it | nobody alike |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        *rows,
        "",
        f"The true difference of a failed bank link is {100 * mean(one.truth for one in results):.1f} points: what "
        "the first failure adds to the chance of cancelling, for those it happened to, against going on as others "
        "do (the simulation is run again with the same random numbers and no failures; some of the others fail later, "
        "which is part of going on). An interval that holds is one in which each seed's own truth lies.",
        "",
        "False are discoveries, on any outcome, about coming back to the price, going on before the welcome mail "
        "and asking support: in the simulation they change nothing. A late bank link and a late payment are neither "
        "planted nor false: they change outcomes through what is planted. The cancellation is held against no outcome, "
        "and a payment not against being paid: one would decide the other.",
        "",
        "What the study cannot show: that your customers' unhappiness is seen as well as Kite's, where nearly "
        "everybody answers one tap in the first hours. Where it is not, asking support would look harmful here as "
        "well; the E-value says how strong such an unseen cause would have to be.",
        "",
    )
    return "\n".join(line if line.startswith("|") else fill(line, 120) for line in lines)


def _covers(told: Told, truth: float) -> bool:
    return told.low is not None and told.high is not None and told.low <= truth <= told.high


def _row(results: Sequence[Seeded], signal: str) -> str:
    told = [one.of(signal) for one in results]
    found = sum(one.found for one in told)
    exposed, alone = (round(mean(getattr(one, name) for one in told)) for name in ("exposed", "unmatched"))
    value, naive = (mean(getattr(one, name) or 0.0 for one in told) for name in ("value", "naive"))
    planted = "yes" if signal in PLANTED else "no"
    return (
        f"| {signal} | {planted} | {found} of {len(told)} | {100 * value:+.1f} points | {100 * naive:+.1f} points "
        f"| {exposed:,} | {alone:,} |"
    )


def main() -> None:
    """Run the seeds and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--visitors", type=int, default=VISITORS)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--page", type=Path, default=PAGE)
    options = parser.parse_args()
    results: list[Seeded] = []
    with ProcessPoolExecutor(options.processes) as pool:
        for one in pool.map(partial(seeded, options.visitors), range(1, options.seeds + 1)):
            results.append(one)
            found = ", ".join(told.signal for told in one.told if told.found)
            print(f"{one.seed:3}  {one.discoveries} discoveries, {one.false} false; leaving: {found}", flush=True)
            if len(results) > 1:
                options.page.write_text(page(results, options.visitors), encoding="utf-8")


if __name__ == "__main__":
    main()
