"""Whatever people hand in: a message with its place and a remedy, exit code 2, and nothing half-written."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.conftest import CLICKS, JOURNEY, SOURCE, Run

XES_TABLE = """\
kind: source
id: shop
name: Shop
zone: UTC
tables:
  - {id: log, files: log.xes, customer: "case:concept:name", time: "time:timestamp", event: "concept:name"}
"""
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE log [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + ']><log><trace><string key="concept:name" value="&j;"/></trace></log>'
)


@dataclass(frozen=True)
class Malformed:
    """One file put in place of a good one, and what the message has to say."""

    file: str
    content: bytes
    place: str
    says: str
    source: str = SOURCE


def journey(old: str, new: str) -> bytes:
    assert old in JOURNEY
    return JOURNEY.replace(old, new).encode()


MATCH = "match: event = 'paid'"
CASES = {
    "broken YAML": Malformed("journeys/buying.yaml", b"kind: journey\nname: [unclosed\n", "buying.yaml:", ""),
    "not UTF-8": Malformed(
        "journeys/buying.yaml", JOURNEY.replace("bike", "v\xe9lo").encode("latin-1"), ":2:", "UTF-8"
    ),
    "unknown field": Malformed("journeys/buying.yaml", journey("trigger:", "triger:"), ":3:1", "'trigger'"),
    "duplicate id": Malformed("journeys/buying.yaml", journey("id: till", "id: site"), "buying.yaml:", "already used"),
    "nested in a circle": Malformed(
        "journeys/buying.yaml",
        journey("name: I pay\n", "name: I pay\n        opens: buying\n"),
        "buying.yaml:",
        "buying",
    ),
    "ten megabytes in one value": Malformed(
        "journeys/buying.yaml", journey("So many bikes.", "x" * 10_000_000), "buying.yaml", ""
    ),
    "a reference to nothing": Malformed(
        "journeys/buying.yaml", journey("trigger:", "personas: [nobody]\ntrigger:"), "buying.yaml:3", "nobody"
    ),
    "a file as a table": Malformed(
        "journeys/buying.yaml",
        journey(MATCH, "match: \"event IN (SELECT * FROM read_csv('/etc/passwd'))\""),
        "till",
        "",
    ),
    "a function": Malformed("journeys/buying.yaml", journey(MATCH, "match: \"lower(event) = 'paid'\""), "till", ""),
    "no condition": Malformed("journeys/buying.yaml", journey(MATCH, "match: event"), "till", ""),
    "ragged CSV": Malformed("data/clicks.csv", b"who,at,what\na,b\nc,d,e,f\n", "clicks.csv", "ragged"),
    "impossible dates": Malformed(
        "data/clicks.csv", b"who,at,what\nanna,2026-02-30 10:00,paid\n", "row 1, column at", "no time that ever was"
    ),
    "ten megabytes in a cell": Malformed(
        "data/clicks.csv", b"who,at,what\nanna,2026-02-03 10:00," + b"x" * 10_000_000 + b"\n", "row 1", "too long"
    ),
    "wrong encoding": Malformed(
        "data/clicks.csv", "who,at,what\nJosé,2026-02-03 10:00,paid\n".encode("latin-1"), "clicks.csv:2", "encoding"
    ),
    "a column is missing": Malformed("data/clicks.csv", b"whom,at,what\na,2026-02-03,paid\n", "clicks.csv", "'whom'"),
    "billion laughs": Malformed("data/log.xes", BOMB.encode(), "log.xes", "", XES_TABLE),
    "broken XML": Malformed("data/log.xes", b"<log><trace></log>", "log.xes:1", "", XES_TABLE),
    "broken gzip": Malformed(
        "data/clicks.csv.gz",
        gzip.compress(CLICKS.encode())[:-20],
        "clicks.csv.gz",
        "",
        SOURCE.replace("*.csv", "*.csv.gz"),
    ),
    "no file": Malformed("data/other.csv", b"", "clicks-*.csv", "", SOURCE.replace("clicks*", "clicks-*")),
}


@pytest.mark.parametrize("name", CASES)
def test_it_is_said_where_and_what_to_do_and_nothing_is_half_written(waypost: Run, workspace: Path, name: str) -> None:
    case = CASES[name]
    (workspace / "sources" / "shop.yaml").write_text(case.source)
    (workspace / case.file).write_bytes(case.content)
    out = workspace.parent / "report"
    ran = waypost("report", workspace, "--out", out)
    assert ran.code == 2, ran.out + ran.err
    assert "Traceback" not in ran.err
    assert case.place in ran.err, ran.err
    assert case.says in ran.err, ran.err
    assert len(ran.err) < 6000
    assert not out.exists()
    assert not list((workspace / ".waypost").rglob("part-*")), "rows were kept of a file that was refused"


@pytest.mark.parametrize(
    "arguments",
    [
        ("report",),
        ("report", "--journey", "x"),
        ("measure", "--as-of", "tomorrow"),
        ("convert", "nothing.yaml", "x.csv"),
        ("diff", "a.yaml", "b.yaml"),
        ("draw", "--paper", "A9"),
        ("demo", "--no-open", "--seed", "-1"),
        ("explode",),
    ],
)
def test_wrong_usage_ends_with_two_and_a_hint(
    waypost: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = waypost(*arguments)
    assert ran.code == 2
    assert ran.err
    assert "Traceback" not in ran.err
    assert list(tmp_path.iterdir()) == []


def test_what_the_system_refuses_is_told_as_well(waypost: Run, workspace: Path) -> None:
    in_the_way = workspace / "waypost.yaml"
    ran = waypost("ingest", workspace, "--state", in_the_way)
    assert (ran.code, ran.out) == (2, "")
    assert f"{in_the_way}" in ran.err
    assert "not a directory" in ran.err


def test_a_zone_nobody_knows_is_refused(waypost: Run, workspace: Path) -> None:
    (workspace / "waypost.yaml").write_text("kind: workspace\nname: Bikes\nzone: Europe/Berlim\n")
    ran = waypost("measure", workspace)
    assert ran.code == 2
    assert "Did you mean Europe/Berlin" in ran.err
