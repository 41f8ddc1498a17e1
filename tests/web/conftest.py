"""The cast, a small workspace, the real server and a real browser, for every test of the web."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.fixtures import Settings

from tests.drawing.conftest import Scheme
from tests.web import acme as small
from tests.web.served import Served
from waypost.web.accounts.models import User
from waypost.web.documents.reading import MEMORY
from waypost.web.workspaces.founding import found
from waypost.web.workspaces.models import Role, Workspace


@pytest.fixture(scope="session", autouse=True)
def _home_of_tests(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Nothing is written to the home folder of whoever runs the tests."""
    home = tmp_path_factory.mktemp("home")
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(update={"home": home})
    settings.SECRET_KEY = "for tests only"
    settings.WHITENOISE_AUTOREFRESH = True  # no client of Django's reads every script and style before its first page


@pytest.fixture(autouse=True)
def _forgetful(settings: Settings) -> None:
    """Documents are remembered by number, and each test counts from one; passwords need not be slow here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    MEMORY.clear()


@pytest.fixture
def owner(db: None) -> User:
    """Ada, who founded Acme."""
    return small.ada()


@pytest.fixture
def acme(owner: User) -> Workspace:
    """A workspace with a small journey (`buying`), a persona (`mira`) and a glossary (`words`)."""
    return small.workspace_of(owner)


@dataclass(frozen=True)
class Cast:
    """Everybody who may knock at a door, each with a browser; all but the last are signed in."""

    owner: Client
    """An admin who sees individual customers."""
    admin: Client
    editor: Client
    facilitator: Client
    contributor: Client
    viewer: Client
    stranger: Client
    """Has a workspace of their own (`elsewhere`), and nothing to do with Acme."""
    anonymous: Client

    def members(self) -> dict[str, Client]:
        """Those who belong to Acme, by what they are."""
        return {name: client for name, client in vars(self).items() if name not in ("stranger", "anonymous")}


@pytest.fixture
def cast(acme: Workspace, owner: User) -> Cast:
    """Acme's members in every role, a stranger, and nobody."""
    stranger = User.objects.create_user("sam@elsewhere.example", name="Sam Strange")
    found("Elsewhere", stranger)
    return Cast(
        owner=_signed_in(owner),
        admin=_signed_in(small.member(acme, Role.ADMIN)),
        editor=_signed_in(small.member(acme, Role.EDITOR)),
        facilitator=_signed_in(small.member(acme, Role.FACILITATOR)),
        contributor=_signed_in(small.member(acme, Role.CONTRIBUTOR)),
        viewer=_signed_in(small.member(acme, Role.VIEWER)),
        stranger=_signed_in(stranger),
        anonymous=Client(),
    )


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture(autouse=True)
def _guessed_nothing() -> None:
    """Each test begins as somebody who has tried no links and no passwords."""
    cache.clear()


@pytest.fixture(scope="session")
def model_house(tmp_path_factory: pytest.TempPathFactory) -> Served:
    """A home folder with Acme in it that is never served, only copied."""
    return Served(tmp_path_factory.mktemp("model") / "home").cast()


def _serving(home: Path, model_house: Served) -> Iterator[Served]:
    served = Served(home).furnish(model_house)
    try:
        yield served.start()
    finally:
        served.end()


@pytest.fixture
def served(tmp_path: Path, model_house: Served) -> Iterator[Served]:
    """A real server with a home folder of its own and Acme in it, to be killed and started again."""
    yield from _serving(tmp_path / "home", model_house)


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory, model_house: Served) -> Iterator[Served]:
    """A real server with Acme in it for all tests that leave each other's things alone."""
    yield from _serving(tmp_path_factory.mktemp("served") / "home", model_house)


Browsing: TypeAlias = Callable[..., Page]


@pytest.fixture
def browser_page(browser: Browser) -> Iterator[Browsing]:
    """A page of a real browser: `browser_page(served, "owner", width=1440, scheme="light")`; who "" is nobody."""
    contexts: list[BrowserContext] = []

    def open_page(served: Served, who: str = "owner", width: int = 1440, scheme: Scheme = "light") -> Page:
        context = browser.new_context(
            base_url=served.url,
            viewport={"width": width, "height": 900 if width > 600 else 844},
            color_scheme=scheme,
            reduced_motion="reduce",
        )
        contexts.append(context)
        if who:
            context.add_cookies([{"name": "sessionid", "value": served.sessions[who], "url": served.url}])
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
