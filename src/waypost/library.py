"""`import waypost`: open a workspace, take its data in, measure its journeys, draw them.

import waypost

shop = waypost.open("examples/shop", data="data/shop")
shop.ingest()
measures = shop.measure("visit")
measures.to_frame()            # a Polars frame
measures.everyone.elements["basket"].reach
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from waypost.errors import InputError, Problem
from waypost.formats.folder import LoadedWorkspace, load, read_picture
from waypost.journey.check import Report, check
from waypost.journey.journey import Journey
from waypost.journey.marks import Picture
from waypost.journey.source import Source
from waypost.journey.workspace import Workspace

if TYPE_CHECKING:  # what counts and draws is loaded when it is first used: checking a map must not wait for it
    from waypost.analysis.brief import Brief
    from waypost.analysis.discovery.discovery import Discovery
    from waypost.analysis.engines import Engine
    from waypost.analysis.living import LivingMap
    from waypost.analysis.results import LivingMeasures
    from waypost.analysis.study import Study
    from waypost.events.customer_export import CustomerExport
    from waypost.events.erasure import ErasureReport
    from waypost.events.ingest import IngestReport, Progress
    from waypost.events.lake import Lake
    from waypost.events.trails import Trails

STATE = ".waypost"
"""The folder, inside a workspace, of everything made from its data."""


@dataclass(frozen=True)
class Project:
    """A workspace on disk, its data, and what is made of them."""

    loaded: LoadedWorkspace = field(repr=False)
    """The documents and their files."""
    data: Path
    """The folder the sources' files lie in."""
    state: Path
    """The folder of the lake and the trails."""

    @property
    def workspace(self) -> Workspace:
        """The documents."""
        return self.loaded.workspace

    @property
    def folder(self) -> Path:
        """Where the documents lie."""
        return self.loaded.folder

    @cached_property
    def lake(self) -> Lake:
        """Everything read from the sources."""
        from waypost.events.lake import Lake

        return Lake.at(self.state / "lake")

    @property
    def has_data(self) -> bool:
        """Whether anything was ever ingested."""
        return self.lake.version > 0

    def journey(self, journey_id: str | None = None) -> Journey:
        """The journey with this id, or the only one; raises InputError that lists what there is."""
        journeys = {journey.id: journey for journey in self.workspace.of(Journey)}
        if journey_id is None and len(journeys) == 1:
            return next(iter(journeys.values()))
        if journey_id in journeys:
            return journeys[journey_id]
        listed = ", ".join(journeys) or "none yet"
        message = "Which journey?" if journey_id is None else f"There is no journey '{journey_id}'"
        raise InputError(Problem(message, str(self.folder), remedy=f"The workspace's journeys: {listed}"))

    def ingest(
        self, progress: Progress | None = None, *, replacing: bool = False, connecting: bool = True
    ) -> IngestReport:
        """Read the files and queries of every source into the lake; what is there already is passed over.

        Unless `connecting`, no warehouse is asked.

        Raises InputError when there is no source, a file cannot be read, or (unless `replacing`) one has changed.
        """
        from waypost.events.ingest import IngestReport, ingest

        sources = self.workspace.of(Source)
        if not sources:
            remedy = "Add a document of kind 'source' that says where the events are"
            raise InputError(Problem("The workspace has no source", str(self.folder), remedy=remedy))
        report = IngestReport(())
        for source in sources:
            report += ingest(self.lake, source, self.data, progress, replacing=replacing, connecting=connecting)
        return report

    def weave(
        self,
        journey_id: str | None = None,
        *,
        as_of: datetime | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Trails:
        """The trails of a journey, as of a moment (the last event when left out).

        Raises InputError with the file and line of each binding that is wrong, or when the lake has no events.
        """
        from waypost.events.weaving import weave

        journey = self.journey(journey_id)
        try:
            return weave(self.lake, self.workspace, journey, self.state, as_of=as_of, progress=progress)
        except InputError as error:
            raise self.loaded.placed(error) from None

    def study(
        self,
        journey_id: str | None = None,
        *,
        as_of: datetime | None = None,
        progress: Callable[[int, int], None] | None = None,
        engine: Engine | None = None,
    ) -> Study:
        """A journey and its trails, to put questions to; threads of this machine count unless `engine` does."""
        from waypost.analysis.engines.local import Local
        from waypost.analysis.study import Study

        trails = self.weave(journey_id, as_of=as_of, progress=progress)
        return Study(self.journey(journey_id), trails, engine or Local(), self.workspace)

    def measure(
        self,
        journey_id: str | None = None,
        *,
        as_of: datetime | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> LivingMeasures:
        """Everything measured about a journey, for everyone and for each segment."""
        return self.study(journey_id, as_of=as_of, progress=progress).measures()

    def discover(
        self, draft_id: str = "draft", *, case: str | None = None, file_keys: Iterable[int] | None = None
    ) -> Discovery:
        """A journey proposed from the events alone: see `waypost.analysis.discovery.discovering.discover`.

        Only events of the files with these keys are looked at, if there are any given.
        """
        from waypost.analysis.discovery.discovering import discover

        lake = self.lake if file_keys is None else self.lake.of_files(file_keys)
        return discover(lake, self.workspace, self.state, draft_id, case=case)

    def living_map(
        self,
        today: date,
        journey_id: str | None = None,
        measures: LivingMeasures | None = None,
        brief: Brief | None = None,
    ) -> LivingMap:
        """A journey with everything that hangs on its elements, as of a day."""
        from waypost.analysis.living import living_map

        return living_map(self.workspace, self.journey(journey_id), today, measures, brief)

    def pictures(self, living: LivingMap) -> dict[str, bytes]:
        """The content of every picture on a map, by the name its document gives it."""
        wanted = {element.file: element.id for element in living.journey.walk() if isinstance(element, Picture)}
        wanted |= {persona.portrait: persona.id for persona in living.personas if persona.portrait}
        return {file: read_picture(self.folder, file, element).data for file, element in wanted.items()}

    def check(self, today: date, journey_id: str | None = None) -> Report:
        """What is good about a map, and what its lifecycle state asks for next."""
        return check(self.workspace, self.journey(journey_id), today)

    def check_bindings(self, journey_id: str | None = None) -> None:
        """Compile every condition and signal of a journey; raises InputError with the file and line of each mistake."""
        from waypost.events.bindings import bind

        try:
            bind(self.workspace, self.journey(journey_id))
        except InputError as error:
            raise self.loaded.placed(error) from None

    def page(self, living: LivingMap) -> str:
        """The living map as one HTML page, with what `check` has to say."""
        from waypost.drawing.masthead import next_line
        from waypost.drawing.page import map_page

        remarks = check(self.workspace, living.whole, living.today).remarks
        if living.part is not None:  # a part shows what was said about its own elements
            shown = living.journey.elements().keys() - {living.journey.id}
            remarks = tuple(remark for remark in remarks if remark.element.partition("/")[2] in shown)
        return map_page(living, self.pictures(living), remarks, advice=next_line(living))

    def export_customer(self, customer: str) -> CustomerExport:
        """Everything held about one person, by any of their names."""
        from waypost.events.customer_export import export_customer

        return export_customer(self.lake, customer)

    def erase_customer(self, customer: str) -> ErasureReport:
        """Erase one person, by any of their names, from the lake and everything made of it."""
        from waypost.events.erasure import erase

        return erase(self.state, self.lake, customer)


def open_workspace(folder: Path | str, *, data: Path | str | None = None, state: Path | str | None = None) -> Project:
    """Open the workspace in a folder.

    Arguments:
        folder: has a `waypost.yaml`.
        data: where the sources' files lie; `data` in the workspace when left out.
        state: where the lake and trails are kept; `.waypost` in the workspace when left out.

    Raises:
        InputError: naming every mistake in every document.
    """
    folder = Path(folder)
    return Project(load(folder), Path(data or folder / "data"), Path(state or folder / STATE))
