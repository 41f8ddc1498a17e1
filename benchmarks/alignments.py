"""How far is each case from the designed journey? The exact cost of the best alignment of every case.

The others are handed steps instead of touchpoints, a step several times in a row once, and the Petri net of the same
design: a line whose last step may be left out. All count the cases by cost; Waypost names the moves with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

import waypost as library
from benchmarks.alignment_bare import costs_alone, moves_too
from benchmarks.answers import Answer
from benchmarks.clock import Outcome, cores, timed
from benchmarks.handed import Arrays, Integers, arrays, frame, pandas_frame, r4pm_log, trails_in, without_repeats
from waypost.analysis.conformance.conformance import conforming
from waypost.analysis.conformance.designed import designed
from waypost.analysis.engines.local import Local
from waypost.analysis.groups import EVERYONE
from waypost.events.trails import Trails

SAMPLE = 1000
"""How many cases those are asked about who could not answer for all."""


def waypost(folder: Path, runs: int) -> Outcome:
    """All cases, their moves named and counted by step and phase, from the partitions' files on."""
    trails = trails_in(folder)
    wanted = conforming(library.open(folder).journey(), trails)
    seconds, found = timed(lambda: wanted.finish(*Local().count(wanted, trails, (EVERYONE,))), runs)
    return Outcome(seconds, _answer({count.cost: count.cases for count in found.costs}))


def waypost_sample(folder: Path, _runs: int) -> Outcome:
    """The costs of the sample's cases, by the bare loop, which has been compared with Waypost: only an answer."""
    costs = np.concatenate(_Loop(folder)())[:SAMPLE]
    return Outcome((0.0,), _answer(Counter(costs.tolist())))


def bare_loop(folder: Path, runs: int) -> Outcome:
    """Nothing but the dynamic programme for the cost alone, over arrays in memory, a thread a core."""
    seconds, costs = timed(_Loop(folder), runs)
    values, cases = np.unique(np.concatenate(costs), return_counts=True)
    return Outcome(seconds, _answer(dict(zip(values.tolist(), cases.tolist(), strict=True))))


def bare_loop_moves(folder: Path, runs: int) -> Outcome:
    """The same with the moves named, and counted by step and phase; RuntimeError when they are not Waypost's."""
    trails = trails_in(folder)
    wanted = conforming(library.open(folder).journey(), trails)
    design, given = wanted.design, arrays(trails)

    def loop(share: Arrays) -> tuple[Integers, Integers, Integers, Integers]:
        start, code, _ = share
        line = design.skip, design.enter, design.leave
        return moves_too(start, code, design.place_of, wanted.phase_of, *line, len(wanted.phases))

    def loops() -> list[tuple[Integers, Integers, Integers, Integers]]:
        with ThreadPoolExecutor(cores()) as pool:
            return list(pool.map(loop, given))

    seconds, found = timed(loops, runs)
    cost, *counted = zip(*found, strict=True)
    (ours,) = Local().count(wanted, trails, (EVERYONE,))
    for name, theirs in zip(("moves", "cases", "off"), counted, strict=True):
        both = getattr(ours.steps, name), getattr(ours.phases, name)
        if not np.array_equal(np.concatenate(both, axis=-1), sum(theirs)):
            raise RuntimeError(f"the bare loop names other {name} than Waypost")
    return Outcome(seconds, _answer(Counter(np.concatenate(cost).tolist())))


class _Loop:
    """The bare loop with everything at hand."""

    def __init__(self, folder: Path) -> None:
        trails = trails_in(folder)
        self.design = designed(library.open(folder).journey(), trails.codebook)
        self.given = arrays(trails)

    def __call__(self) -> list[Integers]:
        def loop(share: Arrays) -> Integers:
            start, code, _ = share
            cost = np.empty(len(start) - 1, dtype=np.int64)
            costs_alone(start, code, self.design.place_of, self.design.enter, self.design.leave, cost)
            return cost

        with ThreadPoolExecutor(cores()) as pool:
            return list(pool.map(loop, self.given))


