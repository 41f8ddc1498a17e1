"""What each column is to us: suggested from its name and what stands in it, in words that say why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import polars as pl

from waypost.journey.source import PropertyType
from waypost.web.data.looking import Column, Look


class Role(StrEnum):
    """What a column is to us."""

    CUSTOMER = "customer"
    ANONYMOUS = "anonymous"
    ACCOUNT = "account"
    TIME = "time"
    EVENT = "event"
    EVENT_COLUMN = "event-column"
    CASE = "case"
    PROPERTY = "property"
    ATTRIBUTE = "attribute"
    SCORE = "score"
    VERBATIM = "verbatim"
    TOUCHPOINT = "touchpoint"
    ANSWERED = "answered"
    NOTHING = ""


ROLE_WORDS: dict[Role, tuple[str, str]] = {
    Role.CUSTOMER: ("Customer", "Who it is: a name, number or address that stands for one person."),
    Role.ANONYMOUS: ("Visitor not known yet", "Who it is before they sign in; a row with both says they are the same."),
    Role.ACCOUNT: ("Account", "The company or household the customer belongs to."),
    Role.TIME: ("Time", "When it happened."),
    Role.EVENT: ("What happened", "The name of what happened in this row."),
    Role.EVENT_COLUMN: ("A thing that happened", "This column's time is when one certain thing happened."),
    Role.CASE: ("Case", "The order, ticket or visit: it tells one walk of a journey from the next."),
    Role.PROPERTY: ("Detail of the event", "Kept with what happened, to choose events by."),
    Role.ATTRIBUTE: ("About the customer", "Kept with the customer, to make segments of."),
    Role.SCORE: ("Score", "What the customer gave, as a number."),
    Role.VERBATIM: ("Their words", "What the customer wrote."),
    Role.TOUCHPOINT: ("What the answer is about", "Names the touchpoint the score or the words speak of."),
    Role.ANSWERED: ("When they answered", "The time of the answer, when it is not that of the row."),
    Role.NOTHING: ("Leave out", "Not read."),
}
"""Role → what people call it, and what it means."""

SINGLE = (
    *(Role.CUSTOMER, Role.ANONYMOUS, Role.ACCOUNT, Role.TIME, Role.EVENT, Role.CASE, Role.SCORE),
    *(Role.VERBATIM, Role.TOUCHPOINT, Role.ANSWERED),
)
"""The roles that only one column can have."""


def tells_events(roles: Iterable[Role], event: str) -> bool:
    """Whether columns of these roles say that something happened; `event` is the one name that all rows have.

    Rows with a time and a score, and no name of an event, are answers and nothing else.
    """
    known = set(roles)
    return Role.EVENT_COLUMN in known or (
        Role.TIME in known and (Role.EVENT in known or bool(event) or Role.SCORE not in known)
    )


_PERSON: tuple[str, ...] = (
    "customer",
    "user",
    "client",
    "member",
    "person",
    "contact",
    "patient",
    "student",
    "caller",
    "buyer",
)
_PERSON += ("kunde", "kunden", "cliente", "utilisateur", "email", "mail", "phone", "account_holder", "subscriber")
_VISITOR = ("visitor", "anonymous", "anon", "device", "cookie", "guest")
_COMPANY = ("account", "company", "organisation", "organization", "household", "tenant", "org")
_CASE: tuple[str, ...] = (
    "order",
    "ticket",
    "case",
    "session",
    "visit",
    "booking",
    "claim",
    "incident",
    "request",
    "invoice",
    "trip",
)
_CASE += ("contract", "quote", "basket", "auftrag", "vorgang", "bestellung", "pedido", "commande")
_EVENT = ("event", "activity", "action", "status", "state", "stage", "step", "type", "what", "aktion", "ereignis")
_SCORE = ("score", "rating", "stars", "nps", "csat", "ces", "satisfaction", "grade", "note", "bewertung")
_WORDS = ("comment", "feedback", "verbatim", "reason", "review", "message", "text", "why", "kommentar")
_ABOUT = ("touchpoint", "question", "survey", "about")
_ANSWERED = ("answer", "answered", "responded", "beantwortet")
_ID = ("id", "key", "no", "nr", "number", "uuid", "code", "hash")
_MOST_NAMES = 300
"""More different names of events, and it is no name of an event."""
_LEAST_SAME = 0.98


@dataclass(frozen=True)
class Suggestion:
    """What a column seems to be, and why."""

    column: Column
    role: Role
    why: str
    name: str
    """What it is called in conditions, or the name of its event."""
    end_of_day: bool = False
    """Whether a date alone means the end of that day."""


def suggest(look: Look) -> tuple[Suggestion, ...]:
    """What every column seems to be."""
    found: dict[str, tuple[Role, str]] = {}
    customer = _customer(look)
    if customer is not None:
        found[customer.name] = (Role.CUSTOMER, _customer_why(customer))
    visitor = _named(look, _VISITOR, found)
    if visitor is not None and not _about_people(visitor, look):
        role = Role.ANONYMOUS if customer is not None else Role.CUSTOMER
        found[visitor.name] = (role, "Its name speaks of somebody not signed in.")
    _times_and_events(look, found)
    _answers(look, found)
    case = _case(look, found)
    if case is not None:
        found[case.name] = (Role.CASE, f"Its name says one walk: {case.distinct:,} different ones.")
    who = customer.name if customer is not None else None
    _rest(look, found, who)
    return tuple(_named_suggestion(column, *found[column.name]) for column in look.columns)


def scale(suggestions: Iterable[Suggestion]) -> tuple[float, float]:
    """The scale that the numbers of the score seem to be on."""
    scores = (one.column for one in suggestions if one.role is Role.SCORE)
    low, high = next(((each.low, each.high) for each in scores), (None, None))
    if low is None or high is None:
        return 1.0, 5.0
    scales = ((1.0, 5.0), (0.0, 10.0), (1.0, 7.0), (1.0, 10.0), (0.0, 100.0))
    return next((each for each in scales if each[0] <= low and high <= each[1]), (low, high))


def plain_name(text: str) -> str:
    """A column's name as conditions may use it: letters, digits, underscores."""
    name = re.sub(r"[^A-Za-z0-9_]+", "_", text).strip("_")
    return (f"_{name}" if name[:1].isdigit() else name) or "value"


