"""Initial state + events = a fresh fetch, whatever happens to the streams in between."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.journey.strategies import edited
from tests.web.acme import JOURNEY
from tests.web.live.conftest import JOURNEYS, PEOPLE, Desk
from tests.web.live.holder import Holder
from waypost.formats.yaml import read_document
from waypost.journey.difference import difference
from waypost.journey.journey import Journey

EVERY_DAY = 36
THOUSANDS = 2_400
"""Scripts that are played; each example is one for every journey."""

FIRST = Journey.model_validate(read_document(JOURNEY).model_dump())
"""What each script begins with."""

ACTIONS = ("edit", "edit", "edit", "hear", "drop", "resume", "resume earlier")


@dataclass(frozen=True)
class Line:
    """Who does what."""

    who: int
    action: str
    wanted: Journey
    """What whoever edits makes of the journey they hold."""

    def __repr__(self) -> str:
        """Short enough to be told a hundred times."""
        edits = (f"{type(edit).__name__} {edit.id}" for edit in difference(FIRST, self.wanted))
        return " ".join((f"{self.who}: {self.action}", *edits))


Script = list[Line]


@st.composite
def lines(draw: st.DrawFn) -> Line:
    """One line of a script."""
    who, action = draw(st.integers(0, PEOPLE - 1)), draw(st.sampled_from(ACTIONS))
    return Line(who, action, draw(edited(FIRST, most=2)) if action == "edit" else FIRST)


scripts = st.lists(lines(), min_size=2, max_size=6)


@dataclass
class Scene:
    """A journey and the people who write it; one script after the other is played on it."""

    desk: Desk
    people: list[Holder] = field(default_factory=list, repr=False)
    revision: int = 0
    settled: bool = False
    """Whether everybody knows everything: not after a script that was broken off."""

    def play(self, script: Script) -> None:
        """Play a script, and look at what everybody holds in the end."""
        self._begin()
        for line in script:
            self._act(self.people[line.who], line)
        self._end()

    def _begin(self) -> None:
        """Everybody holds the journey as it is when a script begins."""
        if not self.settled:
            self.leave()
            self.people = [Holder.fetched(client, self.desk.path) for client in self.desk.people]
            self.revision = max(holder.revision for holder in self.people)
        self.settled = False
        self._write(self._whose_turn(), FIRST)
        for holder in self.people:
            holder.catch_up(self.revision)
            assert holder.value == self._named(FIRST)

    def _act(self, holder: Holder, line: Line) -> None:
        match line.action:
            case "edit":
                self._write(holder, line.wanted)
            case "hear":
                holder.catch_up(self.revision)
            case "drop":
                holder.drop()
            case "resume":
                holder.listen()
            case "resume earlier":
                holder.listen(back=2)

    def _end(self) -> None:
        """What everybody holds is what somebody holds who comes now."""
        somebody = self._whose_turn()
        fresh = Holder.fetched(somebody.client, self.desk.path)
        somebody.ticket = fresh.ticket
        assert fresh.revision == self.revision
        for holder in self.people:
            holder.catch_up(self.revision)
            assert holder.value == fresh.value
        self.settled = True

    def _write(self, holder: Holder, wanted: Journey) -> None:
        self.revision = holder.edit(self._named(wanted)) or self.revision

    def _whose_turn(self) -> Holder:
        return self.people[self.revision % PEOPLE]

    def _named(self, journey: Journey) -> Journey:
        return journey.model_copy(update={"id": self.desk.path.rpartition("/")[2]})

    def leave(self) -> None:
        """Nobody listens any more."""
        for holder in self.people:
            holder.drop()


@pytest.fixture(scope="module")
def scenes(desks: list[Desk]) -> Iterator[list[Scene]]:
    """All journeys."""
    scenes = [Scene(desk) for desk in desks]
    yield scenes
    for scene in scenes:
        scene.leave()


def _play(scenes: list[Scene], played: list[Script]) -> None:
    """All scenes at once, for streams make people wait; what went wrong in the first is told."""
    with ThreadPoolExecutor(len(scenes)) as at_once:
        playing = [at_once.submit(scene.play, script) for scene, script in zip(scenes, played, strict=True)]
        wait(playing)
    for one in playing:
        one.result()


together = st.lists(scripts, min_size=JOURNEYS, max_size=JOURNEYS)


@settings(max_examples=EVERY_DAY // JOURNEYS)
@given(played=together)
def test_state_and_events_are_a_fresh_fetch(scenes: list[Scene], played: list[Script]) -> None:
    _play(scenes, played)


@pytest.mark.slow
@settings(max_examples=THOUSANDS // JOURNEYS)
@given(played=together)
def test_thousands_of_scripts(scenes: list[Scene], played: list[Script]) -> None:
    _play(scenes, played)
