"""Documents as values: at their newest revision, at any earlier one, and a workspace as a whole.

What was read or committed last is kept in memory by this process; another process's commits are caught up with by
their changes, so that reading a large map costs what changed and not what it holds.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock

from waypost.journey.edits import EDITS, Edit, change
from waypost.journey.model import Document as Value
from waypost.journey.tree import Tree
from waypost.journey.workspace import KINDS, Settings
from waypost.journey.workspace import Workspace as WorkspaceValue
from waypost.web.documents.models import Document
from waypost.web.workspaces.models import Workspace

KEPT = 512
"""Documents kept in memory."""


@dataclass(frozen=True)
class State:
    """A document at a revision."""

    revision: int
    tree: Tree[Value]
    """The document taken apart, for whoever applies changes to a copy of it."""

    @classmethod
    def of(cls, revision: int, value: Value) -> State:
        """A document that was read."""
        return cls(revision, Tree.of(value))

    def then(self, revision: int, edits: Sequence[Edit]) -> State:
        """The document after some edits; raises as `waypost.journey.edits.apply` does."""
        tree = self.tree.copy()
        change(tree, edits)
        return State(revision, tree)

    @property
    def value(self) -> Value:
        """The document."""
        return self.tree.document()

    @cached_property
    def json(self) -> str:
        """As browsers hold it; written once, however many ask."""
        return self.value.model_dump_json(exclude_defaults=True)


class _Memory:
    """The newest known state of the documents used last."""

    def __init__(self) -> None:
        self._states: OrderedDict[int, State] = OrderedDict()
        self._lock = Lock()

    def get(self, pk: int) -> State | None:
        with self._lock:
            if pk in self._states:
                self._states.move_to_end(pk)
            return self._states.get(pk)

    def keep(self, pk: int, state: State) -> None:
        with self._lock:
            known = self._states.get(pk)
            if known is None or known.revision <= state.revision:
                self._states[pk] = state
                self._states.move_to_end(pk)
            while len(self._states) > KEPT:
                self._states.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._states.clear()


MEMORY = _Memory()


def current(row: Document) -> State:
    """The document at the row's revision."""
    known = MEMORY.get(row.pk)
    if known is None or known.revision > row.revision:
        known = _snapshot_before(row, row.revision)
    state = _caught_up(row, known, row.revision)
    MEMORY.keep(row.pk, state)
    return state


def at_revision(row: Document, revision: int) -> State:
    """The document as it was at an earlier revision."""
    return _caught_up(row, _snapshot_before(row, revision), revision)


def _snapshot_before(row: Document, revision: int) -> State:
    snapshot = row.snapshots.filter(revision__lte=revision).latest("revision")
    return State.of(snapshot.revision, KINDS[row.kind].model_validate(snapshot.content))


def _caught_up(row: Document, state: State, revision: int) -> State:
    later = row.changes.filter(revision__gt=state.revision, revision__lte=revision)
    if state.revision < revision:
        for number, edits in later.values_list("revision", "edits"):
            state = state.then(number, EDITS.validate_python(edits))
    return state


def workspace_value(workspace: Workspace) -> WorkspaceValue:
    """Everything the workspace holds, as one value; what is put away is left out."""
    values = [current(row).value for row in workspace.documents.filter(archived=None)]
    settings = next((value for value in values if isinstance(value, Settings)), None)
    others = tuple(value for value in values if not isinstance(value, Settings))
    return WorkspaceValue(settings=settings or Settings(id="workspace", name=workspace.name), documents=others)
