"""Who looks at the application and what they have just done, for `screens.py`."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from urllib.parse import urlsplit

from playwright.sync_api import Page

PATIENCE = 900
"""Seconds the demo's data may take to be read and measured."""


@dataclass(frozen=True)
class Spot:
    """A page to photograph."""

    name: str
    path: str
    who: str = "owner"
    act: Callable[[Page], None] | None = None
    """What is done before the picture is taken."""
    html: Callable[[], str] | None = None
    """The page itself, when nothing that can be asked for leads to it."""
    whole: bool = True
    """With all that is below the window's edge."""


@dataclass(frozen=True)
class Cast:
    """The people, the links they came by, and what there is to see."""

    links: dict[str, str]
    origin: str
    first: str
    """The page the owner comes to: the demo's journey."""
    home: str
    empty: str
    """A workspace with nothing in it."""
    guest: str
    invitation: str
    bare: str
    """A journey on which nothing is written."""

    @property
    def journey(self) -> str:
        """The address of the demo's journey."""
        return self.first


def named(path: str) -> str:
    """The name of the address a path belongs to."""
    from django.urls import Resolver404, resolve  # noqa: PLC0415  # after Django is set up

    try:
        return resolve(path).view_name.replace(":", "-")
    except Resolver404:
        return "nothing" + re.sub(r"\W+", "-", path)


def reading_is_over() -> None:
    """Wait until the demo's data are read and measured, so that every picture has its figures."""
    from waypost.web.jobs.models import Job, JobState  # noqa: PLC0415

    until = time.monotonic() + PATIENCE
    while Job.objects.filter(state__in=(JobState.WAITING, JobState.RUNNING)).exists() and time.monotonic() < until:
        time.sleep(1)


def cast_of(link: str) -> Cast:
    """A viewer, somebody new, a guest and an empty workspace beside the demo's owner."""
    from django.urls import reverse  # noqa: PLC0415

    from waypost.web.accounts.models import User  # noqa: PLC0415
    from waypost.web.documents.committing import Author  # noqa: PLC0415
    from waypost.web.operations.company import JOURNEY, known_company  # noqa: PLC0415
    from waypost.web.operations.links import entry_token  # noqa: PLC0415
    from waypost.web.sharing.linking import make  # noqa: PLC0415
    from waypost.web.sharing.starting import EMPTY, begin  # noqa: PLC0415
    from waypost.web.workspaces.access import find_visit  # noqa: PLC0415
    from waypost.web.workspaces.founding import found  # noqa: PLC0415
    from waypost.web.workspaces.inviting import invite  # noqa: PLC0415
    from waypost.web.workspaces.models import Membership, Role, Workspace  # noqa: PLC0415

    company = known_company()
    assert company is not None
    kite, owner = company.workspace, company.owner
    viewer, _ = User.objects.get_or_create(email="vera@kite.example", defaults={"name": "Vera Lund"})
    Membership.objects.get_or_create(workspace=kite, user=viewer, defaults={"role": Role.VIEWER})
    newcomer, _ = User.objects.get_or_create(email="noah@kite.example", defaults={"name": "Noah Weiss"})
    empty = Workspace.objects.filter(name="Meadow").first() or found("Meadow", owner)
    brook = Workspace.objects.filter(name="Brook").first() or found("Brook", owner)
    bare = brook.documents.filter(kind="journey").first() or begin(brook, Author.of(owner), EMPTY, "")
    visit = find_visit(owner, kite.slug)
    _, guest = make(visit, kite.documents.get(slug=JOURNEY), timedelta(days=1), "the board", shows_measures=True)
    _, invitation = invite(visit, Role.CONTRIBUTOR)
    parts = urlsplit(link)
    origin, home = f"{parts.scheme}://{parts.netloc}", f"/w/{kite.slug}/"
    people = ((viewer, "viewer", home), (newcomer, "newcomer", "/"))
    return Cast(
        {"owner": link, **{name: f"{origin}/enter/{entry_token(user, to)}" for user, name, to in people}},
        origin,
        reverse("editor:journey", args=(kite.slug, JOURNEY)),
        home,
        f"/w/{empty.slug}/",
        urlsplit(guest).path,
        urlsplit(invitation).path,
        reverse("editor:journey", args=(brook.slug, bare.slug)),
    )


def scenes(told: Cast) -> Iterator[Spot]:
    """Everything that following links does not show."""
    yield from _of_others(told)
    yield from _at_the_door(told)
    yield from _what_goes_wrong(told)
    yield from _opened(told)
    yield from _on_the_map(told)
    yield from _printed(told)


def _of_others(told: Cast) -> Iterator[Spot]:
    yield Spot("viewer-portfolio", told.home, "viewer")
    yield Spot("viewer-journey", told.journey, "viewer", whole=False)
    yield Spot("viewer-mine", f"{told.home}mine/", "viewer")
    yield Spot("newcomer-home", "/", "newcomer")
    yield Spot("guest", told.guest, "")
    yield Spot("guest-wall", f"{told.guest}?wall", "", whole=False)
    yield Spot("wall", f"{told.journey}wall", whole=False)
    yield Spot("report", f"{told.journey}report")
    yield Spot("search", f"{told.home}search?q=bank")
    yield Spot("search-nothing", f"{told.home}search?q=zebra")
    yield Spot("customer", f"{told.home}data/customer/")
    yield Spot("put-aside", f"{told.home}data/put-aside/")
    yield Spot("start-data", f"{told.home}start/data/")
    yield Spot("compare-history", f"{told.journey}history/compare?from=0")
    yield Spot("segment-new", f"{told.home}segments/new")
    yield Spot("evidence-add", f"{told.home}evidence/add")
    yield Spot("action-new", f"{told.home}actions/new")
    yield Spot("founding", "/w/new/")
    yield Spot("api", "/api/")
    yield Spot("bare-journey", told.bare, whole=False)
    for room in ("history", "review", "future", "gaps", "share", "answers"):
        yield Spot(f"bare-{room}", told.bare + room)


