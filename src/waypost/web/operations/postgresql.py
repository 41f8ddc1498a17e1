"""A PostgreSQL database as files, one a table, and back; nothing but our own connection is needed."""

from __future__ import annotations

import json
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from psycopg import sql

from waypost.errors import InputError, Problem

_MIGRATIONS = "migrations.json"


def copy_out(folder: Path) -> Path:
    """Write every table as it is at one moment, and which migrations made them; returns the folder."""
    folder.mkdir()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        (folder / _MIGRATIONS).write_text(json.dumps(cursor.fetchall()), encoding="utf-8")
        for table in _tables():
            query = sql.SQL("COPY {} TO STDOUT (FORMAT csv, HEADER)").format(sql.Identifier(table))
            with (folder / f"{table}.csv").open("wb") as file, cursor.copy(query) as rows:
                for block in rows:
                    file.write(block)
    return folder


def copy_in(folder: Path) -> None:
    """Fill an empty database: with the tables of the release that wrote the files, then brought up to this one.

    Raises InputError when the database is not empty.
    """
    if connection.introspection.table_names():
        remedy = "Give an empty one in WAYPOST_DATABASE_URL"
        raise InputError(Problem("the database is not empty", remedy=remedy))
    newest = dict(json.loads((folder / _MIGRATIONS).read_text(encoding="utf-8")))
    for app, name in newest.items():
        call_command("migrate", app, name, verbosity=0, interactive=False)
    with transaction.atomic(), connection.cursor() as cursor:
        tables = [file.stem for file in sorted(folder.glob("*.csv"))]
        cursor.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(map(sql.Identifier, tables))))
        for table in tables:
            _fill(table, folder / f"{table}.csv")
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models(include_auto_created=True)):
            cursor.execute(statement)
    call_command("migrate", verbosity=0, interactive=False)


def _fill(table: str, file: Path) -> None:
    with file.open("rb") as stream, connection.cursor() as cursor:
        columns = stream.readline().decode().strip().replace('"', "").split(",")
        named = sql.SQL(", ").join(map(sql.Identifier, columns))
        query = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv)").format(sql.Identifier(table), named)
        with cursor.copy(query) as rows:
            while block := stream.read(1 << 20):
                rows.write(block)


def _tables() -> list[str]:
    return sorted(name for name in connection.introspection.table_names() if name != "django_migrations")
