"""Where reality leaves the map: how far cases keep to the designed journey, and which are off track right now."""

from __future__ import annotations

from waypost.analysis.conformance.conformance import Conformance
from waypost.analysis.conformance.deviations import KINDS, REASONS, ElementConformance, Kind
from waypost.analysis.conformance.off_track import OffTrack
from waypost.analysis.results import Estimate
from waypost.drawing.numerals import count, percent, time
from waypost.drawing.panels.blocks import Card, Cards, Heat, HeatCell, Panel, Table, Tone
from waypost.drawing.panels.figures import number_of
from waypost.drawing.sheet import Told
from waypost.drawing.tables import share_number, time_number

REASONS_HEAD = f"Why ({', '.join(REASONS)})"


def conformance_panel(conformance: Conformance) -> Panel:
    """The share that fits, and for each step how cases leave the design there."""
    return Panel(
        id="conformance",
        title="Where reality leaves the map",
        lead="Every case is laid beside the designed journey in the cheapest way there is: what it skipped, where it "
        "went though no way leads there, what it repeated, and what it did in another order.",
        says=conformance.sentences(),
        blocks=(_cards(conformance), _heat(conformance)),
        statistics=(_costs(conformance),),
        measures=("conformance", "deviation", "alignment-cost"),
    )


def _cards(conformance: Conformance) -> Cards:
    fit = Card("Just as designed", share_number(conformance.fit), "of all cases")
    fitness = Card("Fitness", number_of(conformance.fitness, percent), "how much of a case is as designed")
    return Cards("", (fit, fitness))


def _heat(conformance: Conformance) -> Heat:
    rows = tuple(
        (here.name, "", tuple(_cell(here, kind) for kind in KINDS))
        for here in conformance.elements
        if here.level == "step"
    )
    columns = tuple(kind.capitalize() for kind in KINDS)
    return Heat(
        "Step by step",
        "Step",
        columns,
        rows,
        "Shares of all cases, of those that did so at least once: who came to a step in one round and passed it over "
        "in another has skipped it. The darker, the more cases.",
        Tone.HURTS,
    )


def _cell(here: ElementConformance, kind: Kind) -> HeatCell:
    deviation = here.of(kind)
    if not isinstance(deviation.share, Estimate):
        return HeatCell("n too small", None)
    if deviation.cases == 0:
        return HeatCell("–", None)
    facts = (f"{count(deviation.cases)} cases", share_number(deviation.share).aside, f"{count(deviation.moves)} times")
    told = Told(f"{here.name}: {kind}", facts, "deviation")
    return HeatCell(percent(deviation.share.value), deviation.share.value, told)


def _costs(conformance: Conformance) -> Table:
    rows = tuple((str(one.cost), count(one.cases)) for one in conformance.costs[:20])
    return Table("", ("Cost of a case", "Cases"), rows, "0: just as designed.")


def off_track_panel(off_track: OffTrack) -> Panel:
    """How many cases are under way and how many off track, why, and where they stand."""
    reasons = tuple(
        Card(one.reason.capitalize(), share_number(one.share), f"{count(one.cases)} cases", tone=Tone.HURTS)
        for one in off_track.reasons
        if one.cases
    )
    rows = tuple(
        (
            here.name,
            count(here.cases),
            count(here.under_way) if off_track.under_way is not None else "–",
            share_number(here.off_track),
            ", ".join(f"{one.reason} {count(one.cases)}" for one in here.reasons if one.cases),
            time_number(here.wait),
        )
        for here in off_track.here
    )
    heads = ("Last seen at", "Cases", "Probably under way", "Off track", REASONS_HEAD, "Those who arrived waited here")
    table = Table("Where they were last seen", heads, rows)
    return Panel(
        id="off-track",
        title="Off track right now",
        lead="Cases that have not arrived, held against the designed journey and against the time it took those who "
        "arrived. Most of them may have stopped long ago, so those probably still under way come first.",
        says=off_track.sentences(),
        blocks=(*_under_way(off_track), Cards("Why, of all that have not arrived", reasons), table) if rows else (),
        measures=("off-track", "under-way", "pace"),
    )


def _under_way(off_track: OffTrack) -> tuple[Cards, ...]:
    """Those who may still be helped, beside all who have not arrived; nothing where nobody can say."""
    found = off_track.under_way
    if found is None:
        return ()
    active = f"{count(found.cases)} of {count(off_track.unfinished)} cases, active in the last {time(found.within)}"
    cards = (
        Card(
            "Probably still under way",
            share_number(found.share),
            active,
            told=Told("Probably still under way", (active,), "under-way"),
        ),
        Card("Off track, of those under way", share_number(found.off_track), tone=Tone.HURTS),
        Card("Off track, of all that have not arrived", share_number(off_track.off_track)),
    )
    return (Cards("", cards),)
