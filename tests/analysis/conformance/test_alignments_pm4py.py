"""Alignments cost what pm4py's own say, on the Petri net of the same design."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import numpy as np
import pytest

from tests.analysis.conformance.test_alignments import alignments, journey_of, step
from waypost.journey.journey import Phase

pm4py = pytest.importorskip("pm4py", reason="pm4py is not installed")


def petri_net() -> tuple[Any, Any, Any]:
    """A line of five steps, the third optional, with a way from the fourth back to the second."""
    from pm4py.objects.petri_net.obj import Marking, PetriNet  # noqa: PLC0415 - only where it is installed
    from pm4py.objects.petri_net.utils.petri_utils import add_arc_from_to  # noqa: PLC0415

    net = PetriNet("line")
    places = [PetriNet.Place(f"p{number}") for number in range(6)]
    net.places.update(places)

    def way(name: str, label: str | None, origin: int, target: int) -> None:
        transition = PetriNet.Transition(name, label)
        net.transitions.add(transition)
        add_arc_from_to(places[origin], transition, net)
        add_arc_from_to(transition, places[target], net)

    for number, letter in enumerate("abcde"):
        way(letter, letter, number, number + 1)
    way("without c", None, 2, 3)
    way("d to b", None, 4, 1)
    return net, Marking({places[0]: 1}), Marking({places[5]: 1})


@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning", "ignore::DeprecationWarning")
def test_costs_are_those_of_pm4py() -> None:
    from pm4py.algo.conformance.alignments.petri_net import algorithm  # noqa: PLC0415
    from pm4py.objects.log.obj import Event, Trace  # noqa: PLC0415

    net = petri_net()
    steps = tuple(step(letter, optional=letter == "c") for letter in "abcde")
    journey = journey_of(Phase(id="only", name="Only", steps=steps), routes="repeat:d>b")
    rng = np.random.default_rng(5)
    drawn = ["".join(rng.choice(list("abcde"), rng.integers(1, 9))) for _ in range(60)]
    trails = ["".join(letter for letter, _ in groupby(trail)) for trail in drawn]
    found = alignments(journey, trails)
    for trail, cost in zip(trails, found.cost[found.paths.of].tolist(), strict=True):
        trace = Trace([Event({"concept:name": letter}) for letter in trail])
        assert algorithm.apply_trace(trace, *net)["cost"] // 10_000 == cost
