"""The URL map as a list: every address with its name, what its path asks for, and a path to try it by."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter, UUIDConverter
from django.urls.resolvers import RegexPattern, RoutePattern

from tests.web.permissions import ADDRESSES, SAMPLES, Open
from waypost.web.workspaces.access import Can

PACKAGE = ("account_", "mfa_", "socialaccount_", "openid_connect_", "usersessions_")
"""The beginnings of the names of the sign-in package's own addresses."""


@dataclass(frozen=True)
class Address:
    """One line of the URL map."""

    name: str
    route: str
    parameters: tuple[tuple[str, object], ...]
    """What the path asks for, each with a value to try it by."""
    view: Callable[..., Any]

    @property
    def path(self) -> str:
        """A path it answers to."""
        return self.at(dict(self.parameters))

    def at(self, parameters: dict[str, object]) -> str:
        """The path for other values of what it asks for."""
        return reverse(self.name, kwargs=parameters)

    @property
    def permission(self) -> Can | Open:
        """Who may, as declared."""
        return ADDRESSES[self.name]


def addresses() -> tuple[Address, ...]:
    """Every address of ours."""
    found = (each for each in _walk(get_resolver().url_patterns) if not _of_package(each))
    return tuple(each for each in found if not _of_api(each))


def package_addresses() -> tuple[Address, ...]:
    """Every named address of the sign-in package."""
    return tuple(each for each in _walk(get_resolver().url_patterns) if each.name.startswith(PACKAGE))


def _of_package(address: Address) -> bool:
    return address.route.startswith("accounts/") and (address.name.startswith(PACKAGE) or not address.name)


def _of_api(address: Address) -> bool:
    """Operations have their own lines: one address has several of them."""
    return address.route.startswith("api/v1/") and address.name != "api:openapi-json"


def _walk(
    patterns: list[Any], route: str = "", space: str = "", asked: dict[str, object] | None = None
) -> Iterator[Address]:
    for entry in patterns:
        path = route + str(entry.pattern)
        found = {**(asked or {}), **_asked(entry.pattern)}
        if isinstance(entry, URLResolver):
            within = space + f"{entry.namespace}:" if entry.namespace else space
            yield from _walk(entry.url_patterns, path, within, found)
        elif isinstance(entry, URLPattern):
            name = f"{space}{entry.name}" if entry.name else ""
            own = SAMPLES.get(name, {})
            parameters = tuple((key, own.get(key, value)) for key, value in found.items())
            yield Address(name, path, parameters, entry.callback)


def _asked(pattern: object) -> dict[str, object]:
    if isinstance(pattern, RoutePattern):
        return {name: _sample(name, converter) for name, converter in pattern.converters.items()}
    if isinstance(pattern, RegexPattern):
        return {name: SAMPLES["*"].get(name, "nothing") for name in re.compile(str(pattern)).groupindex}
    return {}


def _sample(name: str, converter: object) -> object:
    if name in SAMPLES["*"]:
        return SAMPLES["*"][name]
    if isinstance(converter, IntConverter):
        return 1
    if isinstance(converter, UUIDConverter):
        return uuid.UUID(int=1)
    return "nothing"
