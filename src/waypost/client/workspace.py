"""A workspace on a server."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from waypost.client.document import RemoteDocument
from waypost.client.review import RemoteReview
from waypost.client.wire import Wire
from waypost.errors import WaypostError
from waypost.journey.journey import Journey
from waypost.journey.model import Document
from waypost.journey.persona import Persona

if TYPE_CHECKING:
    import polars as pl

_COLUMNS = ("segment", "level", "element", "name", "measure", "of", "value", "low", "high", "n", "minimum", "unit")


def connect(url: str, token: str, *, transport: httpx.BaseTransport | None = None) -> RemoteWorkspace:
    """The workspace a token opens.

    Arguments:
        url: where the server is, as in `https://waypost.example`.
        token: made in the workspace's settings; one that only reads cannot change anything.
        transport: how requests travel; over the network when left out.

    Raises RefusedError for a token that opens nothing, UnreachableError when no server answers.
    """
    http = httpx.Client(
        base_url=f"{url.rstrip('/')}/api/v1",
        headers={"Authorization": f"Bearer {token}"},
        transport=transport,
        timeout=60,
        follow_redirects=False,
    )
    wire = Wire(http)
    (told,) = wire.get("/workspaces")["items"]
    return RemoteWorkspace(wire, told["slug"], told["name"], told["role"])


@dataclass(frozen=True)
class RemoteMeasures:
    """What was measured of a journey."""

    told: dict[str, Any] = field(repr=False)
    """The map's lanes with their figures, as the page has them."""
    rows: list[dict[str, Any]] = field(repr=False)

    @property
    def measured(self) -> bool:
        """Whether there is anything measured yet."""
        return bool(self.told["measured"])

    def to_frame(self) -> pl.DataFrame:
        """Every figure of every segment as a row, with value, low, high and n (value null: not enough data)."""
        import polars as pl  # noqa: PLC0415  # who only changes documents need not wait for it

        schema = None if self.rows else dict.fromkeys(_COLUMNS, pl.String)
        return pl.DataFrame(self.rows, schema=schema, infer_schema_length=None)


@dataclass(frozen=True)
class Job:
    """Work on the server."""

    wire: Wire = field(repr=False)
    path: str = field(repr=False)
    told: dict[str, Any]

    def wait(self, seconds: float = 600) -> dict[str, Any]:
        """Wait for its end and return what came of it; raises WaypostError when it failed, or took longer."""
        until = time.monotonic() + seconds
        told = self.told
        while told["state"] in ("waiting", "running"):
            if time.monotonic() > until:
                raise WaypostError(f"it takes longer than {seconds:g} seconds: {told['saying'] or told['state']}")
            self.wire.pause(0.5)
            told = self.wire.get(self.path)
        if told["state"] != "done":
            raise WaypostError(told["saying"] or f"the work was {told['state']}")
        result: dict[str, Any] = told["result"]
        return result


@dataclass(frozen=True)
class Upload:
    """A file that waits on the server until it is said what its columns are."""

    workspace: RemoteWorkspace = field(repr=False)
    name: str
    size: int

    def look(self) -> dict[str, Any]:
        """Its columns, and what each seems to be; `fits` are the tables it could belong to."""
        told: dict[str, Any] = self.workspace.wire.get(f"{self.workspace.path}/uploads/{self.name}")
        return told

    def take(
        self,
        of: str = "",
        *,
        name: str = "",
        zone: str = "UTC",
        roles: dict[str, str] | None = None,
        lookups: Sequence[str] = (),
    ) -> Job:
        """Have it read: as another file `of` a table, or as a new table called `name` whose columns are what they seem.

        Arguments:
            of: a table that is there.
            name: what the rows of a new table are: `Orders`.
            zone: the zone its times are in.
            roles: column → role, where it is another than it seems.
            lookups: what is looked up in other files, by the `key` that `look` offers.
        """
        sent = {"of": of, "name": name, "zone": zone, "roles": roles or {}, "lookups": list(lookups)}
        told = self.workspace.wire.once("POST", f"{self.workspace.path}/uploads/{self.name}/take", json=sent).json()
        return self.workspace.job(told["job"])


