"""Whose trail each name's doings belong to, and how partitions wait for what lies in other buckets."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from waypost.events.gathering import Followed, Gathered, Pending
from waypost.events.hashing import bucket_of
from waypost.events.identity import Identities

BUCKETS = 4
KNOWN = ("ann", "bob", "eve")

statements = st.lists(
    st.tuples(st.sampled_from(KNOWN), st.sampled_from([f"v{number}" for number in range(6)]), st.just("same"))
    | st.tuples(st.sampled_from(KNOWN), st.sampled_from(["acme", "globe"]), st.just("account")),
    max_size=8,
)
Statement = tuple[str, str, str]


def identities(stated: list[Statement]) -> Identities:
    schema = {"customer": pl.String, "other": pl.String, "kind": pl.String}
    return Identities.from_rows(pl.DataFrame(stated, schema=schema, orient="row"))


def home(name: str) -> int:
    return int(bucket_of(pl.Series([name]), BUCKETS).item())


@given(statements, st.booleans())
def test_every_name_is_followed_as_its_person_or_their_account(stated: list[Statement], accounts: bool) -> None:
    people = identities(stated)
    followed = Followed.by(people, BUCKETS, accounts=accounts)
    names = [*KNOWN, *(f"v{number}" for number in range(6))]
    for bucket in range(BUCKETS):
        own = [name for name in names if home(name) == bucket]
        rows = pl.DataFrame({"customer": own, "name": own}, schema={"customer": pl.String, "name": pl.String})
        for who, name, partition in followed.resolve(rows, bucket).iter_rows():
            person = people.canonical(pl.Series([name]))
            wanted = (people.account_of(person).item() if accounts else None) or person.item()
            assert (who, partition) == (wanted, home(wanted))
            assert bucket in followed.sources(partition)


@given(statements, statements)
def test_a_fingerprint_changes_exactly_when_its_partition_does(
    before: list[Statement], further: list[Statement]
) -> None:
    one, other = (Followed.by(identities(stated), BUCKETS, accounts=False) for stated in (before, before + further))
    for partition in range(BUCKETS):
        touching = (pl.col("home") == partition) | (pl.col("partition") == partition)
        same = one.names.filter(touching).equals(other.names.filter(touching))
        assert (one.fingerprint(partition) == other.fingerprint(partition)) == same


def part(place: int, partitions: list[int]) -> Gathered:
    frame = pl.DataFrame(
        {"place": [place] * len(partitions), "partition": partitions}, schema_overrides={"place": pl.Int64}
    )
    return Gathered(frame, frame.clear(), frame, frame.clear())


def test_a_partition_is_handed_out_once_all_its_parts_are_there(tmp_path: Path) -> None:
    pending = Pending(tmp_path, {0: {0}, 1: {0, 1, 2}, 2: {2}})
    assert pending.buckets() == [0, 1, 2]
    complete = {
        bucket: {number: whole.events["place"].to_list() for number, whole in pending.add(bucket, part(bucket, rows))}
        for bucket, rows in {0: [0, 1, 1], 1: [], 2: [1]}.items()
    }
    assert complete == {0: {0: [0]}, 1: {}, 2: {1: [0, 0, 2], 2: []}}
    assert list(tmp_path.iterdir()) == [], "what was put aside is gone once it is handed out"
