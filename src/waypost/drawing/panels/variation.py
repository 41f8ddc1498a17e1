"""What differs between groups more than chance, and groups that the data themselves make."""

from __future__ import annotations

from collections.abc import Mapping

from waypost.analysis.comparison.comparison import ComparedFigure, Comparison, GroupFigure
from waypost.analysis.results import Estimate
from waypost.analysis.walks.clusters import Cluster, Clusters
from waypost.analysis.walks.outliers import Outliers
from waypost.drawing.numerals import count, decimal, percent
from waypost.drawing.panels.blocks import Block, Forest, ForestRow, Panel, Table, Tone, Trace, Traces
from waypost.drawing.panels.figures import axis_in, mark, names, number_of, said_in, ticks, tone_of
from waypost.drawing.tables import Number, share_number, time_number

MOST = 4
"""Figures drawn group by group; all others stand in the table."""


def comparison_panel(comparison: Comparison) -> Panel:
    """The figures that vary most beyond chance, group by group."""
    varying = [one for one in comparison.figures if _differs(one)][:MOST]
    return Panel(
        id=f"by-{comparison.by}",
        title=f"What differs by “{comparison.name}”",
        lead="Every figure of the map, group by group; shown is what differs by more than chance, allowing for how "
        "many figures were looked at.",
        says=(*comparison.sentences(), *comparison.notes),
        blocks=tuple(map(_forest, varying)),
        statistics=(_table(comparison),),
        measures=("comparison", "variation", "group-difference"),
    )


def _differs(figure: ComparedFigure) -> bool:
    spread = figure.variation is not None and figure.variation.differs
    return spread or any(group.differs for group in figure.groups)


def _forest(figure: ComparedFigure) -> Block:
    said = said_in(figure.unit)
    axis = axis_in(figure.unit, (group.value for group in figure.groups))
    rows = tuple(
        ForestRow(
            group.group,
            mark(group.value, axis, _tone(figure, group)),
            number_of(group.value, said),
        )
        for group in figure.groups
    )
    return Forest(figure.label, ("Group", "", "Value"), rows, ticks(axis, said), None, _hint(figure))


def _tone(figure: ComparedFigure, group: GroupFigure) -> Tone:
    """Whether a group does better or worse than the others; plain where neither can be said of the figure."""
    if figure.wanted is None:
        return Tone.PLAIN if group.differs else Tone.UNSURE
    return tone_of(group.difference, wanted=figure.wanted, sure=group.differs)


def _hint(figure: ComparedFigure) -> str:
    """What the colours of a figure's groups say."""
    if not any(group.differs for group in figure.groups):
        return "The groups spread by more than chance, but no single one stands apart from all others: all are grey."
    apart = "differs from all others together by more than chance"
    return f"Coloured: {apart}." if figure.wanted is None else f"Green: {apart}, for the better. Red: for the worse."


def _table(comparison: Comparison) -> Table:
    rows: tuple[tuple[str | Number, ...], ...] = tuple(
        (
            figure.label,
            *(number_of(group.value, said_in(figure.unit)) for group in figure.groups),
            f"{percent(figure.variation.excess)}, q {figure.variation.q:.2g}" if figure.variation else "",
        )
        for figure in comparison.figures
    )
    heads = ("Figure", *(group.group for group in comparison.groups), "More than chance (I²)")
    return Table("", heads, rows)


def clusters_panel(clusters: Clusters, outliers: Outliers | None, called: Mapping[str, str]) -> Panel:
    """Groups of people who walked alike, and those unlike all others; `called` are the steps' names by id."""
    blocks: list[Block] = []
    if clusters.clusters:
        blocks.append(Traces("", tuple(_cluster(cluster, called) for cluster in clusters.clusters)))
    if outliers is not None and outliers.oddities:
        rows = tuple((one.words, count(one.cases), one.usual) for one in outliers.oddities[:8])
        blocks.append(Table("Unlike all others", ("What is odd", "Cases", "Usual"), rows))
    statistics = (_tried(clusters),) if clusters.tried else ()
    return Panel(
        id="groups",
        title="People who walk alike",
        lead="Cases grouped by how they walked and by nothing else, named by what sets each group apart.",
        says=(*clusters.sentences(), *(outliers.sentences() if outliers is not None else ())),
        blocks=tuple(blocks),
        statistics=statistics,
        measures=("clusters", "clusters-clear", "cluster-completed", "trait", "outliers"),
    )


def _tried(clusters: Clusters) -> Table:
    rows = tuple((str(one.clusters), decimal(one.silhouette, 2)) for one in clusters.tried)
    return Table("", ("Groups tried", "How well apart (silhouette)"), rows)


def _cluster(cluster: Cluster, called: Mapping[str, str]) -> Trace:
    width = cluster.share.value if isinstance(cluster.share, Estimate) else 0.0
    arrive = share_number(cluster.completed).value
    below = tuple(
        f"{trait.words}: {share_number(trait.here).value}, others {share_number(trait.elsewhere).value}"
        for trait in cluster.traits
    )
    takes = time_number(cluster.duration).value
    says = f"{cluster.name}: {arrive or 'too few to say how many'} arrive; they take {takes or 'unknown time'}"
    return Trace(
        names(cluster.path, called),
        Number(share_number(cluster.share).value, f"{count(cluster.cases)} cases"),
        width,
        says,
        below,
        "What sets them apart",
    )
