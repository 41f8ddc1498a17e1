"""What differs between two states of a document, part by part, in words and in counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from waypost.journey.journey import Journey
from waypost.journey.model import Document
from waypost.journey.tree import Tree
from waypost.journey.wording import Change, Sentence, sentences

COUNTED = {
    Change.ADDED: "added",
    Change.REMOVED: "removed",
    Change.MOVED: "moved",
    Change.RENAMED: "renamed",
    Change.CHANGED: "changed",
    Change.RETYPED: "became something else",
}


@dataclass(frozen=True)
class Chapter:
    """What changed in one part of the document: a phase, or the document itself."""

    title: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Comparison:
    """Everything that differs."""

    counts: tuple[tuple[int, str], ...]
    """How many things were added, removed, moved …"""
    chapters: tuple[Chapter, ...]


def compare(before: Document, after: Document) -> Comparison:
    """What makes the one state of the other; the document's own facts first, then part by part in reading order."""
    told = sentences(before, after)
    trees = Tree.of(after), Tree.of(before)
    chapters: dict[str, list[Sentence]] = {}
    for sentence in told:
        chapters.setdefault(_part(trees, sentence.element), []).append(sentence)
    order = {part: place for place, part in enumerate(_parts(after, before))}
    counts = Counter(sentence.kind for sentence in told)
    return Comparison(
        tuple((counts[kind], word) for kind, word in COUNTED.items() if counts[kind]),
        tuple(
            Chapter(_title(trees, part), tuple(found))
            for part, found in sorted(chapters.items(), key=lambda chapter: order[chapter[0]])
        ),
    )


def _parts(after: Document, before: Document) -> list[str]:
    children = [child.id for document in (after, before) for child in document.children()]
    return list(dict.fromkeys((after.id, *children)))


def _part(trees: tuple[Tree[Document], Tree[Document]], element: str) -> str:
    """The part of the document an element belongs to: the phase it stands in, or the document."""
    tree = next(tree for tree in trees if element in tree.elements)
    lineage = list(tree.lineage(element))
    if len(lineage) < 2:
        return tree.root
    top = lineage[-2]
    return top if tree.holders[top][1] == "phases" else tree.root


def _title(trees: tuple[Tree[Document], Tree[Document]], part: str) -> str:
    tree = next(tree for tree in trees if part in tree.elements)
    element = tree.elements[part]
    if part != tree.root:
        return element.label
    return "The journey itself" if isinstance(element, Journey) else f"The {element.word} itself"
