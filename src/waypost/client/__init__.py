"""A workspace on a server, as Python values.

import waypost

shop = waypost.connect("https://waypost.example", "wpt_…")
journey = shop.journey("getting-paid")
journey.value                          # a pydantic Journey
with journey.change("Say it as customers do") as edit:
    edit.set("pays", name="I am paid")
shop.measures("getting-paid").to_frame()

- `WaypostError`
  - `RefusedError`: the server refuses, in its own words.
    - `ConflictError`: somebody else changed it in between.
  - `UnreachableError`: no server answers there.
"""

from __future__ import annotations

from waypost.client.document import RemoteDocument
from waypost.client.draft import Draft
from waypost.client.refusals import ConflictError, RefusedError, UnreachableError
from waypost.client.review import RemoteReview
from waypost.client.wire import Wire
from waypost.client.workspace import Job, RemoteMeasures, RemoteWorkspace, Upload, connect

__all__ = [
    "ConflictError",
    "Draft",
    "Job",
    "RefusedError",
    "RemoteDocument",
    "RemoteMeasures",
    "RemoteReview",
    "RemoteWorkspace",
    "UnreachableError",
    "Upload",
    "Wire",
    "connect",
]
