"""Kite's customers, simulated: who they are, when they do what, and whether they stay.

Deterministic for a seed. Everything is an array over visitors; NaN means "never". Times are hours since `START`.
People do not walk in a line: a third set up their business before they link a bank, many open the guide again and
again, invoices go round and round, and some come back to the price page after signing up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt

from waypost.demo.answering import Answers, Question, answered, last_said
from waypost.demo.truths import TRUTHS, Truths

Hours = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.str_]

START = datetime(2025, 7, 1, tzinfo=UTC)
DAYS_OF_ARRIVALS = 270
DAYS_OBSERVED = 365
HOURS_OBSERVED = DAYS_OBSERVED * 24.0 - 2
"""The data end at midnight in Berlin."""
INVOICES = 5
"""The most invoices of one customer that are followed."""
FIRST_MONTHS = 3
"""The months that are closed before it is time to renew."""
MONTHS = 12
"""The most months that are closed."""
OPENINGS = 6
"""The most times the set-up guide is opened."""
REGIONS = ("North", "East", "West", "South")
TRADES = ("design", "photography", "consulting", "carpentry", "plumbing", "gardening")


@dataclass(frozen=True)
class People:
    """Who the visitors are; [n] each."""

    region: Texts
    trade: Texts
    staff: npt.NDArray[np.int64]
    channel: Texts
    annoyance: Hours
    """Standard normal; nobody observes it."""


@dataclass(frozen=True)
class Course:
    """What happened to each visitor; hours since START, NaN for never; [n] or [n, k]."""

    people: People
    price_seen: Hours
    price_again: Hours
    signed_up: Hours
    welcome_opened: Hours
    link_started: Hours
    link_failed: Hours
    """[n, 3] each failure."""
    linked: Hours
    guide_opened: Hours
    """[n, OPENINGS]"""
    set_up: Hours
    invoice_sent: Hours
    """[n, INVOICES]"""
    invoice_opened: Hours
    reminded: Hours
    paid: Hours
    support_asked: Hours
    support_answered: Hours
    month_closed: Hours
    """[n, MONTHS]"""
    said: tuple[Answers, ...]
    """What people answered on their first way, touchpoint by touchpoint."""
    left: Hours
    """When they were gone, with or without a word."""
    cancelled: Hours
    """When they said so; the others who left went silent."""
    renewed: Hours
    leave_chance: Hours
    """[n] the true probability, NaN for those who never signed up."""


def simulate(visitors: int, seed: int, truths: Truths = TRUTHS) -> Course:
    """Walk `visitors` people through Kite's journey."""
    rng = np.random.default_rng(seed)
    people = _people(visitors, rng)
    price_seen = _arrivals(visitors, rng)
    price_again = _maybe(rng, 0.35, price_seen + rng.exponential(30, visitors))
    signed_up = _maybe(rng, 0.64, np.fmax(price_seen, price_again) + rng.lognormal(0.2, 1.4, visitors))
    welcome_opened = _maybe(rng, 0.62, signed_up + rng.exponential(5, visitors))
    link_started, link_failed, linked = _bank_link(people, signed_up, rng, truths)
    guide_opened, set_up = _set_up(signed_up, linked, rng)
    invoices = _invoices(set_up, linked, rng, truths)
    # A stream of its own: the questions and the coins below disturb no other draw.
    aside = np.random.default_rng((seed, 1))
    said = _said(people, signed_up, (link_started, link_failed, linked), guide_opened, aside, truths)
    asked, replied = _support(said, link_failed, guide_opened, signed_up, rng, aside, truths)
    chance, left, renewed = _leaving(people, signed_up, link_failed, guide_opened, invoices.paid, rng, truths)
    first_months = _months(set_up, rng)
    # What follows the renewal was added later, and has a stream of its own as well.
    uses = np.where(np.isnan(invoices.sent[:, 0]), np.nan, renewed)
    month_closed = np.hstack((first_months, _later_months(uses, np.random.default_rng((seed, 3)), truths)))
    end = np.fmin(left, HOURS_OBSERVED)
    end = np.where(np.isnan(end), HOURS_OBSERVED, end)
    return Course(
        people=people,
        price_seen=price_seen,
        price_again=price_again,
        signed_up=_until(signed_up, end),
        welcome_opened=_until(welcome_opened, end),
        link_started=_until(link_started, end),
        link_failed=_until(link_failed, end),
        linked=_until(linked, end),
        guide_opened=_until(guide_opened, end),
        set_up=_until(set_up, end),
        invoice_sent=_until(invoices.sent, end),
        invoice_opened=_until(invoices.opened, end),
        reminded=_until(invoices.reminded, end),
        paid=_until(invoices.paid, end),
        support_asked=_until(asked, end),
        support_answered=_until(replied, end),
        month_closed=_until(month_closed, end),
        said=said,
        left=left,
        cancelled=_maybe(aside, 1 - truths.silent, left),
        renewed=renewed,
        leave_chance=chance,
    )


