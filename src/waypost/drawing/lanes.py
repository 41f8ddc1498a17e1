"""The lanes that need no events: what people believe, what customers say, and the company's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from waypost.analysis.living import LivingMap
from waypost.drawing.numerals import count, month, sample
from waypost.drawing.sheet import (
    Belief,
    Cell,
    Contact,
    Effort,
    Fact,
    Gate,
    Group,
    Item,
    Lane,
    Line,
    Mark,
    MarkKind,
    Pain,
    PhaseHead,
    Photo,
    Piece,
    Quote,
    StepHead,
    Thought,
)
from waypost.journey.evidence import Finding, FindingKind
from waypost.journey.journey import Journey, Ownership, Phase, Step, Tollgate, Touchpoint
from waypost.journey.marks import Marked, Standing, Vote
from waypost.journey.wording import counted

Findings: TypeAlias = dict[str, list[Finding]]
Reader: TypeAlias = Callable[[Phase | Step, Findings], Iterable[Item]]
"""Takes from a phase or a step what a lane shows there."""

_ASKED = {"ces": "CES", "csat": "CSAT", "nps": "NPS", "stars": "stars", "open": "in words"}
_WHOSE = {Ownership.PARTNER: "a partner’s", Ownership.THIRD_PARTY: "a third party’s"}


def heads(living: LivingMap) -> tuple[tuple[PhaseHead, ...], tuple[StepHead, ...]]:
    """The phases and the columns below them; a phase without steps keeps one empty column."""
    numbers = living.phase_numbers
    phases: list[PhaseHead] = []
    steps: list[StepHead] = []
    for phase in living.journey.phases:
        span = max(1, len(phase.steps))
        phases.append(PhaseHead(numbers[phase.id], phase.id, phase.name, phase.goal or "", len(steps), span))
        if not phase.steps:
            steps.append(StepHead(None, "", "", False, "", True))
        for place, step in enumerate(phase.steps):
            opens = step.opens or ""
            steps.append(StepHead(step.id, step.name, step.words or "", step.optional, opens, place == 0))
    return tuple(phases), tuple(steps)


def lane_of(title: Title, journey: Journey, findings: Findings, read: Reader) -> Lane:
    """One lane: a row for what hangs on whole phases when there is any, and a row for the steps."""
    over = list(_phase_cells(journey, findings, read))
    below = list(_step_cells(journey, findings, read))
    rows = tuple(tuple(row) for row in (over, below) if any(cell.items for cell in row))
    return Lane(title.id, title.name, title.hint, title.group, rows)


def _phase_cells(journey: Journey, findings: Findings, read: Reader) -> Iterator[Cell]:
    column = 0
    for phase in journey.phases:
        span = max(1, len(phase.steps))
        yield Cell(column, span, tuple(read(phase, findings)))
        column += span


def _step_cells(journey: Journey, findings: Findings, read: Reader) -> Iterator[Cell]:
    column = 0
    for phase in journey.phases:
        if not phase.steps:
            yield Cell(column)
            column += 1
        for step in phase.steps:
            yield Cell(column, 1, tuple(read(step, findings)))
            column += 1


@dataclass(frozen=True)
class Title:
    """What a lane is called."""

    id: str
    name: str
    hint: str = ""
    group: Group = Group.STORY


def _contacts(element: Phase | Step, _: Findings) -> Iterator[Item]:
    if isinstance(element, Step):
        yield from (contact(touchpoint) for touchpoint in element.touchpoints)


def contact(touchpoint: Touchpoint) -> Contact:
    """A touchpoint as it stands on the map."""
    ours = touchpoint.by is Ownership.OURS
    whose = (touchpoint.department or "") if ours else _WHOSE[touchpoint.by]
    return Contact(touchpoint.id, touchpoint.name, touchpoint.channel, ours, whose, touchpoint.importance)


def _tollgates(element: Phase | Step, _: Findings) -> Iterator[Item]:
    if isinstance(element, Step):
        yield from (_gate(tollgate) for tollgate in element.tollgates)


def _gate(tollgate: Tollgate) -> Gate:
    pieces = (Piece(one.name, one.channel, one.source or "", one.missing) for one in tollgate.contents)
    role = tollgate.role.value.replace("-", " ") if tollgate.role is not None else ""
    return Gate(tollgate.settles, role, tollgate.how or "", tuple(pieces))


def _five_ws(element: Phase | Step, _: Findings) -> Iterator[Item]:
    if isinstance(element, Step):
        for label in ("who", "what", "when", "where", "why"):
            text = getattr(element, label)
            if text:
                yield Line(text, label)


def _needs(element: Phase | Step, _: Findings) -> Iterator[Item]:
    if isinstance(element, Step):
        yield from (Line(text) for text in element.needs)


def _expectations(element: Phase | Step, _: Findings) -> Iterator[Item]:
    if isinstance(element, Step):
        yield from (Line(text) for text in element.expectations)


def _thoughts(element: Phase | Step, _: Findings) -> Iterator[Item]:
    if isinstance(element, Step):
        yield from (Thought(text) for text in element.thoughts)


def _effort(element: Phase | Step, _: Findings) -> Iterator[Item]:
    if isinstance(element, Step) and element.effort is not None:
        yield Effort(element.effort)


def _feelings(element: Phase | Step, _: Findings) -> Iterator[Item]:
    if not isinstance(element, Step):
        return
    if element.feelings:
        yield Line(", ".join(element.feelings))
    if element.emotion is not None and element.emotion.evoked_by:
        yield Line(element.emotion.evoked_by, "evoked by")


def _bearers(element: Phase | Step) -> Iterator[tuple[Marked, str]]:
    """The element itself, and for a step its touchpoints by name."""
    yield element, ""
    if isinstance(element, Step):
        yield from ((touchpoint, touchpoint.name) for touchpoint in element.touchpoints)


def _evidence(element: Phase | Step, findings: Findings) -> Iterator[Finding]:
    seen: set[int] = set()
    for bearer, _ in _bearers(element):
        for finding in findings.get(bearer.id, ()):
            if id(finding) not in seen:
                seen.add(id(finding))
                yield finding


def tally(finding: Finding) -> str:
    """How a piece of evidence is known: "reported · 6 of 17"."""
    words: list[str] = [finding.standing.value]
    if finding.n is not None and finding.of is not None:
        words.append(f"{count(finding.n)} of {count(finding.of)}")
    elif finding.n is not None:
        words.append(sample(finding.n))
    if finding.on is not None:
        words.append(month(finding.on))
    return " · ".join(words)


def _quotes(element: Phase | Step, findings: Findings) -> Iterator[Item]:
    for found in _evidence(element, findings):
        if found.kind is FindingKind.QUOTE:
            assumed = found.standing is Standing.ASSUMED
            yield Quote(found.text, found.said_by or "", tally(found), found.source or "", assumed)


def _facts(element: Phase | Step, findings: Findings) -> Iterator[Item]:
    for found in _evidence(element, findings):
        if found.kind in (FindingKind.FIGURE, FindingKind.OBSERVATION):
            yield Fact(found.text, tally(found), found.source or "", found.standing is Standing.ASSUMED)


def votes(vote: Vote | None) -> str:
    """ "6 of 10 groups", or nothing."""
    return f"{count(vote.votes)} of {count(vote.of)} {vote.by}" if vote is not None else ""


def _known(evidence: tuple[str, ...], found: list[Finding], vote: Vote | None = None) -> str:
    # A finding may be named by the element, name the element itself, or both: it is one piece of evidence. Two studies
    # may each have a finding of the same id.
    named = {reference.rpartition("/")[2] for reference in evidence}
    others = {id(finding) for finding in found if finding.id not in named}
    pieces = len(set(evidence)) + len(others)
    backed = f"{counted('piece', pieces)} of evidence" if pieces else ""
    return " · ".join(filter(None, (votes(vote), backed))) or "assumed"


def _pains(element: Phase | Step, findings: Findings) -> Iterator[Item]:
    items = [
        Pain(
            pain.text,
            pain.intensity,
            at,
            _known(pain.evidence, findings.get(pain.id, []), pain.vote),
            not (pain.evidence or findings.get(pain.id)),
        )
        for bearer, at in _bearers(element)
        for pain in bearer.pains
    ]
    yield from sorted(items, key=lambda pain: -pain.intensity)


def _irritations(element: Phase | Step, findings: Findings) -> Iterator[Item]:
    for bearer, at in _bearers(element):
        for mark in bearer.irritations:
            known = _known(mark.evidence, findings.get(mark.id, []))
            yield Mark(MarkKind.IRRITATION, mark.text, at, known)


def _lingering(element: Phase | Step, findings: Findings) -> Iterator[Item]:
    for bearer, at in _bearers(element):
        for mark in bearer.lingering:
            known = _known(mark.evidence, findings.get(mark.id, []))
            yield Mark(MarkKind.LINGERING, mark.text, at, known)


def _opportunities(element: Phase | Step, _: Findings) -> Iterator[Item]:
    for bearer, at in _bearers(element):
        for mark in bearer.opportunities:
            yield Mark(MarkKind.OPPORTUNITY, mark.text, at, votes(mark.vote), mark.impact)


def _moments(element: Phase | Step, _: Findings) -> Iterator[Item]:
    for bearer, at in _bearers(element):
        for moment in bearer.moments:
            yield Belief(moment.text or "", at, votes(moment.vote), moment.owner or "", moment.metric or "")


def _endings(element: Phase | Step, _: Findings) -> Iterator[Item]:
    if isinstance(element, Step):
        for touchpoint in element.touchpoints:
            if touchpoint.ending:
                yield Line(touchpoint.ending, touchpoint.name if len(element.touchpoints) > 1 else "")


def _posts(element: Phase | Step, _: Findings) -> Iterator[Item]:
    if isinstance(element, Step):
        for touchpoint in element.touchpoints:
            yield from (Line(post.question, _ASKED[post.measure]) for post in touchpoint.posts)


def _pictures(element: Phase | Step, _: Findings) -> Iterator[Item]:
    for bearer, _at in _bearers(element):
        yield from (Photo(picture.file, picture.alt) for picture in bearer.pictures)


ABOVE_THE_CURVE: tuple[tuple[Title, Reader], ...] = (
    (Title("pictures", "Pictures"), _pictures),
    (Title("touchpoints", "Touchpoints", "dashed: not ours"), _contacts),
)
BELOW_THE_CURVE: tuple[tuple[Title, Reader], ...] = (
    (Title("quotes", "In their words", "interviews, surveys, reviews"), _quotes),
    (Title("pains", "Pain points", "by intensity"), _pains),
    (Title("moments", "Moments of truth", "◇ believed"), _moments),
    (Title("opportunities", "Opportunities", "", Group.DETAIL), _opportunities),
    (Title("feelings", "Feelings", "and what evokes them", Group.DETAIL), _feelings),
    (Title("thoughts", "Thoughts", "", Group.DETAIL), _thoughts),
    (Title("needs", "Needs", "", Group.DETAIL), _needs),
    (Title("expectations", "Expectations", "", Group.DETAIL), _expectations),
    (Title("five-ws", "Who, what, when", "where and why", Group.DETAIL), _five_ws),
    (Title("tollgates", "Tollgates", "settled before going on", Group.DETAIL), _tollgates),
    (Title("effort", "Effort", "believed, 1 to 5", Group.DETAIL), _effort),
    (Title("irritations", "Irritations", "small, and they add up", Group.DETAIL), _irritations),
    (Title("lingering", "Worth lingering", "staying longer creates value", Group.DETAIL), _lingering),
    (Title("endings", "Designed endings", "the last thing colours all", Group.DETAIL), _endings),
    (Title("posts", "Listening posts", "what we ask here", Group.DETAIL), _posts),
    (Title("facts", "Evidence", "figures and observations", Group.DETAIL), _facts),
)


def own_lane(lane_id: str) -> Reader:
    """What a lane of the company's own choosing shows."""

    def read(element: Phase | Step, _: Findings) -> Iterator[Item]:
        if isinstance(element, Step):
            yield from (Line(note.text) for note in element.notes if note.lane == lane_id)

    return read


def believed_lanes(living: LivingMap, curve: Lane | None) -> tuple[Lane, ...]:
    """All lanes that need no events, in their order, the empty ones left out."""
    own = tuple(
        (Title(f"own-{lane.id}", lane.name, lane.hint or "", Group.COMPANY), own_lane(lane.id))
        for lane in living.journey.lanes
    )
    above = [lane_of(title, living.journey, living.findings, read) for title, read in ABOVE_THE_CURVE]
    below = [lane_of(title, living.journey, living.findings, read) for title, read in (*BELOW_THE_CURVE, *own)]
    lanes = (*above, *((curve,) if curve is not None else ()), *below)
    return tuple(lane for lane in lanes if lane.rows or lane.curve)
