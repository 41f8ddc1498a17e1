"""What the figures of conformance and of cases off track mean."""

from __future__ import annotations

from waypost.analysis.definitions.definition import QUANTILES, WILSON, Definition

_ALIGNED = (
    "Each case is explained by the moves of the lowest cost (an optimal alignment: A. Adriansyah, Aligning Observed "
    "and Modeled Behavior, Eindhoven 2014), found exactly by dynamic programming. Consecutive events at one step are "
    "one visit. The design: the journey's steps in order, its routes, what is optional, phases in any order; steps "
    "outside our view are passed unseen; a case may end at the destination or, after it, at any step below it. A step "
    "passed over and a visit the design does not allow there each cost 1, unless other costs are asked for."
)

CONFORMANCE: tuple[Definition, ...] = (
    Definition(
        "conformance",
        "Just as designed",
        "Share of the cases that go through the journey as it is designed, from beginning to end, at no cost.",
        f"{_ALIGNED} {WILSON}",
        "share",
        ("Conformance.cases", "Conformance.fit", "Conformance.unseen"),
    ),
    Definition(
        "alignment-cost",
        "Cost and fitness",
        "How far a case is from the design: the cost of its moves; and its fitness, 1 less this cost over the cost if "
        "nothing went along (every visit a detour, and the cheapest way through the design passed over).",
        "Costs are exact whole numbers. For the mean, each case's fitness is rounded down to a thousandth. Interval "
        "of the mean as for a score on a scale from 0 to 1.",
        "scale",
        (
            "Conformance.fitness",
            "Conformance.costs",
            "CostCount.cost",
            "CostCount.cases",
            "AlignedCase.cost",
            "AlignedCase.fitness",
        ),
    ),
    Definition(
        "deviation",
        "Deviation from the design",
        "How a case leaves the design at a step. *Skipped*: it passes the step over at least once and goes on, even "
        "if it came there in another round. *Detoured*: it goes there where no way leads. *Repeated*: it comes back "
        "where no way leads back. *Out of order*: it does the step, but at another place than designed. *Not "
        "reached*: it ends before the step.",
        "Where several explanations cost the same, one is always taken: from the end of the case backwards, the one "
        "that has come furthest in reading order, and going along rather than a detour. A step passed over that the "
        "case does elsewhere as a detour is out of order, and its first such detour with it; another detour to a "
        f"step visited before is a repeat. A phase's deviations are those at its steps. {WILSON}",
        "cases",
        (
            "Conformance.deviations",
            "Deviation.cases",
            "Deviation.moves",
            "Deviation.share",
            "ElementConformance.off",
            "ElementConformance.deviations",
            "AlignedCase.moves",
        ),
    ),
    Definition(
        "off-track",
        "Off track so far",
        "Share of the cases that have not arrived by `as_of` which have passed over a step (*skipped*), come back at "
        "least twice where the design does not (*looping*), or take longer than nine of ten that arrived (*late*, "
        "*silent*). A case that has left for good, by an outcome of the kind `churn` after which nothing on the map "
        "happened, is gone and not off track: it is left out. Where the journey declares no such outcome, who has "
        "stopped without a word stays late and silent for ever; see who is under way.",
        "The case so far is aligned to the beginning of the design that explains it best, so nothing that may still "
        "come is missing. *Late*: more time has passed since its first event than 90 % of those who arrived took "
        "until they had left, for good, the step of its last event. *Silent*: more time has passed since its last "
        "event than 90 % of those who arrived waited there at most. With fewer than the minimum of such arrivals "
        "nobody is late "
        f"or silent there. {WILSON}",
        "share",
        (
            "OffTrack.arrived",
            "OffTrack.gone",
            "OffTrack.leaving",
            "OffTrack.unfinished",
            "OffTrack.off_track",
            "OffTrack.reasons",
            "OffTrack.beyond",
            "ReasonCount.cases",
            "ReasonCount.share",
            "OffTrackHere.cases",
            "OffTrackHere.off_track",
            "OffTrackHere.reasons",
            "OffTrackCase.reasons",
            "OffTrackCase.cost",
            "OffTrackCase.expected",
        ),
    ),
    Definition(
        "under-way",
        "Probably still under way",
        "The cases that have neither arrived nor left and whose last event is no longer ago than nine of ten cases "
        "that arrived ever waited for their next step; as a share of all that have neither arrived nor left, with the "
        "share of these that is off track. The others have probably stopped, or the data end before they went on.",
        "One time for the whole journey: of each case that arrived, the longest wait between an event at one step and "
        "the next event at another, before it arrived; of these, the one that 90 % did not exceed, within 1 %. It is "
        "a guess from the pace of those who arrived, and no forecast: one in ten of these waited longer, too. With "
        "fewer "
        f"than the minimum of such arrivals nobody can say. {WILSON}",
        "share",
        (
            "OffTrack.under_way",
            "UnderWay.within",
            "UnderWay.cases",
            "UnderWay.share",
            "UnderWay.off_track",
            "OffTrackHere.under_way",
        ),
    ),
    Definition(
        "pace",
        "Pace of those who arrived",
        "For each step, the longest time a case that arrived waited between an event there and its next visit "
        "elsewhere, and the time from its first event until it had left the step for good; both before it arrived.",
        f"One time of each case and step. {QUANTILES}",
        "microseconds",
        ("OffTrackHere.wait", "OffTrackHere.age", "OffTrackCase.last"),
    ),
    Definition(
        "waited-as-long",
        "Waited as long and arrived",
        "Share of those who arrived, having been at this step, that waited there at least as long as this case has.",
        f"From the histogram of these waits. {WILSON}",
        "share",
        ("OffTrackCase.waited_as_long",),
    ),
)
