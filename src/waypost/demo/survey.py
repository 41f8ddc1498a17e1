"""Kite's little surveys: who answers, with which score, in which words.

Unhappy people answer more often than happy ones, so the mean of the answers lies below the mean of the feelings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from waypost.demo.simulation import Course, Hours
from waypost.demo.truths import Truths

COMMENTS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "Sign-up form": (
        ("Why do you need my tax number before I have seen anything?", "It logged me out halfway."),
        ("Two minutes and I was in.", "Nice and short."),
    ),
    "Bank link": (
        (
            "I tried my bank four times. Then I went to bed.",
            "It says 'something went wrong'. What did?",
            "My bank asked for a code that never came.",
            "Still waiting for the bank to answer. Nobody tells me whether that is normal.",
        ),
        ("Linked on the first try, easy.", "Worked. I was afraid of this part."),
    ),
    "Set-up guide": (
        (
            "Asks for things I do not know yet.",
            "What is a payment reference? I only want to send one invoice.",
            "Third time I am here and still not sure it is saved.",
        ),
        ("Good that I could stop and come back.",),
    ),
    "Invoice editor": (
        ("I could not find where to put the discount.",),
        ("It looks more professional than anything I ever sent.", "Sent my first invoice from the building site."),
    ),
    "Payout": (
        ("The money took weeks and I did not know where it was.",),
        ("The money was just there on Friday. I told everybody.", "Paid in three days. I stopped worrying."),
    ),
    "Support chat": (
        ("I had to explain everything twice.", "Two days for an answer."),
        ("A real person, and she knew what to do.",),
    ),
    "Monthly report": (
        ("The numbers do not match my bank.",),
        ("My tax adviser was pleased.",),
    ),
}
"""Touchpoint → (what people say who score 1 or 2, what people say who score 4 or 5)."""


@dataclass(frozen=True)
class _Post:
    """One survey question: when it is asked, how happy people are (on the scale, before noise), how often asked."""

    touchpoint: str
    asked: Hours
    mood: Hours
    chance: float


def answers(course: Course, seed: int, truths: Truths) -> pl.DataFrame:
    """All answers: visitor (index), hours, touchpoint, score, comment (or null); one row an answer."""
    rng = np.random.default_rng(seed + 1)
    return pl.concat([_answers(post, course.people.annoyance, rng, truths) for post in _posts(course)])


def _posts(course: Course) -> list[_Post]:
    failed = ~np.isnan(course.link_failed[:, 0])
    openings = (~np.isnan(course.guide_opened)).sum(axis=1)
    first_paid = np.fmin.reduce(course.paid, axis=1)
    quick = first_paid - course.signed_up <= 7 * 24
    wait = course.support_answered - course.support_asked
    settled = np.fmax(course.linked, np.fmax.reduce(course.link_failed, axis=1))
    slow = np.nan_to_num(course.linked - course.link_started) > 24
    last_opened = np.fmax.reduce(course.guide_opened, axis=1)
    n = len(course.signed_up)
    return [
        _Post("Sign-up form", course.signed_up + 0.1, np.full(n, 4.4), 0.30),
        _Post("Bank link", settled + 0.2, 4.5 - 2.2 * failed - 0.7 * slow, 0.42),
        _Post("Set-up guide", last_opened + 0.5, 4.0 - 0.55 * np.fmax(openings - 1, 0), 0.34),
        _Post("Invoice editor", course.invoice_sent[:, 0] + 0.1, np.full(n, 4.6), 0.38),
        _Post("Payout", first_paid + 1, np.where(quick, 4.9, 4.2), 0.36),
        _Post("Support chat", course.support_answered + 1, 4.4 - np.nan_to_num(wait) / 10, 0.45),
        _Post("Monthly report", course.month_closed[:, 0] + 0.5, np.full(n, 3.4), 0.09),
    ]


def _answers(post: _Post, annoyance: npt.NDArray[np.float64], rng: np.random.Generator, truths: Truths) -> pl.DataFrame:
    n = len(post.asked)
    felt = post.mood - 0.35 * annoyance + rng.normal(0, 0.7, n)
    score = np.clip(np.rint(felt), 1, 5).astype(np.int64)
    odds = post.chance / (1 - post.chance) * np.where(score >= 4, truths.reluctant, 1)
    answered = ~np.isnan(post.asked) & (rng.random(n) < odds / (1 + odds))
    who = np.flatnonzero(answered)
    low, high = COMMENTS[post.touchpoint]
    pick = rng.random(len(who))
    talks = rng.random(len(who)) < 0.3
    comments = [
        _comment(low, high, value, place) if talk else None
        for value, place, talk in zip(score[who].tolist(), pick.tolist(), talks.tolist(), strict=True)
    ]
    return pl.DataFrame(
        {
            "visitor": who.astype(np.int64),
            "hours": post.asked[who] + rng.exponential(6, len(who)),
            "touchpoint": [post.touchpoint] * len(who),
            "score": score[who],
            "comment": comments,
        },
        schema_overrides={"comment": pl.String, "touchpoint": pl.String},
    )


def _comment(low: tuple[str, ...], high: tuple[str, ...], score: int, place: float) -> str | None:
    if score == 3:
        return None
    words = low if score < 3 else high
    return words[int(place * len(words))]
