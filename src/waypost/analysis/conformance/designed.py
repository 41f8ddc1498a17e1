"""The designed journey as an automaton over the steps in our view, against which cases are aligned.

What a case may do, at no cost: begin at the journey's first step; go any way the journey allows
(`waypost.journey.ways`); leave out steps that are optional; pass unseen through steps outside our view; end at the
destination or, once it has been there, at any step below it: a route that leads past the destination says in what order
things may come, not that a case need not arrive. In a phase in any order each step may be done once, in whatever order,
and the phase is left by its `next` ways when all are done; a skip, branch or repeat route out of it may be taken as
soon as the step it leaves is done, a repeat route inside it allows its target again, and who comes back to the phase
begins it anew.

Whatever else a case does is a *move* and costs: an event where the design does not allow its step, or a step passed
over. Chains of steps passed over are closed beforehand (cheapest chain from every state to every step), so that an
alignment looks at each visit once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from waypost.analysis.elements import destination_step, is_bound
from waypost.analysis.measure import Integers, Places
from waypost.errors import InputError, Problem
from waypost.events.trails import Codebook
from waypost.journey.journey import Journey, Phase, RouteKind, Step
from waypost.journey.ways import MOST_IN_ANY_ORDER, allowed_ways

FAR = 1 << 40
"""The cost of what cannot be."""
_LENGTH = 16
"""Bits for the number of nodes of a chain, below its cost."""
Nodes: TypeAlias = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Cost:
    """What moves cost at one phase or step; whole numbers, at least 1."""

    skip: int = 1
    detour: int = 1


@dataclass(frozen=True)
class Costs:
    """What leaving the design costs: a step passed over (`skip`), an event the design does not allow (`detour`)."""

    everywhere: Cost = Cost()
    at: Mapping[str, Cost] = field(default_factory=dict)
    """By the id of a phase or a step; a step's own goes before its phase's."""

    def of(self, phase: str, step: str) -> Cost:
        """The costs at one step."""
        return self.at.get(step, self.at.get(phase, self.everywhere))


UNIT = Costs()
"""Every move costs 1."""


@dataclass(frozen=True)
class Designed:
    """s states (0: nothing done yet; each other one: what was done last), t transitions, n nodes, k steps in view."""

    place_of: Places
    """[touchpoints] the step of each."""
    first: Nodes
    """[k + 1] the transitions that do step i are `first[i]` to `first[i + 1]`."""
    target: Nodes
    """[t] the state each leads to."""
    enter: Integers
    """[t, s] the cost of the steps passed over between a state and a transition."""
    leave: Integers
    """[s] the cost of the steps passed over between a state and the end."""
    fitting: Nodes
    """[s, k] a state in which the step is done at no cost, or −1."""
    detour: Integers
    """[k]"""
    skip: Integers
    """[k]; 0: optional."""
    over_first: Integers
    """[t × s + 1] the steps passed over, at a cost, between state j and transition i are those from place
    `over_first[i × s + j]` of `over_step`, in reading order."""
    over_step: Nodes
    missing_first: Integers
    """[s + 1] likewise the steps passed over between a state and the end."""
    missing_step: Nodes
    lead: Integers
    """[s, s] how much dearer than being in one state being in another must be, to be never the cheaper way on."""

    @cached_property
    def so_far(self) -> Designed:
        """The same design for cases that are not finished: they may end anywhere, what is to come is not missing."""
        free = np.zeros_like(self.leave)
        nothing = np.zeros_like(self.missing_first)
        return replace(self, leave=free, missing_first=nothing, lead=_lead(self.enter, free))

    def expected(self, state: int) -> list[int]:
        """The steps the design allows next, at no cost."""
        return [step for step, there in enumerate(self.fitting[state].tolist()) if there >= 0]


def designed(journey: Journey, codebook: Codebook, costs: Costs = UNIT) -> Designed:
    """Compile a journey.

    Raises:
        InputError: more than six steps of a phase in any order; costs below 1 or of an element that is neither phase
            nor step; ways that never lead to the destination.
    """
    _refuse(journey, costs)
    return _Building(journey, codebook, costs).whole()


def _refuse(journey: Journey, costs: Costs) -> None:
    known = {element.id for phase in journey.phases for element in (phase, *phase.steps)}
    problems = [
        Problem(f"there is no phase or step '{element}' to give costs to", remedy=f"There are: {', '.join(known)}")
        for element in costs.at
        if element not in known
    ]
    problems += [
        Problem(f"a cost of {min(cost.skip, cost.detour)} cannot be: a move costs at least 1")
        for cost in (costs.everywhere, *costs.at.values())
        if min(cost.skip, cost.detour) < 1
    ]
    for phase in journey.phases:
        seen = sum(is_bound(step) for step in phase.steps)
        if phase.any_order and seen > MOST_IN_ANY_ORDER:
            message = f"the steps of {phase.called} may come in any order, but {seen} of them are measured"
            remedy = (
                f"Cases can be held exactly against at most {MOST_IN_ANY_ORDER}: each more doubles the states a case "
                "can be in. Split the phase, or allow other orders by routes"
            )
            problems.append(Problem(message, element=f"{journey.id}/{phase.id}", remedy=remedy))
    if problems:
        raise InputError(problems)


class _Edge(NamedTuple):
    """A way between two nodes: moments between steps. Without an event it passes its step over."""

    origin: int
    target: int
    step: int = -1
    """The code of the step done or passed over; −1: none in view."""
    done: bool = False
    """Whether an event of the step goes along it."""


_START, _END = 0, 1


class _Building:
    """The automaton while it is put together."""

    def __init__(self, journey: Journey, codebook: Codebook, costs: Costs) -> None:
        self.journey, self.codebook = journey, codebook
        self.codes = {step.id: codebook.steps.index(step.id) for step in journey.steps() if is_bound(step)}
        self.ways = allowed_ways(journey)
        steps = [(phase, step) for phase in journey.phases for step in phase.steps if step.id in self.codes]
        self.skip = np.zeros(len(codebook.steps), dtype=np.int64)
        self.detour = np.ones(len(codebook.steps), dtype=np.int64)
        for phase, step in steps:
            cost = costs.of(phase.id, step.id)
            self.skip[self.codes[step.id]] = 0 if step.optional else cost.skip
            self.detour[self.codes[step.id]] = cost.detour
        self.nodes = 2
        self.edges: list[_Edge] = []
        self.before: dict[str, int] = {}
        """The node from which a step can be done."""
        self.after: dict[str, list[int]] = {}
        """The nodes in which a step is done, and ways other than the next may be gone."""
        self.complete: dict[str, int] = {}
        """The node from which what is next to a step may follow."""

    def whole(self) -> Designed:
        for phase in self.journey.phases:
            if phase.any_order:
                self._in_any_order(phase)
            else:
                for step in phase.steps:
                    self._in_order(step)
        self._connect()
        return self._closed()

    def _node(self) -> int:
        self.nodes += 1
        return self.nodes - 1

    def _in_order(self, step: Step) -> None:
        before, after = self._node(), self._node()
        code = self.codes.get(step.id, -1)
        self.edges.append(_Edge(before, after, code, done=code >= 0))
        self.before[step.id], self.after[step.id], self.complete[step.id] = before, [after], after

    def _in_any_order(self, phase: Phase) -> None:
        """A node for every set of steps that may be done."""
        members = [step.id for step in phase.steps if step.id in self.codes]
        nodes = [self._node() for _ in range(1 << len(members))]
        inside = {step.id for step in phase.steps}
        for step in phase.steps:
            self.before[step.id], self.complete[step.id] = nodes[0], nodes[-1]
            self.after[step.id] = [node for done, node in enumerate(nodes) if _has(done, members, step.id)]
        again = [
            (way.origin, way.target)
            for way in self.ways
            if way.kind is RouteKind.REPEAT and {way.origin, way.target} <= inside
        ]
        for done, node in enumerate(nodes):
            for place, member in enumerate(members):
                code = self.codes[member]
                if not done >> place & 1:
                    self.edges.append(_Edge(node, nodes[done | 1 << place], code, done=True))
                elif any(target == member and _has(done, members, origin) for origin, target in again):
                    self.edges.append(_Edge(node, node, code, done=True))

    def _connect(self) -> None:
        """Begin, go the ways between phases and steps, and end."""
        phase_of = {step.id: phase for phase in self.journey.phases for step in phase.steps}
        steps = [step.id for step in self.journey.steps()]
        destination = destination_step(self.journey)
        if destination is None:
            self.edges.append(_Edge(_START, _END))
            return
        self.edges.append(_Edge(_START, self.before[steps[0]]))
        for way in self.ways:
            if phase_of[way.origin] is phase_of[way.target] and phase_of[way.origin].any_order:
                continue
            origins = [self.complete[way.origin]] if way.kind is RouteKind.NEXT else self.after[way.origin]
            self.edges += [_Edge(origin, self.before[way.target]) for origin in origins]
        for step in steps[steps.index(destination.id) :]:
            together = phase_of[step] is phase_of[destination.id]
            ends = [self.complete[step]] if together else self.after[step]
            self.edges += [_Edge(node, _END) for node in ends]
        self.edges = _arriving(self.edges, self.codes[destination.id])
        self.nodes = 1 + max(max(edge.origin, edge.target) for edge in self.edges)

    def _closed(self) -> Designed:
        """Find the cheapest chains, and lay everything out in arrays."""
        cost, hop = self._chains()
        if cost[_START, _END] >= FAR:
            message = f"the routes of {self.journey.called} never lead from its first step to its destination"
            remedy = "Let a route lead on from the steps that people cannot leave"
            raise InputError(Problem(message, element=self.journey.id, remedy=remedy))
        doing = sorted((edge for edge in self.edges if edge.done), key=lambda edge: edge.step)
        states = np.array([_START, *sorted({edge.target for edge in doing})], dtype=np.int32)
        origins = np.array([edge.origin for edge in doing], dtype=np.int32)
        target = np.searchsorted(states, [edge.target for edge in doing]).astype(np.int32)
        steps = len(self.codebook.steps)
        enter = np.ascontiguousarray(cost[states][:, origins].T)
        leave = np.ascontiguousarray(cost[states, _END])
        fitting = np.full((len(states), steps), -1, dtype=np.int32)
        for transition, edge in enumerate(doing):
            fits = (enter[transition] == 0) & (fitting[:, edge.step] < 0)
            fitting[fits, edge.step] = target[transition]
        passed = np.full((self.nodes, self.nodes), -1, dtype=np.int32)
        for edge in self.edges:
            if edge.step >= 0 and edge.origin != edge.target and self.skip[edge.step]:
                passed[edge.origin, edge.target] = edge.step
        over_first, over_step = _listed(hop, passed, np.tile(states, len(origins)), np.repeat(origins, len(states)))
        missing_first, missing_step = _listed(hop, passed, states, np.full_like(states, _END))
        return Designed(
            place_of=np.array(self.codebook.step_of, dtype=np.int16),
            first=np.searchsorted([edge.step for edge in doing], np.arange(steps + 1)).astype(np.int32),
            target=target,
            enter=enter,
            leave=leave,
            fitting=fitting,
            detour=self.detour,
            skip=self.skip,
            over_first=over_first,
            over_step=over_step,
            missing_first=missing_first,
            missing_step=missing_step,
            lead=_lead(enter, leave),
        )

    def _chains(self) -> tuple[Integers, Nodes]:
        """Between all nodes: the cost of the cheapest chain, and the next node on it.

        Source: R. W. Floyd, *Algorithm 97: Shortest Path*, Communications of the ACM 5 (1962). Of chains of one cost
        the one with fewest nodes is taken, and of these the first found, so that the same one is always told.
        """
        cost = np.full((self.nodes, self.nodes), FAR << _LENGTH, dtype=np.int64)
        hop = np.full((self.nodes, self.nodes), -1, dtype=np.int32)
        for edge in self.edges:
            weight = (int(self.skip[edge.step]) if edge.step >= 0 else 0) << _LENGTH | 1
            if edge.origin != edge.target:
                cost[edge.origin, edge.target], hop[edge.origin, edge.target] = weight, edge.target
        np.fill_diagonal(cost, 0)
        for middle in range(self.nodes):
            through = cost[:, middle, None] + cost[None, middle]
            better = through < cost
            cost = np.where(better, through, cost)
            hop = np.where(better, hop[:, middle, None], hop)
        return np.minimum(cost >> _LENGTH, FAR), hop


def _arriving(edges: list[_Edge], destination: int) -> list[_Edge]:
    """The same ways, ended only by who has done or passed over the destination.

    Each node becomes two, before and after that; those nobody comes to are left out.
    """
    doubled = [
        edge._replace(origin=2 * edge.origin + arrived, target=2 * edge.target + (arrived or edge.step == destination))
        for edge in edges
        for arrived in (False, True)
        if arrived or edge.target != _END
    ]
    ways: dict[int, list[int]] = {}
    for edge in doubled:
        ways.setdefault(edge.origin, []).append(edge.target)
    start, end = 2 * _START, 2 * _END + 1
    reached, waiting = {start, end}, [start]
    while waiting:
        found = set(ways.get(waiting.pop(), ())) - reached
        reached |= found
        waiting += found
    number = {node: place for place, node in enumerate(sorted(reached))}
    return [
        edge._replace(origin=number[edge.origin], target=number[edge.target])
        for edge in doubled
        if edge.origin in reached
    ]


def _has(done: int, members: list[str], step: str) -> bool:
    """Whether a step is among those done; one outside our view always may be."""
    return step not in members or bool(done >> members.index(step) & 1)


def _listed(hop: Nodes, passed: Nodes, origins: Nodes, goals: Nodes) -> tuple[Integers, Nodes]:
    """The steps passed over on the chain from each origin to its goal, one list after the other, and where each begins.

    A chain that there is not has none.
    """
    lists = [
        _passed_over(hop, passed, origin, goal) for origin, goal in zip(origins.tolist(), goals.tolist(), strict=True)
    ]
    first = np.concatenate(([0], np.cumsum([len(found) for found in lists]))).astype(np.int64)
    return first, np.array([step for found in lists for step in found], dtype=np.int32)


def _passed_over(hop: Nodes, passed: Nodes, origin: int, goal: int) -> list[int]:
    found = []
    while origin != goal and (following := int(hop[origin, goal])) >= 0:
        if (step := int(passed[origin, following])) >= 0:
            found.append(step)
        origin = following
    return sorted(found)


def _lead(enter: Integers, leave: Integers) -> Integers:
    """[s, s] the most that going on from the first state can cost more than going on from the second."""
    lead = np.full((len(leave), len(leave)), -FAR, dtype=np.int64)
    for way in (*enter, leave):
        more = np.where(way[None, :] >= FAR, -FAR, way[:, None] - way[None, :])
        lead = np.maximum(lead, more)
    return lead
