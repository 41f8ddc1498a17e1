"""Making links that work once, and using them."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from waypost.web.accounts.models import User
from waypost.web.accounts.secret import digest, new_secret
from waypost.web.operations.models import OneTimeLink

WELCOME_LASTS = timedelta(days=1)
ENTRY_LASTS = timedelta(minutes=10)


def welcome_token() -> str | None:
    """The secret of a new link for the first account, in place of any older; None when there is an account."""
    if User.objects.exists():
        return None
    OneTimeLink.objects.filter(user=None).delete()
    token = new_secret()
    OneTimeLink.objects.create(digest=digest(token), expires=timezone.now() + WELCOME_LASTS)
    return token


def entry_token(user: User, target: str) -> str:
    """The secret of a link by which somebody is signed in on this machine and goes to a page."""
    token = new_secret()
    OneTimeLink.objects.create(digest=digest(token), user=user, target=target, expires=timezone.now() + ENTRY_LASTS)
    return token


def welcomes(token: str) -> bool:
    """Whether a link for the first account can be used now."""
    return _usable(token).filter(user=None).exists() and not User.objects.exists()


def use(token: str) -> OneTimeLink | None:
    """Use a link up, in the transaction of what it is used for; None when it was used before or is too old."""
    link = _usable(token).select_for_update().select_related(None).first()
    if link is None or not OneTimeLink.objects.filter(pk=link.pk).delete()[0]:
        return None
    return link


def _usable(token: str) -> QuerySet[OneTimeLink]:
    return OneTimeLink.objects.filter(digest=digest(token), expires__gt=timezone.now())
