"""A workspace with events that are measured, by the pages alone."""

from __future__ import annotations

from django.test import Client

from tests.web.data.test_start import bring, work
from waypost.journey.segment import Segment
from waypost.web.documents.committing import Author, create
from waypost.web.workspaces.models import Workspace

SAID = {"role-0": "customer", "role-1": "event", "role-2": "time", "role-3": "attribute", "role-4": "score"}
SAID |= {"name": "Clicks", "zone": "UTC", "low": "1", "high": "5", "keep": "1"}
PEOPLE = 40
PAYING = 30
FEW = 4
"""Customers of Bonn."""


def clicks() -> str:
    """Forty who look, thirty of whom pay; half of them in January, half in March; four live in Bonn."""
    rows = ["customer,event,time,city,rating"]
    for number in range(PEOPLE):
        month, city = ("01", "03")[number % 2], "Bonn" if number < FEW else "Ulm"
        rows.append(f"c{number},viewed,2026-{month}-05 10:00,{city},")
        if number < PAYING:
            rows.append(f"c{number},paid,2026-{month}-06 10:00,{city},{number % 5 + 1}")
    return "\n".join(rows) + "\n"


def measured(client: Client, acme: Workspace) -> None:
    """Bring the clicks in, with a segment for each city, and have the map measured."""
    for city in ("Ulm", "Bonn"):
        create(acme, Segment(id=city.lower(), name=city, when=f"attributes.city = '{city}'"), Author("Ada"))
    client.post(bring(client, "clicks.csv", clicks().encode()), SAID)
    work()
