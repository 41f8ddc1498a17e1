"""Unlike: how far apart two paths are, and in words what sets one apart from the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

Path: TypeAlias = tuple[str, ...]
Move: TypeAlias = tuple[Literal["same", "skip", "add"], str]


def folded(path: Sequence[str]) -> Path:
    """A path with stretches walked several times in a row walked once: a b a b c becomes a b c.

    Shorter stretches are folded first, from the left, until none is left.
    """
    kept = list(path)
    stretch = 1
    while 2 * stretch <= len(kept):
        place = next(
            (
                place
                for place in range(len(kept) - 2 * stretch + 1)
                if kept[place : place + stretch] == kept[place + stretch : place + 2 * stretch]
            ),
            None,
        )
        if place is None:
            stretch += 1
        else:
            del kept[place : place + stretch]
            stretch = 1
    return tuple(kept)


def distance(one: Path, other: Path) -> int:
    """How many steps must be added, left out or exchanged to make one path the other.

    Source: V. I. Levenshtein, *Binary Codes Capable of Correcting Deletions, Insertions, and Reversals*, Soviet
    Physics Doklady 10 (1966); by the dynamic programme of Wagner and Fischer (1974).
    """
    before = list(range(len(other) + 1))
    for row, step in enumerate(one, start=1):
        here = [row]
        for column, there in enumerate(other, start=1):
            here.append(min(before[column] + 1, here[-1] + 1, before[column - 1] + (step != there)))
        before = here
    return before[-1]


def least_distance(one: Path, other: Path) -> int:
    """A quick lower bound of the distance: what neither order nor place could save."""
    mine, theirs = Counter(one), Counter(other)
    return max((mine - theirs).total(), (theirs - mine).total())


def moves(usual: Path, path: Path) -> tuple[Move, ...]:
    """How a path is walked along the usual one: steps kept, skipped and added, with as few changes as can be.

    Where there are several ways, steps are kept as early as can be, so that what is missing is missing at the end.
    """
    kept = [[0] * (len(path) + 1) for _ in range(len(usual) + 1)]  # longest common part of what is left
    for row in range(len(usual) - 1, -1, -1):
        for column in range(len(path) - 1, -1, -1):
            same = usual[row] == path[column]
            kept[row][column] = (
                kept[row + 1][column + 1] + 1 if same else max(kept[row + 1][column], kept[row][column + 1])
            )
    return tuple(_walk(usual, path, kept))


def _walk(usual: Path, path: Path, kept: list[list[int]]) -> Iterator[Move]:
    row = column = 0
    while row < len(usual) or column < len(path):
        if row < len(usual) and column < len(path) and usual[row] == path[column]:
            yield "same", usual[row]
            row, column = row + 1, column + 1
        elif column == len(path) or (row < len(usual) and kept[row + 1][column] > kept[row][column + 1]):
            yield "skip", usual[row]
            row += 1
        else:
            yield "add", path[column]
            column += 1


def differences(usual: Path, path: Path, names: dict[str, str]) -> tuple[str, ...]:
    """What sets a path apart from the usual one, in the order in which it happens."""
    done = moves(usual, path)
    added = {step for move, step in done if move == "add"}
    ending = next((len(done) - place for place, (move, _) in enumerate(reversed(done)) if move != "skip"), 0)
    said = list(_said(done, ending, names))
    if any(step not in added for _, step in done[ending:]):
        said.append("ends there" if done[ending - 1][0] == "add" else f"ends at “{names[path[-1]]}”")
    return tuple(dict.fromkeys(said))


def _said(done: Sequence[Move], ending: int, names: dict[str, str]) -> Iterator[str]:
    """What is said of each change before the ending; a step skipped here and added there has changed its place."""
    first = {
        kind: {step: place for place, (move, step) in reversed([*enumerate(done)]) if move == kind} for kind in _CHANGES
    }
    skipped, added = first["skip"], first["add"]
    seen: set[str] = set()
    before = ""
    for place, (move, step) in enumerate(done[:ending]):
        if move == "skip" and step not in added:
            yield f"skips “{names[step]}”"
        elif move == "add" and step in seen:
            yield f"goes back to “{names[step]}”"
        elif move == "add" and step in skipped:
            yield f"comes to “{names[step]}” {'later' if skipped[step] < place else 'earlier'}"
        elif move == "add":
            yield f"comes to “{names[step]}” after “{names[before]}”" if before else f"begins with “{names[step]}”"
        if move != "skip":
            seen.add(step)
            before = step


_CHANGES: tuple[Literal["skip", "add"], ...] = ("skip", "add")