def _people(n: int, rng: np.random.Generator) -> People:
    return People(
        region=rng.choice(REGIONS, n, p=(0.32, 0.22, 0.22, 0.24)),
        trade=rng.choice(TRADES, n, p=(0.26, 0.14, 0.17, 0.17, 0.14, 0.12)),
        staff=1 + rng.poisson(1.3, n),
        channel=rng.choice(("word of mouth", "search", "review site", "advert"), n, p=(0.34, 0.33, 0.19, 0.14)),
        annoyance=rng.standard_normal(n),
    )


def _arrivals(n: int, rng: np.random.Generator) -> Hours:
    """Arrivals swell in January and September, and ebb in August and December."""
    days = np.arange(DAYS_OF_ARRIVALS)
    season = 1 + 0.35 * np.cos(2 * np.pi * (days - 200) / 182)
    day = rng.choice(days, n, p=season / season.sum())
    hour = np.clip(rng.normal(13.5, 3.5, n), 0.1, 23.9)
    return np.asarray(day * 24 + hour, dtype=np.float64)


def _bank_link(
    people: People, signed_up: Hours, rng: np.random.Generator, truths: Truths
) -> tuple[Hours, Hours, Hours]:
    n = len(signed_up)
    south = people.region == "South"
    started = _maybe(rng, 0.93, signed_up + rng.lognormal(0.5, 1.6, n))
    rate = np.where(south, truths.fail_rate_south, truths.fail_rate)
    failed = np.full((n, 3), np.nan)
    wait = started + 0.05
    for attempt, chance in enumerate((rate, rate * 1.6, rate * 1.8)):
        reached = attempt == 0 or ~np.isnan(failed[:, attempt - 1])
        failed[:, attempt] = np.where(reached & (rng.random(n) < chance), wait, np.nan)
        wait = wait + rng.lognormal(0.8, 1.2, n)
    tries = (~np.isnan(failed)).sum(axis=1)
    last = np.where(tries > 0, np.fmax.reduce(failed, axis=1, initial=-np.inf), started)
    answer = rng.lognormal(1.9, 0.9, n) * np.where(south, truths.slow_south, 1)
    linked = _maybe(rng, np.choose(tries, (0.97, 0.80, 0.62, 0.45)), last + answer)
    return started, failed, linked


def _set_up(signed_up: Hours, linked: Hours, rng: np.random.Generator) -> tuple[Hours, Hours]:
    n = len(signed_up)
    before_bank = (rng.random(n) < 0.33) | np.isnan(linked)
    begin = np.where(before_bank, signed_up, linked) + rng.lognormal(0.6, 1.3, n)
    begin = _maybe(rng, 0.9, begin)
    openings = 1 + rng.poisson(1.1, n).clip(max=OPENINGS - 1)
    gaps = rng.lognormal(1.2, 1.4, (n, OPENINGS))
    gaps[:, 0] = 0
    opened = begin[:, None] + np.cumsum(gaps, axis=1)
    opened[np.arange(OPENINGS)[None, :] >= openings[:, None]] = np.nan
    last = np.fmax.reduce(opened, axis=1)
    finished = _maybe(rng, np.clip(0.97 - 0.06 * openings, 0.5, 1), last + rng.lognormal(-0.9, 0.6, n))
    return opened, finished


@dataclass(frozen=True)
class _Invoices:
    sent: Hours
    opened: Hours
    reminded: Hours
    paid: Hours


