"""What whoever runs Waypost can set: environment variables, each with a default that works on one machine."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError, field_validator

from waypost.errors import InputError, Problem
from waypost.journey.model import Value


class Configuration(Value):
    """The settings of a server. The field `threads` is set by the variable `WAYPOST_THREADS`, and so on."""

    home: Path = Path("~/.waypost")
    """The folder that holds everything: the database (unless `WAYPOST_DATABASE_URL` names one), each workspace's lake
    and pictures, and the secret key. Back it up with `waypost backup`."""
    database_url: str = ""
    """Where PostgreSQL is, as in `postgres://user:password@host/name`; SQLite in the home folder when left out.
    `DATABASE_URL` is read as well."""
    url: str = "http://127.0.0.1:8000"
    """The address people type, used in links and e-mails. With `https://` cookies are sent over TLS only."""
    secret_key: str = ""
    """Signs sessions and links. Made and kept in the home folder when left out."""
    threads: Annotated[int, Field(ge=1, le=256)] = 8
    """How many requests are worked on at once."""
    worker: Literal["embedded", "apart"] = "embedded"
    """Whether `waypost serve` also runs jobs, or `waypost work` does that in a process of its own."""
    sign_up: Literal["invited", "open"] = "invited"
    """Whether people need an invitation to make an account."""
    upload_limit: Annotated[int, Field(ge=1, le=100_000)] = 512
    """The largest file people can upload, in megabytes."""
    email_url: str = ""
    """Where e-mail goes, as in `smtp+tls://user:password@host:587`; printed to the terminal when left out."""
    email_from: str = "Waypost <waypost@localhost>"
    """The sender of e-mails."""
    oidc_url: str = ""
    """The address of an OpenID Connect provider; sign-in by it is offered when this is set."""
    oidc_name: str = "Single sign-on"
    """What the button for it says."""
    oidc_client: str = ""
    """The client id the provider gave to Waypost."""
    oidc_secret: str = ""
    """The client secret that belongs to it."""
    log: Literal["text", "json"] = "text"
    """How log lines are written to the terminal."""

    @field_validator("home")
    @classmethod
    def _at_home(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @field_validator("url")
    @classmethod
    def _an_origin(cls, value: str) -> str:
        if not re.fullmatch(r"https?://[^/\s]+/?", value):
            raise ValueError("it is an address without a path, as in https://map.example.org")
        return value.rstrip("/")

    @property
    def secure(self) -> bool:
        """Whether people reach Waypost over TLS."""
        return self.url.startswith("https://")

    @property
    def host(self) -> str:
        """The host people type, with its port."""
        return self.url.partition("://")[2]


PREFIX = "WAYPOST_"


def variable(field: str) -> str:
    """The environment variable of a setting."""
    return PREFIX + field.upper()


def configuration(environ: Mapping[str, str]) -> Configuration:
    """Read the settings from the environment; raises InputError that names the variable at fault."""
    given = {
        field: environ[variable(field)] for field in Configuration.model_fields if environ.get(variable(field), "")
    }
    if "database_url" not in given and environ.get("DATABASE_URL"):
        given["database_url"] = environ["DATABASE_URL"]
    try:
        return Configuration.model_validate(given)
    except ValidationError as error:
        raise InputError(
            Problem(
                f"{variable(str(problem['loc'][0]))}: {problem['msg'].removeprefix('Value error, ')}",
                remedy="The settings are listed in docs/operations.md",
            )
            for problem in error.errors()
        ) from None
