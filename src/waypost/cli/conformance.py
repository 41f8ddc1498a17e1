"""`waypost conformance`: how far customers keep to the designed journey, and who is off track."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Group
from rich.table import Table

from waypost.cli.answering import answer, study_of
from waypost.cli.arguments import AsOf, Csv, Data, Folder, JourneyId, Json, State

if TYPE_CHECKING:
    from waypost.analysis.conformance.conformance import Conformance
    from waypost.analysis.conformance.deviations import Move
    from waypost.analysis.conformance.off_track import OffTrack, OffTrackCases
    from waypost.analysis.conformance.worst_cases import WorstCases


def conformance(
    folder: Folder = Path(),
    journey: JourneyId = None,
    data: Data = None,
    state: State = None,
    as_of: AsOf = None,
    worst: Annotated[
        int | None,
        typer.Option(help="List so many cases, by name, that are furthest from the design.", min=1),
    ] = None,
    off_track: Annotated[
        bool,
        typer.Option("--off-track", help="Ask who has not arrived: who is under way, who is off track so far."),
    ] = False,
    csv: Csv = None,
    json: Json = False,
) -> None:
    """Hold every case against the designed journey: where steps are skipped, repeated, out of order or not designed.

    The design is what the journey's document says: its steps in order, its routes, what is optional, phases in any
    order. Each case is explained by the cheapest moves; with `--off-track` only the cases that have neither arrived nor
    left, so far as they have come. `--worst`, also together with `--off-track`, names single customers.

    Definitions: `docs/reference/measures.md`.
    """
    study = study_of(folder, journey, data, state, as_of)
    if off_track and worst is not None:
        answer(study.off_track_cases(worst), _off_track_cases, csv, json=json)
    elif off_track:
        answer(study.off_track(), _off_track, csv, json=json)
    elif worst is not None:
        answer(study.worst_cases(worst), _worst, csv, json=json)
    else:
        answer(study.conformance(), _conformance, csv, json=json)


def _table(title: str, *headings: str) -> Table:
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD)
    first, *others = headings
    table.add_column(first)
    for heading in others:
        table.add_column(heading, justify="right")
    return table


def _conformance(found: Conformance) -> Group:
    from waypost.analysis.conformance.deviations import KINDS
    from waypost.analysis.wording import share_text

    table = _table("Where cases leave the design", "Step", *(kind.capitalize() for kind in KINDS))
    for element in found.elements:
        shares = [share_text(each.share) if each.cases else "–" for each in element.deviations]
        name = f"[bold]{element.name}[/]" if element.level == "phase" else f"  {element.name}"
        table.add_row(name, *shares)
    costs = _table("How far from the design", "Cost", "Cases", "Share")
    for count in found.costs[:12]:
        costs.add_row(f"{count.cost}", f"{count.cases:,}", f"{100 * count.cases / found.cases:.1f} %")
    if rest := sum(count.cases for count in found.costs[12:]):
        costs.add_row("more", f"{rest:,}", f"{100 * rest / found.cases:.1f} %")
    return Group(table, costs)


def _told(moves: tuple[Move, ...]) -> str:
    """`skipped 'Basket', 'Payment'; repeated 'Search' 3 times`."""
    counts = Counter((move.kind, move.name) for move in moves)
    kinds = dict.fromkeys(move.kind for move in moves)
    return "; ".join(
        f"{kind} "
        + ", ".join(
            f"'{name}'" + (f" {times} times" if times > 1 else "")
            for (what, name), times in counts.items()
            if what == kind
        )
        for kind in kinds
    )


def _worst(found: WorstCases) -> Table:
    table = Table(title="Furthest from the design", title_justify="left", box=SIMPLE_HEAD)
    for heading in ("Customer", "Case", "Cost", "Fitness", "How it left the design"):
        table.add_column(heading)
    for case in found.cases:
        table.add_row(case.customer, case.case or "–", f"{case.cost}", f"{case.fitness:.2f}", _told(case.moves))
    return table


def _off_track(found: OffTrack) -> Table:
    from waypost.analysis.conformance.deviations import REASONS
    from waypost.analysis.wording import share_text, times_text

    table = _table(
        "Cases that have not arrived, by where they were last seen",
        "Step",
        "Cases",
        "Under way",
        "Off track",
        *(reason.capitalize() for reason in REASONS),
        "Those who arrived\nwaited at most",
    )
    for here in found.here:
        reasons = [f"{reason.cases:,}" if reason.cases else "–" for reason in here.reasons]
        under_way = "–" if found.under_way is None else f"{here.under_way:,}"
        off, wait = share_text(here.off_track), times_text(here.wait)
        table.add_row(here.name, f"{here.cases:,}", under_way, off, *reasons, wait)
    return table


def _off_track_cases(found: OffTrackCases) -> Table:
    from waypost.analysis.wording import share_text

    table = Table(title="Off track, last active first", title_justify="left", box=SIMPLE_HEAD)
    for heading in ("Customer", "Case", "Last seen at", "On", "Why", "Waited as long\nand arrived", "Next would be"):
        table.add_column(heading)
    for case in found.cases:
        table.add_row(
            case.customer,
            case.case or "–",
            case.name,
            f"{case.last:%Y-%m-%d %H:%M}",
            ", ".join(case.reasons),
            share_text(case.waited_as_long),
            ", ".join(case.expected) or "–",
        )
    return table