@dataclass(frozen=True)
class RemoteWorkspace:
    """A workspace, as far as the token's person may."""

    wire: Wire = field(repr=False)
    slug: str
    name: str
    role: str

    @property
    def path(self) -> str:
        """Where everything of it is."""
        return f"/workspaces/{self.slug}"

    def documents(self, kind: str | None = None) -> list[dict[str, Any]]:
        """The documents, each with id, kind, name and revision."""
        return list(self.wire.all(f"{self.path}/documents", kind=kind))

    def document(self, document: str) -> RemoteDocument[Any]:
        """A document of any kind, by its id."""
        path = f"{self.path}/documents/{document}"
        return RemoteDocument(self.wire, path, self.wire.get(path))

    def journey(self, journey: str) -> RemoteDocument[Journey]:
        """A journey, by its id."""
        return self._of_kind(journey, Journey)

    def persona(self, persona: str) -> RemoteDocument[Persona]:
        """A persona, by its id."""
        return self._of_kind(persona, Persona)

    def create(self, value: Document) -> RemoteDocument[Any]:
        """Make a document."""
        kind = getattr(value, "kind")  # noqa: B009  # every class of documents has one
        content = {"kind": kind, **value.model_dump(mode="json", exclude_defaults=True)}
        told = self.wire.once("POST", f"{self.path}/documents", json=content).json()
        return RemoteDocument(self.wire, f"{self.path}/documents/{value.id}", told)

    def review(self, journey: str) -> RemoteReview:
        """The review of a journey, and how far its map has come."""
        return RemoteReview(self.wire, f"{self.path}/journeys/{journey}")

    def check(self, journey: str) -> dict[str, Any]:
        """The check of a journey: its strengths, its remarks, and what comes next."""
        told: dict[str, Any] = self.wire.get(f"{self.path}/journeys/{journey}/check")
        return told

    def evidence(self, journey: str) -> dict[str, list[dict[str, Any]]]:
        """What customers said and did: element id → what is known of it."""
        found: dict[str, list[dict[str, Any]]] = self.wire.get(f"{self.path}/journeys/{journey}/evidence")["elements"]
        return found

    def measures(self, journey: str, *, segment: str | None = None, period: str | None = None) -> RemoteMeasures:
        """What was measured of a journey."""
        path = f"{self.path}/journeys/{journey}/measures"
        return RemoteMeasures(
            self.wire.get(path, segment=segment, period=period), self.wire.get(f"{path}/table")["rows"]
        )

    def measure(self, journey: str) -> Job:
        """Have a journey measured now."""
        return self.job(self.wire.repeat("POST", f"{self.path}/journeys/{journey}/measures").json())

    def upload(self, file: str | Path) -> Upload:
        """Bring a file: CSV, TSV, Parquet, JSON lines or XES, gzipped or not."""
        path = Path(file)
        with path.open("rb") as opened:
            sent = {"file": (path.name, opened)}
            told = self.wire.once("POST", f"{self.path}/uploads", files=sent).json()
        return Upload(self, told["name"], told["size"])

    def jobs(self) -> Iterator[dict[str, Any]]:
        """The workspace's work, the newest first."""
        return self.wire.all(f"{self.path}/jobs")

    def job(self, told: dict[str, Any]) -> Job:
        """A piece of work to wait for."""
        return Job(self.wire, f"{self.path}/jobs/{told['id']}", told)

    def _of_kind(self, document: str, kind: type[Document]) -> RemoteDocument[Any]:
        found = self.document(document)
        if not isinstance(found.value, kind):
            raise WaypostError(f"{found.value.called} is no {kind.word}")
        return found
