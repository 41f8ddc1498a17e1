"""What the figures of measured moments of truth mean."""

from __future__ import annotations

from waypost.analysis.definitions.definition import Definition

_LANDMARKS = (
    "Each case is looked at from the signal's first instant on. A case it has not happened to is looked at from the "
    "moment at which it could have and did not: its first event of the touchpoint (`when`), of a later step "
    "(`skipped`), the time after which it would have been slow, its own deadline, its first answer that was not low. "
    "`reached` and `repeated` have no such moment: there one is drawn for each case in each band of time since its "
    "beginning (bands double), by a hash that knows nothing of what comes after. A case may be compared before its "
    "own signal comes, but never with itself. Outcomes count strictly after, within their time, wherever an outcome "
    "is otherwise counted from (`since`): cases compared are at the same stage. On both sides are left out cases of "
    "which it was decided before (they had the outcome; or, where it is a score, they had answered), and cases that "
    "cannot be followed so long (J. R. Anderson and others, J. Clin. Oncol. 1, 1983; M. A. Hernán and J. M. Robins, "
    "Am. J. Epidemiol. 183, 2016)."
)
_STRATA = (
    "Compared are cases alike in: stage (the step of the last event at another touchpoint), band of time since the "
    "beginning, quarter in which they began, segments, what they judged last and in which third of its scale, which "
    "of the ten most frequent other signals had happened, and, for drawn moments, how long ago the last event was; "
    "all as it was before it was decided whether the signal happens."
)
_OFTEN = (
    "A case that is compared at several moments counts as one: the variance is multiplied by a design effect with a "
    "correlation of 1 (L. Kish, Survey Sampling, 1965)."
)

