"""Links for guests: made, shown once, kept as a hash, opened, revoked."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from waypost.web.accounts.secret import digest, new_secret
from waypost.web.documents.models import Document
from waypost.web.sharing.models import Link
from waypost.web.workspaces.access import Visit
from waypost.web.workspaces.audit import note

_A_MINUTE = timedelta(minutes=1)


def make(visit: Visit, document: Document, lasts: timedelta, words: str, shows_measures: bool) -> tuple[Link, str]:
    """Make a link to a journey; the second part is its address, which is never shown again."""
    secret = new_secret()
    link = Link.objects.create(
        document=document,
        digest=digest(secret),
        note=words,
        shows_measures=shows_measures,
        made_by=visit.user,
        expires=timezone.now() + lasts,
    )
    note(visit, "link.made", f"{document.name}, for {link}")
    return link, settings.SITE_URL + reverse("guest", args=(secret,))


def revoke(visit: Visit, link: Link) -> None:
    """End a link at once."""
    if Link.objects.filter(pk=link.pk, revoked=None).update(revoked=timezone.now()):
        note(visit, "link.revoked", f"{link.document.name}, for {link}")


def open_links(document: Document) -> QuerySet[Link]:
    """The links to a journey that still open."""
    return document.links.filter(revoked=None, expires__gt=timezone.now()).select_related("made_by")


def opened(secret: str) -> Link | None:
    """The link a secret opens; None when it is unknown, revoked or expired, or its journey was put away."""
    now = timezone.now()
    link = (
        Link.objects.select_related("document__workspace")
        .filter(digest=digest(secret), revoked=None, expires__gt=now)
        .filter(document__archived=None, document__kind="journey")
        .first()
    )
    if link is not None and (link.opened is None or link.opened < now - _A_MINUTE):
        Link.objects.filter(pk=link.pk).update(opened=now)
    return link