def _at_the_door(told: Cast) -> Iterator[Spot]:
    for path in ("login", "signup", "password/reset", "password/reset/done", "confirm-email", "inactive"):
        yield Spot(f"door-{path.replace('/', '-')}", f"/accounts/{path}/", "")
    yield Spot("door-new-password-too-late", "/accounts/password/reset/key/1-gone/", "")
    yield Spot("door-address-too-late", "/accounts/confirm-email/gone/", "")
    yield Spot("door-invitation", told.invitation, "")
    yield Spot("door-invitation-known", told.invitation, "newcomer")
    yield Spot("door-spent", "/w/join/spent/", "")
    yield Spot("door-wrong", "/accounts/login/", "", _signs_in_wrongly)
    yield Spot("door-welcome", "/welcome", "", html=_welcome)
    for path in ("logout", "2fa/totp/activate", "2fa/recovery-codes/generate", "password/set", "reauthenticate"):
        yield Spot(f"account-{path.replace('/', '-')}", f"/accounts/{path}/")


def _what_goes_wrong(told: Cast) -> Iterator[Spot]:
    yield Spot("fault-403", f"{told.home}settings/people/", "viewer")
    yield Spot("fault-404", f"{told.home}nowhere")
    yield Spot("fault-404-stranger", "/s/nothing/", "")
    yield Spot("fault-429", "/too-fast", "", html=partial(_fault, 429, "Wait ten minutes, then try once more."))
    yield Spot("fault-500", "/broken", "", html=_broken)


def _opened(told: Cast) -> Iterator[Spot]:
    people = f"{told.home}settings/people/"
    yield Spot("open-account-menu", told.home, act=partial(_press, ".end-aligned > summary"), whole=False)
    yield Spot("open-place-menu", told.home, act=partial(_press, ".place > summary"), whole=False)
    yield Spot("open-palette", told.home, act=_finds, whole=False)
    yield Spot("open-question", people, act=partial(_press, "[data-asks]"), whole=False)
    yield Spot("open-share-link", f"{told.journey}share", act=partial(_press, ".linking .primary"))
    yield Spot("open-invited", people, act=partial(_press, ".inviting .primary"))
    yield Spot("open-wrong-field", "/you/", act=_keeps_nothing)
    yield Spot("list-portfolio", f"{told.home}?as=list")
    yield Spot("open-persona", f"{told.home}personas/", act=partial(_press, "[data-opens=making]"), whole=False)
    yield Spot("list-actions", f"{told.home}actions/?as=list")


def _on_the_map(told: Cast) -> Iterator[Spot]:
    path = told.journey
    at = f"{path}#link-bank"
    yield Spot("map-details", path, act=partial(_press, "#panel-toggle"), whole=False)
    yield Spot("map-step", at, act=_keys(), whole=False)
    yield Spot("map-step-details", at, act=partial(_press, "#panel-toggle"), whole=False)
    yield Spot("map-writing", at, act=_keys("Enter"), whole=False)
    yield Spot("map-insert", at, act=_keys("/"), whole=False)
    yield Spot("map-below", path, act=_scrolls, whole=False)
    yield Spot(
        "map-figure", path, act=partial(_press, "#scroller button.figure, #scroller .measured button"), whole=False
    )


def _printed(told: Cast) -> Iterator[Spot]:
    for name, path in (
        ("portfolio", told.home),
        ("journey", told.journey),
        ("persona", f"{told.home}personas/olivia/"),
        ("evidence", f"{told.home}evidence/"),
        ("history", f"{told.journey}history"),
        ("answers", f"{told.journey}answers"),
    ):
        yield Spot(f"print-{name}", path, act=_for_a_printer)


def _press(selector: str, page: Page) -> None:
    page.locator(selector).first.click()
    page.wait_for_load_state("networkidle")


def _finds(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.locator(".palette-field").fill("bank")
    page.locator(".palette-group", has_text="Journeys").wait_for()


def _keys(*keys: str) -> Callable[[Page], None]:
    def press(page: Page) -> None:
        page.locator("#scroller :focus").wait_for()
        for key in keys:
            page.keyboard.press(key)

    return press


def _scrolls(page: Page) -> None:
    page.locator("#scroller").evaluate("node => node.scrollTo(500, 620)")


def _keeps_nothing(page: Page) -> None:
    page.locator("main form").evaluate("form => { form.noValidate = true; form.elements.name.value = ''; }")
    page.locator("main .primary").click()
    page.locator(".error").first.wait_for()


def _signs_in_wrongly(page: Page) -> None:
    page.get_by_label("E-mail").fill("ines@kite.example")
    page.get_by_label("Password", exact=True).fill("not this one")
    page.locator("main .primary").click()
    page.wait_for_load_state("networkidle")


def _for_a_printer(page: Page) -> None:
    page.emulate_media(media="print")


def _welcome() -> str:
    from django.template.loader import render_to_string  # noqa: PLC0415

    from waypost.web.operations.welcome import Welcome  # noqa: PLC0415

    return render_to_string("operations/welcome.html", {"form": Welcome()})


def _broken() -> str:
    from django.test import RequestFactory  # noqa: PLC0415

    from waypost.web.faults import server_error  # noqa: PLC0415

    return server_error(RequestFactory().get("/", headers={"accept": "text/html"})).content.decode()


def _fault(status: int, detail: str) -> str:
    from django.template.loader import render_to_string  # noqa: PLC0415

    return render_to_string("fault.html", {"title": "Too many at once", "detail": detail, "status": status})
