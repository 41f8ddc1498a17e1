"""Evidence: all that is known, what it hangs on, and findings added by hand."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from pydantic import ValidationError

from waypost.formats.ids import slug as slug_of
from waypost.journey.edits import EditError, Insert, Remove, Set, plain_field
from waypost.journey.evidence import Evidence, Finding, FindingKind
from waypost.journey.journey import Journey, Phase, Step, Tollgate, Touchpoint
from waypost.journey.marks import Irritation, Lingering, Moment, Opportunity, PainPoint, Standing
from waypost.journey.persona import Line, Persona
from waypost.journey.tree import Place as TreePlace
from waypost.journey.workspace import Workspace
from waypost.web.documents.committing import Author, commit
from waypost.web.documents.models import Document
from waypost.web.documents.reading import current, workspace_value
from waypost.web.documents.views import document_of
from waypost.web.people.findings import Choice, Place, Places, Told, named_by, told_of
from waypost.web.people.forms import NEW, AddingForm, FindingForm, initial_of
from waypost.web.people.making import change, make
from waypost.web.sharing.starting import free
from waypost.web.workspaces.access import Can, VisitRequest, members

PAGE = 60
MOST_PLACES = 20
_HOLDS = (
    *(Journey, Phase, Step, Touchpoint, Tollgate, PainPoint, Irritation, Lingering, Opportunity, Moment),
    *(Persona, Line),
)
"""What a finding can hang on."""
_BETWEEN = "Somebody changed this finding meanwhile. Here it is as it is now; change it once more."
_KIND_WORDS = {
    FindingKind.QUOTE: "Quotes",
    FindingKind.EMOTION: "Feelings",
    FindingKind.FIGURE: "Figures",
    FindingKind.OBSERVATION: "Observations",
}


@dataclass(frozen=True)
class Way:
    """A way to a part of the evidence."""

    name: str
    n: int
    href: str
    here: bool


@dataclass(frozen=True)
class About:
    """A document some findings are about, and which of its elements."""

    id: str
    name: str
    places: tuple[Place, ...]


@require_GET
@members(Can.VIEW)
def listed(request: VisitRequest) -> HttpResponse:
    """All findings, or those one asks for."""
    here = request.visit.workspace.slug
    value = workspace_value(request.visit.workspace)
    places = Places(value, here)
    everything = list(told_of(value, places))
    choice = Choice.of(request.GET.dict())
    found = [told for told in everything if choice.takes(told)]
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "people/evidence.html",
        {
            "choice": choice,
            "total": len(everything),
            "found": len(found),
            "page": page,
            "more": urlencode({name: given for name, given in _asked(choice).items() if given}),
            "kinds": _kinds(choice, everything, reverse("people:evidence", args=[here])),
            "loose": sum(1 for told in everything if not told.places),
            "standings": [standing.value for standing in Standing],
            "studies": value.of(Evidence),
            "abouts": _abouts(everything, value),
            "about": places.find(choice.about) if choice.about else None,
        },
    )


def _abouts(everything: list[Told], value: Workspace) -> list[About]:
    """What findings are about, by document; a document's elements in the order of their names."""
    found = {place.reference: place for told in everything for place in told.places}
    elements: defaultdict[str, list[Place]] = defaultdict(list)
    for place in sorted(found.values(), key=lambda place: place.label.casefold()):
        document, _, element = place.reference.partition("/")
        elements[document] += [place] if element else []
    return [About(one.id, one.name, tuple(elements[one.id])) for one in value.documents if one.id in elements]


def _asked(choice: Choice) -> dict[str, str]:
    given = {**vars(choice), "loose": "1" if choice.loose else ""}
    return {name: str(value) for name, value in given.items()}