def event_name(column: str) -> str:
    """What an event of a column of times is called: `picked_up_at` → `picked_up`."""
    return re.sub(r"_(at|on|time|timestamp|date|ts)$", "", plain_name(column).lower()) or plain_name(column)


def _named_suggestion(column: Column, role: Role, why: str) -> Suggestion:
    name = event_name(column.name) if role is Role.EVENT_COLUMN else plain_name(column.name)
    return Suggestion(column, role, why, name)


def _words(name: str) -> list[str]:
    parts = re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower()
    return [word for word in re.split(r"[^a-z0-9äöüßéèàñç]+", parts) if word]


def _says(name: str, wanted: tuple[str, ...]) -> int:
    """How surely a column's name says one of these words: 2 as a word of its own, 1 as a part, 0 not."""
    words = _words(name)
    if any(word in wanted or word.removesuffix("s") in wanted for word in words):
        return 2
    return int(any(word.startswith(each) for word in words for each in wanted if len(each) > 3))


def _named(look: Look, wanted: tuple[str, ...], taken: dict[str, tuple[Role, str]]) -> Column | None:
    free = [column for column in look.columns if column.name not in taken and column.distinct > 1]
    best = max(free, key=lambda column: _says(column.name, wanted), default=None)
    return best if best is not None and _says(best.name, wanted) == 2 else None


