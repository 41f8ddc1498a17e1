"""Gathering: from one bucket of the lake, what a journey's trails need of it, for each partition apart.

A partition holds the people whose name (or account's name) falls in its bucket. Most of what it needs lies in the
bucket of the same number; what people did under other names lies in the buckets of those.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

import polars as pl

from waypost.events.bindings import Bindings
from waypost.events.breakdowns import told
from waypost.events.coverage import Sightings
from waypost.events.hashing import bucket_of, customer_hash
from waypost.events.identity import Identities
from waypost.events.outcomes import ONCE, hundredths
from waypost.events.predicate import Scope, decode, properties_used
from waypost.events.tables import TIME, Schema
from waypost.journey.source import PropertyType

_OUTCOMES: Schema = {"customer": pl.String, "case": pl.String, "time": TIME, "code": pl.Int16, "cents": pl.Int64}
_MOST_MONEY = 1e13
"""An amount beyond it is no money; its hundredths, and the sums of very many, still fit 64 bits."""
_FOLLOWED = {"name": pl.String, "followed": pl.String, "home": pl.Int32, "partition": pl.Int32}


@dataclass(frozen=True)
class Followed:
    """Whose trail each name's doings belong to: a person's, or with accounts an account's."""

    names: pl.DataFrame
    """The names that are followed under another one: name, followed, home (the name's own bucket), partition."""

    @classmethod
    def by(cls, identities: Identities, buckets: int, *, accounts: bool) -> Followed:
        """Everybody's names lead to the person, or to the person's account where there is one."""
        names = identities.names.select("name", "canonical")
        if accounts:
            owners = identities.accounts.select(canonical="customer", account="account")
            alone = owners.select(name="canonical", canonical="canonical").join(names, on="name", how="anti")
            names = pl.concat([names, alone]).join(owners, on="canonical", how="left")
            names = names.with_columns(canonical=pl.coalesce("account", "canonical"))
        moved = names.filter(pl.col("name") != pl.col("canonical")).select("name", followed="canonical").sort("name")
        if moved.is_empty():
            return cls.nobody()
        return cls(
            moved.with_columns(
                bucket_of(moved["name"], buckets).alias("home"),
                bucket_of(moved["followed"], buckets).alias("partition"),
            )
        )

    @classmethod
    def nobody(cls) -> Followed:
        """Everybody has one name."""
        return cls(pl.DataFrame(schema=_FOLLOWED))

    @classmethod
    def here(cls, names: pl.DataFrame) -> Followed:
        """By `name` and `followed`, where there is one bucket and one partition, both called 0."""
        return cls(names.with_columns(home=pl.lit(0, dtype=pl.Int32), partition=pl.lit(0, dtype=pl.Int32)))

    def sources(self, partition: int) -> frozenset[int]:
        """The buckets in which something of this partition's people may lie."""
        elsewhere = self.names.filter(pl.col("partition") == partition)["home"].unique()
        return frozenset([partition, *elsewhere.to_list()])

    def fingerprint(self, partition: int) -> str:
        """Changes when it changes who is in this partition, or under which names."""
        touching = self.names.filter((pl.col("home") == partition) | (pl.col("partition") == partition))
        digest = blake2b(digest_size=16)
        for column in ("name", "followed"):
            digest.update(customer_hash(touching[column]).tobytes())
        return digest.hexdigest()

    def resolve(self, rows: pl.DataFrame, bucket: int) -> pl.DataFrame:
        """Rows of a bucket with `customer` as followed and a column `partition`."""
        names = self.names.filter(pl.col("home") == bucket).select(
            customer="name", followed="followed", partition="partition"
        )
        if names.is_empty():
            return rows.with_columns(partition=pl.lit(bucket, dtype=pl.Int32))
        found = rows.join(names, on="customer", how="left")
        return found.with_columns(
            customer=pl.coalesce("followed", "customer"), partition=pl.col("partition").fill_null(bucket)
        ).drop("followed")


@dataclass(frozen=True)
class Gathered:
    """What trails need of some rows, before it is put in order.

    `events`: customer (as followed), case, time, position, file_key, row, code, `when.<signal code>` booleans,
    `due.<property>` times and `by.<property>` texts. `responses`: customer, case, time, file_key, row, touchpoint and
    score codes, score. `attributes`: customer, time, file_key, row, the `attributes.<name>` that segments look at and
    the `by.<name>` texts of breakdowns. `outcomes`: customer, case (null where the event has none), time, code, cents
    of the events that are outcomes.
    """

    events: pl.DataFrame
    responses: pl.DataFrame
    attributes: pl.DataFrame
    outcomes: pl.DataFrame

    def of(self, partition: int) -> Gathered:
        """The part of one partition; a column `partition` tells them apart."""
        return Gathered(*(frame.filter(pl.col("partition") == partition).drop("partition") for frame in self.frames()))

    def frames(self) -> tuple[pl.DataFrame, ...]:
        """Events, responses, attributes, outcomes."""
        return self.events, self.responses, self.attributes, self.outcomes