def _kinds(choice: Choice, everything: list[Told], address: str) -> list[Way]:
    """The tabs: everything, then each kind there is, within what else is asked for."""
    among = [told for told in everything if replace(choice, kind="").takes(told)]
    counted = Counter(told.finding.kind for told in among)

    def way(name: str, n: int, kind: str) -> Way:
        query = urlencode({key: given for key, given in _asked(replace(choice, kind=kind)).items() if given})
        return Way(name, n, f"{address}?{query}" if query else address, choice.kind == kind)

    return [way("All", len(among), ""), *(way(_KIND_WORDS[kind], counted[kind], kind.value) for kind in FindingKind)]


@require_http_methods(["GET", "POST"])
@members(Can.EDIT)
def added(request: VisitRequest) -> HttpResponse:
    """A finding written by hand."""
    here = request.visit.workspace
    value = workspace_value(here)
    studies = value.of(Evidence)
    places = Places(value, here.slug)
    if request.method == "GET":
        first = next((study.id for study in studies), NEW)
        form = AddingForm(studies=studies, initial={"study": request.GET.get("study", first)})
        return _adding(request, form, _adding_to(value, places, request.GET))
    form, to = AddingForm(request.POST, studies=studies), _adding_to(value, places, request.POST)
    if not form.is_valid():
        return _adding(request, form, to, 422)
    try:
        with transaction.atomic():
            row = _study(request, form)
            kept = _insert(request, row, form, to.about)
            if to.behind is not None:
                _stand_behind(request, to.behind, f"{row.slug}/{kept.id}")
    except (ValidationError, EditError):
        form.add_error(None, "This could not be kept as it is. Leave out unusual characters, then add it again.")
        return _adding(request, form, to, 422)
    messages.success(request, "The finding is kept.")
    return (
        redirect(to.behind.href) if to.behind is not None else redirect("people:finding", here.slug, row.slug, kept.id)
    )


@dataclass(frozen=True)
class AddingTo:
    """What a new finding hangs on."""

    about: list[Place]
    behind: Place | None
    """The line of a persona it will stand behind."""


def _adding_to(value: Workspace, places: Places, asked: QueryDict) -> AddingTo:
    behind = asked.get("behind", "")
    found = places.find(behind) if isinstance(value.element(behind), Line) else None
    return AddingTo(_places(places, asked.getlist("about")), found)


def _stand_behind(request: VisitRequest, line: Place, finding: str) -> None:
    """Let a line of a persona rest on a finding besides what it rests on."""
    document, _, own = line.reference.partition("/")
    row = document_of(request.visit, document)
    element = current(row).value.elements()[own]
    assert isinstance(element, Line)  # `_adding_to` has looked
    before = plain_field(element, "evidence")
    edit = Set(id=own, field="evidence", old=before, new=[*element.evidence, finding])
    commit(row, Author.of(request.visit.user), uuid.uuid4(), (edit,), "Attached evidence to the line")


def _adding(request: VisitRequest, form: FindingForm, to: AddingTo, status: int = 200) -> HttpResponse:
    shown = {"form": form, "about": to.about, "behind": to.behind, "data": _picker(request)}
    return render(request, "people/adding.html", shown, status=status)


def _picker(request: VisitRequest) -> dict[str, object]:
    """What the script that picks places works with."""
    references = reverse("checking:references", args=[request.visit.workspace.slug])
    return {"references": references, "kinds": ",".join(kind.__name__ for kind in _HOLDS), "most": MOST_PLACES}


def _places(places: Places, references: list[str]) -> list[Place]:
    """What a finding is to hang on; what is not there is left out."""
    found = (places.find(reference) for reference in dict.fromkeys(references[:MOST_PLACES]))
    return [place for place in found if place is not None]


def _study(request: VisitRequest, form: AddingForm) -> Document:
    given = form.cleaned_data
    if given["study"] != NEW:
        return document_of(request.visit, given["study"])
    name = given["new_study"]
    return make(request.visit.workspace, Evidence, name, Author.of(request.visit.user), source=name)


def _insert(request: VisitRequest, row: Document, form: FindingForm, about: list[Place]) -> Finding:
    study = current(row).value
    assert isinstance(study, Evidence)
    own = free(slug_of(form.cleaned_data["text"], "finding"), study.elements())
    kept = form.finding(own, (place.reference for place in about))
    last = study.findings[-1].id if study.findings else None
    edit = Insert(place=TreePlace(parent=study.id, slot="findings", after=last), element=kept)
    commit(row, Author.of(request.visit.user), uuid.uuid4(), (edit,), "Added a finding")
    return kept


