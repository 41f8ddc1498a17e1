"""Who belongs to a workspace: changed and ended by its admins, of whom one always stays."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from waypost.web.workspaces.access import Visit
from waypost.web.workspaces.audit import note
from waypost.web.workspaces.models import Membership, Role


class LastAdminError(Exception):
    """Nobody could manage the workspace any more."""


@dataclass(frozen=True)
class Place:
    """What a member is in a workspace."""

    role: Role
    sees_customers: bool
    department: str


def change(visit: Visit, member: Membership, place: Place) -> None:
    """Give a member another place; raises LastAdminError."""
    with transaction.atomic():
        if place.role != Role.ADMIN:
            _another_admin_stays(member)
        before = (member.role, member.sees_customers, member.department)
        member.role, member.sees_customers, member.department = place.role, place.sees_customers, place.department
        if (member.role, member.sees_customers, member.department) != before:
            member.save(update_fields=["role", "sees_customers", "department"])
            seeing = "sees customers" if place.sees_customers else "does not see customers"
            note(visit, "member.changed", f"{member.user.email}: {place.role.value}, {seeing}")


def remove(visit: Visit, member: Membership) -> None:
    """End a membership; what they did stays. Raises LastAdminError."""
    with transaction.atomic():
        _another_admin_stays(member)
        note(visit, "member.removed", member.user.email)
        member.delete()


def _another_admin_stays(member: Membership) -> None:
    """Lock the admins' rows, so that two admins cannot take leave of each other at once."""
    admins = Membership.objects.select_for_update().filter(workspace=member.workspace, role=Role.ADMIN)
    if not [admin for admin in admins if admin.pk != member.pk]:
        raise LastAdminError("Somebody has to manage the workspace. Make another member an admin first.")
