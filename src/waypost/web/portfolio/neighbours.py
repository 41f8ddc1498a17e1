"""What the check of a journey looks at: the journey, what it leads to, what leads to it, and what all share.

A check of this small workspace finds what a check of the whole would, and does not walk through two hundred journeys
for it. Two checks of the same neighbours on the same day are the same, so that one can be remembered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property

from waypost.journey.journey import Journey
from waypost.journey.model import Document
from waypost.journey.nesting import references
from waypost.journey.persona import Persona
from waypost.journey.source import Source
from waypost.journey.workspace import Workspace


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
        """What every check may look at: all that is no journey, persona or evidence; and, where answers are about
        touchpoints that may be on any map, every journey.
        """
        everywhere = any(
            table.responses is not None and table.responses.about
            for source in self._workspace.of(Source)
            for table in source.tables
        )
        kinds = ("journey", "persona", "evidence")
        return frozenset(
            document.id
            for document in self._workspace.documents
            if (kind := getattr(document, "kind", "")) not in kinds or (everywhere and kind == "journey")
        )

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
        return self._workspace.settings, frozenset((one, self._revisions.get(one, 0)) for one in near)

    def around(self, journey: Journey) -> Workspace:
        """The small workspace."""
        near = self._near(journey)
        return self._workspace.model_copy(
            update={"documents": tuple(one for one in self._workspace.documents if one.id in near)}
        )


def links_of(document: Document) -> frozenset[str]:
    """The ids of the documents that a document names."""
    return frozenset(_named(document)) - {document.id}


def _named(document: Document) -> Iterator[str]:
    for element in document.walk():
        for _, reference in references(element):
            yield reference.partition("/")[0]
