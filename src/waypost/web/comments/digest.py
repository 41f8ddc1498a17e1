"""The daily e-mail: what somebody was told and has not looked at, with a link that stops it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from waypost.web.accounts.models import User
from waypost.web.comments.models import NoMail, Notice
from waypost.web.workspaces.models import Membership, Workspace

APART = timedelta(hours=20)
"""At least so long between two e-mails about a workspace."""

_SALT = "waypost.comments.unsubscribe"
_MOST = 30
log = logging.getLogger("waypost.comments")


def send_digests() -> int:
    """Write to everybody who has something to look at and was not written to today; returns how many were written."""
    now = timezone.now()
    lately = Notice.objects.filter(user=OuterRef("user"), workspace=OuterRef("workspace"), mailed__gt=now - APART)
    silent = NoMail.objects.filter(user=OuterRef("user"), workspace=OuterRef("workspace"))
    belongs = Membership.objects.filter(user=OuterRef("user"), workspace=OuterRef("workspace"))
    waiting = (
        Notice.objects.filter(seen=None, mailed=None, user__is_active=True, document__archived=None)
        .filter(Exists(belongs), ~Exists(lately), ~Exists(silent))
        .order_by("user", "workspace")
    )
    pairs = waiting.values_list("user", "workspace").distinct()
    return sum(_send(User.objects.get(pk=user), Workspace.objects.get(pk=workspace)) for user, workspace in pairs)


def _send(user: User, workspace: Workspace) -> bool:
    """One e-mail. It is marked as sent first and unmarked when it fails: two workers do not both send it."""
    with transaction.atomic():
        waiting = Notice.objects.select_for_update(of=("self",)).filter(seen=None, mailed=None, document__archived=None)
        mine = waiting.filter(user=user, workspace=workspace)
        notices = list(mine.order_by("id"))
        numbers = [notice.pk for notice in notices]
        Notice.objects.filter(pk__in=numbers).update(mailed=timezone.now())
    if not notices:
        return False
    try:
        _letter(user, workspace, notices).send()
    except OSError as error:  # what a mail server that does not answer raises
        log.warning("the digest could not be sent: %s", type(error).__name__)
        Notice.objects.filter(pk__in=numbers).update(mailed=None)
        return False
    return True


def _letter(user: User, workspace: Workspace, notices: Sequence[Notice]) -> EmailMessage:
    stop = settings.SITE_URL + reverse("unsubscribe", args=[unsubscribe_token(user, workspace)])
    body = render_to_string(
        "comments/digest.txt",
        {
            "user": user,
            "workspace": workspace,
            "notices": notices[:_MOST],
            "more": max(0, len(notices) - _MOST),
            "address": settings.SITE_URL + reverse("comments:notices", args=[workspace.slug]),
            "stop": stop,
        },
    )
    number = len(notices)
    subject = f"{workspace.name}: {number} notice{'' if number == 1 else 's'} for you"
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return EmailMessage(" ".join(subject.split()), body, to=[user.email], headers=headers)


def unsubscribe_token(user: User, workspace: Workspace) -> str:
    """Names whose e-mails about which workspace a link stops; nobody else can make one."""
    return signing.dumps([user.pk, workspace.pk], salt=_SALT)


def whose(token: str) -> tuple[User, Workspace] | None:
    """The person and the workspace of a link; None for one that is not ours."""
    try:
        user, workspace = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    found = User.objects.filter(pk=user).first(), Workspace.objects.filter(pk=workspace).first()
    return (found[0], found[1]) if found[0] and found[1] else None