def _found(request: VisitRequest, study: str, finding: str) -> tuple[Document, Evidence, Finding]:
    row = document_of(request.visit, study)
    value = current(row).value
    if isinstance(value, Evidence):
        for each in value.findings:
            if each.id == finding:
                return row, value, each
    raise Http404("There is no such finding.")


@require_GET
@members(Can.VIEW)
def finding(request: VisitRequest, study: str, finding: str) -> HttpResponse:
    """One finding at its place: what it says, where it is from, and all that rests on it."""
    _, evidence, found = _found(request, study, finding)
    value = workspace_value(request.visit.workspace)
    return render(request, "people/finding.html", _shown(request, value, evidence, found))


def _shown(request: VisitRequest, value: Workspace, evidence: Evidence, found: Finding) -> dict[str, Any]:
    places = Places(value, request.visit.workspace.slug)
    about = (places.find(reference) for reference in found.about)
    told = Told(evidence, found, tuple(place for place in about if place is not None))
    rests = (places.find(f"{document.id}/{element.id}") for document, element in named_by(value, told.reference))
    return {
        "told": told,
        "rests": [place for place in rests if place is not None],
        "gone": [reference for reference in found.about if places.find(reference) is None],
        "neighbours": [(each, places.href(evidence, each.id)) for each in evidence.findings],
    }


@require_http_methods(["GET", "POST"])
@members(Can.EDIT)
def changed(request: VisitRequest, study: str, finding: str) -> HttpResponse:
    """Other words for a finding, or another place."""
    row, evidence, found = _found(request, study, finding)
    places = Places(workspace_value(request.visit.workspace), request.visit.workspace.slug)
    shown: dict[str, Any] = {"study": evidence, "finding": found, "data": _picker(request)}
    if request.method == "GET":
        form, about = FindingForm(initial=initial_of(found)), _places(places, list(found.about))
        return render(request, "people/changing.html", {**shown, "form": form, "about": about})
    form, about = FindingForm(request.POST), _places(places, request.POST.getlist("about"))
    if not form.is_valid():
        return render(request, "people/changing.html", {**shown, "form": form, "about": about}, status=422)
    try:
        kept = form.finding(found.id, (place.reference for place in about))
        others = tuple(kept if each.id == found.id else each for each in evidence.findings)
        after = evidence.model_copy(update={"findings": others})
        change(row, evidence, after, Author.of(request.visit.user), "Changed a finding")
    except ValidationError:
        form.add_error(None, "This could not be kept as it is. Leave out unusual characters, then keep it again.")
        return render(request, "people/changing.html", {**shown, "form": form, "about": about}, status=422)
    except EditError:
        messages.error(request, _BETWEEN)
        return redirect("people:change-finding", request.visit.workspace.slug, study, finding)
    messages.success(request, "The finding is kept.")
    return redirect("people:finding", request.visit.workspace.slug, study, finding)


@require_POST
@members(Can.EDIT)
def removed(request: VisitRequest, study: str, finding: str) -> HttpResponse:
    """The finding goes; what rested on it says so in the check."""
    row, evidence, found = _found(request, study, finding)
    ids = [each.id for each in evidence.findings]
    at = ids.index(found.id)
    place = TreePlace(parent=evidence.id, slot="findings", after=ids[at - 1] if at else None)
    edit = Remove(place=place, snapshot=found)
    try:
        commit(row, Author.of(request.visit.user), uuid.uuid4(), (edit,), "Took a finding away")
    except EditError:
        messages.error(request, _BETWEEN)
        return redirect("people:finding", request.visit.workspace.slug, study, finding)
    messages.success(request, "The finding was taken away. The history of its study still has it.")
    return redirect("people:evidence", request.visit.workspace.slug)
