"""What the metrics mean that customer-experience people report."""

from __future__ import annotations

from waypost.analysis.definitions.definition import WILSON, Definition

_FIGURE = ("Metric.figure",)
_ANSWERS = "Every answer counts, in the period in which it was given; the listening post says what an answer measures."
_COHORT = (
    "Cases lie in the period in which they began. With `within`, it is looked for so long after a case's first event, "
    "and cases that could not be followed so long do not count; without it there is no trend, since late cases had "
    "less time. With `since`, only cases that came to that step or touchpoint count, all from their first event there "
    "on."
)
_RATIO = (
    "Only periods that are over count. Over all periods a customer counts once for each in which they had paid: n is "
    "customer-months (or quarters, or years). Of each customer at most as much is kept as they paid before, so what "
    "is kept is never more than what was paid. Interval: that of a ratio over customers (W. G. Cochran, Sampling "
    "Techniques, 1977, section 6.4)."
)

METRICS: tuple[Definition, ...] = (
    Definition(
        "ces",
        "Effort (CES): mean",
        "The mean of what customers answered when asked how easy it was; high is easy.",
        f"{_ANSWERS} Interval: as for a score. Source: M. Dixon, K. Freeman and N. Toman, Stop Trying to Delight Your "
        "Customers, Harvard Business Review 88 (2010).",
        "scale",
        _FIGURE,
    ),
    Definition(
        "easy",
        "Effort (CES): found it easy",
        "The share of answers to how easy it was that lie in the upper third of the scale: 4 and 5 of 5, 5 to 7 of 7.",
        f"{_ANSWERS} {WILSON}",
        "share",
        _FIGURE,
    ),
    Definition(
        "csat",
        "Satisfaction (CSAT)",
        "The share of answers that are one of the two best: 4 and 5 of 5 (top two boxes).",
        f"{_ANSWERS} {WILSON}",
        "share",
        _FIGURE,
    ),
    Definition(
        "stars", "Stars", "The mean of the stars given.", f"{_ANSWERS} Interval: as for a score.", "scale", _FIGURE
    ),
    Definition(
        "nps",
        "Net promoter score (NPS)",
        "The share of answers of 9 and 10 less the share of 0 to 6, on the scale from 0 to 10; from −100 to 100.",
        f"{_ANSWERS} Interval: adjusted Wald, with three answers added (B. Rocks, The American Statistician 70, 2016). "
        "Source: F. F. Reichheld, Harvard Business Review 81 (2003).",
        "points",
        _FIGURE,
    ),
    Definition(
        "response",
        "Response rate, and who did not answer",
        "The share of the cases that came to a touchpoint with answers in which one was given; and how they differ "
        "from the silent in arrival, signals, outcomes and segments. Where they differ, the score speaks for those "
        "who answered. Cases that answered without ever having come there, as far as their events tell, are on "
        "neither side; they are counted apart.",
        f"{WILSON} Differences: Newcombe's, tested by χ² or Fisher, allowing for how many were looked at at the "
        "touchpoint (Benjamini and Hochberg). What is made of the answers themselves is not compared.",
        "share",
        (
            *_FIGURE,
            "Replies.cases",
            "Replies.rate",
            "Replies.absent",
            "Replies.apart",
            "Apart.answered",
            "Apart.silent",
            "Apart.difference",
            "Apart.q",
        ),
    ),
    Definition(
        "churn",
        "Churn",
        "The share of cases to which an outcome of the kind `churn` happened.",
        f"{_COHORT} {WILSON}",
        "share",
        _FIGURE,
    ),
    Definition(
        "staying",
        "Retention",
        "The share of cases to which the outcome of the kind `churn` did not happen, or to which one of the kind "
        "`renewal` did.",
        f"{_COHORT} {WILSON}",
        "share",
        _FIGURE,
    ),
    Definition(
        "adoption",
        "Adoption",
        "The share of cases to which an outcome of the kind `adoption` happened.",
        f"{_COHORT} {WILSON}",
        "share",
        _FIGURE,
    ),
    Definition(
        "recommends",
        "Word of mouth",
        "The share of cases to which an outcome of the kind `recommendation` happened: what people did, as far as "
        "events show it. What they say they would do is the net promoter score.",
        f"{_COHORT} {WILSON}",
        "share",
        _FIGURE,
    ),
    Definition(
        "first-contact",
        "First-contact resolution",
        "Of the cases that arrived at the destination and had contacted us, the share that had contacted us once: the "
        "touchpoint of their first contact never happened to them again. Other touchpoints of the same step do not "
        "count, since they may be our answer.",
        "Each event at the touchpoint is taken for a contact, so bind it to what the customer did (a call, a ticket), "
        "not to every entry of a log. Where customers contact us can be chosen; left out, it is the touchpoints of "
        "ours by phone, chat, in a store or in person of the first step that has one. Whether the customer found it "
        f"resolved is not asked; that they arrived, and did not come back, stands for it. {WILSON}",
        "share",
        _FIGURE,
    ),
    Definition(
        "time-to-value",
        "Time to value",
        "The time by which half of all cases have come to the place of an outcome of the kind `adoption`, or else to "
        "the destination; from the case's first event, or from where the outcome is counted from (`since`). While "
        "fewer than half have come, as far as can be seen, there is no such time yet, and that is the answer.",
        "Cases that have not come yet count as long as they could be followed: Kaplan and Meier (JASA 53, 1958); see "
        "the time to a milestone.",
        "microseconds",
        (*_FIGURE, "FewerThanHalf.n", "FewerThanHalf.came"),
    ),
    Definition(
        "gross-retention",
        "Money kept (gross revenue retention)",
        "What the customers who paid in one period paid again in the next, as a share of what they paid before.",
        f"By the outcomes of the kind `spend`. {_RATIO}",
        "share",
        (*_FIGURE, "Revenue.customers", "Revenue.before", "Revenue.kept", "Revenue.gross"),
    ),
    Definition(
        "net-retention",
        "Money kept and grown (net revenue retention)",
        "All that the customers who paid in one period paid in the next, as a share of what they paid before. New "
        "customers' money stands beside it.",
        "As for money kept, with what customers pay beyond what they paid before.",
        "share",
        (*_FIGURE, "Revenue.net", "Revenue.new"),
    ),
    Definition(
        "expansion",
        "Expansion",
        "What the customers who paid in one period paid beyond that in the next, as a share of what they paid before.",
        "As for money kept.",
        "share",
        (*_FIGURE, "Revenue.grown"),
    ),
    Definition(
        "lifetime-value",
        "Lifetime value",
        "What a paying customer brings within three years, when as many of those who pay one period pay again the "
        "next as have so far, and pay what payers have paid on average. The assumptions stand beside it; what a "
        "customer costs is not known.",
        "The sum over periods of the mean payment times the share still paying, with 10 % a year less for money that "
        "comes later (S. Gupta and D. R. Lehmann, Journal of Interactive Marketing 17, 2003). Who leaves out one "
        "period is taken for gone. Interval: how many stay and what they pay both at their ends at once, so it is "
        "cautious; whether the assumptions hold is not in it. n is customer-months (or quarters, or years).",
        "the workspace's money",
        (*_FIGURE, "Metric.assumptions"),
    ),
    Definition(
        "metrics",
        "Metrics of segments, and what cannot be said",
        "Each metric for each segment, and what the journey would have to declare for those that are missing. The "
        "order is effort and satisfaction first.",
        "As for everyone.",
        "list",
        (
            "Metric.segments",
            "Metric.trend",
            "Metric.counted",
            "MetricOf.figure",
            "Metrics.metrics",
            "Metrics.replies",
            "Metrics.revenue",
            "Metrics.absent",
        ),
    ),
    Definition(
        "trend",
        "Trend, and what changed",
        "A metric period by period, those that are over. A period is out of the ordinary when it lies outside the "
        "limits within which periods lie as long as nothing special happens. A change is the one moment that divides "
        "the periods best, when periods in a random order would rarely be divided so well. It does not say why, nor "
        "that it lasts: a season, or a slow drift, can look like a change.",
        "Both need eight periods with enough data. Limits: three standard deviations, with how much periods differ "
        "beyond the chance of single answers (D. B. Laney, Quality Engineering 14, 2002). Change: the largest "
        "standardised difference of the means before and after (K. J. Worsley, JASA 74, 1979) of at least two periods "
        "each, held against 1,999 random orders of the periods; allowing for how many trends were looked at "
        "(Benjamini and Hochberg). A random order takes periods as exchangeable: where each is like the one before, p "
        "and q are too small. The difference and its interval are those of the two sides as if the moment had been "
        "known before; since it was picked where they differ most, the true difference is rather smaller, and the "
        "interval too narrow.",
        "list",
        (
            "Trend.periods",
            "Trend.change",
            "Trend.minimum",
            "Period.figure",
            "Period.low",
            "Period.high",
            "Period.unusual",
            "Change.since",
            "Change.before",
            "Change.after",
            "Change.difference",
            "Change.p",
            "Change.q",
        ),
    ),
)