def _invoices(set_up: Hours, linked: Hours, rng: np.random.Generator, truths: Truths) -> _Invoices:
    n = len(set_up)
    count = np.where(rng.random(n) < 0.93, 1 + rng.poisson(1.6, n).clip(max=INVOICES - 1), 0)
    gaps = rng.lognormal(5.2, 0.7, (n, INVOICES))
    gaps[:, 0] = rng.lognormal(1.5, 1.3, n)
    sent = np.fmax(set_up, linked - 12)[:, None] + np.cumsum(gaps, axis=1)
    sent[np.isnan(set_up)] = np.nan
    sent[np.arange(INVOICES)[None, :] >= count[:, None]] = np.nan
    due = sent + 14 * 24
    opened = _maybe(rng, 0.9, sent + rng.lognormal(1.6, 1.2, sent.shape))
    december = ((sent // 24).astype(np.float64) >= 153) & ((sent // 24).astype(np.float64) < 184)
    delay = rng.lognormal(4.75, 0.85, sent.shape) * np.where(december, truths.december, 1)
    # Without a linked bank, money comes by transfer and later.
    delay = delay * np.where(np.isnan(linked), 1.8, 1)[:, None]
    reminded = _maybe(rng, 0.7, np.where(delay > 14 * 24, due + rng.exponential(30, sent.shape), np.nan))
    delay = np.where(~np.isnan(reminded), np.fmin(delay, 14 * 24 + 40 + rng.exponential(60, sent.shape)), delay)
    paid = _maybe(rng, 0.95, sent + delay)
    return _Invoices(sent, opened, np.where(reminded < paid, reminded, np.nan), paid)


def _said(
    people: People,
    signed_up: Hours,
    link: tuple[Hours, Hours, Hours],
    opened: Hours,
    rng: np.random.Generator,
    truths: Truths,
) -> tuple[Answers, ...]:
    """The questions of the first way; all but the one tap are answered by some only."""
    started, failures, linked = link
    failed = ~np.isnan(failures[:, 0])
    slow = np.nan_to_num(linked - started) > 24
    settled = np.fmax(linked, np.fmax.reduce(failures, axis=1))
    openings = (~np.isnan(opened)).sum(axis=1)
    n = len(signed_up)
    questions = (
        Question("Sign-up form", signed_up + 0.1, np.full(n, 4.4), 0.30, delay=0.2),
        Question("Welcome e-mail", signed_up + 0.5, np.full(n, 3.4), 0.97, temper=1.0, noise=0.4, delay=0.5),
        Question("Bank link", settled + 0.2, 4.5 - 2.2 * failed - 0.7 * slow, 0.42),
        Question("Set-up guide", np.fmax.reduce(opened, axis=1) + 0.5, 4.0 - 0.55 * np.fmax(openings - 1, 0), 0.34),
    )
    return tuple(answered(question, people.annoyance, rng, truths.reluctant) for question in questions)


def _support(
    said: tuple[Answers, ...],
    failed: Hours,
    opened: Hours,
    signed_up: Hours,
    rng: np.random.Generator,
    coins: np.random.Generator,
    truths: Truths,
) -> tuple[Hours, Hours]:
    """Three occasions to ask: a failed bank link, a guide opened for the third time, and two days in.

    Whether somebody takes one is decided by the occasion and by what they last said of us, and by nothing that is still
    to come.
    """
    n = len(signed_up)
    asked = np.full(n, np.nan)
    delay = rng.exponential(3, n)
    for occasion, readiness in ((failed[:, 0], -1.2), (opened[:, 2], -1.9), (signed_up + 40, -2.9)):
        moment = occasion + delay
        mood = last_said(said, moment)
        logit = readiness + truths.unhappy_asks * (mood <= 2) + truths.happy_asks * (mood >= 4)
        asked = np.fmin(asked, _maybe(coins, 1 / (1 + np.exp(-logit)), moment))
    replied = _maybe(rng, 0.94, asked + rng.lognormal(1.4, 1.1, n))
    return asked, replied


def _leaving(
    people: People,
    signed_up: Hours,
    failed: Hours,
    opened: Hours,
    paid: Hours,
    rng: np.random.Generator,
    truths: Truths,
) -> tuple[Hours, Hours, Hours]:
    first_paid = np.fmin.reduce(paid, axis=1)
    logit = (
        truths.base
        + truths.bank_link_failed * ~np.isnan(failed[:, 0])
        + truths.paid_within_a_week * (first_paid - signed_up <= 7 * 24)
        + truths.confused * ~np.isnan(opened[:, 2])
        + truths.annoyed * people.annoyance
    )
    chance = np.where(np.isnan(signed_up), np.nan, 1 / (1 + np.exp(-logit)))
    leaves = rng.random(len(chance)) < chance
    # Nobody leaves in the first nine days: what decides it has happened by then.
    left = np.where(leaves, signed_up + 24 * (9 + 80 * rng.beta(1.2, 1.6, len(chance))), np.nan)
    renewed = np.where(~leaves, signed_up + 24 * 90 + rng.exponential(20, len(chance)), np.nan)
    return chance, np.where(left < HOURS_OBSERVED, left, np.nan), np.where(renewed < HOURS_OBSERVED, renewed, np.nan)


def _months(set_up: Hours, rng: np.random.Generator) -> Hours:
    months = set_up[:, None] + 24 * 30.4 * np.arange(1, FIRST_MONTHS + 1)[None, :]
    months = months + rng.normal(0, 40, months.shape)
    return _maybe(rng, 0.62, months)


def _later_months(renewed: Hours, rng: np.random.Generator, truths: Truths) -> Hours:
    """The months after the renewal, of those who have something to close."""
    size = (len(renewed), MONTHS - FIRST_MONTHS)
    months = renewed[:, None] + 24 * 30.4 * np.arange(1, size[1] + 1)[None, :] + rng.normal(0, 40, size)
    return _maybe(rng, truths.goes_on, months)


def _maybe(rng: np.random.Generator, chance: float | Hours, times: Hours) -> Hours:
    """Keep each time with the given probability; the others never happen."""
    return np.where(rng.random(times.shape) < chance, times, np.nan)


def _until(times: Hours, end: Hours) -> Hours:
    """Nothing happens after somebody has left, or after the data end."""
    limit = end if times.ndim == 1 else end[:, None]
    return np.where(times < limit, times, np.nan)
