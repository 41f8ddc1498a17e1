"""Killing: a process that dies at any moment loses nothing acknowledged, and trying again counts nothing twice."""

from __future__ import annotations

import multiprocessing
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import polars as pl
import pytest

from tests.events.synthetic import walk_in
from tests.events.test_erasure import naming_files
from tests.events.test_lake import assert_same_contents
from waypost.events.batch import Batch
from waypost.events.erasure import erase
from waypost.events.identity import Identities
from waypost.events.ingest import take
from waypost.events.lake import Lake

FILES, BATCHES, SIZE = 2, 4, 30
ALL = FILES * BATCHES
FIRST = "as first declared"
Acknowledged = tuple[int, int]
"""File key and batch number."""

processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload([__name__, "tests.events.warmed"])


def lake_at(root: Path) -> Lake:
    return Lake.at(root, buckets=2)


def batches(declaration: str) -> list[Batch]:
    """Two files; the declaration decides what becomes of their rows."""
    read = [one for key in range(FILES) for one in walk_in(BATCHES, SIZE, key=key, file=f"{key}.csv")]
    return [declared(one, declaration) for one in read]


def declared(batch: Batch, declaration: str) -> Batch:
    events = batch.frames["events"].with_columns(event=pl.lit(declaration))
    return replace(batch, declaration=declaration, frames=batch.frames | {"events": events})


def ingesting(root: Path, declaration: str, said: Connection) -> None:
    """What the other process does: it says which batches are acknowledged, as they are."""
    take(lake_at(root), batches(declaration), lambda one, new: said.send((one.file_key, one.number)))


def erasing(root: Path, name: str, said: Connection) -> None:
    said.send("ready")
    erase(root, lake_at(root / "lake"), name)


@dataclass
class Started:
    """A process of its own that works on a lake, and what it has said so far."""

    process: BaseProcess
    said: Connection

    def killed(self, after_messages: int, seconds: float) -> list[Acknowledged]:
        """Kill it so long after so many messages; all it had said. It may be done before that."""
        messages = [message for message in (self._next() for _ in range(after_messages)) if message is not None]
        self.process.join(timeout=seconds)
        self.process.kill()
        self.process.join()
        return messages + list(iter(self._next, None))

    def finished(self) -> list[Acknowledged]:
        """Let it come to its end."""
        messages = list(iter(self._next, None))
        self.process.join()
        assert self.process.exitcode == 0
        return messages

    def _next(self) -> Acknowledged | None:
        try:
            return self.said.recv()  # type: ignore[no-any-return]
        except EOFError:
            return None


@contextmanager
def started(work: object, *arguments: object) -> Iterator[Started]:
    here, there = processes.Pipe(duplex=False)
    process = processes.Process(target=work, args=(*arguments, there))  # type: ignore[arg-type]
    process.start()
    there.close()
    try:
        with here:
            yield Started(process, here)
    finally:
        process.kill()
        process.join()
        process.close()


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """The lake of a process that nobody killed."""
    lake = lake_at(tmp_path_factory.mktemp("undisturbed"))
    take(lake, batches(FIRST))
    return lake


def acknowledged(lake: Lake) -> set[Acknowledged]:
    return set(lake.register().select("file_key", "number").rows())


def assert_whole(lake: Lake) -> None:
    """Every acknowledged batch is there once and whole, whatever else a killed process left."""
    events = lake.scan("events").select("file_key", "row", "position").collect()
    assert not events.is_duplicated().any()
    registered = lake.register().select("file_key", "number")
    whole = events.group_by("file_key", number=pl.col("row") // SIZE).len()
    assert registered.join(whole, on=["file_key", "number"], how="left")["len"].to_list() == [SIZE] * len(registered)


def kill_many_times(root: Path, undisturbed: Lake, times: int, seed: int) -> None:
    """Kill one process after another at random moments, each going on where the last one died; then let one finish."""
    chance = random.Random(seed)
    lake = lake_at(root)
    for _ in range(times):
        with started(ingesting, root, FIRST) as process:
            promised = process.killed(chance.randrange(ALL), chance.uniform(0, 0.08))
        assert set(promised) <= acknowledged(lake)
        assert_whole(lake)
        if len(acknowledged(lake)) > chance.randrange(ALL):
            lake.withdraw([chance.randrange(FILES)])
    with started(ingesting, root, FIRST) as process:
        assert len(process.finished()) == ALL
    assert_same_contents(lake, undisturbed)


def test_killed_again_and_again_the_lake_is_as_if_nothing_had_happened(tmp_path: Path, undisturbed: Lake) -> None:
    kill_many_times(tmp_path, undisturbed, times=5, seed=1)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 6))
def test_killed_very_many_times_too(tmp_path: Path, undisturbed: Lake, seed: int) -> None:
    kill_many_times(tmp_path, undisturbed, times=60, seed=seed)


@pytest.mark.slow
def test_killed_while_files_are_read_anew_no_row_of_the_old_reading_stays(tmp_path: Path, undisturbed: Lake) -> None:
    chance = random.Random(7)
    for attempt in range(8):
        with started(ingesting, tmp_path, f"declared for the {attempt}th time") as process:
            promised = process.killed(chance.randrange(ALL), chance.uniform(0, 0.08))
        assert set(promised) <= acknowledged(lake_at(tmp_path))
    take(lake_at(tmp_path), batches(FIRST))
    assert_same_contents(lake_at(tmp_path), undisturbed)


def test_two_processes_at_once_count_nothing_twice(tmp_path: Path, undisturbed: Lake) -> None:
    with started(ingesting, tmp_path, FIRST) as one, started(ingesting, tmp_path, FIRST) as other:
        assert len(one.finished()) == len(other.finished()) == ALL
    assert_same_contents(lake_at(tmp_path), undisturbed)


def test_when_one_of_two_processes_is_killed_the_other_finishes(tmp_path: Path, undisturbed: Lake) -> None:
    with started(ingesting, tmp_path, FIRST) as one, started(ingesting, tmp_path, FIRST) as other:
        promised = one.killed(after_messages=3, seconds=0.01)
        assert len(other.finished()) == ALL
    lake = lake_at(tmp_path)
    assert set(promised) <= acknowledged(lake)
    assert_same_contents(lake, undisturbed)


@pytest.mark.parametrize("seed", range(3))
def test_a_killed_erasure_is_completed_by_asking_again(tmp_path: Path, seed: int) -> None:
    lake = lake_at(tmp_path / "lake")
    take(lake, batches(FIRST))
    visitor = "visitor-44"
    names = Identities.from_lake(lake).names_of(visitor)
    others = lake.scan("events").filter(~pl.col("customer").is_in(names)).collect().height
    assert len(names) > 1
    with started(erasing, tmp_path, visitor) as process:
        process.killed(after_messages=1, seconds=random.Random(seed).uniform(0, 0.15))
    erase(tmp_path, lake, visitor)
    assert naming_files(tmp_path / "lake", tuple(f'"{name}"' for name in names)) == set()
    assert lake.events_count == others
