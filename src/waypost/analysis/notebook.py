"""Results to be read in a terminal (Rich) or a notebook (HTML): the same tables in both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from rich.box import SIMPLE_HEAD
from rich.console import Group
from rich.table import Table
from rich.text import Text

from waypost.analysis.coverage import Line, coverage_lines
from waypost.analysis.results import Contrast, ElementMeasures, LivingMeasures, Measures, SignalMeasure
from waypost.analysis.statistics import MINIMUM
from waypost.analysis.wording import difference_text, mean_text, share_text, times_text

_PATHS = 5
_NOTE = (
    "Shares and means with their 95 % interval, times with their middle half. "
    f"Under {MINIMUM} cases there is not enough data, and only n is shown."
)


@dataclass(frozen=True)
class _Sheet:
    """A table before it has a medium; the first column holds words, the others figures."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def rich_view(living: LivingMeasures) -> Group:
    """For a terminal."""
    headline = Text(_headline(living.everyone), style="bold")
    return Group(headline, *map(_rich_table, _sheets(living)), Text(_NOTE, "dim"), *rich_coverage(living))


def rich_coverage(living: LivingMeasures) -> tuple[Text, ...]:
    """What the bindings see and miss, line by line; what may make the map wrong is yellow."""
    return tuple(Text(_marked(line), "yellow" if line.warning else "") for line in coverage_lines(living))


def html_view(living: LivingMeasures) -> str:
    """For a notebook; follows its colours."""
    tables = "".join(map(_html_table, _sheets(living)))
    headline = escape(_headline(living.everyone))
    lines = "".join(f"<li>{escape(_marked(line))}</li>" for line in coverage_lines(living))
    coverage = f"<ul style='list-style:none;padding:0'>{lines}</ul>" if lines else ""
    return f"<div><p><b>{headline}</b></p>{tables}<p style='opacity:.7'>{escape(_NOTE)}</p>{coverage}</div>"


def _marked(line: Line) -> str:
    """A warning is one without colours too."""
    text = f"{line.text}. {line.remedy}" if line.remedy else line.text
    return f"● {text}" if line.warning else text


def _headline(measures: Measures) -> str:
    return (
        f"{measures.journey} as of {measures.as_of:%Y-%m-%d %H:%M} UTC: {measures.customers:,} customers, "
        f"{measures.cases:,} cases, {measures.events:,} events"
    )


def _sheets(living: LivingMeasures) -> Iterator[_Sheet]:
    yield _overview(living)
    yield _steps(living.everyone)
    yield _step_times(living.everyone)
    yield from (sheet for sheet in (_signals(living.everyone), _contrasts(living.everyone)) if sheet.rows)
    yield _funnel(living.everyone)
    yield _variants(living.everyone)


def _overview(living: LivingMeasures) -> _Sheet:
    groups = (("everyone", living.everyone), *living.segments.items())
    return _Sheet(
        "The whole journey",
        ("Who", "Cases", "Completed", "Time to arrive"),
        tuple(
            (name, f"{group.cases:,}", share_text(group.completed), times_text(group.duration))
            for name, group in groups
        ),
    )


def _steps(measures: Measures) -> _Sheet:
    return _Sheet(
        "Steps",
        ("Step", "Cases", "Reach", "Drop-off", "Repeats", "Score"),
        tuple(_step_row(step) for step in measures.elements.values() if step.level == "step"),
    )


def _step_row(step: ElementMeasures) -> tuple[str, ...]:
    scores = ", ".join(f"{mean_text(score.mean)} of {score.high:g}" for score in step.scores)
    if not step.bound:
        return (step.name, *("",) * 4, scores)
    shares = (share_text(step.reach), share_text(step.drop_off), share_text(step.repeats))
    return (step.name, f"{step.cases:,}", *shares, scores)


def _step_times(measures: Measures) -> _Sheet:
    rows = (
        (step.name, times_text(step.time_to), times_text(step.dwell))
        for step in measures.elements.values()
        if step.level == "step" and step.bound
    )
    return _Sheet(
        "When they come to a step, and how long they stay", ("Step", "Time to get here", "Time here"), tuple(rows)
    )


def _signals(measures: Measures) -> _Sheet:
    rows = ((name, f"{signal.cases:,}", share_text(signal.share)) for name, signal in _named_signals(measures))
    return _Sheet("Signals", ("Signal", "Cases", "Of those at risk"), tuple(rows))


def _contrasts(measures: Measures) -> _Sheet:
    rows = (
        (name, f"{scale.low:g}–{scale.high:g}", *_sides(scale), difference_text(scale.difference))
        for name, signal in _named_signals(measures)
        for scale in signal.scores
    )
    title = "Scores of those with and without a signal, compared as they are: this shows no cause"
    return _Sheet(title, ("Signal", "Scale", "With it", "Without it", "Difference"), tuple(rows))


def _named_signals(measures: Measures) -> Iterator[tuple[str, SignalMeasure]]:
    for element in measures.elements.values():
        if element.level == "touchpoint":
            yield from ((f"{element.name}: {signal.name}", signal) for signal in element.signals)


def _sides(scale: Contrast) -> tuple[str, str]:
    return mean_text(scale.with_signal), mean_text(scale.without)


def _funnel(measures: Measures) -> _Sheet:
    rows = tuple(
        (
            measures.elements[stage.element].name,
            f"{stage.cases:,}",
            share_text(stage.of_first),
            share_text(stage.of_previous if number else None),
            times_text(stage.time) if number else "–",
        )
        for number, stage in enumerate(measures.funnel)
    )
    return _Sheet("Phases, in order", ("Phase", "Cases", "Of the first", "Of the one before", "Time"), rows)


def _variants(measures: Measures) -> _Sheet:
    rows = tuple(
        (
            " → ".join(measures.elements[step].name for step in variant.path),
            f"{variant.cases:,}",
            share_text(variant.share),
        )
        for variant in measures.variants[:_PATHS]
    )
    return _Sheet(f"The most frequent of {measures.paths:,} paths", ("Path", "Cases", "Share"), rows)


def _rich_table(sheet: _Sheet) -> Table:
    table = Table(box=SIMPLE_HEAD, title=sheet.title, title_justify="left", title_style="bold", header_style="dim")
    for number, column in enumerate(sheet.columns):
        table.add_column(column, justify="right" if number else "left", overflow="fold")
    for row in sheet.rows:
        table.add_row(*(Text(cell) for cell in row))
    return table


def _html_table(sheet: _Sheet) -> str:
    head = "".join(map(_html_cell, sheet.columns, ("th",) * len(sheet.columns), range(len(sheet.columns))))
    body = "".join(
        f"<tr>{''.join(map(_html_cell, row, ('td',) * len(row), range(len(row))))}</tr>" for row in sheet.rows
    )
    caption = f"<caption style='text-align:left;caption-side:top;font-weight:600'>{escape(sheet.title)}</caption>"
    return f"<table style='margin:0 0 1.2em'>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _html_cell(text: str, tag: str, column: int) -> str:
    style = "text-align:right;white-space:nowrap" if column else "text-align:left"
    return f"<{tag} style='{style};padding:.15em 1em .15em 0'>{escape(text)}</{tag}>"
