"""What the figures of groups of walks, of odd walks and of discovered drafts mean."""

from __future__ import annotations

from waypost.analysis.definitions.definition import QUANTILES, WILSON, Definition

_SAMPLE = (
    "With more than 20,000 cases (another number can be asked for), a sample: the cases with the smallest hashes, the "
    "same every time and whatever the partitions (bottom-k sampling: E. Cohen and H. Kaplan, PODC 2007)."
)

WALKS: tuple[Definition, ...] = (
    Definition(
        "clusters",
        "Groups of cases (clusters)",
        "Cases that walked alike: that reached the same steps, came back to the same, went the same ways, and took as "
        "many visits and as long. Groups are told only when they are clear: well apart, more so than in a crowd that "
        "walks at random by the same odds from step to step, and found again when the cases are drawn anew. *No clear "
        "groups* is an answer.",
        "Each walk is a row of features (steps reached, visits to each as a logarithm, the 24 most frequent moves as "
        "logarithms, visits and time in all), of which up to 8 main components are grouped by k-means (k-means++: D. "
        "Arthur and S. Vassilvitskii, SODA 2007) into the number of groups, of 2 to 8, with the best silhouette; no "
        f"group has less than 2 % of the cases. {_SAMPLE} {WILSON}",
        "cases",
        (
            "Clusters.cases",
            "Clusters.grouped",
            "Clusters.clusters",
            "Clusters.tried",
            "Cluster.cases",
            "Cluster.share",
            "Grouping.clusters",
        ),
    ),
    Definition(
        "clusters-clear",
        "How clear the groups are",
        "The silhouette says how well apart groups lie: 1, each case close to its own group and far from the next; 0, "
        "on the border. It is held against a crowd that walks at random, in which every case begins, goes from each "
        "step to the next and stops by the odds of all cases, whatever it did before (a Markov chain of order one). "
        "What is tested is therefore whether cases keep to a way of their own for more than one step. A group may be "
        "real without that, and the odds alone make groups, too, as those who go on and those who stop: groups hardly "
        "clearer than in such a crowd are told with a caution. The stability is how much the groups found in cases "
        "drawn again agree with those shown: 1, always the same; 0, no more than chance.",
        "Silhouette: P. J. Rousseeuw, Journal of Computational and Applied Mathematics 20 (1987), of 2,000 cases at "
        "most; 0.25 is the least. By chance: the best of five crowds of as many walks, with the odds of entries, "
        "moves and exits and the waits at each step of the cases at hand; in each, the choice of the number of groups "
        "is repeated (C. Hennig and C.-J. Lin, Statistics and Computing 25, 2015). Five crowds are few: a crowd "
        "without groups would be clearer than all five in one of six draws. Hardly clearer: by less than 0.05. "
        "Stability: the mean adjusted Rand index (L. Hubert and P. Arabie, Journal of Classification 2, 1985) of ten "
        "bootstrap samples; 0.6 is the least (C. Hennig, Computational Statistics & Data Analysis 52, 2007).",
        "scale",
        ("Clusters.silhouette", "Clusters.by_chance", "Clusters.stability", "Grouping.silhouette"),
    ),
    Definition(
        "cluster-completed",
        "Completed, visits and time of a group",
        "The share of the group's cases that arrived at the destination, the visits of the case in the middle, and "
        "the time from a case's first event to its last.",
        f"Counted on the cases that were grouped. {WILSON} {QUANTILES}",
        "share",
        ("Cluster.completed", "Cluster.visits", "Cluster.duration"),
    ),
    Definition(
        "trait",
        "What sets a group apart",
        "Something that is true of more of the group's cases than of all others, by 20 points or more; the group is "
        "named by the two strongest by which no larger group is. Where there is nothing, it is named by what is most "
        "so, by 5 points or more and beyond chance (*a little more often*), else *no particular path*. *Long*, "
        "*quick* and *a few steps* mean among the quarter of all cases that is most so.",
        "Groups are made to differ, so the intervals say how large a difference is, not whether there is one. "
        f"{WILSON}",
        "share",
        ("Trait.here", "Trait.elsewhere"),
    ),
    Definition(
        "outliers",
        "Outliers",
        "Cases whose walk is unlike all others: their moves are very unlikely by the odds of all cases, or they make "
        "very many visits, or take very long. They are counted by what is odd; individuals only on request.",
        "The surprise of a walk is the mean of −log2 of the odds of its entry, moves and exit (a first-order Markov "
        "chain, each count raised by a half), in bits a move. Odd is what lies far out, above the upper quartile by "
        "more than three times the distance between the quartiles (J. W. Tukey, Exploratory Data Analysis, 1977; "
        "visits and times as logarithms), and among the 1 % of cases that are most so. With fewer than 100 cases "
        f"there is not enough data. {_SAMPLE} {WILSON}",
        "cases",
        (
            "Outliers.cases",
            "Outliers.examined",
            "Outliers.outliers",
            "Outliers.share",
            "Outliers.usual_surprise",
            "Outliers.odd_surprise",
            "Outliers.oddities",
            "Oddity.cases",
            "Oddity.usual",
            "OddCase.surprise",
        ),
    ),
    Definition(
        "draft",
        "A discovered draft",
        "How much of what happened a journey proposed from events alone holds: the events that are a touchpoint of "
        "it, how many arrive at the destination it guesses, which part of all moves between steps stays within a "
        "phase, and which part of all pairs of steps in a case are in its order (by first arrivals).",
        "Event names that differ in case, signs and numbers only are one touchpoint; events of fewer than 1 % of "
        "customers, a tool's own and those that always follow another within two seconds are left out and named. "
        "Order: the one that contradicts the fewest first arrivals (J. G. Kemeny, Daedalus 88, 1959), by insertion "
        "search (M. Laguna, R. Martí and V. Campos, Computers & Operations Research 26, 1999). Phases: the cuts of "
        "that order with the greatest directed modularity (E. A. Leicht and M. E. J. Newman, Physical Review Letters "
        "100, 2008), found exactly by dynamic programming (R. Bellman, Communications of the ACM 4, 1961), 5 to 9 "
        "phases of at most 6 steps. Destination: the step whose name sounds most like what people come for, or else "
        "where most long walks "
        f"end. {WILSON}",
        "events",
        (
            "Discovery.customers",
            "Discovery.cases",
            "Discovery.events",
            "Discovery.taken",
            "Discovery.completed",
            "Discovery.kept_inside",
            "Discovery.agreement",
        ),
    ),
    Definition(
        "draft-step",
        "A discovered step",
        "How many cases came to it, as a share of all and of those that arrived at the destination (fewer than half: "
        "it is optional), and where in a walk customers first come to it on average: 0 at the beginning, 1 at the end.",
        WILSON,
        "cases",
        ("FoundStep.cases", "FoundStep.reach", "FoundStep.of_arrived", "FoundStep.position"),
    ),
    Definition(
        "draft-route",
        "A discovered route",
        "A move that makes up at least a tenth of all moves away from a step and does not lead to the next one: back "
        "(repeat), over steps that are not optional (skip), or so when a quarter go that way (branch). The three most "
        "frequent of each kind.",
        WILSON,
        "events",
        ("FoundRoute.moves", "FoundRoute.share"),
    ),
)
