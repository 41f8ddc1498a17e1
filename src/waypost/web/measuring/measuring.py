"""Measuring one journey of a workspace: everything its map, its answers and its report show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from waypost.analysis.arrivals import Arrivals
from waypost.analysis.brief import brief
from waypost.analysis.groups import Others
from waypost.analysis.measuring import JourneyCounts, journey_measure
from waypost.analysis.results import LivingMeasures, Measures
from waypost.analysis.study import Study
from waypost.journey.journey import Journey
from waypost.library import Project
from waypost.web.measuring.grouping import groups_of
from waypost.web.measuring.keeping import FORMAT, GroupMeasures, Kept, OtherCases, file_of, forget, key_of, read, write
from waypost.web.measuring.project import study_of
from waypost.web.measuring.seen import undated, without_arrival
from waypost.web.measuring.shown import file_of_shown, read_shown, write_shown
from waypost.web.measuring.summary import file_of_summary, read_summary, write_summary

Told = Callable[[float, str], None]
"""Hears how far the work is, 0 to 1, and what is being done."""

QUESTIONS = 14
"""About how many questions a brief has; only for the bar that moves."""


def measured(project: Project, journey: str, revision: int, told: Told) -> Iterator[Kept]:
    """Measure a journey unless what is kept is of now; yields what is kept after each part: figures, then answers.

    Raises InputError when the bindings are wrong, or nothing is in the lake.
    """
    file = file_of(project.state, journey)
    key = key_of(project.workspace, project.journey(journey), project.lake.version)
    known = read(file)
    if known is not None and known.key == key and known.brief is not None:
        if read_shown(project.state, journey) is None or read_summary(project.state, journey) is None:
            _write_words(project.state, project.journey(journey), known)
            yield known
        return
    told(0.05, "Following each customer through the map")
    study = study_of(project, journey)
    told(0.3, "Counting")
    gone = undated(project.workspace, project.journey(journey))
    kept = replace(_counted(study, key, revision), undated=tuple(signal.name for signal in gone))
    for whole in (kept, None):
        kept = whole or replace(kept, brief=brief(study, _Questions(told)))
        write(file, kept)
        _write_words(project.state, project.journey(journey), kept)
        yield kept


def forget_all(state: Path, journey: str) -> bool:
    """Drop all figures of a journey, everywhere; whether there were any."""
    files = (file_of(state, journey), file_of_shown(state, journey), file_of_summary(state, journey))
    dropped = [forget(file) for file in files]
    return any(dropped)


def _write_words(state: Path, journey: Journey, kept: Kept) -> None:
    """What pages show of it, so that they need not load what counts."""
    write_shown(state, journey, kept)
    write_summary(state, journey, kept)


def _counted(study: Study, key: str, revision: int) -> Kept:
    named = groups_of(study)
    whole = journey_measure(study.trails, study.journey)
    counts = study.engine.count(whole, study.trails, tuple(one.group for one in named))
    coverage = study.trails.coverage
    silent = coverage.silent if coverage is not None else ()

    def finished(count: JourneyCounts) -> Measures:
        return without_arrival(whole.finish(count), study.journey, silent)

    found = tuple(
        GroupMeasures(one.segment, one.period, replace(finished(count), segment=one.segment or None))
        for one, count in zip(named, counts, strict=True)
    )
    everyone, *others = (group for group in found if not group.period)
    living = LivingMeasures(everyone.measures, {group.segment: group.measures for group in others}, coverage)
    beside = _others(study, whole.arrivals)
    return Kept(FORMAT, key, revision, datetime.now(UTC), living, found, brief=None, others=beside)


def _others(study: Study, arrivals: Arrivals) -> dict[str, OtherCases]:
    """What each segment is set against."""
    segments = study.trails.codebook.segments
    groups = tuple(Others(place) for place in range(len(segments)))
    counts = study.engine.count(arrivals, study.trails, groups) if groups else ()
    return {
        segment: OtherCases(counted.customers, arrivals.finish(counted).completed)
        for segment, counted in zip(segments, counts, strict=True)
    }


class _Questions:
    """Tells how far a brief is, by its questions."""

    def __init__(self, told: Told) -> None:
        self._told = told
        self._put = 0

    def __call__(self, question: str) -> None:
        self._put += 1
        self._told(0.4 + 0.6 * min(1.0, self._put / QUESTIONS), f"Working out the answers: {question}")
