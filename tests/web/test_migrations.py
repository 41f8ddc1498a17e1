"""The migrations make the tables that the models speak of; the other tests make theirs from the models."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings


@pytest.mark.django_db
def test_no_model_waits_for_a_migration(settings: Settings) -> None:
    settings.MIGRATION_MODULES = {}  # as they are, and not left out as for the tests' own database
    call_command("makemigrations", check=True, dry_run=True, interactive=False, verbosity=0)
