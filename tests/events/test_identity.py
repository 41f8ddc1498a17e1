"""Identity: who is the same person, whatever the order in which we learn it."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tests.events.synthetic import batch, event
from waypost.events.identity import Identities
from waypost.events.lake import Lake
from waypost.events.tables import IDENTITIES

Statement = tuple[str, str, str]


def told(*statements: Statement) -> Identities:
    return Identities.from_rows(rows(statements))


def rows(statements: tuple[Statement, ...] | list[Statement]) -> pl.DataFrame:
    columns = [name for name in IDENTITIES if name in ("customer", "other", "kind")]
    return pl.DataFrame(statements, schema=dict.fromkeys(columns, pl.String), orient="row")


def called(identities: Identities, *names: str | None) -> list[str | None]:
    return identities.canonical(pl.Series("names", names, dtype=pl.String)).to_list()


def test_a_visitor_becomes_the_customer_who_turned_out_to_be_behind_them() -> None:
    identities = told(("ada", "aa-visitor", "same"))
    assert called(identities, "aa-visitor", "ada", "somebody else", None) == ["ada", "ada", "somebody else", None]


def test_a_chain_of_names_is_one_person_called_by_the_first_known_name() -> None:
    identities = told(("zoe", "b", "same"), ("b", "c", "same"), ("c", "a", "same"))
    assert called(identities, "a", "b", "c", "zoe") == ["b"] * 4
    assert identities.names_of("a") == ("a", "b", "c", "zoe")


def test_a_cycle_and_a_name_that_is_itself_do_no_harm() -> None:
    identities = told(("a", "b", "same"), ("b", "c", "same"), ("c", "a", "same"), ("d", "d", "same"))
    assert called(identities, "a", "b", "c", "d") == ["a", "a", "a", "d"]


def test_two_customers_on_one_device_are_one_person_and_that_is_said() -> None:
    identities = told(("ada", "tablet", "same"), ("ben", "tablet", "same"), ("cem", "phone", "same"))
    assert called(identities, "ben") == ["ada"]
    assert identities.joined == 1


def test_customers_of_one_account_stay_different_people() -> None:
    identities = told(("ada", "acme", "account"), ("ben", "acme", "account"), ("ada", "visitor", "same"))
    assert called(identities, "ada", "ben", "visitor") == ["ada", "ben", "ada"]
    assert identities.account_of(pl.Series(["ada", "ben", "cem"])).to_list() == ["acme", "acme", None]


def test_an_account_told_of_the_visitor_is_the_persons() -> None:
    identities = told(("visitor", "acme", "account"), ("ada", "visitor", "same"))
    assert identities.account_of(pl.Series(["ada"])).to_list() == ["acme"]


def test_of_several_accounts_the_first_alphabetically_counts() -> None:
    identities = told(("ada", "zenith", "account"), ("ada", "acme", "account"))
    assert identities.account_of(pl.Series(["ada"])).to_list() == ["acme"]


NAMES = st.sampled_from([f"name-{number}" for number in range(12)])
STATEMENTS = st.lists(st.tuples(NAMES, NAMES, st.sampled_from(["same", "account"])), max_size=20)


@given(statements=STATEMENTS, data=st.data())
def test_order_and_repetition_of_what_we_are_told_change_nothing(
    statements: list[Statement], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(statements + statements[:3]))
    one, other = Identities.from_rows(rows(statements)), Identities.from_rows(rows(shuffled))
    assert_frame_equal(one.names, other.names)
    assert_frame_equal(one.accounts, other.accounts)


@given(statements=STATEMENTS)
def test_persons_are_what_following_the_statements_by_hand_finds(statements: list[Statement]) -> None:
    person = {f"name-{number}": {f"name-{number}"} for number in range(12)}
    for customer, other, kind in statements:
        if kind == "same":
            merged = person[customer] | person[other]
            person.update(dict.fromkeys(merged, merged))
    identities = Identities.from_rows(rows(statements))
    for name, names in person.items():
        assert identities.names_of(name) == tuple(sorted(names))
        assert set(called(identities, *names)) <= names
        assert len(set(called(identities, *names))) == 1


def test_identities_are_read_from_the_lake_and_lose_no_event(tmp_path: Path) -> None:
    lake = Lake.at(tmp_path)
    said = {"customer": "ada", "other": "visitor", "kind": "same", "file_key": 7, "row": 1}
    lake.append(batch(events=[event("visitor", 0), event("ada", 1)], identities=[said]))
    identities = Identities.from_lake(lake)
    events = lake.scan("events").collect()
    assert identities.canonical(events["customer"]).to_list() == ["ada", "ada"]


def test_an_empty_lake_knows_nobody(tmp_path: Path) -> None:
    identities = Identities.from_lake(Lake.at(tmp_path))
    assert called(identities, "ada") == ["ada"]
    assert identities.accounts.is_empty()
