"""What the parts of an address and of a query may look like."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$", description="An id.")]
"""The id of a document or an element."""

Number = Annotated[int, Field(ge=1, le=2**53)]
"""The number of a row."""

Word = Annotated[str, Field(max_length=254, pattern=r"^[^\x00-\x1f]*$")]
"""Anything somebody may look for, on one line."""

FileName = Annotated[str, Field(max_length=120, pattern=r"^[A-Za-z0-9._-]+$", description="A file that waits.")]
