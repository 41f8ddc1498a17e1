"""What is true of the simulated company: the planted effects that an analysis should find, and the traps it should not.

The company, Kite, sells invoicing to very small businesses. Its customers' chances of leaving within 90 days follow

    logit P(leave) = BASE + BANK_LINK_FAILED·(a bank link failed) + PAID_WITHIN_A_WEEK·(first money within 7 days)
                     + CONFUSED·(set-up opened 3 times or more) + ANNOYED·annoyance

and nothing else. `annoyance` is a trait that shows only in what people say: most of all in their answer to *how is it
going?*, one tap in the first hours. Those who said last that it goes badly contact support more often, as do those
whose bank link failed and those who are confused; nothing else makes anybody do so, and support in itself neither helps
nor harms. It looks harmful until one compares like with like: people in the same trouble, of the same mood.

Some who leave never cancel: they go silent. Those who renew and send invoices close nearly every month that follows.

The first three monthly reports ask how likely people are to recommend Kite, 0 to 10. What happened to them before they
are asked decides what they say, and a trace of annoyance:

    score = RECOMMEND − RECOMMEND_FAILED·(a bank link failed) − RECOMMEND_WAITED·(no money within 7 days)
            − RECOMMEND_SUPPORT·(days waited for support, at most 1) − RECOMMEND_ANNOYED·annoyance + chance
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Truths:
    """Every planted effect, with its size. Effects on leaving are log odds."""

    base: float = -1.15
    bank_link_failed: float = 1.25
    """A moment of truth: a failed bank link drives people away."""
    paid_within_a_week: float = -1.1
    """A moment of truth: money in the first week keeps people."""
    confused: float = 0.45
    """A confusing step: opening the set-up guide three times or more."""
    annoyed: float = 0.7
    """The unobserved trait, one standard deviation."""
    fail_rate: float = 0.16
    """How often a bank link fails at first …"""
    fail_rate_south: float = 0.30
    """… and in the South."""
    slow_south: float = 3.0
    """The South waits this many times longer for the bank to answer."""
    december: float = 1.7
    """Seasonal noise: clients pay this many times slower in December."""
    silent: float = 0.12
    """How many of those who leave do not cancel, and are simply never seen again."""
    unhappy_asks: float = 1.5
    """Who last gave a score in the lowest third contacts support so much more often (log odds) …"""
    happy_asks: float = -0.6
    """… and who gave one in the highest third so much less."""
    reluctant: float = 0.55
    """How much less likely happy people are to answer a survey than unhappy ones (odds)."""
    recommend: float = 9.4
    """How likely those are to recommend Kite for whom all went well, 0 to 10 …"""
    recommend_failed: float = 4.0
    """… a failed bank link takes most of it away …"""
    recommend_waited: float = 1.5
    """… waiting for the first money some …"""
    recommend_support: float = 0.8
    """… a day of waiting for support a little …"""
    recommend_annoyed: float = 0.25
    """… and one standard deviation of annoyance next to nothing."""
    goes_on: float = 0.95
    """How likely those who renewed and send invoices are to close one of the months that follow."""


TRUTHS = Truths()
