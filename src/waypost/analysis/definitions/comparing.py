"""What the figures of groups side by side, and of what moves the overall score, mean."""

from __future__ import annotations

from waypost.analysis.definitions.definition import Definition

_BH = (
    "Allowing for many looks: Benjamini and Hochberg (JRSS B 57, 1995); of what is called a difference (q at most "
    "0.05) one in twenty at most is expected to be chance."
)
_RESAMPLED = (
    "Interval: the middle 95 % of 200 resamples in which each customer counts a Poisson-distributed number of times, "
    "told by their hash (B. Efron, Annals of Statistics 7, 1979; N. Chamandy et al., Google, 2012)."
)

COMPARING: tuple[Definition, ...] = (
    Definition(
        "comparison",
        "Groups side by side",
        "Every figure of the map for each group of cases: by the value of a breakdown, by segment, by persona, by the "
        "period in which they began, or before and since a date. Values with few cases, and those beyond the twelve "
        "largest, are together as others. With periods and dates, cases begun too late to be over are left out, on "
        "both sides of a date: those younger than nine of ten arrivals took, unless said otherwise. What all cases "
        "do, or none, is not compared. More is good of arriving, of scores, of money and of outcomes that are wanted; "
        "less of stopping and of other outcomes; of all other figures neither is said.",
        "Shares with Wilson's interval, means with the interval for answers on a scale with ends, medians with the "
        "interval between two order statistics (H. A. David and H. N. Nagaraja, Order Statistics, 2003). Cases are "
        "taken as independent; those of one customer are not quite. A comparison says what differs, not why.",
        "cases",
        (
            "Comparison.groups",
            "Comparison.pooled",
            "Comparison.unknown",
            "Comparison.overlapping",
            "Comparison.figures",
            "ComparedFigure.wanted",
            "Comparison.notes",
            "GroupSize.cases",
            "GroupSize.customers",
            "GroupFigure.value",
        ),
    ),
    Definition(
        "group-difference",
        "Difference to the others",
        "A group's figure less that of all the other groups together; of two groups, the one less the other.",
        "Interval: the two combined (R. G. Newcombe, Statistics in Medicine 17, 1998; G. Y. Zou and A. Donner, "
        "Statistics in Medicine 27, 2008). Test: as for the spread between groups, of these two; Fisher's exact test "
        "for few cases. "
        f"{_BH} All differences of one comparison are one family.",
        "share, scale or microseconds",
        ("GroupFigure.difference", "GroupFigure.p", "GroupFigure.q"),
    ),
    Definition(
        "variation",
        "What varies more than chance",
        "Whether a figure differs between groups more than chance would make it; the part of the spread between "
        "groups that is more than chance; how far groups truly lie apart; and the part of all differences between "
        "single cases that goes with their group. The lowest and the highest named are of the groups with at least 30 "
        "cases, answers or times, since few lie far out by chance; of all, where fewer than two have so many. "
        "*Nothing differs more than chance* is an answer. Groups that overlap have none.",
        "Tests that all groups are alike: Pearson's χ² for shares where it holds (W. G. Cochran, Biometrics 10, "
        "1954), else 9,999 draws of the same totals; Welch's analysis of variance for means (Biometrika 38, 1951); "
        "the median test for times (A. M. Mood, 1950). More than chance: I² (J. P. T. Higgins and S. G. Thompson, "
        "Statistics in Medicine 21, 2002). Apart: τ (R. DerSimonian and N. Laird, Controlled Clinical Trials 7, "
        "1986). Part: ε² (T. L. "
        f"Kelley, PNAS 21, 1935), for times of whether they are longer than the median. {_BH} All figures of one "
        "comparison are one family.",
        "share, scale or microseconds",
        (
            "Variation.groups",
            "Variation.p",
            "Variation.q",
            "Variation.excess",
            "Variation.spread",
            "Variation.part",
            "Variation.lowest",
            "Variation.highest",
        ),
    ),
    Definition(
        "drivers",
        "Drivers of the overall score",
        "Which touchpoints' scores go with the overall score: each one's part of what all together explain of it, "
        "averaged over all orders in which they could be taken, so that scores that say the same share it. It shows "
        "what goes together, not what causes what. When all together explain no more than chance could, none is "
        "called important.",
        "Each case's latest answer counts. Cases with all scores are used when there are enough of them (ten for "
        "each, at least 30); else each pair of scores is taken from the cases that have both and the overall one, and "
        "the correlations are mended where they cannot hold together (P. J. Rousseeuw and G. Molenberghs, 1993). The "
        "overall score is the one named; or else the one that a declared outcome is made of, or the NPS, or of all "
        "the one with the most answers. A touchpoint with fewer than 30 cases beside the overall score, or beside "
        "that and another driver, is left out. Parts: R. H. Lindeman, P. F. Merenda and R. Z. Gold (1980), the "
        "Shapley value of R² (U. Grömping, Journal of Statistical Software 17, 2006); with more than 14, over 1,000 "
        "orders. "
        f"Whether it is chance: the F test of the regression, with the fewest cases any two scores share. {_RESAMPLED}",
        "share",
        (
            "Drivers.answered",
            "Drivers.used",
            "Drivers.missing",
            "Drivers.method",
            "Drivers.mean",
            "Drivers.r2",
            "Drivers.p",
            "Drivers.drivers",
            "Drivers.left_out",
            "Driver.cases",
            "Driver.importance",
            "Driver.explained",
            "Driver.effect",
            "LeftOut.cases",
            "LeftOut.reason",
        ),
    ),
    Definition(
        "importance-performance",
        "Importance and performance",
        "What to do about a driver: important ones (more than an equal part) that score below the mean of all, as a "
        "part of their scales, are fixed first; important ones that score above it are kept; the others are watched "
        "or left.",
        "J. A. Martilla and J. C. James, Journal of Marketing 41 (1977). Mean: as for a score.",
        "list",
        ("Driver.performance", "Driver.place", "Driver.advice"),
    ),
    Definition(
        "pain-profit",
        "Pain and profit",
        "Pain: the share of cases whose first answer lies in the lower half of the scale. Profit: how much less each "
        "of them brings afterwards than the others, times how many they are, by the outcome that has an amount or a "
        "worth. A plain comparison: the unhappy may differ in other ways as well.",
        "Only what happens after the answer counts, and only cases that could be followed so long. Intervals: "
        "Wilson's; of the money, Newcombe's difference of shares times the worth, or Welch's difference of means "
        "(Biometrika 34, 1947), times how many are unhappy.",
        "share, and the workspace's currency",
        ("Driver.unhappy", "Driver.at_stake", "Drivers.money"),
    ),
)
