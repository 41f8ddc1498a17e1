"""All verbs of the command line in the order in which people meet them."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from typing import Annotated

import typer

from waypost.cli.backup import backup, restore
from waypost.cli.check import check_command
from waypost.cli.clusters import clusters, outliers
from waypost.cli.compare import compare
from waypost.cli.conformance import conformance
from waypost.cli.convert import convert
from waypost.cli.demo import demo
from waypost.cli.diff import diff
from waypost.cli.discover import discover
from waypost.cli.draw import draw
from waypost.cli.drivers import drivers
from waypost.cli.erase import erase, export
from waypost.cli.flows import flows
from waypost.cli.funnel import funnel
from waypost.cli.ingest import ingest
from waypost.cli.init import init
from waypost.cli.loops import loops
from waypost.cli.measure import measure
from waypost.cli.metrics import metrics
from waypost.cli.moments import moments
from waypost.cli.quarantine import quarantine
from waypost.cli.report import report
from waypost.cli.retention import retention
from waypost.cli.serve import serve
from waypost.cli.time_to import time_to
from waypost.cli.variants import variants
from waypost.cli.warm import warm
from waypost.cli.work import work

app = typer.Typer(
    name="waypost",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode="markdown",
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"waypost {version('waypost')}")
        raise typer.Exit


@app.callback()
def waypost(
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    """The living customer-journey map: what you believe about a journey beside what customers really do and say.

    **Start** with `waypost demo`, or make a workspace of your own with `waypost init`. A workspace is a folder of
    YAML files; write in them with any editor.

    **Exit codes**: 0 fine, 1 findings or differences, 2 bad input or usage.
    """


VERBS: dict[str, Callable[..., None]] = {
    "demo": demo,
    "serve": serve,
    "work": work,
    "backup": backup,
    "restore": restore,
    "init": init,
    "check": check_command,
    "draw": draw,
    "convert": convert,
    "diff": diff,
    "ingest": ingest,
    "discover": discover,
    "quarantine": quarantine,
    "measure": measure,
    "flows": flows,
    "variants": variants,
    "loops": loops,
    "funnel": funnel,
    "time-to": time_to,
    "retention": retention,
    "conformance": conformance,
    "moments": moments,
    "compare": compare,
    "drivers": drivers,
    "metrics": metrics,
    "clusters": clusters,
    "outliers": outliers,
    "report": report,
    "export": export,
    "erase": erase,
    "warm": warm,
}
"""Every verb by its name."""

for _name, _verb in VERBS.items():
    app.command(_name, no_args_is_help=_name in ("flows", "convert", "diff", "erase", "export", "backup", "restore"))(
        _verb
    )
