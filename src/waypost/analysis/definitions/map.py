"""What the map's own figures mean: those of phases, steps, touchpoints and signals."""

from __future__ import annotations

from waypost.analysis.definitions.definition import QUANTILES, WILSON, Definition

MAP: tuple[Definition, ...] = (
    Definition(
        "as-of",
        "As of",
        "The moment the measures are taken: nothing after it counts. The last event, unless another is asked for.",
        "No measure reads the clock.",
        "time",
        ("Measures.as_of", "Measures.first"),
    ),
    Definition(
        "cases",
        "Customers, cases, events",
        "A case is one walk of the journey: an order, a ticket, or all a customer did when the journey has no case "
        "key. Events are those that are a touchpoint of this journey.",
        "Counted exactly. Customers are the people (or accounts) the cases belong to after identities are joined.",
        "cases",
        ("Measures.customers", "Measures.cases", "Measures.events", "ElementMeasures.cases", "ElementMeasures.events"),
    ),
    Definition(
        "completed",
        "Completed",
        "The share of all cases that arrived at the destination: the step the journey names in `arrives`, or else the "
        "last step that is bound to events and not optional. What happens after the arrival does not undo it.",
        WILSON,
        "share",
        ("Measures.completed",),
    ),
    Definition(
        "duration",
        "Whole journey",
        "From a case's first event to its first event at the destination, for the cases that arrived.",
        f"Cases that have not arrived are left out, so the figure speaks of those that did. {QUANTILES}",
        "microseconds",
        ("Measures.duration",),
    ),
    Definition(
        "reach",
        "Reach",
        "The share of all cases that came here at least once.",
        WILSON,
        "share",
        ("ElementMeasures.reach",),
    ),
    Definition(
        "drop-off",
        "Drop-off",
        "The share of the cases that came here whose last event is here and that never arrived at the destination. "
        "Every case either arrives or drops off at exactly one step. The destination itself has no drop-off.",
        f"A case that is still under way counts as dropped until its next event. {WILSON}",
        "share",
        ("ElementMeasures.drop_off",),
    ),
    Definition(
        "visits",
        "Visits",
        "How often customers came here: a visit is a run of a case's consecutive events at one element.",
        "Counted exactly; the visits beyond the first of each case are returns.",
        "events",
        ("ElementMeasures.visits",),
    ),
    Definition(
        "repeats",
        "Repeats",
        "The share of the cases that came here which came back after being elsewhere, or in which the same touchpoint "
        "happened twice in a row here.",
        WILSON,
        "share",
        ("ElementMeasures.repeats",),
    ),
    Definition(
        "returns",
        "Returns (loops)",
        "The share of the cases that came here which came back after being elsewhere on the map.",
        WILSON,
        "share",
        ("ElementMeasures.returns",),
    ),
    Definition(
        "dwell",
        "Time here",
        "From the first event of a visit to the first event elsewhere.",
        f"A visit that nothing follows has no end we know of and is left out. {QUANTILES}",
        "microseconds",
        ("ElementMeasures.dwell",),
    ),
    Definition(
        "time-to",
        "Time to get here",
        "From a case's first event to its first event here, for the cases that came here. Where a case begins, it is "
        "0.",
        "Cases that have not come here, or not yet, are left out, so the figure speaks of those that did. *Time to a "
        f"milestone* is longer: there the others count for as long as they could be followed. {QUANTILES}",
        "microseconds",
        ("ElementMeasures.time_to",),
    ),
    Definition(
        "entries-exits",
        "Entries and exits",
        "Cases whose first event is here, and cases whose last event is here.",
        "Counted exactly. An exit after the arrival at the destination is no drop-off.",
        "cases",
        ("ElementMeasures.entries", "ElementMeasures.exits"),
    ),
    Definition(
        "score",
        "Score",
        "The mean of what customers answered here, on the scale they were shown; a step or phase pools the answers on "
        "the same scale to its touchpoints.",
        "Every answer counts, and answers are taken as independent. Interval: from the Dirichlet-weighted mean of the "
        "answers and one more at the scale's end, which needs no normal distribution and keeps a width when all "
        "answers agree (N. Gaffke, Mathematical Methods of Statistics 14, 2005; E. Learned-Miller and P. S. Thomas, A "
        "New Confidence Interval for the Mean of a Bounded Random Variable, 2019); its quantiles by the beta "
        "distribution with the same mean and variance. With two possible answers it is Clopper and Pearson's interval "
        "(Biometrika 26, 1934).",
        "scale",
        ("Score.mean", "Score.low", "Score.high", "Score.distribution"),
    ),
    Definition(
        "signal",
        "Signal",
        "Something that happened to customers at a touchpoint, as a share of the cases at risk of it: those it could "
        "have happened to by the moment measured. At risk of a deadline that passes are all whose deadline is over by "
        "then, also those for whom what was promised never came; at risk of most other signals, those who came there.",
        WILSON,
        "share",
        ("SignalMeasure.cases", "SignalMeasure.share"),
    ),
    Definition(
        "signal-score",
        "Score with and without a signal",
        "The mean of what the cases a signal happened to answered about its touchpoint, beside the mean of what the "
        "other cases at risk answered, and the first less the second; on each scale. A plain comparison of two groups "
        "as they are: it is not adjusted for anything else in which they differ, and it does not say that the signal "
        "is the cause. Answers given before the signal's instant count as well, so it is not what customers said "
        "because of it, nor after it.",
        "All answers of those cases to that touchpoint count, and are taken as independent. A signal that is itself a "
        "score has no such comparison. Intervals of the means as for a score; of the difference, the two combined (G. "
        "Y. Zou and A. Donner, Statistics in Medicine 27, 2008). With too few answers on either side there is no "
        "difference.",
        "scale",
        ("Contrast.low", "Contrast.high", "Contrast.with_signal", "Contrast.without", "Contrast.difference"),
    ),
    Definition(
        "move",
        "Move (transition)",
        "How often customers went from one step (or touchpoint) straight to another, in how many cases, and as a "
        "share of all moves away from there, leaving included. A further event at the same place is no move.",
        "Counted exactly. The interval takes moves as independent; a case that moves the same way many times makes it "
        f"too narrow. {WILSON}",
        "events",
        ("Transition.count", "Transition.cases", "Transition.share"),
    ),
    Definition(
        "move-time",
        "Time of a move",
        "From the last event at the origin to the first event at the target. Entries and exits have none.",
        QUANTILES,
        "microseconds",
        ("Transition.time",),
    ),
    Definition(
        "variant",
        "Path (variant)",
        "The same steps in the same order, immediate repeats counted once; as a share of all cases. The most frequent "
        "are listed; how many different ones there are is counted.",
        "Paths are told apart by a 128-bit hash of their steps, which also decides which of those taken equally often "
        f"comes first: always the same, but without meaning. {WILSON}",
        "cases",
        ("Variant.cases", "Variant.share", "Measures.variants", "Measures.paths"),
    ),
    Definition(
        "funnel",
        "Funnel",
        "The cases that came this far in order: each stage at its first event after the stage before was reached, "
        "counted from the case's first event of the first stage. As shares of the first stage and of the one before. "
        "The map's funnel goes through the phases that are bound and not wholly optional, without a time limit; where "
        "these are fewer than three, through their steps that are bound and not optional.",
        f"Other events may lie in between. With a window, a stage counts when it lies no later than that after the "
        f"first. {WILSON}",
        "share",
        ("FunnelStage.cases", "FunnelStage.of_first", "FunnelStage.of_previous"),
    ),
    Definition(
        "funnel-time",
        "Time from the stage before",
        "From the event that reached the stage before to the one that reached this stage.",
        QUANTILES,
        "microseconds",
        ("FunnelStage.time",),
    ),
    Definition(
        "coverage",
        "Coverage",
        "What the bindings see and miss: events that are a touchpoint of this journey, events nothing matches, "
        "touchpoints that never happen, touchpoints without a rule, answers that no touchpoint takes, segments "
        "without members, customers whom segments cannot know, case keys of several customers, values in quarantine.",
        "Counted exactly over all events of the workspace up to the moment measured.",
        "events",
        (
            "Coverage.events",
            "Coverage.mapped",
            "Coverage.caseless",
            "Coverage.unmapped",
            "Coverage.silent",
            "Coverage.unbound",
            "Coverage.overlapping",
            "Coverage.unattached",
            "Coverage.later",
            "Coverage.untaken",
            "Coverage.attributeless",
            "Coverage.memberless",
            "Coverage.shared_cases",
            "Coverage.quarantined",
        ),
    ),
)
