"""Partitioning: making one partition of trails out of what was gathered for it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt
import polars as pl

from waypost.events.attaching import attach
from waypost.events.bindings import Bindings
from waypost.events.breakdowns import coded, first_told
from waypost.events.gathering import Gathered
from waypost.events.hashing import customer_hash
from waypost.events.outcomes import Happened, hundredths, outcomes
from waypost.events.predicate import properties_used
from waypost.events.signals import Responses, Walks, instants, offsets
from waypost.events.trails import NEVER, Partition, Times, microseconds

ORDER = ("time", "position", "file_key", "row")
"""The total order of a case's events."""


@dataclass(frozen=True)
class Woven:
    """A partition, and what its trails do not tell."""

    partition: Partition
    unattached: int
    """Scores that belong to no case."""
    attributeless: int
    """Customers of whom no attributes are known; 0 when no segment looks at any."""


def weave_partition(gathered: Gathered, bindings: Bindings, as_of: datetime, number: int) -> Woven:
    """Put what was gathered for a partition in order, date its signals and attach its responses."""
    cases = _cases(gathered.events)
    events = _in_order(gathered.events, cases)
    start = offsets(events["number"].to_numpy(), len(cases))
    scores = attach(gathered.responses, cases).sort("number", "time", "code", "file_key", "row")
    walks = Walks(
        start=start,
        code=events["code"].to_numpy(),
        time=_times(events["time"]),
        step=np.array(bindings.codebook.step_of, dtype=np.int16)[events["code"].to_numpy()],
        as_of=microseconds(as_of),
        flags={place: events[f"when.{place}"].to_numpy() for place in bindings.when},
        deadlines={name: _times(events[f"due.{name}"]) for name in bindings.deadlines},
        responses=_responses(scores),
    )
    _assert_order(walks)
    signals = instants(bindings.signals, walks)
    turned_out = outcomes(bindings.outcomes, walks, _happened(gathered.outcomes, cases))
    known = _known(cases, gathered.attributes)
    breakdown_code, breakdown_values = coded(_told(bindings, events, known), len(cases))
    partition = Partition(
        number=number,
        customer_hash=cases["hash"].to_numpy(),
        start=walks.start,
        code=walks.code,
        time=walks.time,
        membership=_membership(known, bindings),
        judged=_judged(known, bindings),
        signal_start=signals.start,
        signal_code=signals.code,
        signal_time=signals.time,
        at_risk=signals.at_risk,
        chance_start=signals.chances.start,
        chance_code=signals.chances.code,
        chance_time=signals.chances.time,
        score_start=offsets(scores["number"].to_numpy(), len(cases)),
        score_code=scores["code"].to_numpy(),
        score_time=_times(scores["time"]),
        score_cents=hundredths(scores["score"].to_numpy()),
        outcome_start=turned_out.start,
        outcome_code=turned_out.code,
        outcome_time=turned_out.time,
        outcome_cents=turned_out.cents,
        breakdown_code=breakdown_code,
        breakdown_values=breakdown_values,
        names=cases.lazy().select("customer", "case"),
    )
    return Woven(
        partition,
        unattached=len(gathered.responses) - len(scores),
        attributeless=_attributeless(cases, gathered.attributes, bindings),
    )


def _cases(events: pl.DataFrame) -> pl.DataFrame:
    """customer, case, first, last, hash: by customer hash, customer, first event, key."""
    cases = events.group_by("customer", "case").agg(first=pl.col("time").min(), last=pl.col("time").max())
    hashes = pl.Series("hash", customer_hash(cases["customer"]), dtype=pl.UInt64)
    return cases.with_columns(hashes).sort("hash", "customer", "first", "case")


def _in_order(events: pl.DataFrame, cases: pl.DataFrame) -> pl.DataFrame:
    """The events with the number of their case, in the order of the cases and in total order within each."""
    numbered = cases.select("customer", "case").with_row_index("number")
    found = events.join(numbered, on=["customer", "case"], nulls_equal=True)
    return found.with_columns(pl.col("number").cast(pl.Int64)).sort("number", *ORDER)


def _assert_order(walks: Walks) -> None:
    """Engines lose the order of rows; a trail in disorder would give wrong numbers without a word."""
    steps = np.diff(walks.time) >= 0
    first_of_case = np.diff(walks.case) > 0
    assert (steps | first_of_case).all(), "the events of a case are not in order of time"


def _times(column: pl.Series) -> Times:
    """Times as microseconds; NEVER where there is none."""
    return column.dt.epoch("us").fill_null(NEVER).to_numpy()


def _responses(scores: pl.DataFrame) -> Responses:
    return Responses(
        case=scores["number"].to_numpy(),
        touchpoint=scores["touchpoint"].to_numpy(),
        time=_times(scores["time"]),
        score=scores["score"].to_numpy(),
    )


def _attributeless(cases: pl.DataFrame, attributes: pl.DataFrame, bindings: Bindings) -> int:
    """How many customers with a case nothing is known of."""
    if not properties_used(bindings.segments):
        return 0
    return cases.select("customer").unique().join(attributes, on="customer", how="anti").height


def _happened(events: pl.DataFrame, cases: pl.DataFrame) -> Happened:
    """The events that are outcomes, those of no case left out."""
    found = attach(events, cases)
    return Happened(
        case=found["number"].to_numpy(),
        code=found["code"].to_numpy(),
        time=_times(found["time"]),
        cents=found["cents"].to_numpy(),
    )


def _known(cases: pl.DataFrame, attributes: pl.DataFrame) -> pl.DataFrame:
    """The customer of each case with the latest value of each attribute; unknown attributes are null."""
    said = (name for name in attributes.columns if name.startswith(("attributes.", "by.")))
    latest = (
        attributes.sort("time", "file_key", "row", nulls_last=False)
        .group_by("customer", maintain_order=True)
        .agg(pl.col(name).drop_nulls().last() for name in said)
    )
    return cases.select("customer").join(latest, on="customer", how="left", maintain_order="left")


def _membership(known: pl.DataFrame, bindings: Bindings) -> npt.NDArray[np.bool_]:
    """[n, number of segments] by what is known of the customer of each case."""
    members = [known.select(condition.expression).to_series().to_numpy() for condition in bindings.segments]
    return np.stack(members, axis=1) if members else np.zeros((len(known), 0), dtype=np.bool_)


def _judged(known: pl.DataFrame, bindings: Bindings) -> npt.NDArray[np.bool_]:
    """[n, number of segments] members, and others of whom everything is known that the segment looks at."""
    judged = [
        known.select(
            condition.expression
            | pl.all_horizontal(
                pl.lit(value=True), *(pl.col(f"attributes.{name}").is_not_null() for name in condition.properties)
            )
        )
        .to_series()
        .to_numpy()
        for condition in bindings.segments
    ]
    return np.stack(judged, axis=1) if judged else np.zeros((len(known), 0), dtype=np.bool_)


def _told(bindings: Bindings, events: pl.DataFrame, known: pl.DataFrame) -> list[pl.Series]:
    """The value of each case, by breakdown."""
    return [
        known[bound.column] if bound.of_customer else first_told(bound, events, len(known))
        for bound in bindings.breakdowns
    ]