class Pending:
    """Partitions that wait for what other buckets have for them; meanwhile their parts lie in a folder."""

    def __init__(self, folder: Path, sources: Mapping[int, Iterable[int]]) -> None:
        self.folder = folder
        self.waiting = {partition: set(buckets) for partition, buckets in sources.items()}

    def buckets(self) -> list[int]:
        """The buckets that anybody waits for."""
        return sorted(set().union(*self.waiting.values()))

    def add(self, bucket: int, gathered: Gathered) -> Iterator[tuple[int, Gathered]]:
        """Hand out what a bucket has; yields each partition that is now complete, with all its parts."""
        for partition, awaited in self.waiting.items():
            if bucket not in awaited:
                continue
            awaited.remove(bucket)
            part = gathered.of(partition)
            if awaited:
                self._put_aside(partition, bucket, part)
            else:
                yield partition, self._whole(partition, part)

    def _put_aside(self, partition: int, bucket: int, part: Gathered) -> None:
        for kind, frame in enumerate(part.frames()):
            if len(frame):
                frame.write_ipc(self.folder / f"{partition}-{kind}-{bucket}.arrow")

    def _whole(self, partition: int, last: Gathered) -> Gathered:
        wholes = []
        for kind, frame in enumerate(last.frames()):
            parts = sorted(self.folder.glob(f"{partition}-{kind}-*.arrow"))
            wholes.append(pl.concat([*(pl.read_ipc(part) for part in parts), frame]))
            for part in parts:
                part.unlink()
        return Gathered(*wholes)


def gather(
    tables: Mapping[str, pl.LazyFrame], bucket: int, followed: Followed, bindings: Bindings, as_of: datetime
) -> tuple[Gathered, Sightings]:
    """Read one bucket of the lake's tables events, responses and customers, as known at `as_of`."""
    coded = code_events(tables["events"], bindings, as_of)
    touches, sightings = gather_events(coded, bindings)
    scored = tables["responses"].filter(pl.col("score").is_finite()).collect()
    known = scored.filter(pl.col("time") <= as_of)
    responses = gather_responses(known, bindings)
    sightings = replace(sightings, later=len(scored) - len(known), untaken=_untaken(known, responses))
    attributes = gather_attributes(tables["customers"], bindings, as_of)
    parts = (touches, responses, attributes, gather_outcomes(coded, bindings))
    return Gathered(*(followed.resolve(frame, bucket) for frame in parts)), sightings


def code_events(events: pl.LazyFrame, bindings: Bindings, as_of: datetime) -> pl.DataFrame:
    """All events with the touchpoint code each one is (or null), how many fit, and which outcomes happen at it."""
    deciding = _deciding(bindings)
    columns = ["customer", "time", "position", "event", "source", "file_key", "row"]
    if deciding or _telling(bindings) or bindings.amounts or bindings.case:
        columns.append("properties")
    seen = decode(events.filter(pl.col("time") <= as_of).select(columns), Scope.EVENT, deciding)
    fits = {code: condition.expression.alias(_fits(code)) for code, condition in bindings.matches.items()}
    happens = (condition.expression.alias(_happens(code)) for code, condition in bindings.happens.items())
    return (
        seen.with_columns(*fits.values(), *happens)
        .with_columns(code=_first(fits), fitting=pl.sum_horizontal(pl.lit(0), *map(_as_number, fits)))
        .drop(map(_fits, fits))
        .collect()
    )


def gather_events(coded: pl.DataFrame, bindings: Bindings) -> tuple[pl.DataFrame, Sightings]:
    """Of coded events those that are touchpoints and have a case, and what was seen on the way."""
    deciding = _deciding(bindings)
    missing = {name: kind for name, kind in _telling(bindings).items() if name not in deciding}
    by = bindings.told_by_events
    touches = decode(coded.filter(pl.col("code").is_not_null()), Scope.EVENT, missing)
    touches = touches.select(
        "customer",
        _case(bindings),
        "time",
        "position",
        "file_key",
        "row",
        "code",
        *(condition.expression.alias(f"when.{place}") for place, condition in bindings.when.items()),
        *(pl.col(f"properties.{name}").alias(f"due.{name}") for name in bindings.deadlines),
        *(told(pl.col(f"properties.{name}"), kind).alias(f"by.{name}") for name, kind in by.items()),
    )
    cased = touches.filter(pl.col("case").is_not_null()) if bindings.case else touches
    return cased, Sightings.of(
        coded, caseless=len(touches) - len(cased), touchpoints=len(bindings.codebook.touchpoints)
    )