def r4pm(folder: Path, runs: int) -> Outcome:
    """r4pm, each variant once, log inside r4pm."""
    bindings = import_module("r4pm").bindings
    steps, events = _steps(trails_in(folder))
    projection = import_module("r4pm").convert_item(r4pm_log(steps, events), "EventLogActivityProjection")
    net = import_module("r4pm.petri_net").from_pm4py(*_petri_net(folder, steps))
    seconds, found = timed(lambda: bindings.align_variants(net, projection), runs)
    costs: Counter[int] = Counter()
    for variant in found:
        costs[_cost_of(variant["result"])] += variant["frequency"]
    return Outcome(seconds, _answer(costs))


def _cost_of(result: Any) -> int:
    """r4pm wraps what succeeded; its silent moves are free and all others cost 10,000 unless told otherwise."""
    inner = result.get("Ok", result)
    return int(inner["cost"])


def pm4py_fastest(folder: Path, runs: int) -> Outcome:
    """pm4py's quickest exact way, each variant once: Dijkstra with less memory, on the sample."""
    return _pm4py(folder, runs, "VERSION_DIJKSTRA_LESS_MEMORY")


def pm4py_default(folder: Path, runs: int) -> Outcome:
    """pm4py's default, A* with the state equation, each variant once, on the sample."""
    return _pm4py(folder, runs, "VERSION_STATE_EQUATION_A_STAR")


def _pm4py(folder: Path, runs: int, variant: str) -> Outcome:
    algorithm = import_module("pm4py.algo.conformance.alignments.petri_net.algorithm")
    steps, events = _steps(trails_in(folder))
    log = pandas_frame(steps, events.filter(pl.col("case") < SAMPLE))
    log["case:concept:name"] = log["case:concept:name"].astype("str")
    net = _petri_net(folder, steps)
    seconds, found = timed(lambda: algorithm.apply(log, *net, variant=getattr(algorithm.Variants, variant).value), runs)
    return Outcome(seconds, _answer(Counter(one["cost"] // 10_000 for one in found)))


STAGES: dict[str, Callable[[Path, int], Outcome]] = {
    "waypost": waypost,
    "waypost_sample": waypost_sample,
    "bare_loop": bare_loop,
    "bare_loop_moves": bare_loop_moves,
    "r4pm": r4pm,
    "pm4py_fastest": pm4py_fastest,
    "pm4py_default": pm4py_default,
}


def _answer(costs: Any) -> Answer:
    return Answer({f"cost {cost}": cases for cost, cases in sorted(costs.items()) if cases})


def _steps(trails: Trails) -> tuple[Trails, pl.DataFrame]:
    """The trails as if steps were touchpoints, and their events without repeats."""
    codebook = trails.codebook
    step_of = np.array(codebook.step_of, dtype=np.int16)
    events = frame(trails).with_columns(code=pl.col("code").map_batches(lambda codes: pl.Series(step_of[codes])))
    named = replace(codebook, touchpoints=codebook.steps, step_of=tuple(range(len(codebook.steps))))
    return replace(trails, codebook=named), without_repeats(events)


def _petri_net(folder: Path, trails: Trails) -> tuple[Any, Any, Any]:
    """A line of the journey's steps; a silent transition beside each that is optional."""
    objects = import_module("pm4py.objects.petri_net.obj")
    arc = import_module("pm4py.objects.petri_net.utils.petri_utils").add_arc_from_to
    net = objects.PetriNet("design")
    steps = library.open(folder).journey().steps()
    places = [objects.PetriNet.Place(f"p{number}") for number in range(len(steps) + 1)]
    net.places.update(places)
    for number, step in enumerate(steps):
        labels: Iterable[str | None] = (step.id, None) if step.optional else (step.id,)
        for label in labels:
            transition = objects.PetriNet.Transition(f"{step.id}-{label}", label)
            net.transitions.add(transition)
            arc(places[number], transition, net)
            arc(transition, places[number + 1], net)
    return net, objects.Marking({places[0]: 1}), objects.Marking({places[-1]: 1})
