"""What every document is made of: values, elements with ids, documents.

Everything is frozen: a change is an edit that makes a new value (see `edits`). Collections are tuples. Unknown
fields are errors, so that a misspelt field is never silently lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Self, get_args, get_origin

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

FORMAT = 1
"""The version of the document format this code writes. Older files pass through `migrations` first."""

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
"""A short, stable id: lower-case letters, digits, dots, dashes and underscores."""

Reference = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}(/[a-z0-9][a-z0-9._-]{0,63})?$")]
"""`document id` or `document id/element id`."""

Text = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=4000, pattern=r"^[^\x00-\x08\x0B\x0C\x0E-\x1F\x7F]*$"
    ),
]
"""Words written by a person: never empty, never long enough to be an attack, no control characters."""

LABELS = ("name", "term", "text", "settles", "question", "alt", "files")
"""The fields by which people know an element, the first that is given."""


def mentions(hint: object, *wanted: object) -> bool:
    """Whether an annotation is one of those wanted, or has one of them in it."""
    return hint in wanted or any(mentions(part, *wanted) for part in get_args(hint))


def _child_type(annotation: object) -> type[Element] | None:
    """The element type of a `tuple[Element, ...]` annotation, or None."""
    if get_origin(annotation) is not tuple:
        return None
    inner = get_args(annotation)[0]
    return inner if isinstance(inner, type) and issubclass(inner, Element) else None


class Value(BaseModel):
    """A part of an element that is replaced as a whole; it has no id of its own."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, allow_inf_nan=False)


class Element(Value):
    """Anything that evidence, votes, measures and actions can hang on."""

    id: Id
    """Stable within its document; written back by the first tool that edits the file."""

    slots: ClassVar[Mapping[str, type[Element]]] = {}
    """Field name → element type, for the fields that hold child elements in order."""

    word: ClassVar[str] = "element"
    """What people call such an element: the class name in words, unless the class says otherwise."""

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: object) -> None:
        """Learn from the annotations which fields hold children, and from the class name what to call it."""
        super().__pydantic_init_subclass__(**kwargs)
        if "word" not in vars(cls):
            cls.word = re.sub(r"(?<!^)(?=[A-Z])", " ", cls.__name__).lower()
        cls.slots = {
            name: child
            for name, field in cls.model_fields.items()
            if (child := _child_type(field.annotation)) is not None
        }

    @property
    def label(self) -> str:
        """What people call this very element: its name or its words, or else its id."""
        given = (getattr(self, field, None) for field in LABELS)
        return next((words for words in given if words), self.id)

    @property
    def called(self) -> str:
        """The element in a message: `step 'Pays'`."""
        return f"{self.word} '{self.label}'"

    def children(self) -> Iterator[Element]:
        """The direct child elements, slot by slot, in order."""
        for slot in self.slots:
            yield from getattr(self, slot)

    def walk(self) -> Iterator[Element]:
        """This element and everything below it, parents before children."""
        yield self
        for child in self.children():
            yield from child.walk()


class Document(Element):
    """One YAML file, one database row: the unit that is named, shared and versioned."""

    format: int = FORMAT
    """The version of the document format; 1 when left out."""
    name: Text
    """What people call it."""

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        seen: dict[str, Element] = {}
        for element in self.walk():
            if element.id in seen:
                both = f"{seen[element.id].called} and by {element.called}"
                raise ValueError(f"the id '{element.id}' is used twice, by {both}")
            seen[element.id] = element
        return self

    def elements(self) -> dict[str, Element]:
        """Every element of the document by id, the document itself included."""
        return {element.id: element for element in self.walk()}
