"""`waypost moments`: which outcomes go with which signals, beside what people believe, and who assists."""

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
    from waypost.analysis.moments.moments import Effect, Moments


def moments(
    folder: Folder = Path(),
    q: Annotated[
        float, typer.Option(help="The part of false discoveries that is put up with among all that is found.")
    ] = 0.1,
    minimum: Annotated[
        int, typer.Option(help="The least cases, with the signal and without, from which a difference is told.")
    ] = 10,
    statistics: Annotated[
        bool, typer.Option("--statistics", help="Show the statistics behind the words, of every pair.")
    ] = False,
    journey: JourneyId = None,
    data: Data = None,
    state: State = None,
    as_of: AsOf = None,
    csv: Csv = None,
    json: Json = False,
) -> None:
    """Measure the moments of truth: how differently walks turn out after a good or bad experience.

    Each signal is held against each outcome the journey declares. Outcomes count only after the signal's instant, and
    only cases that were at the same stage at the same time, alike in season, segment and mood, are compared. Below
    stands what people believe beside what is measured, and who assists where it matters.

    Definitions: `docs/reference/measures.md`.
    """
    found = study_of(folder, journey, data, state, as_of).moments(q=q, minimum=minimum)
    answer(found, _statistics if statistics else _tables, csv, json=json)


def _tables(moments: Moments) -> Group:
    return Group(_effects(moments), _beliefs(moments), _covers(moments))


def _effects(moments: Moments) -> Table:
    from waypost.analysis.moments.wording import difference_words, rides
    from waypost.analysis.wording import points_text

    table = _empty("Moments of truth, measured", "What happens", "Outcome")
    for heading in ("Points,\nlike with like", "Points, before\ncomparing so", "Rides on it,\nif it is the cause"):
        table.add_column(heading, justify="right")
    table.add_column("How sure?")
    for effect in moments.effects:
        naive = points_text(effect.naive) if effect.unit == "share" else "–"
        what = f"{effect.signal_name}\n[dim]{effect.touchpoint_name}[/]"
        weight = rides(effect, moments.currency)
        table.add_row(
            what, effect.outcome_name, difference_words(effect, moments.currency), naive, weight, _how_sure(effect)
        )
    return table


def _how_sure(effect: Effect) -> str:
    if effect.found:
        return f"[bold]{effect.sure}[/]{effect.caution and f': {effect.caution}'}"
    return f"{effect.sure}: {effect.reason}" if effect.reason else effect.sure


def _beliefs(moments: Moments) -> Table:
    from waypost.analysis.moments.wording import VERDICTS, votes_words

    table = _empty("Believed beside measured", "Element", "Believed", "Measured", "Verdict", "Why")
    for belief in moments.beliefs:
        measured = belief.strongest.sure if belief.strongest else "–"
        table.add_row(belief.name, votes_words(belief), measured, VERDICTS[belief.verdict], belief.reason)
    return table


def _covers(moments: Moments) -> Table:
    from waypost.analysis.moments.wording import VERDICTS

    table = _empty("Who assists", "Element", "Verdict", "Owner", "Listening posts", "Lacks")
    for cover in moments.covers:
        lacks = f"[bold]{', '.join(cover.missing)}[/]" if cover.missing else "–"
        verdict = VERDICTS[cover.verdict]
        table.add_row(cover.name, verdict, cover.owner or "–", "\n".join(cover.posts) or "–", lacks)
    return table


def _statistics(moments: Moments) -> Table:
    from waypost.analysis.moments.wording import difference_words, ratio_words

    table = _empty(f"Statistics (q = {moments.q:g}, {moments.tested} tests)", "Signal", "Outcome")
    for heading in (
        "Difference\n(points)",
        "Odds ratio",
        "p",
        "p adjusted",
        "E-value\n(bound)",
        "Coin",
        "n: with,\nbeside",
    ):
        table.add_column(heading, justify="right")
    table.add_column("Left out: decided,\nnot followed, nobody alike", justify="right")
    for effect in moments.effects:
        table.add_row(
            effect.signal_name,
            effect.outcome_name,
            difference_words(effect, moments.currency),
            ratio_words(effect.odds_ratio),
            _p(effect.p),
            _p(effect.p_adjusted),
            "–" if effect.e_value is None else f"{effect.e_value:.2f} ({effect.e_value_bound:.2f})",
            _p(effect.control_p),
            f"{effect.exposed:,}\n{effect.compared:,}",
            f"{effect.already:,}, {effect.unfollowed:,}, {effect.unmatched:,}\n"
            f"{effect.others_already:,}, {effect.others_unfollowed:,}, {effect.others_unmatched:,}",
        )
    return table


def _p(p: float | None) -> str:
    return "–" if p is None else f"{p:.3f}" if p >= 0.001 else "< 0.001"


def _empty(title: str, *headings: str) -> Table:
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD)
    for heading in headings:
        table.add_column(heading)
    return table