MOMENTS: tuple[Definition, ...] = (
    Definition(
        "moment",
        "Moment of truth, measured",
        "How much more (or less) often an outcome follows when a signal has happened to customers, compared with "
        "customers it had not happened to, at the same stage and time, alike in season, segment and mood. An outcome "
        "with a time (`within`) is looked for so long from the signal on, not from the beginning. For money: how much "
        "more a case brings. Where the interval holds none, it is neither good nor bad, and it is not said what rides "
        "on it. It is not proof of a cause: see the E-value.",
        f"{_LANDMARKS} {_STRATA} Mantel and Haenszel's difference with Sato's variance, which stands strata of one "
        f"case each (S. Greenland and J. M. Robins, Biometrics 41, 1985; T. Sato, Biometrics 45, 1989). {_OFTEN} "
        "Money: means with the same weights and each side's own variance.",
        "share",
        ("Effect.difference", "Effect.base", "Effect.odds_ratio", "Effect.within"),
    ),
    Definition(
        "moment-naive",
        "Before comparing like with like",
        "The same difference as one counts without thinking: all cases the signal ever happened to, less all others "
        "at risk, of those the outcome could have happened to. The outcome is counted as everywhere else: from where "
        "it is declared to be (`since`) and for so long (`within`), whether the signal came before it or after. Shown "
        "to be distrusted: it takes what makes both likely for an effect.",
        "Interval: Newcombe's hybrid score (Statistics in Medicine 17, 1998).",
        "share",
        ("Effect.naive",),
    ),
    Definition(
        "moment-cases",
        "Who is compared",
        "Cases the signal happened to, those of them that are compared, the moments of others they are compared with, "
        "and why the rest is left out, on either side: the outcome was decided before (they had it, or had answered), "
        "they cannot be followed long enough (or said nothing afterwards), or nobody was alike.",
        "Counted exactly: of those the signal happened to, cases; of the others, moments, of which a case may have "
        "several. What is found holds for the cases compared; those left out may be others.",
        "cases",
        (
            "Effect.happened",
            "Effect.exposed",
            "Effect.compared",
            "Effect.already",
            "Effect.unfollowed",
            "Effect.unmatched",
            "Effect.others_already",
            "Effect.others_unfollowed",
            "Effect.others_unmatched",
            "Effect.strata",
        ),
    ),
    Definition(
        "moment-unasked",
        "Left out: one decides the other",
        "Pairs of a signal and an outcome that are not measured, since what one would find is known beforehand. A "
        "signal is not held against an outcome that happens at the signal itself. Where churn or a renewal happens, "
        "no outcome is held against the signal: who has cancelled cannot renew.",
        "Read from the document. An outcome happens at a signal when it is to come to the signal's touchpoint or "
        "step; when its condition holds at every event of the touchpoint, as far as the two conditions show; or when "
        "it is a score of the touchpoint and the signal a low one.",
        "list",
        ("Moments.unasked",),
    ),
    Definition(
        "moment-sure",
        "How sure?",
        "*Very sure*: adjusted p at most 0.001, and a hidden cause would have to be at least 1.5 times as frequent on "
        "one side and to make the outcome 1.5 times as likely. *Quite sure*: adjusted p at most 0.05. *A hint*: at "
        "most q. Otherwise *we cannot tell*. A negative control that fails (p at most 0.01) takes a word away. No "
        "more than *quite sure*, and why, is said of signals that only say that somebody came (`reached`), came again "
        "(`repeated`) or waited (`slower_than`), which may be signs of what is on its way rather than a part of it; "
        "and where the plain comparison points the other way.",
        "p by the stratified test of Mantel and Haenszel (JNCI 22, 1959), adjusted over all pairs of a signal and an "
        "outcome together (Y. Benjamini and Y. Hochberg, J. R. Statist. Soc. B 57, 1995). With fewer than the minimum "
        "on either side, or fewer than five with or without the outcome, there is not enough data. Odds ratio: Mantel "
        "and Haenszel's, with the interval of Robins, Breslow and Greenland (Biometrics 42, 1986).",
        "share",
        (
            "Effect.p",
            "Effect.p_adjusted",
            "Effect.found",
            "Effect.sure",
            "Effect.caution",
            "Effect.reason",
            "Moments.tested",
        ),
    ),
    Definition(
        "moment-rides",
        "What rides on it",
        "If the signal is the cause: in how many cases things would have gone otherwise without it (above zero, so "
        "many have the outcome that would not; below, the contrary), and what that brought (or cost, below zero) by "
        "what the outcome is worth. It is said only where the interval of the difference leaves out none. It counts "
        "only the cases compared: what became of those left out is not known, and how many they are stands beside it.",
        "The adjusted difference times the cases compared it happened to, with its interval (the attributable number: "
        "S. Greenland and J. M. Robins, Am. J. Epidemiol. 128, 1988).",
        "cases",
        ("Effect.attributable", "Effect.money"),
    ),
    Definition(
        "e-value",
        "E-value",
        "How strongly something unseen would have to go with both the signal and the outcome, as a ratio of shares, "
        "to explain the whole difference; and to explain it as far as its interval goes. 1: nothing is needed.",
        "T. J. VanderWeele and P. Ding, Annals of Internal Medicine 167 (2017), from Mantel and Haenszel's ratio of "
        "shares; for money from the standardised difference, by their rule.",
        "scale",
        ("Effect.e_value", "Effect.e_value_bound"),
    ),
    Definition(
        "moment-control",
        "Negative control",
        "The difference a coin makes, tossed per customer among the same cases of the same strata. It should be none. "
        "It can show that the counting, the strata or the intervals make differences of themselves; it cannot show "
        "that something unseen makes them (the E-value speaks of that).",
        "The coin is a hash of customer and signal. The same estimate and test as for the signal.",
        "share",
        ("Effect.control", "Effect.control_p"),
    ),
    Definition(
        "moment-beliefs",
        "Believed beside measured",
        "An element is believed to be a moment of truth when it carries such a mark, or is a touchpoint of importance "
        "4 or 5; it is measured to be one when a difference found lies in it and its interval leaves out none. "
        "*Agreed*: both. *Under-rated*: measured only. *May be over-rated*: believed, everything in it measured, and "
        "every interval within ten points of none. *Unknown*: believed, and not bound, without a signal, or not to be "
        "told from the data; or nothing is found, and an outcome happens at the very place.",
        "The two are laid side by side and never mixed.",
        "list",
        ("Belief.believed", "Belief.votes", "Belief.of", "Belief.importance", "Belief.verdict", "Belief.reason"),
    ),
    Definition(
        "moment-cover",
        "Who assists",
        "Who owns a believed or measured moment (its own owner, else the department of a touchpoint in it), which "
        "listening posts are there, and what is lacking; those that lack most first, what most rides on first among "
        "them.",
        "Read from the document.",
        "list",
        ("Cover.verdict", "Cover.owner", "Cover.posts", "Cover.missing"),
    ),
)
