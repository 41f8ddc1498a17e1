"""`waypost demo`: the main job, on a company whose truths are known."""

from __future__ import annotations

import webbrowser
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from waypost.cli.console import out as console
from waypost.cli.console import say, typed
from waypost.cli.ingest import lines, taken_in
from waypost.cli.report import write_report
from waypost.demo.show import SEED, VISITORS, lay_out
from waypost.journey.wording import counted
from waypost.library import open_workspace


def demo(
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder to write to.")] = Path("waypost-demo"),
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open the page in a browser.")] = False,
    visitors: Annotated[int, typer.Option(help="How many people visit the simulated company.", min=100)] = VISITORS,
    seed: Annotated[int, typer.Option(help="Another seed, another company with the same truths.", min=0)] = SEED,
) -> None:
    """Simulate a small company, measure its customers' journey and draw the living map.

    Kite sells invoicing to very small businesses. Its customers, their surveys and their support tickets are
    simulated, with truths planted for an analysis to find; the journey, personas and interviews are written as a
    practitioner would. Everything lands in one folder that you can look into and change.
    """
    say("Simulating Kite, a company that sells invoicing to very small businesses")
    workspace = lay_out(out, visitors, seed)
    project = open_workspace(workspace)
    for line in lines(taken_in(project)):
        console.print(line)
    say("Measuring and drawing (the first time, the counting is compiled: some seconds)")
    page, _, _ = write_report(project, None, out)
    report = project.check(date.today())
    console.print(
        f"Checked: {len(report.strengths)} things are good, {counted('remark', len(report.remarks))} to look at"
    )
    again = typed("report", workspace, "--out", out)
    say(f"Change {workspace / 'journeys' / 'getting-paid.yaml'}, then '{again}'")
    if no_open or not webbrowser.open(page.resolve().as_uri()):
        say(f"Open {page} in a browser")
