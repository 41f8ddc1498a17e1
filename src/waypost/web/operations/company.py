"""The simulated company in a home folder: its workspace, its owner, its data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction
from django.utils import timezone

from waypost.demo.show import lay_out
from waypost.web.accounts.models import User
from waypost.web.documents.committing import Author
from waypost.web.documents.importing import import_folder
from waypost.web.operations.colleagues import settle_in
from waypost.web.workspaces.founding import found
from waypost.web.workspaces.models import Workspace

OWNER = "ines@kite.example"
JOURNEY = "getting-paid"


@dataclass(frozen=True)
class Company:
    """The company as it is in the database."""

    workspace: Workspace
    owner: User


def known_company() -> Company | None:
    """The company, when it is in this home folder already."""
    owner = User.objects.filter(email=OWNER).first()
    workspace = Workspace.objects.filter(members=owner).order_by("pk").first() if owner else None
    return Company(workspace, owner) if workspace and owner else None


def new_company(visitors: int, seed: int) -> Company:
    """Simulate the company and take its documents and files in: all of it or nothing."""
    with TemporaryDirectory(prefix="waypost-") as folder, transaction.atomic():
        lay_out(Path(folder), visitors, seed)
        owner = User.objects.create_user(OWNER, name="Ines Prado")
        workspace = found("Kite", owner)
        import_folder(workspace, Path(folder), Author.of(owner))
        journey = workspace.documents.get(slug=JOURNEY)
        settle_in(workspace, owner, journey, timezone.localdate())
    return Company(workspace, owner)
