"""A small shop's events as a new user would bring them: a CSV with semicolons, some rows of which cannot be right."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

_WAY = ("visited site", "searched", "viewed product", "added to basket", "paid", "received parcel", "left review")


def shop_csv(customers: int = 120, *, separator: str = ";", bad: int = 2) -> bytes:
    """Customers who walk the way, each a bit of it, with a region, and a rating at the end."""
    draw = random.Random(7)
    lines = ["customer;order_id;event;happened at;region;rating"]
    for number in range(customers):
        at = datetime(2026, 1, 5, 9) + timedelta(hours=draw.randrange(0, 24 * 80))
        region = ("North", "South")[number % 2]
        length = draw.choice((2, 3, 4, 5, 6, 7, 7, 7))
        for event in _WAY[:length]:
            if event == "searched" and draw.random() < 0.3:
                continue
            rating = str(draw.randrange(1, 6)) if event == "left review" else ""
            lines.append(f"c{number};o{number};{event};{at:%d.%m.%Y %H:%M};{region};{rating}")
            at += timedelta(minutes=draw.randrange(3, 2000))
    lines += [f"c{number};o{number};paid;31.02.2026 10:00;North;" for number in range(bad)]
    return ("\n".join(lines) + "\n").replace(";", separator).encode()
