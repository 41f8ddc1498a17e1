"""The workspace: a set of documents and how they refer to each other."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Literal, TypeVar

from pydantic import Field

from waypost.journey.evidence import Evidence, Finding
from waypost.journey.glossary import Glossary
from waypost.journey.journey import Journey, Lifecycle
from waypost.journey.model import Document, Element, Id, Text, Value
from waypost.journey.persona import Persona
from waypost.journey.segment import Segment
from waypost.journey.source import Source


class Severity(StrEnum):
    """How much a finding of `check` matters."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"
    OFF = "off"


class RuleSetting(Value):
    """What a workspace changes about one rule of `check`."""

    rule: Id
    """The rule's id."""
    severity: Severity | None = None
    """How much it matters here; `off` switches it off."""
    applies_from: Lifecycle | None = None
    """The lifecycle state from which it applies here."""


class Settings(Document):
    """The workspace's own settings (`waypost.yaml`)."""

    kind: Literal["workspace"] = "workspace"
    zone: Text = "UTC"
    """The zone whose midnights are the day boundaries."""
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")] = "en"
    """The language the documents are written in, as in `en` or `pt-BR`."""
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    """The currency of every `amount` and `worth`, by its three letters (ISO 4217), as in `EUR` or `BRL`."""
    rules: tuple[RuleSetting, ...] = ()
    """What this workspace changes about the rules of `check`."""


KINDS: Mapping[str, type[Document]] = {
    "workspace": Settings,
    "journey": Journey,
    "persona": Persona,
    "evidence": Evidence,
    "source": Source,
    "segment": Segment,
    "glossary": Glossary,
}
"""Every kind of document by the word in its `kind` field."""

D = TypeVar("D", bound=Document)


class Workspace(Value):
    """A set of documents with distinct ids."""

    settings: Settings
    documents: tuple[Document, ...] = ()

    def of(self, kind: type[D]) -> tuple[D, ...]:
        """All documents of one kind, in their order."""
        return tuple(document for document in self.documents if isinstance(document, kind))

    def document(self, reference: str) -> Document | None:
        """The document a reference names, or None."""
        wanted = reference.partition("/")[0]
        return next((document for document in self.documents if document.id == wanted), None)

    def element(self, reference: str) -> Element | None:
        """The element (or document) a reference names, or None."""
        document = self.document(reference)
        element_id = reference.partition("/")[2]
        if document is None or not element_id:
            return document
        return document.elements().get(element_id)

    def findings(self, document_id: str) -> dict[str, list[Finding]]:
        """All evidence about one document's elements: element id (or the document's own) → findings, in order."""
        found: dict[str, list[Finding]] = {}
        for evidence in self.of(Evidence):
            for finding in evidence.findings:
                for reference in finding.about:
                    about, _, element_id = reference.partition("/")
                    if about == document_id:
                        found.setdefault(element_id or about, []).append(finding)
        return found
