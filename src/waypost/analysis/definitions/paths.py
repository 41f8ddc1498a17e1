"""What the figures of paths mean: flows, alike paths, loops, exits, times to milestones, retention, funnels."""

from __future__ import annotations

from waypost.analysis.definitions.definition import QUANTILES, WILSON, Definition

_NEWCOMBE = "Interval of the difference: R. G. Newcombe, Statistics in Medicine 17 (1998), method 10."

PATHS: tuple[Definition, ...] = (
    Definition(
        "flow",
        "Flow to and from a place",
        "What cases did before and after their first visit to a phase, step or touchpoint, visit by visit: how many "
        "took each way, as a share of the cases that came there. A case that begins or ends within the visits asked "
        "for is an entry or an exit. Ways and places under the share asked for (one in fifty unless said otherwise) "
        "are together as *other*, with how many they are.",
        "A visit is a run of a case's events at one place. Later visits to the place asked about lie on the ways like "
        "any other. Branches keep the whole way to or from there; nodes and links (to be drawn as a Sankey "
        f"diagram) keep only neighbouring visits. Counted exactly. {WILSON}",
        "cases",
        (
            "Flow.cases",
            "Flow.anchored",
            "Flow.reach",
            "FlowBranch.cases",
            "FlowBranch.share",
            "FlowBranch.merged",
            "FlowNode.cases",
            "FlowNode.share",
            "FlowNode.merged",
            "FlowLink.cases",
        ),
    ),
    Definition(
        "flow-time",
        "Time of a flow",
        "Before the place asked about: from the first event of a visit to the first event of the case's first visit "
        "there; after it: the other way round.",
        QUANTILES,
        "microseconds",
        ("FlowBranch.time", "FlowNode.time"),
    ),
    Definition(
        "alike-paths",
        "Groups of alike paths",
        "The most frequent paths (300 unless asked otherwise), similar ones together: as a share of all cases, with "
        "how many of the group arrived and what its most frequent path does differently from that of the largest "
        "group of which most arrive. That one is called *the usual way* when it holds at least 5 % of all cases; else "
        "it is only *the most frequent*. Cases whose path is rarer than these are counted apart.",
        "Leader clustering (J. A. Hartigan, Clustering Algorithms, 1975): paths are taken in order of their "
        "frequency; each joins the nearest leader from which it differs in at most a quarter (unless asked otherwise) "
        "of the longer one's steps, or leads a group of its own. Differences are steps added, left out or exchanged "
        "(V. I. Levenshtein, Soviet Physics Doklady 10, 1966); stretches walked several times in a row count once. "
        "Which of equally frequent paths are still among the 300 is decided by a hash of their steps; of those that "
        "are, the one whose steps come first leads. The words come from the longest part two paths have "
        f"in common. {WILSON}",
        "cases",
        (
            "VariantGroups.cases",
            "VariantGroups.paths",
            "VariantGroups.grouped",
            "VariantGroups.rest",
            "VariantGroup.differs",
            "VariantGroup.cases",
            "VariantGroup.share",
            "VariantGroup.completed",
        ),
    ),
    Definition(
        "alike-paths-time",
        "Time to arrive of alike paths",
        "From a case's first event to its first at the destination, for the cases of the group that arrived.",
        QUANTILES,
        "microseconds",
        ("VariantGroup.duration",),
    ),
    Definition(
        "loop",
        "Loop",
        "Coming back to a step after being elsewhere on the map: how many cases did, as a share of those that came to "
        "the step, and how often; the ways out and back, as shares of all returns (ways over more than three other "
        "steps are counted, but not listed). *As designed*: a `repeat` route leads back over the step, so coming back "
        "is a routine; loops the design does not have come first.",
        "Counted exactly. One walk through several steps and back is a loop of each step it comes back to, so the "
        f"returns of different steps do not add up. {WILSON}",
        "cases",
        (
            "Loops.cases",
            "Loops.looped",
            "Loop.came",
            "Loop.cases",
            "Loop.share",
            "Loop.returns",
            "Loop.designed",
            "LoopPath.count",
            "LoopPath.share",
        ),
    ),
    Definition(
        "loop-time",
        "Time of a loop",
        "What a loop costs: from the last event at the step before leaving it to the first event back there; as "
        "quantiles and added up over all loops.",
        "The sum is exact; a time that belongs to the loops of several steps counts at each. " + QUANTILES,
        "microseconds",
        ("Loop.time", "Loop.total", "LoopPath.time"),
    ),
    Definition(
        "loop-arrival",
        "Arrival with and without a loop",
        "The share that arrived of the cases that came back to the step before they had arrived, beside that of all "
        "other cases that came to the step before they had arrived, and the first less the second. A plain comparison "
        "of two groups as they are: it does not say that the loop is the cause; those in trouble may loop because "
        "they are.",
        f"At the destination itself there is no such comparison. {WILSON} {_NEWCOMBE}",
        "share",
        ("Loop.completed_looped", "Loop.completed_others", "Loop.difference"),
    ),
    Definition(
        "exit",
        "Exit",
        "Where the last event of cases lies that have not arrived at the destination, as a share of all these cases, "
        "and the last two steps they took.",
        f"A case that is still under way counts until its next event: see how long it has been quiet. {WILSON}",
        "cases",
        ("Exits.cases", "Exits.stopped", "Exit.cases", "Exit.share", "LastSteps.cases", "LastSteps.share"),
    ),
    Definition(
        "exit-time",
        "Time to an exit, and quiet since",
        "From a case's first event to its last; and from its last event to the moment measured.",
        QUANTILES,
        "microseconds",
        ("Exit.time", "Exit.quiet"),
    ),
    Definition(
        "time-to-milestone",
        "Time to a milestone",
        "How many cases had come to a phase, step or touchpoint by a time after their beginning (their first event, "
        "or their first event at another element), as if all could have been followed so long; and the time by which "
        "half had come. Cases that have not come count as long as they could be followed, up to the moment measured. "
        "Cases that had been at the milestone before the beginning are left out. The map's *Time to get here* is "
        "another figure: it speaks only of those who came, so it is shorter; that of these cases stands beside it.",
        "Product-limit estimate (E. L. Kaplan and P. Meier, JASA 53, 1958) with Greenwood's variance (1926), its band "
        "on the log-log scale (J. D. Kalbfleisch and R. L. Prentice, The Statistical Analysis of Failure Time Data, "
        "1980); where nobody has come yet, Wilson's interval. Median: R. Brookmeyer and J. Crowley, Biometrics 38 "
        "(1982). Times are in logarithmic buckets, within 1 %, cut at the times asked for: nobody who came after one "
        "counts by it. Not enough data at a time so late that fewer than ten cases could be followed so long. A case "
        "that left for good counts as one that may still come: where leaving is a competing risk, the share is what "
        "it would be if nobody left (J. P. Fine and R. J. Gray, JASA 94, 1999).",
        "share",
        (
            "TimeTo.cases",
            "TimeTo.came",
            "TimeTo.already",
            "TimeTo.median",
            "TimeTo.of_those_who_came",
            "TimeTo.by",
            "TimeTo.curve",
            "ComeBy.time",
            "ComeBy.share",
            "CurvePoint.time",
            "CurvePoint.share",
            "CurvePoint.low",
            "CurvePoint.high",
            "CurvePoint.at_risk",
            "MedianTime.value",
            "MedianTime.low",
            "MedianTime.high",
            "MedianTime.n",
        ),
    ),
    Definition(
        "retention",
        "Retention",
        "Of the customers whose first event lies in one week, month or quarter, the share with an event in each "
        "period that follows; and all cohorts that could be followed so long, together. Any event on the map counts, "
        "also what happens later in the case they began with, such as a delivery or a review: to have been active is "
        "not to have come back. A period that was not over at the moment measured is left open; it is not zero.",
        "Customers count, not cases; periods begin at midnight of the workspace's zone, weeks on Monday (ISO 8601). "
        f"A customer who skips a period and comes back counts again. {WILSON}",
        "share",
        ("Retention.customers", "Cohort.customers", "Cohort.retained", "Retained.share", "NotYet.until"),
    ),
    Definition(
        "milestones",
        "Milestones in any order",
        "How many cases came to each of several milestones, to how many of them, and in which order, each milestone "
        "counted at its first event. As shares of all cases; orders as shares of the cases that came to any.",
        "With a window, a milestone counts when it lies no later than that after the case's first milestone. "
        f"Counted exactly. {WILSON}",
        "share",
        (
            "Milestones.cases",
            "Milestones.different",
            "Milestone.cases",
            "Milestone.share",
            "MilestoneCount.cases",
            "MilestoneCount.share",
            "MilestoneOrder.cases",
            "MilestoneOrder.share",
        ),
    ),
    Definition(
        "milestones-time",
        "Time between milestones",
        "From a case's first milestone to this one, or to the one that made it so many.",
        QUANTILES,
        "microseconds",
        ("Milestone.time", "MilestoneCount.time"),
    ),
    Definition(
        "group-funnel",
        "Funnel by group",
        "The funnel of each segment, value of a breakdown or period, and the share of those at its first stage that "
        "came to the last one, less that of all cases outside the group. Plain comparisons, one by one.",
        f"Nothing is adjusted for, and nothing allows for how many groups are looked at. {_NEWCOMBE}",
        "share",
        ("GroupFunnel.difference",),
    ),
)
