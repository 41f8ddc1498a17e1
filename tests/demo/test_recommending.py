"""Whether people would recommend Kite: what was planted in their answers, and what is found there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import waypost
from waypost.analysis.results import Estimate
from waypost.demo.show import lay_out
from waypost.demo.simulation import FIRST_MONTHS, Course, simulate
from waypost.demo.survey import answers, recommendations
from waypost.demo.truths import TRUTHS

SEED = 3
FAIR = replace(TRUTHS, reluctant=1.0)
"""Everybody is as ready to answer as everybody else, so that answers tell the feelings."""


@pytest.fixture(scope="module")
def course() -> Course:
    return simulate(40_000, SEED, FAIR)


@pytest.fixture(scope="module")
def said(course: Course) -> pl.DataFrame:
    return recommendations(course, SEED, FAIR)


def test_what_happened_to_people_takes_away_what_was_planted(course: Course, said: pl.DataFrame) -> None:
    """By least squares, of those for whom not all went well: the others are cut off at the end of the scale."""
    who, score = said["visitor"].to_numpy(), said["score"].to_numpy()
    failed = ~np.isnan(course.link_failed[who, 0])
    waited = ~(course.paid[who] - course.signed_up[who, None] <= 7 * 24).any(axis=1)
    days = np.clip(np.nan_to_num(course.support_answered[who] - course.support_asked[who]) / 24, 0, 1)
    told = failed | waited
    causes = np.column_stack((np.ones(len(who)), failed, waited, days, course.people.annoyance[who]))[told]
    start, *taken = np.linalg.lstsq(causes, score[told])[0]
    planted = (TRUTHS.recommend_failed, TRUTHS.recommend_waited, TRUTHS.recommend_support, TRUTHS.recommend_annoyed)
    assert start == pytest.approx(TRUTHS.recommend, abs=0.15)
    assert [-effect for effect in taken] == pytest.approx(planted, abs=0.15)


def test_about_a_quarter_of_those_who_are_asked_answer_and_only_they() -> None:
    course = simulate(10_000, SEED)
    given = recommendations(course, SEED, TRUTHS)
    asked = ~np.isnan(course.month_closed[:, :FIRST_MONTHS])
    assert len(given) / asked.sum() == pytest.approx(0.26, abs=0.03)
    assert set(given["visitor"]) <= set(np.flatnonzero(asked.any(axis=1)))
    assert given["score"].is_between(0, 10).all()


def test_asking_for_more_leaves_the_other_answers_as_they_were(course: Course) -> None:
    others = answers(course, SEED, FAIR)
    assert answers(course, SEED, replace(FAIR, recommend=5.0)).equals(others)
    assert others["score"].is_between(1, 5).all()


def test_the_bank_link_goes_most_with_recommending(tmp_path: Path) -> None:
    project = waypost.open(lay_out(tmp_path, 4000))
    project.ingest()
    found = project.study().drivers()
    assert (found.overall, found.low, found.high) == ("monthly-report", 0, 10)
    first, second, *_ = found.drivers
    assert first.touchpoint == "bank-link"
    assert isinstance(first.importance, Estimate)
    assert isinstance(second.importance, Estimate)
    assert first.importance.low > second.importance.high
