"""Answering: who answers one of Kite's little questions, when, and with which score.

Unhappy people answer more often than happy ones, so the mean of the answers lies below the mean of the feelings.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Hours = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Question:
    """One question: where and when it is asked (NaN: never), how people feel about it, and how many answer."""

    touchpoint: str
    asked: Hours
    mood: Hours
    """The mean of what a person of no particular temper would say, on the question's scale."""
    chance: float
    """That an unhappy person answers."""
    temper: float = 0.35
    """How much one standard deviation of annoyance takes away."""
    noise: float = 0.7
    delay: float = 6.0
    """Hours until it is answered, on average."""
    low: float = 1
    high: float = 5


@dataclass(frozen=True)
class Answers:
    """What was answered: [n] each, NaN for those who did not."""

    touchpoint: str
    hours: Hours
    score: Hours
    low: float
    high: float
    """The ends of the scale that the scores are on."""


def answered(question: Question, annoyance: Hours, rng: np.random.Generator, reluctant: float) -> Answers:
    """Ask everybody the same question. Draws the same random numbers whatever the question."""
    n = len(question.asked)
    felt = question.mood - question.temper * annoyance + question.noise * rng.standard_normal(n)
    score = np.clip(np.rint(felt), question.low, question.high)
    happy = score >= question.low + 0.75 * (question.high - question.low)
    odds = question.chance / (1 - question.chance) * np.where(happy, reluctant, 1)
    hours = question.asked + question.delay * rng.standard_exponential(n)
    answers = ~np.isnan(question.asked) & (rng.random(n) < odds / (1 + odds))
    hours, score = np.where(answers, hours, np.nan), np.where(answers, score, np.nan)
    return Answers(question.touchpoint, hours, score, question.low, question.high)


def last_said(answers: tuple[Answers, ...], moment: Hours) -> Hours:
    """[n] the last score each person gave before a moment; NaN for those who had said nothing."""
    hours = np.stack([np.where(one.hours < moment, one.hours, -np.inf) for one in answers])
    scores = np.stack([one.score for one in answers])
    latest = hours.argmax(axis=0)
    people = np.arange(hours.shape[1])
    return np.where(np.isneginf(hours[latest, people]), np.nan, scores[latest, people])
