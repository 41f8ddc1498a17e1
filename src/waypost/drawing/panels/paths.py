"""The ways people take: families of paths, loops and what they cost, where people stop, what led to a step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from waypost.analysis.paths.alternatives import VariantGroup, VariantGroups
from waypost.analysis.paths.exits import Exits
from waypost.analysis.paths.flows import Flow, FlowNode
from waypost.analysis.paths.loops import Loops
from waypost.analysis.results import Estimate, Figure
from waypost.drawing.numerals import count, percent, time
from waypost.drawing.panels.blocks import Bar, Forest, ForestRow, Panel, Ribbon, Streams, Table, Tone, Trace, Traces
from waypost.drawing.panels.figures import axis_of, mark, names, points, points_number, ticks, tone_of
from waypost.drawing.sheet import Told
from waypost.drawing.tables import Number, share_number, time_number

MOST_LOOPS, MOST_EXITS = 8, 8


def families_panel(groups: VariantGroups, called: Mapping[str, str]) -> Panel:
    """Similar paths together, with what sets each family apart; `called` are the steps' names by id."""
    first = "The usual way." if groups.has_usual else "The most frequent way of those who arrive; none is usual."
    traces = tuple(_trace(group, called, first) for group in groups.groups[:10])
    return Panel(
        id="families",
        title="Families of paths",
        lead="Paths that differ in little are one family, named by what sets it apart from the most frequent way of "
        "those who arrive.",
        says=groups.sentences(),
        blocks=(Traces("", traces),) if traces else (),
        measures=("alike-paths",),
    )


def _trace(group: VariantGroup, called: Mapping[str, str], first: str) -> Trace:
    """A family; `first` is what is said of the one the others are told by."""
    width = group.share.value if isinstance(group.share, Estimate) else 0.0
    arrived = f" {percent(group.completed.value)} arrive." if isinstance(group.completed, Estimate) else ""
    differs = "; ".join(group.differs)
    says = f"{differs[:1].upper()}{differs[1:]}." if differs else first
    below = tuple(
        f"{count(variant.cases)} cases: {' → '.join(names(variant.path, called))}" for variant in group.variants[1:6]
    )
    number = Number(share_number(group.share).value, f"{count(group.cases)} cases")
    return Trace(group.names, number, width, f"{says}{arrived}", below)


def loops_panel(loops: Loops) -> Panel:
    """The steps people come back to, what it costs, and where people stop."""
    return Panel(
        id="loops",
        title="Round and round, and out",
        lead="Steps people come back to after being elsewhere, how long that takes, and where those stop who never "
        "arrive.",
        says=loops.sentences(),
        blocks=tuple(block for block in (_loops(loops), _arrivals(loops), _exits(loops.exits)) if block.rows),
        measures=("loop", "loop-time", "loop-arrival", "exit", "exit-time"),
    )


def _loops(loops: Loops) -> Table:
    rows = tuple(
        (
            f"{loop.name} (as designed)" if loop.designed else loop.name,
            share_number(loop.share),
            count(loop.returns),
            time_number(loop.time),
            time(loop.total),
            " → ".join(loop.paths[0].names) if loop.paths else "",
        )
        for loop in loops.loops[:MOST_LOOPS]
        if loop.returns
    )
    heads = ("Step", "Came back", "Returns", "Time of a loop", "All loops together", "Most often")
    return Table("Loops", heads, rows)


def _arrivals(loops: Loops) -> Forest:
    shown = [loop for loop in loops.loops[:MOST_LOOPS] if isinstance(loop.difference, Estimate)]
    axis = axis_of(loop.difference for loop in shown)
    rows = tuple(
        ForestRow(
            f"Back at {loop.name}",
            mark(loop.difference, axis, _tone(loop.difference)),
            points_number(loop.difference),
            f"{share_number(loop.completed_looped).value} arrive, others {share_number(loop.completed_others).value}",
        )
        for loop in shown
    )
    hint = "A plain comparison: those who loop may differ in other ways too."
    heads = ("Those who loop", "Arrive more or less often, in points", "Difference")
    return Forest("Do those who loop arrive?", heads, rows, ticks(axis, points), axis.place(0), hint)


def _tone(difference: Figure) -> Tone:
    clear = isinstance(difference, Estimate) and not difference.low <= 0 <= difference.high
    return tone_of(difference, wanted=True, sure=clear)


def _exits(exits: Exits) -> Table:
    rows = tuple(
        (
            one.name,
            Number(count(one.cases), share_number(one.share).value),
            time_number(one.time),
            time_number(one.quiet),
            " → ".join(one.last[0].names) if one.last else "",
        )
        for one in exits.exits[:MOST_EXITS]
    )
    heads = ("Last step", "Cases", "After", "Quiet since", "Most often came by")
    return Table("Where people stop who never arrive", heads, rows)


def flow_panel(flow: Flow) -> Panel:
    """What led to a step, and where it went from there."""
    return Panel(
        id="flow",
        title=f"Before and after: {flow.name}",
        lead="What led here and where people went next, each step at its place before or after the first visit. "
        "Thicker: more cases.",
        says=flow.sentences(),
        blocks=(_streams(flow),) if flow.links else (),
        measures=("flow",),
    )


def _streams(flow: Flow) -> Streams:
    first = -flow.before
    heads = tuple(_head(offset, flow.name) for offset in range(first, flow.after + 1))
    whole = flow.anchored or 1
    gap = 0.025
    columns: dict[int, list[int]] = defaultdict(list)
    for place, node in enumerate(flow.nodes):
        columns[node.offset].append(place)
    squeezed = 1 - gap * max(len(column) - 1 for column in columns.values())
    tops: dict[int, float] = {}
    for column in columns.values():
        top = 0.0
        for place in column:
            tops[place] = top
            top += squeezed * flow.nodes[place].cases / whole + gap
    bars = tuple(
        Bar(
            node.name,
            node.offset - first,
            tops[place],
            tops[place] + squeezed * node.cases / whole,
            _told(node),
            _bar_tone(node),
        )
        for place, node in enumerate(flow.nodes)
    )
    return Streams("", heads, bars, _ribbons(flow, tops, squeezed / whole, first))


def _ribbons(flow: Flow, tops: dict[int, float], height: float, first: int) -> tuple[Ribbon, ...]:
    left, right = dict(tops), dict(tops)
    ribbons = []
    for link in sorted(flow.links, key=lambda link: (link.source, tops[link.target])):
        wide = height * link.cases
        start, end = left[link.source], right[link.target]
        left[link.source], right[link.target] = start + wide, end + wide
        source, target = flow.nodes[link.source], flow.nodes[link.target]
        told = Told(f"{source.name} → {target.name}", (f"{count(link.cases)} cases",), "flow")
        ribbons.append(Ribbon((start, start + wide), (end, end + wide), source.offset - first, told, _bar_tone(target)))
    return tuple(ribbons)


def _bar_tone(node: FlowNode) -> Tone:
    return Tone.PLAIN if node.kind == "element" else Tone.UNSURE


def _told(node: FlowNode) -> Told:
    return Told(node.name, (f"{count(node.cases)} cases", share_number(node.share).value), "flow")


def _head(offset: int, name: str) -> str:
    if offset == 0:
        return name
    return f"{abs(offset)} {'before' if offset < 0 else 'after'}"
