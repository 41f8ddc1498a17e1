"""Initial state + events = a fresh fetch, whatever happens to the streams in between."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.journey.strategies import edited
from tests.web.live.conftest import JOURNEYS
from tests.web.live.holder import Holder
from waypost.journey.journey import Journey

PEOPLE = 2
"""Who look at each journey."""
ACTIONS = ("edit", "edit", "edit", "drop", "resume", "resume earlier")
Script = list[tuple[int, str]]
"""Who does what, in order."""

scripts = st.lists(st.tuples(st.integers(0, PEOPLE - 1), st.sampled_from(ACTIONS)), min_size=2, max_size=6)


@dataclass
class Scene:
    """One journey and those who look at it."""

    path: str
    first: Journey
    """The journey as it was made: each script begins there."""
    known: Holder
    """Somebody who fetched it last."""
    people: list[Holder] = field(default_factory=list)
    revision: int = 0

    def begin(self) -> None:
        """Everybody looks at the journey as it was made; how it came to be that again they are told.

        What is known is fetched anew, for a script before this one may have been broken off in its middle.
        """
        self.known.fetch()
        self.revision = self.known.edit(self.first) or self.known.revision
        self.people = [replace(self.known, stream=None, seen=list(self.known.seen)) for _ in range(PEOPLE)]
        for holder in self.people:
            holder.catch_up(self.revision)
            assert holder.value == self.first
            holder.value = self.first  # equal, and also in what equality does not see: scripts are drawn from it

    def act(self, who: int, action: str, data: st.DataObject) -> None:
        """One line of a script."""
        holder = self.people[who]
        match action:
            case "edit":
                self.revision = holder.edit(data.draw(edited(holder.value, most=2))) or self.revision
            case "drop":
                holder.drop()
            case "resume":
                holder.listen()
            case "resume earlier":
                holder.listen(back=2)

    def check(self) -> None:
        """What everybody holds is what somebody holds who comes now."""
        self.known = Holder.fetched(self.known.client, self.path)
        assert self.known.revision == self.revision
        for holder in self.people:
            holder.catch_up(self.revision)
            assert holder.value == self.known.value


@pytest.fixture(scope="session")
def scenes(ada: httpx.Client, journeys: list[str]) -> list[Scene]:
    """All journeys."""
    known = [Holder.fetched(ada, path) for path in journeys]
    return [Scene(path, holder.value, holder) for path, holder in zip(journeys, known, strict=True)]


def _play(scenes: list[Scene], played: list[Script], data: st.DataObject) -> None:
    try:
        for scene, script in zip(scenes, played, strict=True):
            scene.begin()
            for who, action in script:
                scene.act(who, action, data)
        for scene in scenes:
            scene.check()
    finally:
        for holder in (holder for scene in scenes for holder in scene.people):
            holder.drop()


together = st.lists(scripts, min_size=JOURNEYS, max_size=JOURNEYS)


@settings(max_examples=4)
@given(played=together, data=st.data())
def test_state_and_events_are_a_fresh_fetch(scenes: list[Scene], played: list[Script], data: st.DataObject) -> None:
    _play(scenes, played, data)


@pytest.mark.slow
@settings(max_examples=300)
@given(played=together, data=st.data())
def test_thousands_of_scripts(scenes: list[Scene], played: list[Script], data: st.DataObject) -> None:
    _play(scenes, played, data)
