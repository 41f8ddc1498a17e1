"""The cases furthest from the design, one by one: for those who may see individual customers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Self

import numpy as np
import polars as pl

from waypost.analysis.conformance.alignments import Alignments, aligned
from waypost.analysis.conformance.conformance import conforming
from waypost.analysis.conformance.designed import UNIT, Costs, Designed
from waypost.analysis.conformance.deviations import KINDS, AlignedCase, Move
from waypost.analysis.engines import Engine
from waypost.analysis.groups import EVERYONE, Chosen, Group
from waypost.analysis.places import layer
from waypost.errors import InputError, Problem
from waypost.events.trails import Partition, Trails
from waypost.journey.journey import Journey


@dataclass(frozen=True)
class WorstCases:
    """The cases that leave the design at the highest cost."""

    journey: str
    as_of: datetime
    cases: tuple[AlignedCase, ...]
    """Highest cost first; of equal cost in the order of the customers' hashes."""

    def sentences(self) -> tuple[str, ...]:
        """How the first of them left the design."""
        if not self.cases:
            return ("There are no cases.",)
        first = self.cases[0]
        return (f"Furthest from the design is {_called(first)}, at a cost of {first.cost}.",)

    def to_frame(self) -> pl.DataFrame:
        """A row a case."""
        rows = [
            (
                found.customer,
                found.case,
                found.cost,
                found.fitness,
                " → ".join(found.path),
                ", ".join(f"{move.kind} {move.element}" for move in found.moves),
            )
            for found in self.cases
        ]
        columns = {
            "customer": pl.String,
            "case": pl.String,
            "cost": pl.Int64,
            "fitness": pl.Float64,
            "path": pl.String,
            "moves": pl.String,
        }
        return pl.DataFrame(rows, schema=columns, orient="row")


def _called(found: AlignedCase) -> str:
    return f"customer '{found.customer}'" + (f", case '{found.case}'" if found.case is not None else "")


@dataclass(frozen=True)
class Ranked:
    """One case as a kernel found it."""

    cost: int
    worst: int
    customer_hash: int
    customer: str
    case: str | None
    path: tuple[int, ...]
    """Steps."""
    moves: tuple[tuple[int, int], ...]
    """(kind, step)"""


@dataclass(frozen=True)
class Ranking:
    """The worst cases so far."""

    top: int
    cases: tuple[Ranked, ...]

    def __add__(self, other: Self) -> Self:
        """The worst of both. A customer's cases are all in one partition, in their own order."""
        both = sorted((*self.cases, *other.cases), key=lambda found: (-found.cost, found.customer_hash))
        return type(self)(self.top, tuple(both[: self.top]))


@dataclass(frozen=True)
class Worst:
    """The cases furthest from a design."""

    design: Designed
    top: int

    def kernel(self, partition: Partition, chosen: Chosen) -> Ranking:
        """Align the chosen cases; read the names of the worst only."""
        found = aligned(partition, chosen, self.design)
        wanted = np.flatnonzero(chosen)
        order = np.lexsort((wanted, partition.customer_hash[wanted], -found.cost[found.paths.of[wanted]]))
        rows = wanted[order[: self.top]].tolist()
        return Ranking(self.top, ranked(partition, rows, found))


def ranked(partition: Partition, rows: list[int], found: Alignments) -> tuple[Ranked, ...]:
    """These cases of a partition, with their names."""
    if not rows:
        return ()
    names = partition.names.collect()
    cases = []
    for row in rows:
        path = int(found.paths.of[row])
        cases.append(
            Ranked(
                cost=int(found.cost[path]),
                worst=int(found.worst[path]),
                customer_hash=int(partition.customer_hash[row]),
                customer=names["customer"][row],
                case=names["case"][row],
                path=found.paths.path(path),
                moves=found.moves(path),
            )
        )
    return tuple(cases)


def worst_cases(
    journey: Journey, trails: Trails, engine: Engine, top: int, costs: Costs = UNIT, group: Group = EVERYONE
) -> WorstCases:
    """The cases of a group that are furthest from the designed journey, with their names."""
    if top < 1:
        raise InputError(Problem(f"{top} cases cannot be listed", remedy="Ask for at least one"))
    steps = layer(journey, trails.codebook, "step")
    (ranking,) = engine.count(Worst(conforming(journey, trails, costs).design, top), trails, (group,))
    return WorstCases(
        journey=journey.id,
        as_of=trails.as_of,
        cases=tuple(
            AlignedCase(
                customer=found.customer,
                case=found.case,
                cost=found.cost,
                fitness=1 - found.cost / max(found.worst, 1),
                path=tuple(steps.elements[step] for step in found.path),
                moves=tuple(Move(KINDS[kind], steps.elements[step], steps.names[step]) for kind, step in found.moves),
            )
            for found in ranking.cases
        ),
    )
