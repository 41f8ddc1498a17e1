"""The simulated company: its planted truths are there to be found, and its traps are set."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import polars as pl
import pytest

from waypost.demo.files import BROKEN, Company, company
from waypost.demo.simulation import FIRST_MONTHS, HOURS_OBSERVED, Course, simulate
from waypost.demo.truths import TRUTHS

Flags = npt.NDArray[np.bool_]


@pytest.fixture(scope="module")
def course() -> Course:
    return simulate(40_000, seed=3)


@pytest.fixture(scope="module")
def kite() -> Company:
    return company(1500, seed=3)


def happened(times: npt.NDArray[np.float64]) -> Flags:
    never: Flags = np.isnan(times) if times.ndim == 1 else np.asarray(np.isnan(times).all(axis=1))
    return ~never


def log_odds(rate: float) -> float:
    return float(np.log(rate / (1 - rate)))


def test_the_same_seed_gives_the_same_company_and_another_seed_another(kite: Company) -> None:
    assert company(1500, seed=3).product.equals(kite.product)
    assert not company(1500, seed=4).product.equals(kite.product)


def test_leaving_follows_the_true_chances(course: Course) -> None:
    chances = course.leave_chance
    early = happened(course.signed_up) & (course.signed_up < 24 * 200)  # ninety days are over before the data end
    for low, high in ((0.0, 0.15), (0.15, 0.3), (0.3, 0.5), (0.5, 1.0)):
        group = early & (chances >= low) & (chances < high)
        assert happened(course.left)[group].mean() == pytest.approx(chances[group].mean(), abs=0.02)


def test_a_failed_bank_link_drives_people_away_by_the_planted_effect(course: Course) -> None:
    """Within people alike in everything else that counts, the log odds differ by what was planted."""
    failed = happened(course.link_failed[:, 0])
    quick = np.fmin.reduce(course.paid, axis=1) - course.signed_up <= 7 * 24
    confused = happened(course.guide_opened[:, 2])
    alike = happened(course.signed_up) & ~quick & ~confused & (np.abs(course.people.annoyance) < 0.5)
    odds = [log_odds(float(course.leave_chance[alike & (failed == flag)].mean())) for flag in (True, False)]
    assert odds[0] - odds[1] == pytest.approx(TRUTHS.bank_link_failed, abs=0.1)


def test_support_looks_harmful_and_is_not(course: Course) -> None:
    signed_up = happened(course.signed_up)
    asked = happened(course.support_asked)
    left = happened(course.left)
    assert left[signed_up & asked].mean() > 1.3 * left[signed_up & ~asked].mean()
    # Support is no part of the true chance: among people with equal chances it makes no difference.
    for low, high in ((0.1, 0.2), (0.2, 0.3), (0.3, 0.45)):
        alike = signed_up & (course.leave_chance >= low) & (course.leave_chance < high)
        gap = left[alike & asked].mean() - left[alike & ~asked].mean()
        assert abs(gap) < 0.05


def test_some_leave_without_a_word(course: Course) -> None:
    silent = happened(course.left) & ~happened(course.cancelled)
    assert silent.sum() / happened(course.left).sum() == pytest.approx(TRUTHS.silent, abs=0.02)
    assert (course.cancelled[happened(course.cancelled)] == course.left[happened(course.cancelled)]).all()


def test_nearly_everybody_says_how_it_is_going_and_says_it_truly(course: Course) -> None:
    tap = next(one for one in course.said if one.touchpoint == "Welcome e-mail")
    answered = happened(tap.score)
    assert answered[happened(course.signed_up)].mean() > 0.9
    assert np.corrcoef(tap.score[answered], course.people.annoyance[answered])[0, 1] < -0.85
    assert (tap.hours[answered] - course.signed_up[answered] < 24).all()


def test_nothing_to_come_decides_who_asks_support(course: Course) -> None:
    """With other chances of staying, and the same random numbers, the same people ask at the same time."""
    other = simulate(40_000, seed=3, truths=replace(TRUTHS, base=2.0, silent=0.5))
    stayed = ~happened(course.left) & ~happened(other.left)
    assert np.array_equal(course.support_asked[stayed], other.support_asked[stayed], equal_nan=True)


def test_the_south_waits_longer_and_fails_more_often(course: Course) -> None:
    south = course.people.region == "South"
    wait = course.linked - course.link_started
    clean = ~happened(course.link_failed[:, 0])
    ratio = np.nanmedian(wait[south & clean]) / np.nanmedian(wait[~south & clean])
    assert ratio == pytest.approx(TRUTHS.slow_south, rel=0.15)
    started = happened(course.link_started)
    assert happened(course.link_failed[:, 0])[south & started].mean() == pytest.approx(TRUTHS.fail_rate_south, abs=0.02)


def test_nothing_happens_after_somebody_left(course: Course) -> None:
    gone = happened(course.left)
    for times in (course.invoice_sent, course.paid, course.month_closed, course.guide_opened):
        latest = np.fmax.reduce(times, axis=1)
        assert not (latest[gone] > course.left[gone]).any()


def test_who_renews_and_sends_invoices_closes_nearly_every_month_until_the_data_end(course: Course) -> None:
    later = course.month_closed[:, FIRST_MONTHS:]
    renewed, sends = happened(course.renewed), happened(course.invoice_sent)
    assert not happened(later)[~(renewed & sends)].any()
    months = np.floor(((HOURS_OBSERVED - course.renewed) / 24 - 10) / 30.4)  # that are surely over
    for month in range(9):
        due = renewed & sends & (months > month)
        if due.sum() > 500:
            assert happened(later[:, month])[due].mean() == pytest.approx(TRUTHS.goes_on, abs=0.03)
    assert HOURS_OBSERVED - 24 < np.nanmax(later) < HOURS_OBSERVED


def test_what_came_to_the_story_later_leaves_the_rest_as_it_was(course: Course) -> None:
    """Every other draw is the same, whether people go on or not."""
    other = simulate(40_000, seed=3, truths=replace(TRUTHS, goes_on=0.1))
    assert np.array_equal(course.month_closed[:, :FIRST_MONTHS], other.month_closed[:, :FIRST_MONTHS], equal_nan=True)
    assert np.array_equal(course.cancelled, other.cancelled, equal_nan=True)


def test_people_do_not_walk_in_a_line(course: Course) -> None:
    first_guide = course.guide_opened[:, 0]
    both = happened(first_guide) & happened(course.linked)
    assert 0.2 < (first_guide[both] < course.linked[both]).mean() < 0.6
    assert happened(course.guide_opened[:, 1]).sum() > 0.4 * happened(first_guide).sum()


def test_the_files_tell_the_same_story_as_the_course(kite: Company) -> None:
    counts = dict(kite.product.group_by("event").len().iter_rows())
    assert counts["payment_received"] == happened(kite.course.paid[:, 0]).sum() + happened(
        kite.course.paid[:, 1:].reshape(-1)
    ).sum() + len([row for row in BROKEN if row[2] == "payment_received"])
    assert counts["cancelled"] == happened(kite.course.cancelled).sum()
    assert len(kite.customers) == happened(kite.course.signed_up).sum()
    named = kite.product.filter(pl.col("visitor_id").is_not_null())
    assert set(named["event"]) == {"signed_up"}
    assert set(named["visitor_id"]) <= set(kite.site["visitor_id"])
