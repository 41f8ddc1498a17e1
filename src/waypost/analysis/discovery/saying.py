"""Saying: what a customer would say of an event, as far as the words of its name allow."""

from __future__ import annotations

from dataclasses import dataclass

from waypost.analysis.discovery.names import Kind
from waypost.analysis.discovery.saying_words import BELONGINGS, FILLERS, PARTICIPLES, SAYINGS, Saying
from waypost.journey import outside_in_words
from waypost.journey.journey import Channel
from waypost.journey.outside_in import judge

_COMPANY_VERBS = outside_in_words.SERVING | outside_in_words.ACTED_ON | outside_in_words.EITHER | PARTICIPLES.keys()
_CUSTOMER_VERBS = outside_in_words.OWN_VERBS | outside_in_words.words(
    "add book change download edit open order play select view"
)
_SMALL = outside_in_words.words("in on at up off out over to by for with of")


@dataclass(frozen=True)
class Spoken:
    """A kind of event in words."""

    step: str
    """What the customer does, in her words."""
    phase: str
    """What such steps are about."""
    touchpoint: str
    """The name, readable."""
    channel: Channel = Channel.OTHER
    goal: int = 0
    """How much it looks like what the customer came for: 0 not at all, 3 most."""
    destination: str | None = None
    failure: bool = False
    known: bool = True
    """Whether its words were known; otherwise the step's name is a guess."""


def spoken(kind: Kind) -> Spoken:
    """What a customer would say of such an event. Knows English words only; others are shown as they stand."""
    readable = _sentence(" ".join(kind.words) if len(kind.names) > 1 else _spaced(kind))
    found = _known(frozenset(kind.words))
    if found is not None:
        return Spoken(
            found.step, found.phase, readable, found.channel, found.goal, found.destination, failure=found.failure
        )
    step = _guessed(kind.words)
    judgement = judge(step)
    if judgement is not None and judgement.company_side:
        step = f"I learn that {_lower(step)}"
    return Spoken(step, _bare(step), readable, known=False)


def _spaced(kind: Kind) -> str:
    """The words, with the numbers that belong to the only name there is."""
    return " ".join(kind.words) if any(word.isalpha() for word in kind.words) else kind.names[0]


def _known(words: frozenset[str]) -> Saying | None:
    """The saying that says most of the name: as many of its words as can be, as few left over as can be."""
    fitting = [saying for saying in SAYINGS if saying.words <= words]
    best = max(fitting, key=lambda saying: (len(saying.words), saying.failure, saying.goal), default=None)
    if best is None or len(words - best.words - FILLERS) > len(best.words):
        return None
    return best


def _guessed(words: tuple[str, ...]) -> str:
    """Words that are not known, made into a sentence of the customer's."""
    first, last, rest = words[0], words[-1], words[1:]
    if first in _CUSTOMER_VERBS:
        return f"I {' '.join(words)}"
    if first in _COMPANY_VERBS and rest:
        small = [
            word
            for place, word in enumerate(rest[:-1])
            if rest[place] in _SMALL or (place and rest[place - 1] in _SMALL)
        ]
        object_ = " ".join(word for word in rest if word not in small)
        return " ".join([_owned(object_), "is", _participle(first), *small])
    if last.endswith("ed") or last in PARTICIPLES.values():
        return f"{_owned(' '.join(words[:-1]))} is {last}" if len(words) > 1 else f"I learn that it is {last}"
    return f"I come to {' '.join(words)}"


def _owned(thing: str) -> str:
    return f"My {thing}" if thing.rsplit(maxsplit=1)[-1] in BELONGINGS else _sentence(thing)


def _participle(verb: str) -> str:
    if verb in PARTICIPLES:
        return PARTICIPLES[verb]
    if verb.endswith("e"):
        return f"{verb}d"
    return f"{verb[:-1]}ied" if verb.endswith("y") and verb[-2:-1] not in "aeiou" else f"{verb}ed"


def _bare(step: str) -> str:
    """A step as the name of a phase: `Look at a product`."""
    for start in ("I am ", "I "):
        if step.startswith(start):
            return _sentence(step.removeprefix("I "))
    return step


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def phase_name(candidates: list[Spoken], taken: set[str]) -> str:
    """What a phase is called after its steps, the most frequent first; never a name that is taken."""
    steps = {one.step.casefold() for one in candidates}
    names = [one.phase for one in candidates] + [_bare(one.step) for one in candidates]
    free = [name for name in names if name.casefold() not in taken and name.casefold() not in steps]
    if free:
        return free[0]
    name, number = names[0], 2
    while f"{name} ({number})".casefold() in taken:
        number += 1
    return f"{name} ({number})" if name.casefold() in taken else name
