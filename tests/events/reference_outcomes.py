"""Outcomes and breakdowns as one would find them by hand, case by case: slow and obvious."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from tests.events.small_lake import Row
from tests.events.test_attaching import expected as belongs_to

Who = Callable[[str], str]
"""The person, or their account, behind a name."""
Key = tuple[str, str]
"""customer, case; the case is "" in a journey without a case property."""
WAIT = 5  # hours of silence
TOUCHPOINTS = ("visit", "pay", "arrive")


class Reference:
    """What one bucket's rows say as of an hour."""

    def __init__(self, tables: dict[str, list[Row]], who: Who, case: str | None, as_of: Any) -> None:
        self.case = case
        self.as_of = as_of
        self.events, self.responses, self.customers = (
            sorted(
                ({**row, "who": who(row["customer"])} for row in tables[name] if row["time"] <= as_of),
                key=lambda row: row["time"],  # rows of one time keep the order of the file
            )
            for name in ("events", "responses", "customers")
        )
        self.walks: dict[Key, list[Row]] = {}
        for row in self.events:
            key = self.key(row)
            if row["event"] in TOUCHPOINTS and key is not None:
                self.walks.setdefault((row["who"], key), []).append(row)

    def key(self, row: Row) -> str | None:
        """The case a row names."""
        if self.case is None:
            return ""
        named: str | None = json.loads(row["properties"])[self.case]
        return named

    def case_of(self, row: Row) -> Key | None:
        """The case that an outcome event or a response belongs to."""
        own = sorted(
            (walk[0]["time"], key[1], walk[-1]["time"]) for key, walk in self.walks.items() if key[0] == row["who"]
        )
        found = belongs_to(
            (row["who"], self.key(row), row["time"]), [(row["who"], case, first, last) for first, case, last in own]
        )
        return None if found is None else (row["who"], found)

    def outcomes(self, wait: Any) -> dict[Key, list[tuple[Any, str, int]]]:
        """Time, outcome and hundredths, in order."""
        found: dict[Key, list[tuple[Any, str, int]]] = {key: [] for key in self.walks}
        for key, walk in self.walks.items():
            found[key].extend(self._of_walk(walk, wait))
        for row in self.events:
            key_of_row = self.case_of(row)
            if key_of_row is not None and row["event"] == "other":
                found[key_of_row].append((row["time"], "leaves", 100))
            if key_of_row is not None and row["event"] == "pay":
                found[key_of_row].append((row["time"], "spends", json.loads(row["properties"])["amount"] * 100))
        for row in self.responses:
            key_of_row = self.case_of(row)
            if key_of_row is not None and row["touchpoint"] == "pay" and row["score"] < 3:
                found[key_of_row].append((row["time"], "unhappy", row["score"] * 100))
            if key_of_row is not None and row["touchpoint"] == "Visit" and row["score"] >= 4:
                found[key_of_row].append((row["time"], "happy", row["score"] * 100))
        return found

    def _of_walk(self, walk: list[Row], wait: Any) -> Iterator[tuple[Any, str, int]]:
        for name, touchpoint in (("pays", "pay"), ("comes", "visit")):
            times = [row["time"] for row in walk if row["event"] == touchpoint]
            if times:
                yield times[0], name, 100
        for place, row in enumerate(walk):
            over = row["time"] + wait
            if over <= self.as_of and all(later["time"] > over for later in walk[place + 1 :]):
                yield over, "silent", 100

    def told(self) -> dict[Key, tuple[str | None, ...]]:
        """By case: region of the customer, first deadline, order and amount at the first payment."""
        return {
            (who, case): (self._region(who), _due(walk), *_at_payment(walk)) for (who, case), walk in self.walks.items()
        }

    def _region(self, who: str) -> str | None:
        said = [json.loads(row["attributes"])["region"] for row in self.customers if row["who"] == who]
        return next((region for region in reversed(said) if _is_known(region)), None)


def _due(walk: list[Row]) -> str | None:
    deadlines = [json.loads(row["properties"])["due"] for row in walk]
    return next((due.replace(".000000", "") for due in deadlines if due is not None), None)


def _at_payment(walk: list[Row]) -> tuple[str | None, str | None]:
    paid = [json.loads(row["properties"]) for row in walk if row["event"] == "pay"]
    orders = (payment["order"] for payment in paid if _is_known(payment["order"]))
    return next(orders, None), next((str(payment["amount"]) for payment in paid), None)


def _is_known(value: str | None) -> bool:
    return value is not None and value.strip().lower() not in ("", "?", "-", "unknown", "n/a", "null", "none")
