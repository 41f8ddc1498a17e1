"""Flows: what led to a step or touchpoint, and where it went from there, so many places before and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from waypost.analysis.results import Figure, Times

FlowKind: TypeAlias = Literal["element", "entry", "exit", "other"]


@dataclass(frozen=True)
class FlowBranch:
    """Cases that went the same way to or from the anchor: one node of the tree."""

    offset: int
    """−n … −1 before the anchor, 1 … n after it."""
    kind: FlowKind
    """`entry`: nothing came before; `exit`: nothing came after; `other`: the rare branches together."""
    path: tuple[str, ...]
    """Element ids from next to the anchor outwards; an entry, exit or other is not in it, only what it hangs on."""
    names: tuple[str, ...]
    """The same by name."""
    cases: int
    share: Figure
    """Of the cases that came to the anchor."""
    time: Times
    """Before the anchor: from the first event there to the anchor; after it: from the anchor to the first event."""
    merged: int = 1
    """How many branches: more than 1 only for `other`."""


@dataclass(frozen=True)
class FlowNode:
    """A place at an offset, whatever lies between: one node of a Sankey diagram."""

    offset: int
    """0: the anchor."""
    kind: FlowKind
    element: str | None
    """None for entry, exit and other."""
    name: str
    cases: int
    share: Figure
    """Of the cases that came to the anchor."""
    time: Times
    merged: int = 1
    """How many places: more than 1 only for `other`."""


@dataclass(frozen=True)
class FlowLink:
    """Cases that went from one node straight to the next."""

    source: int
    """Place in `nodes`; its offset is one less than the target's."""
    target: int
    cases: int


@dataclass(frozen=True)
class Flow:
    """What led to an element and where it went, anchored at each case's first visit there."""

    journey: str
    as_of: datetime
    anchor: str
    name: str
    before: int
    after: int
    cases: int
    """All cases."""
    anchored: int
    """Cases that came to the anchor."""
    reach: Figure
    branches: tuple[FlowBranch, ...]
    """The tree, parents before their children, the most frequent first."""
    nodes: tuple[FlowNode, ...]
    links: tuple[FlowLink, ...]
