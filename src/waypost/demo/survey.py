"""Kite's little surveys: what was answered, and in which words."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from waypost.demo.answering import Answers, Question, answered
from waypost.demo.simulation import Course
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


def answers(course: Course, seed: int, truths: Truths) -> pl.DataFrame:
    """All answers: visitor (index), hours, touchpoint, score, comment (or null); one row an answer."""
    rng = np.random.default_rng(seed + 1)
    later = [answered(question, course.people.annoyance, rng, truths.reluctant) for question in _later(course)]
    return pl.concat([_rows(given, rng) for given in (*course.said, *later)])


def _later(course: Course) -> list[Question]:
    """The questions that are asked once people are under way."""
    first_paid = np.fmin.reduce(course.paid, axis=1)
    quick = first_paid - course.signed_up <= 7 * 24
    wait = np.nan_to_num(course.support_answered - course.support_asked)
    n = len(course.signed_up)
    return [
        Question("Invoice editor", course.invoice_sent[:, 0] + 0.1, np.full(n, 4.6), 0.38),
        Question("Payout", first_paid + 1, np.where(quick, 4.9, 4.2), 0.36),
        Question("Support chat", course.support_answered + 1, 4.4 - wait / 10, 0.45),
        Question("Monthly report", course.month_closed[:, 0] + 0.5, np.full(n, 3.4), 0.09),
    ]


def _rows(given: Answers, rng: np.random.Generator) -> pl.DataFrame:
    who = np.flatnonzero(~np.isnan(given.hours))
    low, high = COMMENTS.get(given.touchpoint, ((), ()))
    pick = rng.random(len(who))
    talks = rng.random(len(who)) < 0.3
    comments = [
        _comment(low, high, value, place) if talk else None
        for value, place, talk in zip(given.score[who].tolist(), pick.tolist(), talks.tolist(), strict=True)
    ]
    return pl.DataFrame(
        {
            "visitor": who.astype(np.int64),
            "hours": given.hours[who],
            "touchpoint": [given.touchpoint] * len(who),
            "score": given.score[who].astype(np.int64),
            "comment": comments,
        },
        schema_overrides={"comment": pl.String, "touchpoint": pl.String},
    )


def _comment(low: tuple[str, ...], high: tuple[str, ...], score: float, place: float) -> str | None:
    words = low if score < 3 else high if score > 3 else ()
    if not words:
        return None
    return words[int(place * len(words))]
