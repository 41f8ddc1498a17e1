"""`waypost funnel`: how far customers come through stages, in their order or in any."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Group
from rich.table import Table

from waypost.cli.answering import answer, study_of
from waypost.cli.arguments import AsOf, Csv, Data, Folder, JourneyId, Json, State, duration_of
from waypost.errors import InputError, Problem

if TYPE_CHECKING:
    from waypost.analysis.paths.group_funnels import GroupFunnels
    from waypost.analysis.paths.milestones import Milestones
    from waypost.analysis.results import FunnelStage


def funnel(
    folder: Folder = Path(),
    stage: Annotated[
        list[str] | None,
        typer.Option(
            help="A phase, step or touchpoint, by id; one after the other [default: the phases, or their steps]."
        ),
    ] = None,
    any_order: Annotated[
        bool, typer.Option("--any-order", help="Milestones that may be reached in any order.")
    ] = False,
    window: Annotated[
        str | None, typer.Option(help="How long after the first the others count, as in '14 days' [default: forever].")
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(help="A breakdown's id, or segment, persona, month, quarter, year.", metavar="WHAT"),
    ] = None,
    journey: JourneyId = None,
    data: Data = None,
    state: State = None,
    as_of: AsOf = None,
    csv: Csv = None,
    json: Json = False,
) -> None:
    """Show how far customers come through stages, in their order or in any, and group by group.

    In order, a stage counts at its first event after the stage before. In any order, the orders people take are
    counted.

    Definitions: `docs/reference/measures.md`.
    """
    if any_order and by is not None:
        raise InputError(Problem("--any-order has no groups", remedy="Leave out --by, or --any-order"))
    limit = None if window is None else duration_of(window)
    study = study_of(folder, journey, data, state, as_of)
    if any_order:
        answer(study.milestones(stage or (), window=limit), _milestones, csv, json=json)
    else:
        caption = None if stage else _CHOSEN
        answer(study.funnel(stage or (), window=limit, by=by), partial(_funnels, caption=caption), csv, json=json)


def _funnels(found: GroupFunnels, caption: str | None) -> Group:
    everyone = _stages("Everyone", found.names, found.stages, caption)
    return Group(everyone, _groups(found)) if found.groups else Group(everyone)


_CHOSEN = (
    "The stages with events that nobody is meant to leave out. Name others, in their order: --stage ID --stage ID."
)


def _stages(title: str, names: tuple[str, ...], stages: tuple[FunnelStage, ...], caption: str | None) -> Table:
    from waypost.analysis.wording import share_text, times_text

    table = Table(title=title, title_justify="left", caption=caption, caption_justify="left", box=SIMPLE_HEAD)
    table.add_column("Stage")
    for heading in ("Cases", "Of the first", "Of the one before", "Time since the one before"):
        table.add_column(heading, justify="right")
    for place, (name, stage) in enumerate(zip(names, stages, strict=True)):
        later = (share_text(stage.of_first), share_text(stage.of_previous), times_text(stage.time)) if place else ()
        table.add_row(name, f"{stage.cases:,}", *later)
    return table


def _groups(found: GroupFunnels) -> Table:
    from waypost.analysis.wording import points_text, share_text

    caption = (
        "The share of those who began that came to each stage; last, how many points more or less than all others."
    )
    table = Table(title=f"By {found.by}", title_justify="left", caption=caption, box=SIMPLE_HEAD)
    table.add_column("Group")
    table.add_column(f"{found.names[0]}, cases", justify="right")
    for name in found.names[1:]:
        table.add_column(name, justify="right")
    table.add_column("To the end, points", justify="right")
    for group in found.groups:
        shares = (share_text(stage.of_first) for stage in group.stages[1:])
        table.add_row(group.name, f"{group.stages[0].cases:,}", *shares, points_text(group.difference))
    return table


def _milestones(found: Milestones) -> Group:
    from waypost.analysis.wording import share_text, times_text

    reached = Table(title="Milestones, in whatever order", title_justify="left", box=SIMPLE_HEAD)
    reached.add_column("Came to")
    for heading in ("Cases", "Of all", "Since the first milestone"):
        reached.add_column(heading, justify="right")
    for milestone in found.milestones:
        reached.add_row(milestone.name, f"{milestone.cases:,}", share_text(milestone.share), times_text(milestone.time))
    reached.add_section()
    for count in found.counts:
        number = f"at least {count.number} of {len(found.counts)}"
        reached.add_row(number, f"{count.cases:,}", share_text(count.share), times_text(count.time))
    orders = Table(title="Orders they took", title_justify="left", box=SIMPLE_HEAD)
    orders.add_column("Order")
    for heading in ("Cases", "Of those who came to any"):
        orders.add_column(heading, justify="right")
    for order in found.orders:
        orders.add_row(" → ".join(order.names), f"{order.cases:,}", share_text(order.share))
    return Group(reached, orders)