def gather_outcomes(coded: pl.DataFrame, bindings: Bindings) -> pl.DataFrame:
    """Of coded events those at which an outcome happens, once for each: touchpoints or not, with a case or without."""
    amounts = bindings.amounts
    nothing = pl.DataFrame(schema=_OUTCOMES)
    if not bindings.happens:
        return nothing
    happening = coded.filter(pl.any_horizontal(map(_happens, bindings.happens)))
    deciding = _deciding(bindings)
    read = decode(
        happening,
        Scope.EVENT,
        {name: PropertyType.NUMBER for name in amounts.values() if name not in deciding},
    ).with_columns(_case(bindings))
    found = [
        read.filter(_happens(code)).select(
            "customer",
            "case",
            "time",
            code=pl.lit(code, dtype=pl.Int16),
            amount=pl.col(f"properties.{amounts[code]}") if code in amounts else pl.lit(ONCE / 100),
        )
        for code in bindings.happens
    ]
    told = pl.concat(found).filter(pl.col("amount").abs() < _MOST_MONEY)
    cents = pl.Series("cents", hundredths(told["amount"].to_numpy()))
    return told.drop("amount").with_columns(cents)


def gather_responses(scored: pl.DataFrame, bindings: Bindings) -> pl.DataFrame:
    """Scored responses, once for each touchpoint they speak of."""
    known = decode(scored, Scope.RESPONSE, properties_used(bindings.scores)).with_columns(_case(bindings))
    about = [
        known.filter(condition.expression).with_columns(touchpoint=pl.lit(code, dtype=pl.Int16))
        for code, condition in enumerate(bindings.scores)
    ]
    scales = pl.DataFrame(bindings.scales, schema={"low": pl.Float64, "high": pl.Float64}, orient="row")
    spoken = pl.concat(about or [known.with_columns(touchpoint=pl.lit(0, dtype=pl.Int16)).clear()])
    code = bindings.score_code(pl.col("touchpoint"), pl.col("scale"))
    return (
        spoken.join(scales.with_row_index("scale"), on=["low", "high"])
        .with_columns(scale=pl.col("scale").cast(pl.Int16))
        .select("customer", "case", "time", "file_key", "row", "touchpoint", "score", code.alias("code"))
    )


def _untaken(scored: pl.DataFrame, spoken: pl.DataFrame) -> tuple[tuple[str, str, int], ...]:
    """(source, touchpoint as named or "", count) of the responses that speak of no touchpoint."""
    missed = scored.join(spoken, on=["file_key", "row"], how="anti")
    named = missed.group_by("source", pl.col("touchpoint").fill_null("")).len().sort("source", "touchpoint")
    return tuple(named.iter_rows())


def gather_attributes(customers: pl.LazyFrame, bindings: Bindings, as_of: datetime) -> pl.DataFrame:
    """What the customers' attributes were said to be, of those that segments and breakdowns look at."""
    judging, telling = properties_used(bindings.segments), bindings.told_by_customers
    used = {**telling, **judging}
    known = customers.filter(pl.col("time").is_null() | (pl.col("time") <= as_of)) if used else customers.limit(0)
    said = decode(known, Scope.CUSTOMER, used).select(
        "customer",
        "time",
        "file_key",
        "row",
        *(f"attributes.{name}" for name in judging),
        *(told(pl.col(f"attributes.{name}"), kind).alias(f"by.{name}") for name, kind in telling.items()),
    )
    return said.collect()


def _deciding(bindings: Bindings) -> dict[str, PropertyType]:
    """The properties that say what an event is: every event's are read."""
    return properties_used([*bindings.matches.values(), *bindings.happens.values()])


def _telling(bindings: Bindings) -> dict[str, PropertyType]:
    """The properties that say more of a touchpoint: only those of touchpoints are read."""
    return {
        **properties_used(bindings.when.values()),
        **dict.fromkeys(bindings.deadlines, PropertyType.TIME),
        **bindings.told_by_events,
    }


def _happens(code: int) -> str:
    """The column that says whether an outcome happens at an event."""
    return f"happens.{code}"


def _fits(code: int) -> str:
    """The column that says whether a touchpoint fits an event."""
    return f"fits.{code}"


def _as_number(code: int) -> pl.Expr:
    return pl.col(_fits(code)).cast(pl.Int32)


def _first(codes: Iterable[int]) -> pl.Expr:
    """The first touchpoint in reading order that fits, or null."""
    fitting = (pl.when(_fits(code)).then(pl.lit(code, dtype=pl.Int16)) for code in codes)
    return pl.coalesce(*fitting, pl.lit(None, dtype=pl.Int16))


def _case(bindings: Bindings) -> pl.Expr:
    """The case property as text; null without one."""
    if bindings.case is None:
        return pl.lit(None, dtype=pl.String).alias("case")
    return pl.col("properties").str.json_path_match(f"$.{bindings.case}").alias("case")
