"""Kite's little surveys: what was answered, and in which words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
import polars as pl

from waypost.demo.answering import Answers, Question, answered
from waypost.demo.simulation import FIRST_MONTHS, Course, Flags, Hours
from waypost.demo.truths import Truths

Comments: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]
"""What the unhappy say, and what the happy say."""

COMMENTS: Mapping[str, Comments] = {
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
"""Touchpoint → (what people say who score below the middle, what people say who score above it)."""

RECOMMENDING = "How likely are you to recommend Kite?"
REASONS = (
    (
        "If your bank works, fine. Mine did not, and nobody said why.",
        "I would have to warn people about linking the bank.",
        "Waited too long for my first money.",
    ),
    ("I told the whole workshop about it.", "I get paid and do not think of it.", "Linked, sent, paid. Done."),
)
"""Why people would not recommend Kite, and why they would."""


def answers(course: Course, seed: int, truths: Truths) -> pl.DataFrame:
    """The answers on 1 to 5: visitor (index), hours, touchpoint, score, comment (or null); one row an answer."""
    rng = np.random.default_rng(seed + 1)
    later = [answered(question, course.people.annoyance, rng, truths.reluctant) for question in _later(course)]
    return pl.concat([_rows(given, COMMENTS.get(given.touchpoint, ((), ())), rng) for given in (*course.said, *later)])


def recommendations(course: Course, seed: int, truths: Truths) -> pl.DataFrame:
    """What was answered to `RECOMMENDING`, 0 to 10; in columns like those of `answers`."""
    # A stream of its own, as it was asked for later: it disturbs no other answer.
    rng = np.random.default_rng((seed, 2))
    given = [
        answered(_recommending(course, asked, truths), course.people.annoyance, rng, truths.reluctant)
        for asked in (course.month_closed[:, :FIRST_MONTHS] + 1).T
    ]
    return pl.concat([_rows(one, REASONS, rng) for one in given])


def _recommending(course: Course, asked: Hours, truths: Truths) -> Question:
    """The question, felt by what has happened to people when they are asked."""
    failed = course.link_failed[:, 0] < asked
    days = np.nan_to_num(np.fmin(course.support_answered, asked) - course.support_asked) / 24
    mood = (
        truths.recommend
        - truths.recommend_failed * failed
        - truths.recommend_waited * ~_quickly_paid(course)
        - truths.recommend_support * np.clip(days, 0, 1)
    )
    return Question(
        RECOMMENDING, asked, mood, chance=0.32, temper=truths.recommend_annoyed, noise=1.2, delay=20, low=0, high=10
    )


def _later(course: Course) -> list[Question]:
    """The questions that are asked once people are under way."""
    first_paid = np.fmin.reduce(course.paid, axis=1)
    wait = np.nan_to_num(course.support_answered - course.support_asked)
    n = len(course.signed_up)
    return [
        Question("Invoice editor", course.invoice_sent[:, 0] + 0.1, np.full(n, 4.6), 0.38),
        Question("Payout", first_paid + 1, np.where(_quickly_paid(course), 4.9, 4.2), 0.36),
        Question("Support chat", course.support_answered + 1, 4.4 - wait / 10, 0.45),
        Question("Monthly report", course.month_closed[:, 0] + 0.5, np.full(n, 3.4), 0.09),
    ]


def _quickly_paid(course: Course) -> Flags:
    return np.asarray(np.fmin.reduce(course.paid, axis=1) - course.signed_up <= 7 * 24)


def _rows(given: Answers, comments: Comments, rng: np.random.Generator) -> pl.DataFrame:
    who = np.flatnonzero(~np.isnan(given.hours))
    middle = (given.low + given.high) / 2
    pick = rng.random(len(who))
    talks = rng.random(len(who)) < 0.3
    words = [
        _comment(comments, value - middle, place) if talk else None
        for value, place, talk in zip(given.score[who].tolist(), pick.tolist(), talks.tolist(), strict=True)
    ]
    return pl.DataFrame(
        {
            "visitor": who.astype(np.int64),
            "hours": given.hours[who],
            "touchpoint": [given.touchpoint] * len(who),
            "score": given.score[who].astype(np.int64),
            "comment": words,
        },
        schema_overrides={"comment": pl.String, "touchpoint": pl.String},
    )


def _comment(comments: Comments, leaning: float, place: float) -> str | None:
    low, high = comments
    words = low if leaning < 0 else high if leaning > 0 else ()
    if not words:
        return None
    return words[int(place * len(words))]
