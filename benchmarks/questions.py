"""The questions that are put to everybody, and who is asked each."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.alignments import SAMPLE
from benchmarks.funnel import STEPS, WINDOW

_MILLION = 1_000_000


@dataclass(frozen=True)
class Asked:
    """Somebody who is asked."""

    stage: str
    """In `clock.apart`'s words: module:stage."""
    name: str
    library: str = "waypost"
    """What has to be installed."""
    most: int | None = None
    """It is not asked about more events than these: it would take too long, or more memory than a laptop has."""
    sample: int | None = None
    """It is asked about so many cases only, because all would take it hours; its ratios are those of the time a
    case."""


@dataclass(frozen=True)
class Question:
    """One question; everybody's answer is compared with Waypost's."""

    title: str
    text: str
    waypost: Asked
    others: tuple[Asked, ...]
    sampled: Asked | None = None
    """Who gives the answer about the sample, for those who are asked about no more."""

    @property
    def bare(self) -> Asked | None:
        """The bare loop, where there is one."""
        return next((asked for asked in self.others if "bare_loop" in asked.stage), None)


_TRANSITIONS = Asked("transitions:waypost", "**Waypost**, counts, cases and time quantiles, from its trails' files")

QUESTIONS = (
    Question(
        "Transitions with median times",
        "How often does each of 12 touchpoints follow each, and what is the median time between? Waypost gives further "
        "quantiles, the number of cases, entries and exits with it. Its medians and the bare loop's are those of a "
        "histogram, at most 1 % off; the others' are exact, retentioneering's to the second.",
        _TRANSITIONS,
        (
            Asked("transitions:bare_loop", "a bare Numba loop into histograms, arrays in memory", "numba"),
            Asked("transitions:polars", "Polars, frame in memory", "polars"),
            Asked("transitions:duckdb", "DuckDB, table in memory", "duckdb"),
            Asked("transitions:retentioneering", "retentioneering, two matrices", "retentioneering", _MILLION),
            Asked("transitions:pm4py", "pm4py, its quickest function (`get_dfg_graph`)", "pm4py", _MILLION),
            Asked(
                "transitions:pm4py_public",
                "pm4py, as its manual has it (`discover_dfg`, `discover_performance_dfg`)",
                "pm4py",
                _MILLION,
            ),
            Asked("transitions:raw_files", "Polars, from the raw files, sorting included", "polars"),
        ),
    ),
    Question(
        "Transitions counted only",
        "How often does each touchpoint follow each? Waypost has no quicker way that leaves out the rest: it "
        "answers the question above.",
        _TRANSITIONS,
        (
            Asked("transitions:bare_loop_counts", "a bare Numba loop that only counts, arrays in memory", "numba"),
            Asked("transitions:polars_counts", "Polars, frame in memory", "polars"),
            Asked("transitions:duckdb_counts", "DuckDB, table in memory", "duckdb"),
            Asked("transitions:r4pm_counts", "r4pm (`discover_dfg`), log inside r4pm", "r4pm", _MILLION),
            Asked("transitions:retentioneering_counts", "retentioneering, its matrix", "retentioneering", _MILLION),
            Asked("transitions:pm4py_counts", "pm4py (`discover_dfg`)", "pm4py", _MILLION),
        ),
    ),
    Question(
        f"A funnel of {len(STEPS)} steps within {WINDOW.days} days",
        f"How many cases come through {', '.join(STEPS)} in this order, all within {WINDOW.days} days of the first? "
        "Waypost gives the quantiles of the times between with it. pm4py, r4pm and retentioneering know no such "
        "funnel.",
        Asked("funnel:waypost", "**Waypost**, from its trails' files"),
        (
            Asked("funnel:bare_loop", "a bare Numba loop that only counts, arrays in memory", "numba"),
            Asked("funnel:polars", "Polars, frame in memory", "polars"),
            Asked("funnel:duckdb", "DuckDB, table in memory", "duckdb"),
        ),
    ),
    Question(
        "The same funnel without a window",
        "However long it takes.",
        Asked("funnel:waypost_open", "**Waypost**, from its trails' files"),
        (Asked("funnel:retentioneering_open", "retentioneering", "retentioneering", _MILLION),),
    ),
    Question(
        "Variants",
        "Which different paths were taken, a touchpoint several times in a row counted once, and by how many cases "
        "each? The others are handed logs without such repeats.",
        Asked("variants:waypost", "**Waypost**, from its trails' files"),
        (
            Asked("variants:bare_loop", "a bare Numba loop that hashes paths, and `numpy.unique`", "numba"),
            Asked("variants:polars", "Polars, frame in memory", "polars"),
            Asked("variants:duckdb", "DuckDB, table in memory", "duckdb"),
            Asked("variants:r4pm", "r4pm (`get_variants`), log inside r4pm", "r4pm", _MILLION),
            Asked("variants:pm4py", "pm4py (`get_variants`)", "pm4py", _MILLION),
        ),
    ),
    Question(
        "Alignments",
        "How far is each case from the designed journey: the exact cost of its best alignment? Waypost names the moves "
        "and counts them by step and phase. r4pm and pm4py are handed steps without repeats and the same design as a "
        f"Petri net, and align each variant once; pm4py is asked about {SAMPLE:,} cases, and its ratios are those of "
        "the time a case.",
        Asked("alignments:waypost", "**Waypost**, from its trails' files"),
        (
            Asked("alignments:bare_loop", "a bare Numba loop for the costs alone, arrays in memory", "numba"),
            Asked(
                "alignments:bare_loop_moves", "a bare Numba loop that names the moves too, arrays in memory", "numba"
            ),
            Asked("alignments:r4pm", "r4pm (`align_variants`), log inside r4pm", "r4pm", 10 * _MILLION),
            Asked(
                "alignments:pm4py_fastest",
                f"pm4py, its quickest exact way (Dijkstra, less memory), {SAMPLE:,} cases",
                "pm4py",
                sample=SAMPLE,
            ),
            Asked(
                "alignments:pm4py_default",
                f"pm4py, its default (A* with the state equation), {SAMPLE:,} cases",
                "pm4py",
                sample=SAMPLE,
            ),
        ),
        sampled=Asked("alignments:waypost_sample", "the sample's answer"),
    ),
)
