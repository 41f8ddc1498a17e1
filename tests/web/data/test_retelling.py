"""What was said of a file's columns is read back from its table, so that saying it again changes nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.web.data.shop import shop_csv
from waypost.journey.source import PropertyType, Table
from waypost.web.data.declaring import Said, Told, table_of
from waypost.web.data.looking import Column, Look, look_into
from waypost.web.data.retelling import corrected
from waypost.web.data.roles import Role, suggest
from waypost.web.data.way import Way, stages
from waypost.web.data.zones import found, zones

WIDE = "order_id,customer_id,ordered_at,delivered_at,promised,city\n" + "".join(
    f"o{number},k{number},2026-01-{number:02d} 10:00,2026-02-{number:02d},2026-02-20,Ulm\n" for number in range(1, 25)
)


def said_again(look: Look, table: Table) -> Table:
    """The table that the page's form would make of it, sent as it stands."""
    columns = tuple(
        Said(one.column.name, one.role, one.name, one.column.type, one.column.time_format, one.end_of_day)
        for one in corrected(suggest(look), table)
    )
    answers = table.responses
    told = Told(table.id, table.zone or "UTC", columns, table.event_name or "")
    if answers is not None:
        told = replace(told, low=answers.low, high=answers.high, about=answers.about or "")
    return table_of(told, look, table.files or "", table.id)


@pytest.mark.parametrize(("name", "content"), [("shop.csv", shop_csv(30)), ("orders.csv", WIDE.encode())])
def test_saying_it_again_as_it_was_changes_nothing(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    look = look_into(tmp_path, tmp_path / name)
    seems = suggest(look)
    first = tuple(Said(one.column.name, one.role, one.name, one.column.type, one.column.time_format) for one in seems)
    others = tuple(
        replace(one, name="place", role=Role.ATTRIBUTE) if one.column in ("region", "city")
        else replace(one, end_of_day=True) if one.column == "promised"
        else one
        for one in first
    )  # fmt: skip
    for columns in (first, others):
        table = table_of(Told("Shop", "Europe/Rome", columns), look, "shop/*", "shop")
        assert said_again(look, table) == table


def test_a_column_that_was_left_out_stays_left_out(tmp_path: Path) -> None:
    (tmp_path / "shop.csv").write_bytes(shop_csv(30))
    look = look_into(tmp_path, tmp_path / "shop.csv")
    table = Table(id="shop", files="shop/*", customer="customer", time="happened at", event="event")
    roles = {one.column.name: one.role for one in corrected(suggest(look), table)}
    assert roles == {
        "customer": Role.CUSTOMER,
        "order_id": Role.NOTHING,
        "event": Role.EVENT,
        "happened at": Role.TIME,
        "region": Role.NOTHING,
        "rating": Role.NOTHING,
    }


def time_column(name: str, *, zoned: bool) -> Column:
    return Column(name, PropertyType.TIME, 1.0, 5, (), zoned=zoned)


def test_what_is_found_of_zones_is_said_in_words() -> None:
    bare, own = time_column("at", zoned=False), time_column("sent", zoned=True)
    assert found([bare], "Europe/Paris") == "The times say no zone: they are read as Europe/Paris."
    assert found([own], "Europe/Paris").startswith("The times say themselves")
    assert "“at” say no zone" in found([bare, own], "America/New_York")
    assert "America/New York" in found([bare, own], "America/New_York")
    assert found([], "UTC") == ""


@pytest.mark.parametrize(
    ("written", "zoned"),
    [
        ("2026-01-01T10:00:00Z", True),
        ("2026-01-01 10:00:00+01:00", True),
        ("2026-01-01 10:00", False),
        ("2026-01-01", False),
        ("01.02.2026 10:00", False),
    ],
)
def test_whether_times_say_their_zone_is_found_out(tmp_path: Path, written: str, zoned: bool) -> None:
    (tmp_path / "a.csv").write_text("who,at\n" + "".join(f"{number},{written}\n" for number in range(20)))
    column = look_into(tmp_path, tmp_path / "a.csv").column("at")
    assert column is not None
    assert column.type is PropertyType.TIME
    assert column.zoned is zoned


def test_the_workspaces_zone_comes_first() -> None:
    offered = [zone for zone, _ in zones("Europe/Rome", "Asia/Tokyo")]
    assert offered[:3] == ["Europe/Rome", "Asia/Tokyo", "UTC"]
    assert len(set(offered)) == len(offered)


def test_the_way_leads_back() -> None:
    way = Way(("a.csv", "b.csv")).taken("a.csv", "a", "order")
    assert way == Way(("b.csv",), ("a",), "order")
    assert way.columns("acme", "b.csv").endswith("?start=1&also=b.csv&table=a&case=order")
    assert way.proposal("acme").endswith("?of=uploads%2Fa&case=order")
    assert [(one.here, bool(one.address)) for one in stages("acme", 3, "/there")] == [
        (False, True), (False, True), (True, False), (False, False),
    ]  # fmt: skip
