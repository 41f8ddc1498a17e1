"""`waypost drivers`: which touchpoints' scores move the overall score, and what is at stake."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Group
from rich.table import Table

from waypost.cli.answering import answer, study_of
from waypost.cli.arguments import AsOf, Csv, Data, Folder, JourneyId, Json, State

if TYPE_CHECKING:
    from waypost.analysis.drivers.drivers import Driver, Drivers


def drivers(
    folder: Folder = Path(),
    overall: Annotated[
        str | None,
        typer.Option(
            help="The touchpoint whose score is the overall one. [default: an outcome's, NPS, or the most answered]"
        ),
    ] = None,
    money: Annotated[
        str | None,
        typer.Option(help="The outcome that says what is at stake. [default: one with an amount or a worth]"),
    ] = None,
    journey: JourneyId = None,
    data: Data = None,
    state: State = None,
    as_of: AsOf = None,
    csv: Csv = None,
    json: Json = False,
) -> None:
    """Say which touchpoints' scores move the overall score, how well each does, and what that is worth.

    Importance is a touchpoint's part of what all scores together explain of the overall one, averaged over all orders
    in which they could be taken. It shows what goes together, not what causes what.

    Definitions: `docs/reference/measures.md`.
    """
    study = study_of(folder, journey, data, state, as_of)
    answer(study.drivers(overall, money=money), _shown, csv, json=json)


def _shown(found: Drivers) -> Table | Group:
    """The drivers; where there are none, only what was left out and why."""
    return _table(found) if found.drivers else Group(*_left_out(found))


def _table(found: Drivers) -> Table:
    title, caption = f"What moves the score of “{found.name}”", _caption(found)
    table = Table(title=title, title_justify="left", caption=caption, caption_justify="left", box=SIMPLE_HEAD)
    table.add_column("Touchpoint")
    for head in ("Importance", "Effect", "Mean", "Unhappy", "At stake"):
        table.add_column(head, justify="right")
    table.add_column("So")
    for driver in found.drivers:
        table.add_row(*_row(driver, found.currency))
    return table


def _row(driver: Driver, currency: str | None) -> tuple[str, ...]:
    from waypost.analysis.telling import interval_text

    return (
        driver.name,
        interval_text(driver.importance, "share"),
        interval_text(driver.effect, "change"),
        interval_text(driver.performance, "scale"),
        interval_text(driver.unhappy, "share"),
        "–" if driver.at_stake is None else interval_text(driver.at_stake, "money", currency),
        driver.advice or "",
    )


def _caption(found: Drivers) -> str:
    lines = [
        "Importance: part of what all these scores explain together; they make 100 %. Effect: how much higher "
        "the overall score is for one point more here, the others being equal."
    ]
    if found.missing == "complete":
        lines.append(f"Of {found.answered:,} cases with an overall score, the {found.used:,} with all scores are used.")
    else:
        lines.append(
            f"Too few cases have all scores, so each pair of scores is taken from the cases that have both and the "
            f"overall one: {found.used:,} of the {found.answered:,} with an overall score."
        )
    if found.method == "sampled":
        lines.append("A sample of all orders was averaged.")
    return " ".join((*lines, *_left_out(found)))


def _left_out(found: Drivers) -> tuple[str, ...]:
    return tuple(f"Left out: {one.name} ({one.reason})." for one in found.left_out)
