"""The evidence of a workspace: every finding with what it hangs on, and those one asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from waypost.drawing.lanes import tally
from waypost.journey.evidence import Evidence, Finding, FindingKind
from waypost.journey.glossary import Glossary
from waypost.journey.journey import Journey
from waypost.journey.marks import Standing
from waypost.journey.model import Document, Element
from waypost.journey.persona import Persona
from waypost.journey.segment import Segment
from waypost.journey.workspace import Workspace


@dataclass(frozen=True)
class Place:
    """Something a finding hangs on."""

    reference: str
    label: str
    word: str
    """What kind of element it is."""
    document: str
    """What its document is called; empty for a document itself."""
    href: str
    """Where it can be seen; empty where there is no such page."""


@dataclass(frozen=True)
class Told:
    """A finding as pages show it."""

    evidence: Evidence
    finding: Finding
    places: tuple[Place, ...]
    """What it hangs on, as far as that is there."""

    @property
    def reference(self) -> str:
        """As lines and pain points name it."""
        return f"{self.evidence.id}/{self.finding.id}"

    @property
    def tally(self) -> str:
        """How we know, and how many of how many: "reported · 6 of 17"."""
        return tally(self.finding)

    @property
    def source(self) -> str:
        """Where it can be read again."""
        return self.finding.source or self.evidence.source

    @property
    def quoted(self) -> bool:
        """Whether the words are a customer's own."""
        return self.finding.kind is FindingKind.QUOTE

    @property
    def assumed(self) -> bool:
        """Whether nobody has shown it yet."""
        return self.finding.standing is Standing.ASSUMED


class Places:
    """Where the elements of a workspace (by its slug) are shown."""

    def __init__(self, value: Workspace, slug: str) -> None:
        self._documents = {document.id: document for document in value.documents}
        self._elements: dict[str, Mapping[str, Element]] = {}
        self._slug = slug

    def find(self, reference: str) -> Place | None:
        """What a reference names; None when it is not there."""
        own, _, inner = reference.partition("/")
        document = self._documents.get(own)
        if document is None:
            return None
        if own not in self._elements:
            self._elements[own] = document.elements()
        element = self._elements[own].get(inner or own)
        if element is None:
            return None
        name = "" if element is document else document.name
        return Place(reference, element.label, element.word, name, self.href(document, inner))

    def href(self, document: Document, element: str = "") -> str:
        """The address of a document, and of an element on its page."""
        anchor = f"#{element}" if element else ""
        found = ""
        match document:
            case Journey():
                found = reverse("editor:journey", args=[self._slug, document.id]) + anchor
            case Persona():
                found = reverse("people:persona", args=[self._slug, document.id]) + anchor
            case Glossary():
                found = f"{reverse('people:glossary', args=[self._slug])}?{urlencode({'of': document.id})}{anchor}"
            case Evidence() if element:
                found = reverse("people:finding", args=[self._slug, document.id, element])
            case Evidence():
                found = f"{reverse('people:evidence', args=[self._slug])}?{urlencode({'study': document.id})}"
            case Segment():
                found = reverse("people:segment", args=[self._slug, document.id])
        return found


@dataclass(frozen=True)
class Choice:
    """Which findings are asked for; what is empty asks for all."""

    kind: str = ""
    standing: str = ""
    study: str = ""
    about: str = ""
    """A document's id or a reference to one of its elements."""
    loose: bool = False
    """Only those that hang on nothing that is there."""
    text: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Choice:
        """As an address says it; what it says wrongly asks for all."""
        kind, standing = asked.get("kind", ""), asked.get("standing", "")
        return cls(
            kind if kind in set(FindingKind) else "",
            standing if standing in set(Standing) else "",
            asked.get("study", ""),
            asked.get("about", ""),
            bool(asked.get("loose")),
            asked.get("text", "")[:200].strip(),
        )

    @property
    def everything(self) -> bool:
        """Whether nothing in particular is asked for."""
        return self == Choice()

    def takes(self, told: Told) -> bool:
        """Whether a finding is among those asked for."""
        finding = told.finding
        return (
            self.kind in ("", finding.kind)
            and self.standing in ("", finding.standing)
            and self.study in ("", told.evidence.id)
            and (not self.about or any(_within(reference, self.about) for reference in finding.about))
            and not (self.loose and told.places)
            and self.text.casefold() in f"{finding.text} {finding.said_by or ''} {told.source}".casefold()
        )


def _within(reference: str, wanted: str) -> bool:
    return reference == wanted or ("/" not in wanted and reference.partition("/")[0] == wanted)


def told_of(value: Workspace, places: Places) -> Iterator[Told]:
    """Every finding of a workspace, study by study."""
    for evidence in value.of(Evidence):
        for finding in evidence.findings:
            found = (places.find(reference) for reference in finding.about)
            yield Told(evidence, finding, tuple(place for place in found if place is not None))


def brief_of(value: Workspace, slug: str, references: Sequence[str]) -> dict[str, dict[str, object]]:
    """What some references to findings say, as a persona's page shows it: reference → its words and where it is."""
    wanted = set(references)
    places = Places(value, slug)
    found: dict[str, dict[str, object]] = {}
    for evidence in value.of(Evidence):
        if evidence.id in wanted:
            found[evidence.id] = _brief(evidence.name, "", evidence.source, False, places.href(evidence))
        for finding in evidence.findings:
            reference = f"{evidence.id}/{finding.id}"
            if reference in wanted:
                found[reference] = _brief(
                    finding.text,
                    finding.said_by or "",
                    tally(finding),
                    finding.kind is FindingKind.QUOTE,
                    places.href(evidence, finding.id),
                )
    return found


def _brief(text: str, said_by: str, counted: str, quoted: bool, href: str) -> dict[str, object]:
    return {"text": text, "said_by": said_by, "tally": counted, "quoted": quoted, "href": href}


def named_by(value: Workspace, reference: str) -> tuple[tuple[Document, Element], ...]:
    """The lines and marks that name a finding as what stands behind them."""
    return tuple(
        (document, element)
        for document in value.documents
        if isinstance(document, Journey | Persona)
        for element in document.walk()
        if reference in getattr(element, "evidence", ())
    )
