"""Event names: which of them mean the same, and which mean nothing to a customer."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from waypost.events.lake import Lake

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD = re.compile(r"[^\W\d_]+")
_ID = re.compile(r"[0-9a-f]*\d[0-9a-f]{7,}|[0-9a-f]{8}-[0-9a-f-]{27}", re.IGNORECASE)
"""A long number or hash within a name."""
_LONGEST = 60
"""Characters of a name without a word that are shown."""
_TECHNICAL = (
    {"session", "start"}, {"session", "started"}, {"session", "end"}, {"session", "ended"}, {"session", "begin"},
    {"path", "start"}, {"path", "end"}, {"heartbeat"}, {"ping"}, {"identify"}, {"group", "identify"},
    {"application", "backgrounded"}, {"application", "foregrounded"}, {"app", "background"}, {"app", "foreground"},
    {"user", "engagement"}, {"autocapture"}, {"pageleave"}, {"page", "leave"}, {"web", "vitals"}, {"screen", "unload"},
)  # fmt: skip
"""What a tool writes of itself; the words of a name must be exactly these."""


@dataclass(frozen=True)
class EventName:
    """One name in the lake."""

    event: str
    events: int
    customers: int
    """Names of customers, before identities are joined."""


@dataclass(frozen=True)
class Kind:
    """Event names that mean the same: they differ in case, signs, numbers and ids only."""

    words: tuple[str, ...]
    """What they have in common, lower-case."""
    spelt: tuple[str, ...]
    """The same words as the most frequent name has them: abbreviations in capitals."""
    names: tuple[str, ...]
    """The most frequent first."""
    events: int
    customers: int
    """At least so many: those of the name that most customers have."""


def event_names(lake: Lake) -> tuple[EventName, ...]:
    """Every event name of the lake with its counts, the most frequent first. Reads a bucket at a time."""
    counted = [
        lake.scan("events", bucket)
        .group_by("event")
        .agg(events=pl.len(), customers=pl.col("customer").n_unique())
        .collect()
        for bucket in range(lake.buckets)
    ]
    whole = pl.concat(counted).drop_nulls().group_by("event").agg(pl.col("events", "customers").sum())
    rows = whole.sort(["events", "event"], descending=[True, False]).iter_rows()
    return tuple(EventName(event, events, customers) for event, events, customers in rows)


def kinds(names: tuple[EventName, ...]) -> tuple[Kind, ...]:
    """Names that mean the same put together; the most frequent first."""
    alike: dict[tuple[str, ...], list[EventName]] = defaultdict(list)
    for name, words in _words_of(names).items():
        alike[words].append(name)
    found = (
        Kind(
            words=words,
            spelt=_spelt(same[0].event, len(words)),
            names=tuple(one.event for one in same),
            events=sum(one.events for one in same),
            customers=max(one.customers for one in same),
        )
        for words, same in alike.items()
    )
    return tuple(sorted(found, key=lambda kind: (-kind.events, kind.names)))


def is_technical(kind: Kind) -> bool:
    """Whether the name says that a tool speaks of itself: the start of a session, a heartbeat."""
    return set(kind.words) in _TECHNICAL


def _words_of(names: tuple[EventName, ...]) -> Mapping[EventName, tuple[str, ...]]:
    """Each name's words, without numbers and ids, and without a first letter that all names share."""
    spoken = {name: _words(name.event) for name in names}
    begun = Counter(words[0] for words in spoken.values())
    first, often = max(begun.items(), key=lambda one: one[1], default=("", 0))
    if len(first) <= 2 and often == len(names) > 1 and all(len(words) > 1 for words in spoken.values()):
        return {name: words[1:] for name, words in spoken.items()}
    return spoken


def _words(event: str) -> tuple[str, ...]:
    plain = _ID.sub(" ", _CAMEL.sub(" ", event))
    return tuple(word.lower() for word in _WORD.findall(plain)) or (_shown(event),)


def _spelt(event: str, last: int) -> tuple[str, ...]:
    """The last words of a name; capitals are an abbreviation unless all is in capitals."""
    words = _WORD.findall(_ID.sub(" ", _CAMEL.sub(" ", event)))[-last:] or [_shown(event)]
    shouted = all(word.isupper() for word in words)
    return tuple(word if word.isupper() and not shouted else word.lower() for word in words)


def _shown(event: str) -> str:
    """A name without a word, as far as it can be printed."""
    return "".join(letter for letter in event if letter.isprintable()).strip()[:_LONGEST] or "without a name"