def _customer(look: Look) -> Column | None:
    """The column that says who: by its name, an id rather than a word about people."""

    def likely(column: Column) -> tuple[int, int, int]:
        words = _words(column.name)
        says = _says(column.name, _PERSON)
        unique = "unique" in words
        return (2 * says + 2 * unique + any(word in _ID for word in words) * (says > 0), column.distinct, says)

    free = [
        column
        for column in look.columns
        if column.distinct > 1 and column.filled > 0.5 and column.type in (PropertyType.TEXT, PropertyType.NUMBER)
    ]
    named = [column for column in free if _says(column.name, _PERSON) and not _about_people(column, look)]
    if named:
        return max(named, key=likely)
    bare = [column for column in free if column.name.lower() in ("id", "uid", "uuid", "case:concept:name")]
    return bare[0] if bare else None


def _about_people(column: Column, look: Look) -> bool:
    """Whether a column has so few values that it tells kinds of people apart, not people."""
    return look.looked_at >= 50 and column.distinct <= 12


def _customer_why(column: Column) -> str:
    return f"Its name says who, and there are {column.distinct:,} different ones."


def _times_and_events(look: Look, found: dict[str, tuple[Role, str]]) -> None:
    times = [column for column in look.columns if column.type is PropertyType.TIME and column.name not in found]
    event = _event(look, found)
    if not times:
        return
    past = [column for column in times if not _is_deadline(column)]
    # A status beside many times is no event when each row is a thing of its own, as an order is.
    told = event is not None and (_surely(event) or len(past) < 3 or not _a_row_each(look))
    if not told and len(past) > 1:
        for column in past:
            found[column.name] = (Role.EVENT_COLUMN, "It holds times, and no column names what happened.")
        return
    first = max(
        past or times,
        key=lambda column: (column.filled > 0.95, _says(column.name, ("time", "timestamp", "at")), column.distinct),
    )
    found[first.name] = (Role.TIME, "It holds times.")
    if event is not None:
        found[event.name] = (
            Role.EVENT,
            f"{event.distinct:,} different names, such as “{'”, “'.join(event.examples[:2])}”.",
        )


def _a_row_each(look: Look) -> bool:
    """Whether some column names each row, so that what is told of it does not go on in the next."""
    plain = (PropertyType.TEXT, PropertyType.NUMBER)
    return any(column.type in plain and column.distinct >= _LEAST_SAME * look.looked_at for column in look.columns)


def _is_deadline(column: Column) -> bool:
    return _says(column.name, ("due", "deadline", "promised", "estimated", "expected", "expires", "valid")) > 0


def _event(look: Look, taken: dict[str, tuple[Role, str]]) -> Column | None:
    free = [
        column
        for column in look.columns
        if column.name not in taken and column.type is PropertyType.TEXT and 1 < column.distinct <= _MOST_NAMES
        and column.filled > 0.9
    ]  # fmt: skip
    named = [column for column in free if _says(column.name, _EVENT) == 2 or column.name == "concept:name"]

    def likely(column: Column) -> tuple[int, int]:
        words = _words(column.name)
        return (_surely(column), -len(words))

    return max(named, key=likely, default=None)


def _surely(column: Column) -> bool:
    return column.name == "concept:name" or any(word in ("event", "activity", "action") for word in _words(column.name))


def _answers(look: Look, found: dict[str, tuple[Role, str]]) -> None:
    _scores_and_words(look, found)
    if not any(role in (Role.SCORE, Role.VERBATIM) for role, _ in found.values()):
        return
    about = _named(look, _ABOUT, found)
    if about is not None:
        found[about.name] = (Role.TOUCHPOINT, "Its name says what the answers are about.")
    answered = _answered(look, found)
    if answered is not None:
        found[answered.name] = (Role.ANSWERED, "Its name says when they answered.")
    for column in look.columns:
        plain = column.name not in found and column.type is PropertyType.TEXT and column.distinct > 0
        if plain and _says(column.name, _WORDS) == 2 and not _numbers_rows(column, look):
            found[column.name] = (Role.PROPERTY, "It goes with what they said.")


