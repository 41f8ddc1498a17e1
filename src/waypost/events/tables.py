"""The lake's tables: their columns, their order, and over how many buckets customers are spread.

Every table is a Polars schema. Times are UTC microseconds. `file_key` and `row` together are a row's id: the key is
hash(source, table, file hash), the row number counts from 0 in the file. With `position` (the source's declared column
order) an event's id is (file_key, row, position), and the total order of a customer's events is (time, position,
file_key, row).
"""

from __future__ import annotations

from typing import TypeAlias

import polars as pl
from polars._typing import PolarsDataType

Schema: TypeAlias = dict[str, PolarsDataType]

TIME = pl.Datetime("us", "UTC")

EVENTS: Schema = {
    "bucket": pl.Int32,  # the partition: bucket_of(customer)
    "customer": pl.String,  # as the source names them, known or anonymous
    "time": TIME,
    "position": pl.Int16,  # order of the source's event columns; 0 in tall files
    "event": pl.String,
    "source": pl.String,  # source id
    "file_key": pl.Int64,
    "row": pl.Int64,
    "properties": pl.String,  # one JSON object, or null
}

RESPONSES: Schema = {
    "bucket": pl.Int32,
    "customer": pl.String,
    "time": TIME,
    "touchpoint": pl.String,  # as the source names it, or null
    "score": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "verbatim": pl.String,
    "source": pl.String,
    "file_key": pl.Int64,
    "row": pl.Int64,
    "properties": pl.String,
}

CUSTOMERS: Schema = {
    "bucket": pl.Int32,
    "customer": pl.String,
    "time": TIME,  # when the attributes were true, or null: older than any other
    "source": pl.String,
    "file_key": pl.Int64,
    "row": pl.Int64,
    "attributes": pl.String,  # one JSON object
}

IDENTITIES: Schema = {
    "customer": pl.String,
    "other": pl.String,
    "kind": pl.String,  # "same": two names of one person; "account": `other` is the customer's account
    "file_key": pl.Int64,
    "row": pl.Int64,
}

QUARANTINE: Schema = {
    "source": pl.String,
    "file": pl.String,
    "file_key": pl.Int64,
    "row": pl.Int64,
    "column": pl.String,
    "reason": pl.String,  # a short stable code: bad-time, no-customer, ragged, too-long …
    "value": pl.String,  # what stood there, cut at 200 characters
    "customer": pl.String,  # when it could be read, so that erasure reaches it
}

FILES: Schema = {
    "source": pl.String,
    "table": pl.String,
    "file": pl.String,
    "file_key": pl.Int64,
    "number": pl.Int64,  # the batch's place in the file
    "rows": pl.Int64,  # of the file, quarantined ones included
    "last": pl.Boolean,
    "declaration": pl.String,  # what the source said about the file, hashed
}

TABLES = {
    "customers": CUSTOMERS,
    "identities": IDENTITIES,
    "responses": RESPONSES,
    "events": EVENTS,
    "quarantine": QUARANTINE,
    "files": FILES,
}
"""In the order in which a batch is written: customers and responses before events (rule 7), and last the register of
files, whose row acknowledges the batch; the lake writes that one by itself."""

BUCKETS = 16
"""How many buckets a new lake spreads customers over; fixed for the life of a lake."""
