"""Invitations: a secret link that makes one person a member, once, within two weeks."""

from __future__ import annotations

import logging
import smtplib
from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from waypost.web.accounts.models import User
from waypost.web.accounts.secret import digest, new_secret
from waypost.web.workspaces.access import Visit
from waypost.web.workspaces.audit import note
from waypost.web.workspaces.models import Invitation, Membership, Role

LASTS = timedelta(days=14)
_log = logging.getLogger(__name__)


class SpentError(Exception):
    """The invitation was used, withdrawn, or has ended."""


def invite(visit: Visit, role: Role, email: str = "") -> tuple[Invitation, str]:
    """Make an invitation; the second part is its address, which is never shown again.

    An earlier one for the same e-mail address ends: the newest role counts.
    """
    secret = new_secret()
    if email:
        earlier = Invitation.objects.filter(workspace=visit.workspace, email__iexact=email, accepted=None)
        earlier.filter(withdrawn=None).update(withdrawn=timezone.now())
    invitation = Invitation.objects.create(
        workspace=visit.workspace,
        role=role,
        email=email,
        digest=digest(secret),
        invited_by=visit.user,
        expires=timezone.now() + LASTS,
    )
    note(visit, "member.invited", f"{email or 'by a link'} as {role.value}")
    return invitation, settings.SITE_URL + reverse("join", args=(secret,))


def send(visit: Visit, invitation: Invitation, address: str) -> bool:
    """Send the link to whom it is for; whether the mail went out."""
    words = {"by": visit.user, "workspace": visit.workspace, "address": address, "expires": invitation.expires}
    text = render_to_string("workspaces/invitation.txt", words)
    subject = f"{visit.user.called} invites you to {visit.workspace.name}"
    try:
        send_mail(" ".join(subject.split()), text, settings.DEFAULT_FROM_EMAIL, [invitation.email])
    except (OSError, smtplib.SMTPException, UnicodeError):  # the last for a domain that cannot be written
        _log.warning("an invitation could not be sent", exc_info=True)
        return False
    return True


def find(secret: str) -> Invitation | None:
    """The invitation a secret opens, if it still opens anything."""
    found = Invitation.objects.select_related("workspace", "invited_by").filter(digest=digest(secret)).first()
    return found if found is not None and _is_open(found) else None


def accept(invitation: Invitation, user: User) -> Membership:
    """Make somebody a member. Who is one already stays what they are, and the invitation stays unused.

    Raises SpentError when somebody else was quicker.
    """
    with transaction.atomic():
        row = Invitation.objects.select_for_update().get(pk=invitation.pk)
        already = Membership.objects.filter(workspace=row.workspace, user=user).first()
        if already is not None:
            return already
        if not _is_open(row):
            raise SpentError
        row.accepted, row.accepted_by = timezone.now(), user
        row.save(update_fields=["accepted", "accepted_by"])
        membership = Membership.objects.create(workspace=row.workspace, user=user, role=row.role)
        note(Visit(row.workspace, user, membership), "member.joined", f"as {row.role}")
    return membership


def withdraw(visit: Visit, invitation: Invitation) -> None:
    """End an invitation that nobody has used."""
    if Invitation.objects.filter(pk=invitation.pk, accepted=None, withdrawn=None).update(withdrawn=timezone.now()):
        note(visit, "invitation.withdrawn", str(invitation))


def _is_open(invitation: Invitation) -> bool:
    return invitation.accepted is None and invitation.withdrawn is None and invitation.expires > timezone.now()
