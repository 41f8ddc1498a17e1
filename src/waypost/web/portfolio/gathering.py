"""A workspace as it stands now, with the rows its documents come from: one question to the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock

from waypost.journey.model import Document as Value
from waypost.journey.workspace import Settings
from waypost.journey.workspace import Workspace as WorkspaceValue
from waypost.web.documents.models import Document
from waypost.web.documents.reading import current
from waypost.web.portfolio.neighbours import Neighbours, links_of
from waypost.web.workspaces.models import Workspace

_links: dict[int, tuple[Value, frozenset[str]]] = {}
_lock = Lock()
_REMEMBERED = 4096


@dataclass(frozen=True)
class Gathered:
    """The documents of a workspace, none of those put away."""

    workspace: Workspace
    rows: Sequence[Document]
    values: Sequence[Value]
    """In the order of the rows."""

    @cached_property
    def value(self) -> WorkspaceValue:
        """As one value."""
        settings = next((value for value in self.values if isinstance(value, Settings)), None)
        others = tuple(value for value in self.values if not isinstance(value, Settings))
        return WorkspaceValue.model_construct(
            settings=settings or Settings(id="workspace", name=self.workspace.name), documents=others
        )

    @cached_property
    def neighbours(self) -> Neighbours:
        """Which document names which."""
        pairs = list(zip(self.rows, self.values, strict=True))
        revisions = {row.slug: row.revision for row in self.rows}
        return Neighbours(self.value, revisions, {row.slug: _links_of(row, value) for row, value in pairs})


def gathered(workspace: Workspace) -> Gathered:
    """Everything a workspace holds."""
    rows = list(workspace.documents.filter(archived=None))
    return Gathered(workspace, rows, [current(row).value for row in rows])


def _links_of(row: Document, value: Value) -> frozenset[str]:
    """Remembered as long as the document is the same value."""
    with _lock:
        known = _links.get(row.pk)
    if known is not None and known[0] is value:
        return known[1]
    found = links_of(value)
    with _lock:
        if len(_links) >= _REMEMBERED:
            _links.clear()
        _links[row.pk] = (value, found)
    return found
