"""XES logs are read by a parser that fetches, expands and repairs nothing."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.events.files_made import made
from waypost.errors import InputError
from waypost.events import files, xes
from waypost.journey.source import FileFormat

WANTED = ["case:concept:name", "concept:name", "time:timestamp"]


def read(folder: Path, content: str, encoding: str = "utf-8") -> list[tuple[object, ...]]:
    file = made(folder, content.encode(encoding), FileFormat.XES)
    return [row for piece in xes.pieces(file, WANTED) for row in piece.frame.rows()]


def event(name: str, more: str = "") -> str:
    return f'<event><string key="concept:name" value="{name}"/>{more}</event>'


LOG = f"""<?xml version="1.0"?>
<!-- exported -->
<log xmlns="http://www.xes-standard.org/">
  <global scope="event"><string key="concept:name" value="nothing"/></global>
  <string key="concept:name" value="the log"/>
  <trace>
    <string key="concept:name" value="case 1"/>
    {event("asks", '<date key="time:timestamp" value="2018-08-01T03:00:00Z"/>')}
    {event("own", '<string key="case:concept:name" value="case 7"/><list key="time:timestamp"><values/></list>')}
    {event("nested", '<string key="x" value="1"><date key="time:timestamp" value="2018"/></string>')}
  </trace>
  {event("alone")}
  <trace>{event("early")}<string key="concept:name" value="late"/></trace>
</log>"""
EVENTS = [
    (0, "case 1", "asks", "2018-08-01T03:00:00Z"),
    (1, "case 7", "own", None),
    (2, "case 1", "nested", None),
    (3, None, "alone", None),
    (4, "late", "early", None),
]


def test_attributes_of_traces_and_events_are_columns(tmp_path: Path) -> None:
    assert read(tmp_path, LOG) == EVENTS
    assert read(tmp_path, LOG.replace(' xmlns="http://www.xes-standard.org/"', "")) == EVENTS
    assert read(tmp_path, LOG.replace("?>", ' encoding="utf-16"?>', 1), "utf-16") == EVENTS
    names = xes.columns(made(tmp_path, LOG.encode(), FileFormat.XES)).names
    assert set(names) == {*WANTED, "x"}


def test_where_the_pieces_are_cut_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xes, "PIECE", 2)
    monkeypatch.setattr(files, "CHUNK", 10)
    assert read(tmp_path, LOG) == EVENTS


def laughing(body: str) -> str:
    entities = "".join(f'<!ENTITY e{level} "{f"&e{level - 1};" * 10}">' for level in range(1, 12))
    return f'<!DOCTYPE log [<!ENTITY e0 "ha">{entities}]>{body}'


@pytest.mark.parametrize(
    "content",
    [
        laughing(f"<log><trace>{event('&e11;')}</trace></log>"),
        laughing("<log>&e11;</log>"),
        laughing('<log name="&e11;"/>'),
        laughing(f"<log><trace>{event('fine')}</trace></log>"),
        '<!DOCTYPE log SYSTEM "http://127.0.0.1:9/log.dtd"><log/>',
        '<!DOCTYPE log [<!ENTITY x SYSTEM "file:///etc/passwd">]><log><string key="a" value="&x;"/></log>',
        '<!DOCTYPE log [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]><log/>',
    ],
)
def test_document_types_and_entities_are_refused_at_once(tmp_path: Path, content: str) -> None:
    began = time.perf_counter()
    with pytest.raises(InputError) as refused:
        read(tmp_path, content)
    assert time.perf_counter() - began < 1
    assert "root:" not in str(refused.value)
    assert refused.value.problems[0].remedy


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("<log>\n<trace>\n<event>\n</trace>\n</log>", 4),
        ("<log>\n<trace>", 2),
        ("concept:name\n", 1),
        ("<html/>", 1),
        ("<a><log/></a>", 1),
        ("<log>" + "<a>" * 10_000, 1),
    ],
)
def test_malformed_xml_is_said_with_its_line(tmp_path: Path, content: str, line: int) -> None:
    with pytest.raises(InputError) as refused:
        read(tmp_path, content)
    (problem,) = refused.value.problems
    assert (problem.file, problem.line) == ("file.xes", line)


def test_an_empty_file_is_no_log(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no XML"):
        read(tmp_path, "")
    assert read(tmp_path, "<log/>") == []


def test_a_value_of_twenty_megabytes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no XML"):
        read(tmp_path, f"<log><trace>{event('x' * 20_000_000)}</trace></log>")


def test_real_logs(real_data: Path) -> None:
    def count(name: str) -> tuple[int, int]:
        path = real_data / "xes" / name
        pieces = list(xes.pieces(files.DataFile(name, path, FileFormat.XES, ",", "utf-8"), WANTED))
        cases = {case for piece in pieces for case in piece.frame["case:concept:name"]}
        return sum(piece.rows for piece in pieces), len(cases)

    assert count("Helpdesk.xes.gz") == (21_348, 4_580)
    assert count("BPI_Challenge_2012_A.xes.gz") == (60_849, 13_087)
