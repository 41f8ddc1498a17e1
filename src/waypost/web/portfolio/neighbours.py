"""What the check of a journey looks at: the journey, what it leads to, what leads to it, and what all share.

A check of this small workspace finds what a check of the whole would (it may suggest another near word), and does not
walk through two hundred journeys for it. Two checks of the same neighbours on the same day are the same, so that one
can be remembered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property

from waypost.journey.evidence import Evidence
from waypost.journey.journey import Journey, Phase, Step, Touchpoint
from waypost.journey.model import Document
from waypost.journey.nesting import references
from waypost.journey.persona import Persona
from waypost.journey.source import Source
from waypost.journey.workspace import Workspace

_ELSEWHERE = "touchpoints of other maps"
"""No id that a document can have."""


class Neighbours:
    """The documents of a workspace, and which of them name which."""

    def __init__(self, workspace: Workspace, revisions: Mapping[str, int], links: Mapping[str, frozenset[str]]) -> None:
        """`revisions` and `links`: of each document by its id."""
        self._workspace = workspace
        self._revisions = revisions
        self._links = links
        self._documents = {document.id: document for document in workspace.documents}

    @cached_property
    def _back(self) -> Mapping[str, set[str]]:
        found: defaultdict[str, set[str]] = defaultdict(set)
        for origin, targets in self._links.items():
            for target in targets:
                found[target].add(origin)
        return found

    @cached_property
    def _shared(self) -> frozenset[str]:
        """What every check may look at: all that is no journey, persona or evidence."""
        kinds = (Journey, Persona, Evidence)
        return frozenset(document.id for document in self._workspace.documents if not isinstance(document, kinds))

    @cached_property
    def _answered(self) -> Journey | None:
        """The touchpoints of all maps that answers may be about, as one map without anything else.

        A check asks whether what answers are about is on any map; for that it need not walk through all of them.
        """
        tables = [table for source in self._workspace.of(Source) for table in source.tables]
        if not any(table.responses is not None and table.responses.about for table in tables):
            return None
        wanted = {table.responses.about for table in tables if table.responses is not None}
        found = {
            (one.id, one.name, one.score): Touchpoint.model_construct(id=one.id, name=one.name, score=one.score)
            for journey in self._workspace.of(Journey)
            for one in journey.touchpoints()
            if one.score is not None or wanted & {one.id, one.name}
        }
        step = Step.model_construct(id=_ELSEWHERE, name=_ELSEWHERE, touchpoints=tuple(found.values()))
        phase = Phase.model_construct(id=_ELSEWHERE, name=_ELSEWHERE, steps=(step,))
        return Journey.model_construct(id=_ELSEWHERE, name=_ELSEWHERE, phases=(phase,))

    def _near(self, journey: Journey) -> frozenset[str]:
        """The journey, what its check looks at, and what that names."""
        known, ahead = {journey.id}, [journey.id]
        while ahead:  # journeys that open journeys: a circle may be long
            for target in self._links.get(ahead.pop(), frozenset()):
                if target not in known and isinstance(self._documents.get(target), Journey):
                    known.add(target)
                    ahead.append(target)
        around = known | self._links.get(journey.id, frozenset()) | self._back.get(journey.id, set())
        people = {one for one in around if isinstance(self._documents.get(one), Persona)}
        named = {target for one in people for target in self._links.get(one, frozenset())}
        return frozenset(around | named | self._shared) & self._documents.keys()

    def mark(self, journey: Journey) -> object:
        """Changes whenever something changes that the check looks at."""
        near = self._near(journey)
        revisions = frozenset((one, self._revisions.get(one, 0)) for one in near)
        return self._workspace.settings, revisions, self._answered

    def around(self, journey: Journey) -> Workspace:
        """The small workspace."""
        near = self._near(journey)
        documents = tuple(one for one in self._workspace.documents if one.id in near)
        more = (self._answered,) if self._answered is not None else ()
        return self._workspace.model_copy(update={"documents": (*documents, *more)})


def links_of(document: Document) -> frozenset[str]:
    """The ids of the documents that a document names."""
    return frozenset(_named(document)) - {document.id}


def _named(document: Document) -> Iterator[str]:
    for element in document.walk():
        for _, reference in references(element):
            yield reference.partition("/")[0]
