"""Templates: whole journeys to begin with, written in the customer's words. `waypost.formats` reads their text."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from importlib.resources import files

from waypost.errors import InputError, Problem


@dataclass(frozen=True)
class Template:
    """One journey to begin with."""

    name: str
    """What it is asked for by: the name of its file and the id of its document."""
    title: str
    """The name of its journey."""
    description: str
    """One line for those who choose."""

    @property
    def text(self) -> str:
        """The document as YAML, comments included."""
        return files(__name__).joinpath(f"{self.name}.yaml").read_text(encoding="utf-8")


TEMPLATES = (
    Template(
        "universal",
        "From a need to living with the answer",
        "The universal five phases: need, options, decision, delivery, ongoing service. Fits almost anything.",
    ),
    Template(
        "relationship",
        "The years with a company",
        "A relationship over years: prospect, purchase, onboard, use and upkeep, return or leave.",
    ),
    Template(
        "adoption-discovery",
        "Discovering what a new technology could do for us",
        "Technology adoption, early market: a visionary with no budget yet finds out what could be possible.",
    ),
    Template(
        "adoption-diagnosis",
        "Getting a stubborn problem diagnosed and treated",
        "Technology adoption, the chasm: a pragmatist with a painful problem seeks diagnosis and prescription.",
    ),
    Template(
        "adoption-buying",
        "A mission to put the new standard in place",
        "Technology adoption, the tornado: a team on a buying mission, with a budget, a date and a standard to choose.",
    ),
    Template(
        "adoption-improvement",
        "Getting a little better every month",
        "Technology adoption, main street: people who have it already get more out of it, a little at a time.",
    ),
    Template(
        "b2b-buying",
        "A company buys, from the first doubt to proven value",
        "Business buying by a group: each phase is a tollgate, its goal says what must be settled before going on.",
    ),
    Template(
        "employee",
        "Working here, from the first thought to the last day",
        "An employee's years with a company: from thinking of a change through growing to leaving well.",
    ),
    Template(
        "vendor",
        "Supplying a company and getting paid",
        "A vendor's years as a supplier: from hearing of the need through delivering and being paid to growing.",
    ),
)
"""All templates, the most general first."""


def template(name: str) -> Template:
    """The template of a name; raises InputError that names the nearest."""
    found = next((known for known in TEMPLATES if known.name == name), None)
    if found is None:
        names = [known.name for known in TEMPLATES]
        near = difflib.get_close_matches(name, names, n=1, cutoff=0.0)[0]
        remedy = f"Did you mean '{near}'? There are {', '.join(names)}"
        raise InputError(Problem(f"there is no template '{name}'", remedy=remedy))
    return found
