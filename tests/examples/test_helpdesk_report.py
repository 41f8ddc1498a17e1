"""A help desk's report says what a plain look into the XML finds."""

from __future__ import annotations

import gzip
from datetime import datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.examples.reporting import WITHIN, Written, are_a_page_a_poster_and_figures, covered, report

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("helpdesk")]
"""One report for all tests here."""

Ticket = list[tuple[str, datetime]]
SOLVED = {"Resolve ticket", "RESOLVED", "VERIFIED"}
CLOSED = {"Closed", "INVALID", "DUPLICATE"}


@pytest.fixture(scope="module")
def written(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Written:
    return report("helpdesk", real_data / "xes", tmp_path_factory.mktemp("helpdesk"))


@pytest.fixture(scope="module")
def tickets(real_data: Path) -> list[Ticket]:
    """What happened to each ticket, and when."""
    with gzip.open(real_data / "xes" / "Helpdesk.xes.gz") as file:
        log = ElementTree.parse(file).getroot()

    def said(event: ElementTree.Element, key: str) -> str:
        return next(child.attrib["value"] for child in event if child.attrib["key"] == key)

    def happened(event: ElementTree.Element) -> tuple[str, datetime]:
        return said(event, "concept:name"), datetime.fromisoformat(said(event, "time:timestamp"))

    return [[happened(event) for event in trace.iter("event")] for trace in log.iter("trace")]


def _with(tickets: list[Ticket], events: set[str], times: int = 1) -> int:
    """To how many tickets these events happened so often."""
    return sum(sum(event in events for event, _ in ticket) >= times for ticket in tickets)


def test_page_poster_and_figures_are_written(written: Written) -> None:
    assert are_a_page_a_poster_and_figures(written.folder)


def test_every_event_of_the_log_is_counted(written: Written, tickets: list[Ticket]) -> None:
    events = sum(map(len, tickets))
    assert f"{events:,} rows → {events:,} events" in written.out
    assert written.measures["coverage"]["events"] == covered(written) == written.everyone["events"] == events


def test_every_ticket_is_a_case(written: Written, tickets: list[Ticket]) -> None:
    assert written.everyone["cases"] == len(tickets)


def test_tickets_are_complete_when_they_are_closed(written: Written, tickets: list[Ticket]) -> None:
    assert written.everyone["completed"]["value"] == pytest.approx(_with(tickets, CLOSED) / len(tickets))
    times = sorted(
        min(time for event, time in ticket if event in CLOSED) - min(time for _, time in ticket)
        for ticket in tickets
        if any(event in CLOSED for event, _ in ticket)
    )
    median = times[(len(times) - 1) // 2] / timedelta(microseconds=1)
    assert written.everyone["duration"]["n"] == len(times)
    assert written.everyone["duration"]["median"] == pytest.approx(median, rel=WITHIN)


def test_tickets_solved_and_handed_on_more_than_once(written: Written, tickets: list[Ticket]) -> None:
    again = written.signal("solution", "solved-twice")
    assert (again["cases"], again["share"]["n"]) == (_with(tickets, SOLVED, 2), _with(tickets, SOLVED))
    on = written.signal("agent", "handed-over")
    charge = {"Take in charge ticket"}
    assert (on["cases"], on["share"]["n"]) == (_with(tickets, charge, 2), _with(tickets, charge))
