"""The source: where events, responses and customers come from, and how to read them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from waypost.journey.model import Document, Element, Text, Value

Column = Annotated[str, Field(min_length=1, max_length=200)]
Name = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]
TimeFormat = Annotated[
    Annotated[Text, Tag("(one)")] | Annotated[tuple[Text, ...], Tag("(several)")],
    Discriminator(lambda given: "(several)" if isinstance(given, list | tuple) else "(one)"),
]
"""One format in strftime codes, or several that are tried in order."""
ScaleEnd = Annotated[float, Field(ge=-1_000_000, le=1_000_000)]


class FileFormat(StrEnum):
    """How the files are written; each may be gzipped."""

    CSV = "csv"
    PARQUET = "parquet"
    NDJSON = "ndjson"
    XES = "xes"


class PropertyType(StrEnum):
    """What a property is; times are read in the source's zone and kept as UTC."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    TIME = "time"


class Join(Value):
    """Columns taken from other files of the source, looked up by a key that is unique there."""

    files: Text
    """The other files: a path or glob."""
    on: Column
    """The key column in this table."""
    to: Column | None = None
    """The key column in the other files, when it is called something else."""
    take: tuple[Column, ...] = ()
    """The columns taken; all when none is named."""


class EventColumn(Value):
    """Wide files: a timestamp column that is an event of its own."""

    column: Column
    """The timestamp column."""
    event: Text
    """What the event is called."""
    time_format: TimeFormat | None = None
    """How its times are written, when it differs from the table's."""


class PropertyColumn(Value):
    """A column kept as an event property or a customer attribute."""

    column: Column
    """The column."""
    name: Name | None = None
    """What it is called in predicates; the column's own name when left out."""
    type: PropertyType = PropertyType.TEXT
    """What its values are."""
    time_format: TimeFormat | None = None
    """Times: how they are written, when it differs from the table's."""
    end_of_day: bool = False
    """Times: a date without a time of day is the end of that day, as deadlines mean it, and not its beginning."""

    @model_validator(mode="after")
    def _only_times_are_written_as_times(self) -> Self:
        if self.type is not PropertyType.TIME:
            for field in ("time_format", "end_of_day"):
                if getattr(self, field):
                    raise ValueError(f"{field} is for times: '{self.column}' needs type: time")
        return self


class Responses(Value):
    """Where the answers of a customer stand in a row."""

    time: Column
    """The column with the time of the answer."""
    score: Column | None = None
    """The column with the score."""
    low: ScaleEnd = 1
    """The scale's lower end."""
    high: ScaleEnd = 5
    """The scale's upper end."""
    verbatim: Column | None = None
    """The column with their words."""
    touchpoint: Column | None = None
    """The column that names the touchpoint."""
    about: Text | None = None
    """The touchpoint all rows speak of, when no column says it."""

    @model_validator(mode="after")
    def _scale_has_width(self) -> Self:
        if self.low >= self.high:
            raise ValueError(f"the scale runs from low to high, and {self.low:g} is not below {self.high:g}")
        return self


class Table(Element):
    """Files of one kind, or a warehouse's query: an event a row (tall) or several timestamp columns a row (wide)."""

    files: Text | None = None
    """A path or glob relative to the data folder; daily files with columns added later are fine."""
    query: Text | None = None
    """Instead of files: the SQL query whose rows are read from a warehouse (`waypost[warehouse]`)."""
    connection: Text | None = None
    """The warehouse of the query: an environment variable that holds its URL, or a URL without a password."""
    since: Column | None = None
    """A column of the query that grows, as the time a row was loaded: only rows after those read before are read."""
    format: FileFormat | None = None
    """Told by the file's ending when left out."""
    separator: Annotated[str, Field(min_length=1, max_length=1)] = ","
    """What stands between the columns of a CSV file."""
    encoding: Literal["utf-8", "utf-16", "latin-1", "windows-1252"] = "utf-8"
    """How the text is encoded."""
    zone: Text | None = None
    """The time zone of this table's bare timestamps, when it differs from the source's."""
    time_format: TimeFormat | None = None
    """How timestamps are written (strftime codes): one format, or several that are tried in order, then ISO 8601."""
    joins: tuple[Join, ...] = ()
    """Columns looked up in other files."""
    customer: Column | None = None
    """The column with the known customer."""
    anonymous: Column | None = None
    """The column with the visitor before we know them; a row with both says they are the same."""
    account: Column | None = None
    """The column with the account (company, household) the customer belongs to."""
    time: Column | None = None
    """Tall files: when it happened."""
    event: Column | None = None
    """Tall files: the column that names the event …"""
    event_name: Text | None = None
    """… or the one name all rows have."""
    events: tuple[EventColumn, ...] = ()
    """Wide files: each column an event; their order breaks ties."""
    properties: tuple[PropertyColumn, ...] = ()
    """Columns kept as properties of the events."""
    attributes: tuple[PropertyColumn, ...] = ()
    """Columns kept as the customer's attributes, the latest value counting."""
    responses: Responses | None = None
    """Where the answers of a customer stand."""

    tolerates: Annotated[float, Field(ge=0, le=1)] = 0.1
    """The share of rows that may be bad: they go into quarantine. With more of them the whole file is refused."""

    @model_validator(mode="after")
    def _says_where_its_rows_are(self) -> Self:
        if (self.files is None) == (self.query is None):
            raise ValueError("a table needs one of files or query")
        if (self.query is None) != (self.connection is None):
            raise ValueError("query and connection go together")
        if self.since is not None and self.query is None:
            raise ValueError("since is for a query: a file is read once")
        if self.connection is not None and "://" in self.connection and "@" in self.connection:
            raise ValueError("a connection with a user belongs in an environment variable: name that here")
        return self

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.customer is None and self.anonymous is None:
            raise ValueError("a table needs a customer or an anonymous column")
        if self.time is not None and self.events:
            raise ValueError("a table is tall (time, event) or wide (events), not both")
        if self.time is not None and (self.event is None) == (self.event_name is None):
            raise ValueError("a tall table needs one of event (a column) or event_name (a fixed name)")
        if self.time is None and not self.events and self.responses is None and not self.attributes:
            raise ValueError("a table needs time, events, responses or attributes: there is nothing to take from it")
        return self


class Source(Document):
    """Files and queries we read events, responses and customers from."""

    kind: Literal["source"] = "source"
    zone: Text
    """The time zone of timestamps that do not state one, as in `Europe/Berlin` or `UTC`."""
    tables: tuple[Table, ...] = ()
    """The kinds of file it has, and its queries."""
