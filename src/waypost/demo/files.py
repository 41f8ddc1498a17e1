"""Kite's data as files, the way a small company's data really lie about: six exports in three shapes.

| file | shape | who |
|---|---|---|
| `site.ndjson` | an event a row, UTC | anonymous visitors |
| `product.csv` | an event a row, bare Berlin time | users; sign-up rows also name the visitor |
| `support.csv` | a ticket a row, two timestamps | users |
| `survey.csv` | an answer a row, 1 to 5 | users |
| `recommend.csv` | an answer a row, 0 to 10 | users |
| `customers.csv` | a customer a row | users |

A handful of rows are broken on purpose (`BROKEN`), as they always are.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from waypost.demo.simulation import START, Course, Hours, simulate
from waypost.demo.survey import answers, recommendations
from waypost.demo.truths import TRUTHS, Truths

ZONE = "Europe/Berlin"

BROKEN = (
    ("2026-02-30 09:12:00", "u00017", "invoice_sent"),
    ("yesterday", "u00018", "invoice_sent"),
    ("2026-01-12 11:40:00", "", "payment_received"),
)
"""Rows of product.csv that cannot be right: an impossible date, a word for a date, nobody's payment."""


@dataclass(frozen=True)
class Company:
    """The simulated company: the course of every visitor (the ground truth) and the files that show it."""

    course: Course
    site: pl.DataFrame
    product: pl.DataFrame
    support: pl.DataFrame
    survey: pl.DataFrame
    recommend: pl.DataFrame
    customers: pl.DataFrame

    def write(self, folder: Path) -> None:
        """Write the six files."""
        folder.mkdir(parents=True, exist_ok=True)
        self.site.write_ndjson(folder / "site.ndjson")
        self.product.write_csv(folder / "product.csv")
        self.support.write_csv(folder / "support.csv")
        self.survey.write_csv(folder / "survey.csv")
        self.recommend.write_csv(folder / "recommend.csv")
        self.customers.write_csv(folder / "customers.csv")


def company(visitors: int = 6000, seed: int = 11, truths: Truths = TRUTHS) -> Company:
    """Simulate Kite: deterministic for a seed."""
    course = simulate(visitors, seed, truths)
    return Company(
        course=course,
        site=_site(course),
        product=_product(course),
        support=_support(course),
        survey=_survey(course, seed, truths),
        recommend=_recommend(course, seed, truths),
        customers=_customers(course),
    )


def _rows(event: str, times: Hours) -> pl.DataFrame:
    """One row for each time that is not NaN: visitor, hours, event."""
    flat = times if times.ndim == 2 else times[:, None]
    visitor, _ = np.nonzero(~np.isnan(flat))
    return pl.DataFrame({"visitor": visitor.astype(np.int64), "hours": flat[~np.isnan(flat)]}).with_columns(
        event=pl.lit(event)
    )


def _instant(hours: pl.Expr) -> pl.Expr:
    return pl.lit(START) + pl.duration(microseconds=(hours * 3.6e9).round().cast(pl.Int64))


def _bare(hours: pl.Expr) -> pl.Expr:
    """Wall-clock time in Berlin to the second, without saying so."""
    return _instant(hours).dt.convert_time_zone(ZONE).dt.strftime("%Y-%m-%d %H:%M:%S")


def _user() -> pl.Expr:
    return pl.format("u{}", pl.col("visitor").cast(pl.String).str.zfill(5))


def _visitor() -> pl.Expr:
    return pl.format("v{}", (pl.col("visitor") * 7919 % 1_000_003).cast(pl.String).str.zfill(7))


def _site(course: Course) -> pl.DataFrame:
    channel = pl.Series(course.people.channel)
    views = (_rows("pricing_viewed", course.price_seen), _rows("pricing_viewed", course.price_again))
    seen = pl.concat(views).sort("hours", "visitor")
    return seen.select(
        visitor_id=_visitor(),
        at=_instant(pl.col("hours")).dt.strftime("%Y-%m-%dT%H:%M:%S%.3fZ"),
        event="event",
        came_by=channel.gather(seen["visitor"]),
    )


def _product(course: Course) -> pl.DataFrame:
    due = _rows("invoice_sent", course.invoice_sent).with_columns(due=pl.col("hours") + 14 * 24.0)
    events = pl.concat(
        [
            _rows("signed_up", course.signed_up),
            _rows("welcome_mail_opened", course.welcome_opened),
            _rows("bank_link_started", course.link_started),
            _rows("bank_link_failed", course.link_failed),
            _rows("bank_linked", course.linked),
            _rows("guide_opened", course.guide_opened),
            _rows("guide_finished", course.set_up),
            due,
            _rows("invoice_opened_by_client", course.invoice_opened),
            _rows("reminder_sent", course.reminded),
            _rows("payment_received", course.paid),
            _rows("month_closed", course.month_closed),
            _rows("cancelled", course.cancelled),
            _rows("renewed", course.renewed),
        ],
        how="diagonal",
    ).sort("hours", "visitor", "event")
    good = events.select(
        at=_bare(pl.col("hours")),
        user=_user(),
        visitor_id=pl.when(pl.col("event") == "signed_up").then(_visitor()),
        event="event",
        due_at=pl.when(pl.col("due").is_not_null()).then(_bare(pl.col("due"))),
    )
    broken = pl.DataFrame(
        {"at": at, "user": user, "visitor_id": None, "event": event, "due_at": None} for at, user, event in BROKEN
    ).cast(good.schema)
    return pl.concat([good, broken])


def _support(course: Course) -> pl.DataFrame:
    asked = pl.DataFrame({"asked": course.support_asked, "answered": course.support_answered}).with_row_index("visitor")
    failed = pl.Series("failed", ~np.isnan(course.link_failed[:, 0]))
    tickets = asked.with_columns(failed).filter(~pl.col("asked").is_nan()).sort("asked")
    return tickets.select(
        ticket=pl.format("T{}", pl.int_range(1, pl.len() + 1)),
        user=_user(),
        asked_at=_bare(pl.col("asked")),
        answered_at=pl.when(~pl.col("answered").is_nan()).then(_bare(pl.col("answered").fill_nan(0.0))),
        topic=pl.when("failed").then(pl.lit("bank link")).otherwise(pl.lit("set-up")),
    )


def _survey(course: Course, seed: int, truths: Truths) -> pl.DataFrame:
    return (
        answers(course, seed, truths)
        .sort("hours", "visitor")
        .select(
            answered_at=_bare(pl.col("hours")), user=_user(), question="touchpoint", score="score", comment="comment"
        )
    )


def _recommend(course: Course, seed: int, truths: Truths) -> pl.DataFrame:
    return (
        recommendations(course, seed, truths)
        .sort("hours", "visitor")
        .select(answered_at=_bare(pl.col("hours")), user=_user(), score="score", comment="comment")
    )


def _customers(course: Course) -> pl.DataFrame:
    people = course.people
    everyone = pl.DataFrame(
        {
            "hours": course.signed_up,
            "region": people.region,
            "trade": people.trade,
            "staff": people.staff,
            "came_by": people.channel,
        }
    ).with_row_index("visitor")
    return everyone.filter(~pl.col("hours").is_nan()).select(
        user=_user(),
        signed_up=_bare(pl.col("hours")),
        region="region",
        trade="trade",
        staff="staff",
        came_by="came_by",
    )
