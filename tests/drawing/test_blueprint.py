"""The blueprint's lanes and lines, and tollgates with their content."""

from __future__ import annotations

from typing import Any

import pytest

from tests.drawing.test_lanes import items, lanes, one_step
from waypost.drawing.page import map_page
from waypost.drawing.part import departments, part_of
from waypost.drawing.sheet import Act, Gate, Group, Piece
from waypost.journey.journey import Channel

WHOLE: dict[str, Any] = {
    slot: [{"id": slot, "text": slot.upper(), "department": f"Dept {slot}", "system": "SAP"}]
    for slot in ("downstream", "upstream", "support", "backstage", "onstage", "physical")
}


def test_lanes_and_lines_stand_in_the_order_of_a_service_blueprint() -> None:
    found = [lane for lane in lanes(one_step(**WHOLE)).values() if lane.group is Group.BLUEPRINT]
    assert [(lane.id, lane.borders) for lane in found] == [
        ("physical", ()),
        ("onstage", ("line of interaction",)),
        ("backstage", ("line of visibility",)),
        ("support", ("line of internal interaction",)),
        ("upstream", ()),
        ("downstream", ()),
    ]
    assert items(found[1]) == [Act("ONSTAGE", "Dept onstage · SAP")]


@pytest.mark.parametrize(
    ("slots", "lines"),
    [
        (("physical", "upstream"), []),
        (("onstage",), ["line of interaction"]),
        (("onstage", "support"), ["line of interaction", "line of visibility", "line of internal interaction"]),
    ],
)
def test_a_line_is_drawn_while_anything_lies_below_it(slots: tuple[str, ...], lines: list[str]) -> None:
    found = lanes(one_step(**{slot: WHOLE[slot] for slot in slots})).values()
    assert tuple(lane.id for lane in found) == slots
    assert [line for lane in found for line in lane.borders] == lines


def test_the_page_offers_the_blueprint_only_where_there_is_one() -> None:
    assert "6 activities" in map_page(one_step(**WHOLE), {})
    assert 'class="unfold"' not in map_page(one_step(needs=["Peace"]), {})


def test_who_works_behind_the_scenes_has_a_part_in_it() -> None:
    living = one_step(**WHOLE)
    assert "Dept backstage" in departments(living.journey)
    assert part_of(living, "dept support").journey.steps() == living.journey.steps()


def test_a_tollgate_says_who_settles_it_how_and_with_what() -> None:
    contents = [
        {"id": "c1", "name": "Prices", "channel": "web", "source": "Product"},
        {"id": "c2", "name": "A way out", "missing": True},
    ]
    gate = {"id": "g", "settles": "The price", "role": "technical-buyer", "how": "By comparing", "contents": contents}
    living = one_step(tollgates=[gate])
    pieces = (Piece("Prices", Channel.WEB, "Product", False), Piece("A way out", Channel.OTHER, "", True))
    assert items(lanes(living)["tollgates"]) == [Gate("The price", "technical buyer", "By comparing", pieces)]
    page = map_page(living, {})
    assert "settled by the technical buyer" in page
    assert page.count("<small>missing</small>") == 1
