"""Lists in parts: `limit` says how long a part is, `cursor` where it begins; the answer says where the next begins."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from ninja import Schema
from ninja.params.functions import Query
from pydantic import Field

M = TypeVar("M", bound=Model)
T = TypeVar("T")


class Paging(Schema):
    """Which part of a list."""

    limit: Annotated[int, Field(ge=1, le=200, description="How many at most.")] = 50
    cursor: Annotated[int | None, Field(ge=1, le=2**53, description="Where to go on: `next` of the part before.")] = (
        None
    )


Part: Any = Query(...)
"""The default of an operation's `paging`."""


class Page(Schema, Generic[T]):
    """A part of a list."""

    items: list[T]
    next: int | None = Field(description="The cursor of the next part; null in the last one.")


def oldest_first(rows: QuerySet[M], paging: Paging, told: Callable[[M], Any]) -> dict[str, Any]:
    """A part of the rows in the order they were made."""
    after = {} if paging.cursor is None else {"pk__gt": paging.cursor}
    return _page(rows.filter(**after).order_by("pk"), paging, told)


def newest_first(rows: QuerySet[M], paging: Paging, told: Callable[[M], Any]) -> dict[str, Any]:
    """A part of the rows, the newest first."""
    before = {} if paging.cursor is None else {"pk__lt": paging.cursor}
    return _page(rows.filter(**before).order_by("-pk"), paging, told)


def _page(rows: QuerySet[M], paging: Paging, told: Callable[[M], Any]) -> dict[str, Any]:
    found = list(rows[: paging.limit + 1])
    shown = found[: paging.limit]
    return {"items": [told(row) for row in shown], "next": shown[-1].pk if len(found) > len(shown) else None}