def _scores_and_words(look: Look, found: dict[str, tuple[Role, str]]) -> None:
    for column in look.columns:
        if column.name in found or column.type is not PropertyType.NUMBER or column.low is None or column.high is None:
            continue
        if _says(column.name, _SCORE) == 2 and column.distinct <= 101:
            low, high = f"{column.low:g}", f"{column.high:g}"
            found[column.name] = (Role.SCORE, f"Its name says a score; the numbers run from {low} to {high}.")
            break
    for column in look.columns:
        if (
            column.name not in found
            and column.type is PropertyType.TEXT
            and column.longest > 40
            and " " in "".join(column.examples)
            and _says(column.name, _WORDS)
        ):
            found[column.name] = (Role.VERBATIM, "It holds sentences.")
            break


def _answered(look: Look, found: Mapping[str, tuple[Role, str]]) -> Column | None:
    """The column that says when they answered, where the rows have another time besides."""
    times = [column for column in look.columns if column.type is PropertyType.TIME]
    free = [column for column in times if found.get(column.name, (Role.EVENT_COLUMN, ""))[0] is Role.EVENT_COLUMN]
    named = [column for column in free if _says(column.name, _ANSWERED) == 2]
    return named[0] if named and len(times) > 1 else None


def _case(look: Look, taken: dict[str, tuple[Role, str]]) -> Column | None:
    free = [
        column
        for column in look.columns
        if column.name not in taken and column.type in (PropertyType.TEXT, PropertyType.NUMBER)
        and column.distinct > max(2, look.looked_at // 200)
        and (_says(column.name, _CASE) == 2 or _goes_on(column, look))
    ]  # fmt: skip
    return max(free, key=lambda column: any(word in _ID for word in _words(column.name)), default=None)


def _goes_on(column: Column, look: Look) -> bool:
    """Whether a column is called nothing but a number or an id, and stands in several rows each."""
    return all(word in _ID for word in _words(column.name)) and column.distinct <= look.looked_at / 2


def _rest(look: Look, found: dict[str, tuple[Role, str]], customer: str | None) -> None:
    happens = any(role in (Role.TIME, Role.EVENT_COLUMN) for role, _ in found.values())
    for column in look.columns:
        if column.name in found:
            continue
        if column.distinct == 0:
            found[column.name] = (Role.NOTHING, "Nothing stands in it.")
        elif _numbers_rows(column, look):
            found[column.name] = (Role.NOTHING, "It only numbers the rows.")
        elif column.type is PropertyType.TIME and happens:
            found[column.name] = (Role.PROPERTY, "A time that says when something is due, or happened besides.")
        elif customer is not None and _one_each(look.frame, customer, column.name):
            found[column.name] = (Role.ATTRIBUTE, "Each customer has one and the same.")
        elif customer is not None and not happens:
            found[column.name] = (Role.ATTRIBUTE, "Something known of the customer.")
        else:
            found[column.name] = (Role.PROPERTY, "It differs from row to row.")


def _numbers_rows(column: Column, look: Look) -> bool:
    """Whether each row has another value of a column that is named as an id."""
    return (
        look.looked_at >= 20 and column.distinct == look.looked_at and any(word in _ID for word in _words(column.name))
    )


def _one_each(frame: pl.DataFrame, customer: str, column: str) -> bool:
    """Whether nearly each customer with several rows has one value only, and customers differ."""
    values = pl.col(column).cast(pl.String, strict=False)
    each = frame.group_by(pl.col(customer)).agg(rows=pl.len(), values=values.drop_nulls().n_unique())
    several = each.filter(pl.col("rows") > 1)
    if several.is_empty():
        return False
    same = several.filter(pl.col("values") <= 1).height / several.height
    return same >= _LEAST_SAME and frame[column].n_unique() > 1


def with_role(suggestion: Suggestion, role: Role) -> Suggestion:
    """The same column, as somebody says it is."""
    name = event_name(suggestion.column.name) if role is Role.EVENT_COLUMN else suggestion.name
    return replace(suggestion, role=role, name=name, why="")
