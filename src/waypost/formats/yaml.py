"""Documents as YAML: every mistake named, written for people, updated only where something changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath

from pydantic import ValidationError

from waypost.errors import InputError, Problem
from waypost.formats.complaints import locate, nearest, problems
from waypost.formats.fields import data, held
from waypost.formats.ids import with_ids
from waypost.formats.layout import document as laid_out
from waypost.formats.splice import spliced
from waypost.formats.tree import Mapping, Node, Plain, Scalar, Sequence, glued, parse, plain
from waypost.journey.migrations import migrate
from waypost.journey.model import FORMAT, Document, Element, Value
from waypost.journey.workspace import KINDS


def read_document(text: str, file: str | None = None) -> Document:
    """Read one document; elements without an id get one (see `ids`).

    `file` is named in messages, and its name becomes the id of a document without one. Raises InputError with every
    problem found, each with line, column and element.
    """
    return _document(_fields(text, file), file, PurePath(file).stem if file else None)


def write_document(document: Document) -> str:
    """A document as a new YAML text: block style, fields in reading order, defaults left out."""
    return laid_out(data(document))


def update(text: str, document: Document) -> str:
    """The text changed so that it says what `document` says, and nothing else changed.

    Comments, order, quotes and blank lines stay wherever elements, matched by id, stay. Ids that the text lacks are
    written. A text so unusual that it cannot be kept is written anew. Raises InputError when `text` cannot be read.
    """
    unix = text.removeprefix("\ufeff").replace("\r\n", "\n")
    root = _fields(unix, None)
    before = _document(root, None, document.id)
    if before == document and not _lacks_ids(type(document), root):
        return text
    is_older = _raw(root).get("format", FORMAT) != FORMAT
    changed = None if is_older else spliced(unix, root, data(before), data(document))
    if changed is None or not _says(changed, document):
        changed = write_document(document)
    return changed.replace("\n", "\r\n") if "\r\n" in text else changed


def element_nodes(text: str, document: Document) -> dict[str, Node]:
    """Where every element of a document, read from `text`, stands: element id → its part of the tree."""
    root, model = _fields(text, None), type(document)
    return dict(_elements(model, with_ids(model, _present(model, _raw(root)), document.id), root))


def _says(text: str, document: Document) -> bool:
    try:
        return read_document(text) == document
    except InputError:
        return False


def _fields(text: str, file: str | None) -> Mapping:
    """The fields of a document, with their places."""
    root = parse(text.removeprefix("\ufeff"), file)
    if isinstance(root, Mapping):
        return root
    if isinstance(root, Scalar) and (message := glued(text.split("\n")[root.span.line - 1])):
        raise InputError(Problem(message, file, root.span.line, root.span.column, remedy="Write 'field: value'"))
    found = "a list" if isinstance(root, Sequence) else "only text"
    message = f"a document has fields, but this is {found}"
    raise InputError(Problem(message, file, root.span.line, root.span.column, remedy="Begin with 'kind: journey'"))


def _raw(root: Mapping) -> dict[str, Plain]:
    """What the fields say."""
    return {entry.key.text: plain(entry.value) for entry in root.entries}


def _document(root: Mapping, file: str | None, own: str | None) -> Document:
    model = _model(root, file)
    raw = with_ids(model, _present(model, _migrated(root, file)), own)
    twice = list(_twice(model, raw, root, file))
    try:
        document = model.model_validate(raw)
    except ValidationError as error:
        others = problems(error, model, root, file)
        raise InputError([*twice, *(other for other in others if other.element or not twice)]) from None
    if twice:
        raise InputError(twice)
    return document


def _model(root: Mapping, file: str | None) -> type[Document]:
    entry = root.entry("kind")
    kinds = ", ".join(KINDS)
    if entry is None:
        message = "the document does not say what kind it is"
        raise InputError(Problem(message, file, 1, 1, remedy=f"Add 'kind:' with one of {kinds}"))
    kind = entry.value.text if isinstance(entry.value, Scalar) else ""
    if kind in KINDS:
        return KINDS[kind]
    near = nearest(kind, KINDS)
    message = f"unknown kind '{kind}'" + (f": did you mean '{near}'?" if near else "")
    span = entry.value.span
    raise InputError(Problem(message, file, span.line, span.column, "kind", f"Kinds are {kinds}"))


def _migrated(root: Mapping, file: str | None) -> dict[str, Plain]:
    """What the document says, in today's format."""
    try:
        return migrate(_raw(root))
    except InputError as error:
        span, _ = locate(root, ["format"])
        raise InputError(
            replace(problem, file=file, line=span.line, column=span.column) for problem in error.problems
        ) from None


def _present(model: type[Value], raw: dict[str, Plain]) -> dict[str, Plain]:
    """Without the known fields left empty: `pains:` with nothing behind it is as good as no `pains`."""
    return {
        name: _filled(held(model, name), content)
        for name, content in raw.items()
        if content is not None or name not in model.model_fields
    }


def _filled(model: type[Value] | None, content: Plain) -> Plain:
    if model is not None and isinstance(content, dict):
        return _present(model, content)
    if model is not None and isinstance(content, list):
        return [_filled(model, item) for item in content]
    return content


def _elements(model: type[Value], raw: Plain, node: Node) -> Iterator[tuple[str, Node]]:
    """Id and place of every element, parents first; `raw` has all ids, the tree need not."""
    if not isinstance(raw, dict) or not isinstance(node, Mapping):
        return
    if issubclass(model, Element) and isinstance(own := raw.get("id"), str):
        yield own, node
    for entry in node.entries:
        inner, content = held(model, entry.key.text), raw.get(entry.key.text)
        if inner is None:
            continue
        if isinstance(entry.value, Sequence) and isinstance(content, list):
            for item, item_node in zip(content, entry.value.items, strict=True):
                yield from _elements(inner, item, item_node)
        else:
            yield from _elements(inner, content, entry.value)


def _lacks_ids(model: type[Document], root: Mapping) -> bool:
    raw = with_ids(model, _present(model, _raw(root)))
    nodes = (node for _, node in _elements(model, raw, root))
    return any(isinstance(node, Mapping) and not node.gives("id") for node in nodes)


def _twice(model: type[Document], raw: dict[str, Plain], root: Node, file: str | None) -> Iterator[Problem]:
    """Ids that two elements have."""
    first: dict[str, int] = {}
    for own, node in _elements(model, raw, root):
        entry = node.entry("id") if isinstance(node, Mapping) else None
        span = entry.value.span if entry else node.span
        if own in first:
            message = f"the id '{own}' is already used in line {first[own]}"
            yield Problem(message, file, span.line, span.column, own, "Give one of the two another id")
        first.setdefault(own, span.line)


__all__ = ["element_nodes", "read_document", "update", "write_document"]
