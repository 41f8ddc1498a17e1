"""The API as one value: its operations, how it refuses, and its description."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.views.decorators.http import conditional_page
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from waypost.web.api.describing import complete
from waypost.web.api.refusals import register
from waypost.web.api.routes import (
    actions,
    audit,
    comments,
    data,
    documents,
    history,
    jobs,
    journeys,
    members,
    reviews,
    sharing,
    workspaces,
)


class Api(NinjaAPI):
    """Operations are known by the name of their function; the description also says what every operation may answer."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The name of its function."""
        return operation.view_func.__name__

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """The description."""
        return complete(super().get_openapi_schema(**kwargs))


api = Api(
    title="Waypost",
    version="1",
    description=(
        "Journeys, the data that measures them, and what is done about it. Send a token of a workspace as "
        "`Authorization: Bearer wpt_…`; it may do what its person may."
    ),
    urls_namespace="api",
    docs_url=None,
)
register(api)
api.add_decorator(conditional_page, mode="view")
_IN_A_WORKSPACE = "/workspaces/{workspace}"
api.add_router("/workspaces", workspaces.router, tags=["Workspaces"])
api.add_router(_IN_A_WORKSPACE, workspaces.one, tags=["Workspaces"])
api.add_router(f"{_IN_A_WORKSPACE}/members", members.router, tags=["Members"])
api.add_router(f"{_IN_A_WORKSPACE}/documents", documents.router, tags=["Documents"])
api.add_router(f"{_IN_A_WORKSPACE}/documents", history.router, tags=["History"])
api.add_router(f"{_IN_A_WORKSPACE}/journeys", journeys.router, tags=["Journeys"])
api.add_router(f"{_IN_A_WORKSPACE}/journeys", reviews.router, tags=["Reviews"])
api.add_router(f"{_IN_A_WORKSPACE}/journeys", sharing.router, tags=["Sharing"])
api.add_router(_IN_A_WORKSPACE, sharing.one, tags=["Sharing"])
api.add_router(f"{_IN_A_WORKSPACE}/actions", actions.router, tags=["Actions"])
api.add_router(_IN_A_WORKSPACE, comments.router, tags=["Comments"])
api.add_router(_IN_A_WORKSPACE, data.router, tags=["Data"])
api.add_router(f"{_IN_A_WORKSPACE}/jobs", jobs.router, tags=["Jobs"])
api.add_router(f"{_IN_A_WORKSPACE}/audit", audit.router, tags=["Audit log"])


def description(_: HttpRequest | None = None) -> OpenAPISchema:
    """The whole description, as `/api/v1/openapi.json` has it."""
    return api.get_openapi_schema()
