"""What the top bar of a page shows: the workspace one is in, and the ways from here."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest

from waypost.web.accounts.models import User
from waypost.web.workspaces.access import Visit
from waypost.web.workspaces.models import Workspace

_ROOMS = (
    ("Portfolio", "", ("", "documents", "journeys", "new", "bring")),
    ("Personas", "personas/", ("personas", "segments", "evidence", "glossary")),
    ("Actions", "actions/", ("actions",)),
    ("Data", "data/", ("data",)),
    ("My part", "mine/", ("mine",)),
)
"""What each link says, where it goes in a workspace, and which first parts of an address belong to it."""


@dataclass(frozen=True)
class Link:
    """One way from here."""

    name: str
    href: str
    here: bool


@dataclass
class Bar:
    """The bar of one page; workspaces are looked up when the page shows them."""

    user: User | None
    visit: Visit | None
    path: str
    sought: str = ""
    _workspaces: list[Workspace] | None = field(default=None, repr=False)

    @property
    def here(self) -> str:
        """The name of the workspace one is in, or nothing."""
        return self.visit.workspace.name if self.visit else ""

    @property
    def slug(self) -> str:
        """Its address."""
        return self.visit.workspace.slug if self.visit else ""

    @property
    def home(self) -> str:
        """The path everything of the workspace lies under."""
        return f"/w/{self.slug}/"

    @property
    def workspaces(self) -> list[Workspace]:
        """All one belongs to, by name."""
        if self._workspaces is None:
            theirs = Workspace.objects.filter(memberships__user=self.user) if self.user else Workspace.objects.none()
            self._workspaces = list(theirs.order_by("name"))
        return self._workspaces

    @property
    def single_sign_on(self) -> str:
        """What the other way to sign in is called, when there is one."""
        return str(settings.CONFIGURATION.oidc_name) if settings.CONFIGURATION.oidc_url else ""

    @property
    def sign_up_open(self) -> bool:
        """Whether anybody may make an account."""
        return bool(settings.CONFIGURATION.sign_up == "open")

    @property
    def links(self) -> tuple[Link, ...]:
        """The rooms of the workspace; the one this page belongs to is marked."""
        part = self.path.removeprefix(self.home).partition("/")[0]
        return tuple(Link(name, self.home + href, part in parts) for name, href, parts in _ROOMS)


def bar(request: HttpRequest) -> dict[str, Bar]:
    """A context processor: `bar` for the templates."""
    user = getattr(request, "user", None)
    found = user if isinstance(user, User) else None
    return {"bar": Bar(found, getattr(request, "visit", None), request.path, request.GET.get("q", "")[:200])}
