"""`waypost quarantine`: what could not be taken, file by file."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

from waypost.cli.arguments import Folder, Json, State
from waypost.cli.console import out, print_json
from waypost.library import open_workspace

if TYPE_CHECKING:
    from waypost.events.quarantine import PutAside, Spot


def quarantine(folder: Folder = Path(), state: State = None, json: Json = False) -> None:
    """List what is in quarantine: how much of each file, for which reason, and the first few places.

    Rows count from 1, the header left out. What stood there is shown where the customer is known.
    """
    from waypost.events.quarantine import put_aside

    found = put_aside(open_workspace(folder, state=state).lake.scan("quarantine"))
    if json:
        print_json([asdict(one) for one in found])
        return
    for one in found:
        out.print(_told(one))
    if not found:
        out.print(Text("Nothing is in quarantine", style="green"))


def _told(one: PutAside) -> Text:
    text = Text.assemble((one.file, "bold"), f" ({one.source})", (f"  {one.count:,} {one.reason}", "yellow"))
    for spot in one.spots:
        text.append(f"\n  {_place(spot)}")
    if one.count > len(one.spots):
        text.append(f"\n  and {one.count - len(one.spots):,} more", style="dim")
    return text


def _place(spot: Spot) -> str:
    column = f", column {spot.column}" if spot.column else ""
    return f"row {spot.row:,}{column}" + (f": {spot.value}" if spot.value else "")
