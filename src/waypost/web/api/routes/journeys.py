"""What is known of a journey: its check, its evidence, its measures and what stands behind them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import Http404
from ninja import Router, Schema, Status
from pydantic import Field, JsonValue

from waypost.web.api.doors import members
from waypost.web.api.routes.jobs import Job
from waypost.web.api.words import Slug, Word
from waypost.web.checking.margin import margin
from waypost.web.checking.views import desk_of
from waypost.web.documents.reading import workspace_value
from waypost.web.editor.evidence import Told, findings
from waypost.web.jobs.telling import told
from waypost.web.workspaces.access import Can, VisitRequest

router = Router()


class Remark(Schema):
    """Something the check says."""

    rule: str
    document: str
    element: str
    field: str | None
    message: str
    title: str
    reason: str = Field(description="Why the rule is there.")
    fix: str = Field(description="What to do.")
    practice: str = Field(description="Where the rule comes from.")
    offers: list[dict[str, JsonValue]] = Field(description="Edits that mend it, each with a `label`.")


class Check(Schema):
    """The check of a journey."""

    journey: str
    revision: int
    lifecycle: str
    today: date
    strengths: list[str]
    remarks: list[Remark]
    next: str | None = Field(description="The next state of the map.")
    later: list[Remark] = Field(description="What the check will ask for besides, in that state.")


class Finding(Schema):
    """A piece of evidence."""

    id: str = Field(description="As references name it: `document/finding`.")
    kind: str
    text: str
    said_by: str
    tally: str = Field(description="How many said so, of how many, in words.")
    source: str
    assumed: bool = Field(description="Whether we only think so.")


class Evidence(Schema):
    """The evidence about a journey."""

    elements: dict[str, list[Finding]] = Field(description="Element id → what is known of it.")


class NamedId(Schema):
    """A segment that was measured."""

    id: str
    name: str


class Measures(Schema):
    """The measured lanes of a journey, for one group of cases."""

    measured: bool = Field(description="Whether there is anything measured yet.")
    job: Job | None = Field(description="The work on new figures, if there is any.")
    revision: int | None = Field(None, description="The journey's revision when it was measured.")
    at: str | None = None
    counted_from: str | None = Field(None, alias="from", serialization_alias="from")
    segment: str = ""
    period: str = ""
    segments: list[NamedId]
    periods: list[str]
    headline: list[dict[str, JsonValue]] = Field(
        [], description="Figures of the whole journey: `name`, `value`, and `aside` with interval and n."
    )
    lanes: list[dict[str, JsonValue]] = Field(
        description="Each with `cells`: the `step` a cell begins at, and the figures of it, with interval and n."
    )


class Numbers(Schema):
    """The measures as a table: a row a figure."""

    rows: list[dict[str, JsonValue]] = Field(
        description="Each with segment, level, element, name, measure, of, value, low, high, n, minimum, unit."
    )


class Person(Schema):
    """A customer behind a figure."""

    customer: str
    case: str | None


class People(Schema):
    """Of whom a figure is counted, a page."""

    page: int
    pages: int
    total: int
    people: list[Person]


class Definition(Schema):
    """How a figure is counted."""

    id: str
    name: str
    text: str


class Figure(Schema):
    """What stands behind a figure."""

    definition: Definition
    revision: int
    at: str
    counted_from: str = Field(alias="from", serialization_alias="from")


@router.get("/{slug}/check", auth=members(Can.VIEW), response=Check, by_alias=True)
def check_journey(request: VisitRequest, slug: Slug) -> dict[str, Any]:
    """What is good about the map, what is missing, and what each rule asks for."""
    desk, revision = desk_of(request.visit, slug)
    return {**margin(desk), "revision": revision}


@router.get("/{slug}/evidence", auth=members(Can.VIEW), response=Evidence)
def list_evidence(request: VisitRequest, slug: Slug) -> dict[str, dict[str, list[Told]]]:
    """What customers said and did, element by element."""
    desk_of(request.visit, slug)
    return {"elements": findings(workspace_value(request.visit.workspace), slug)}


@router.get("/{slug}/measures", auth=members(Can.VIEW), response=Measures, by_alias=True)
def get_measures(
    request: VisitRequest,
    slug: Slug,
    segment: Word = "",
    period: Word = "",
    against: Annotated[str | None, Field(max_length=254, description="Beside which: `segment@period`.")] = None,
) -> dict[str, Any]:
    """The figures of the map, for a segment and a period, beside another."""
    from waypost.web.measuring.telling import measures_told  # noqa: PLC0415  # what counts takes seconds to load

    return measures_told(request.visit, slug, segment, period, against)


@router.post("/{slug}/measures", auth=members(Can.EDIT), response={202: Job})
def measure_journey(request: VisitRequest, slug: Slug) -> Status[dict[str, Any]]:
    """Measure now. Figures are also worked out by themselves when data or the map change."""
    from waypost.web.measuring.telling import measure_now  # noqa: PLC0415  # as above

    job = measure_now(request.visit, slug)
    if job is None:
        raise Http404("There is no such job.")
    return Status(202, told(job))


@router.get("/{slug}/measures/table", auth=members(Can.VIEW), response=Numbers)
def get_measures_table(request: VisitRequest, slug: Slug) -> dict[str, Any]:
    """Every figure of every segment as a row of a table, for notebooks and spreadsheets."""
    from waypost.web.documents.views import journey_of  # noqa: PLC0415  # as above
    from waypost.web.measuring.telling import kept_of  # noqa: PLC0415  # as above

    journey_of(request.visit, slug)
    kept = kept_of(request.visit, slug)
    return {"rows": kept.living.to_frame().to_dicts() if kept is not None else []}


@router.get("/{slug}/figures/{lane}/{element}", auth=members(Can.VIEW), response=Figure, by_alias=True)
def get_figure(request: VisitRequest, slug: Slug, lane: Slug, element: Slug) -> dict[str, Any]:
    """How a figure is defined and what it was counted from."""
    from waypost.web.measuring.telling import figure_told  # noqa: PLC0415  # as above

    return figure_told(request.visit, slug, lane, element)


@router.get("/{slug}/figures/{lane}/{element}/customers", auth=members(Can.CUSTOMERS), response=People)
def list_figure_customers(
    request: VisitRequest,
    slug: Slug,
    lane: Slug,
    element: Slug,
    segment: Word = "",
    page: Annotated[int, Field(ge=0, le=10_000)] = 0,
) -> dict[str, object]:
    """Of whom a figure is counted. Asks for the permission to see individual customers."""
    from waypost.web.measuring.telling import customers_told, figure_told  # noqa: PLC0415  # as above

    figure_told(request.visit, slug, lane, element)
    return customers_told(request.visit, slug, element, segment, page, lane=lane)
