"""Saying: what a customer would say of an event, as far as the words of its name allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

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

_SPEAKS = 0.4
"""The least part of what happens in a phase that its name must fit."""


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
    readable = _sentence(" ".join(kind.spelt))
    found = _known(frozenset(kind.words))
    if found is not None:
        return Spoken(
            found.step, found.phase, readable, found.channel, found.goal, found.destination, failure=found.failure
        )
    step = None if _is_done(kind.spelt) else _guessed(kind.spelt)
    if step is None:
        return Spoken(readable, readable, readable, known=False)
    judgement = judge(step)
    if judgement is not None and judgement.company_side:
        step = f"I learn that {_lower(step)}"
    return Spoken(step, bare(step), readable, known=False)


def _known(words: frozenset[str]) -> Saying | None:
    """The saying that says most of the name: as many of its words as can be, as few left over as can be."""
    fitting = [saying for saying in SAYINGS if saying.words <= words]
    best = max(fitting, key=lambda saying: (len(saying.words), saying.failure, saying.goal), default=None)
    if best is None or len(words - best.words - FILLERS - BELONGINGS) > len(best.words) // 2:
        return None
    return best


def _is_done(words: tuple[str, ...]) -> bool:
    """Whether a name says that something was done, as in `Support asked`: it stands as it is."""
    return any(word.endswith("ed") or word in PARTICIPLES.values() for word in words)


def _guessed(words: tuple[str, ...]) -> str | None:
    """Words that are not known, made into a sentence of the customer's; None where they had better stand as they are.

    `log in` is what I do; of `read letter` nobody knows which letter, and `widget` says nothing that is done.
    """
    first, rest = words[0].lower(), words[1:]
    if first in _CUSTOMER_VERBS:
        return f"I {' '.join(words)}" if all(word in _SMALL for word in rest) else None
    if first in _COMPANY_VERBS and rest:
        small = [
            word
            for place, word in enumerate(rest[:-1])
            if rest[place] in _SMALL or (place and rest[place - 1] in _SMALL)
        ]
        object_ = " ".join(word for word in rest if word not in small)
        return " ".join([_owned(object_), "is", _participle(first), *small])
    return None


def _owned(thing: str) -> str:
    return f"My {thing}" if thing.rsplit(maxsplit=1)[-1] in BELONGINGS else _sentence(thing)


def _participle(verb: str) -> str:
    if verb in PARTICIPLES:
        return PARTICIPLES[verb]
    if verb.endswith("e"):
        return f"{verb}d"
    return f"{verb[:-1]}ied" if verb.endswith("y") and verb[-2:-1] not in "aeiou" else f"{verb}ed"


def bare(step: str) -> str:
    """A step as the name of a phase: `Look at a product`."""
    for start in ("I am ", "I "):
        if step.startswith(start):
            return _sentence(step.removeprefix("I "))
    return step


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def phase_names(phases: Sequence[Sequence[tuple[Spoken, int]]]) -> tuple[str, ...]:
    """What phases are called: each by words that fit most of what happens in it, no two alike.

    The words go to the phases so that together they fit as many visits of cases as they can (an assignment problem);
    a phase for which none are left is called after its most frequent step.

    Arguments:
        phases: for each phase its steps and how many cases came to each.
    """
    words = sorted({said.phase for steps in phases for said, _ in steps if said.known})
    fits = np.array([[_fitting(steps, name) for name in words] for steps in phases]).reshape(len(phases), len(words))
    pairs = zip(*(axis.tolist() for axis in linear_sum_assignment(-fits)), strict=True)
    given = {phase: words[name] for phase, name in pairs if fits[phase, name]}
    taken = {name.casefold() for name in given.values()}
    for phase, steps in enumerate(phases):
        if phase not in given:
            often = [bare(said.step) for said, _ in sorted(steps, key=lambda step: -step[1])]
            given[phase] = next((name for name in often if name.casefold() not in taken), f"{often[0]} ({phase + 1})")
            taken.add(given[phase].casefold())
    return tuple(given[phase] for phase in range(len(phases)))


def _fitting(steps: Sequence[tuple[Spoken, int]], name: str) -> int:
    """Cases of the steps that the words fit; 0 when those are too small a part of the phase to speak for it."""
    fitting = sum(cases + 1 for said, cases in steps if said.known and said.phase == name)
    return fitting if fitting >= _SPEAKS * sum(cases + 1 for _, cases in steps) else 0
