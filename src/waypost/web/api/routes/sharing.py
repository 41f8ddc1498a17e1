"""Links for guests, and journeys as files."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field

from waypost.drawing.paper import Paper, Version
from waypost.web.api.doors import members
from waypost.web.api.paging import Page, Paging, Part, newest_first
from waypost.web.api.refusals import checked
from waypost.web.api.words import Number, Slug, Word
from waypost.web.sharing.forms import Linking
from waypost.web.sharing.linking import make, open_links, revoke
from waypost.web.sharing.models import Link as Row
from waypost.web.workspaces.access import Can, VisitRequest

router, one = Router(), Router()

_A_FILE = {"responses": {200: {"description": "The file", "content": {"*/*": {}}}}}
_FORMATS = ("pdf", "png", "svg", "html", "yaml", "json", "mmd", "csv")


class NewLink(Schema):
    """A new link."""

    model_config = ConfigDict(extra="forbid")

    note: Annotated[str, Field(max_length=120)] = Field("", description="For whom; only members see it.")
    lasts: int = Field(30, description="For how many days it opens: 7, 30, 90 or 365.")
    shows_measures: bool = Field(True, description="Groups of fewer than ten are hidden either way.")


class Link(Schema):
    """A link that opens one journey, read-only."""

    id: int
    note: str
    shows_measures: bool
    made: datetime
    expires: datetime
    opened: datetime | None = Field(description="When it was last opened.")


class MadeLink(Link):
    """A link that was just made."""

    address: str = Field(description="The link itself; it is never shown again.")


@router.get("/{slug}/links", auth=members(Can.VIEW), response=Page[Link])
def list_links(request: VisitRequest, slug: Slug, paging: Paging = Part) -> dict[str, Any]:
    """The links to a journey that still open."""
    return newest_first(open_links(_journey(request, slug)), paging, lambda link: link)


@router.post("/{slug}/links", auth=members(Can.EDIT), response={201: MadeLink})
def create_link(request: VisitRequest, response: HttpResponse, slug: Slug, asked: NewLink) -> Status[dict[str, Any]]:
    """Make a link for somebody without an account."""
    said = checked(Linking(asked.model_dump()))
    lasts = timedelta(days=int(said["lasts"]))
    link, address = make(request.visit, _journey(request, slug), lasts, said["note"], said["shows_measures"])
    response["Cache-Control"] = "no-store"
    return Status(201, {**{name: getattr(link, name) for name in Link.model_fields}, "address": address})


@router.delete("/{slug}/links/{link}", auth=members(Can.EDIT), response={204: None})
def revoke_link(request: VisitRequest, slug: Slug, link: Number) -> Status[None]:
    """End a link at once."""
    revoke(request.visit, get_object_or_404(Row, document=_journey(request, slug), pk=link))
    return Status(204, None)


@router.get(
    "/{slug}/export/{file_format}",
    auth=members(Can.VIEW),
    response={200: None},
    openapi_extra=_A_FILE,
)
def export_journey(
    request: VisitRequest,
    slug: Slug,
    file_format: Annotated[str, Field(pattern=f"^({'|'.join(_FORMATS)})$")],
    paper: Paper = Paper.A0,
    version: Version = Version.WHOLE,
    part: Word = "",
) -> HttpResponse:
    """A journey as a file: a poster on some paper, a page, or a text; of one department's part, if asked for."""
    from waypost.web.sharing.exporting import Format, Wanted, export  # noqa: PLC0415  # what draws takes time to load
    from waypost.web.sharing.views.exports import sent  # noqa: PLC0415  # as above

    return sent(export(_journey(request, slug), Wanted(Format(file_format), paper, version, part)))


@one.get("/export", auth=members(Can.VIEW), response={200: None}, openapi_extra=_A_FILE)
def export_workspace(request: VisitRequest) -> HttpResponse:
    """The whole workspace as a zip: a folder that `waypost` opens."""
    from waypost.web.sharing.views.exports import packed, sent  # noqa: PLC0415  # as above

    return sent(packed(request.visit.workspace))


def _journey(request: VisitRequest, slug: str) -> Any:
    from waypost.web.documents.views import journey_of  # noqa: PLC0415  # as above

    return journey_of(request.visit, slug)[0]
