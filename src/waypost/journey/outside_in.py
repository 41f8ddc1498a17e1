"""Whether a step's name is seen from outside, as the customer sees it, or from the company's side.

"We send the welcome email", "Lead qualification" and "Submit form" are the company's side; "I get the invoice" and
"Chase a client who has not paid" are the customer's. Every judgement shows the words it rests on and why. It is a
sum of weighed cues, not grammar: it knows English only, and returns None for a name in any other language, so that
silence is never mistaken for approval.

How well it does is measured on step names labelled by hand (`tests/journey/outside_in_labels.csv`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from waypost.journey import outside_in_words as words_of

THRESHOLD = 2
"""A score from here on is the company's side."""

_WORD = re.compile(r"[^\W_]+(?:[-'’&][^\W_]+)*")
_UNBORROWED = frozenset("ąćęłńśźżčďěňřšťůžőűăâîșțđğışøåæßõãìòù")
"""Letters of other languages that English did not borrow with their words."""
_BE = words_of.words("am are be been being get gets is was were")
_NOUNS_TOO = words_of.words("call check claim email file order post review travel visit")
"""Verbs that are as often nouns."""
_ARTICLES = words_of.words("a an any each every her his its some that the their this")
_MINE = words_of.words("i i'm i've i'll me mine my myself")
_PREPOSITIONS = words_of.words("at back for from in into off on out over to up with")
_PRONOUNS = words_of.words("everything him it one something them us you")
_ADVERBS = words_of.words("also always automatically finally now often only personally proactively quickly then")
_IRREGULAR = {
    "sent": "send", "given": "give", "shown": "show", "made": "make", "written": "write", "taken": "take",
    "sold": "sell", "taught": "teach", "told": "tell", "picked": "pick", "held": "hold", "done": "do",
}  # fmt: skip


@dataclass(frozen=True)
class Cue:
    """Words of the name that speak for one side, and why. A positive weight speaks for the company's side."""

    words: str
    why: str
    weight: int


@dataclass(frozen=True)
class Judgement:
    """From which side a name is written; `score` is the sum of the cues' weights."""

    company_side: bool
    score: int
    cues: tuple[Cue, ...]

    @property
    def outside_in(self) -> bool:
        """Whether the name sees the step from outside, as the customer does."""
        return not self.company_side

    @property
    def telling(self) -> tuple[Cue, ...]:
        """The cues for the company's side, strongest first."""
        return tuple(sorted((cue for cue in self.cues if cue.weight > 0), key=lambda cue: -cue.weight))


@dataclass(frozen=True)
class Names:
    """Names a workspace knows, so that "Mara" is heard as the customer and "Acme" or "Dispatch" as the company."""

    people: frozenset[str] = frozenset()
    """Personas' names."""
    company: frozenset[str] = frozenset()
    """The company, its departments, teams and products."""


def judge(name: str, *, names: Names | None = None, language: str = "en") -> Judgement | None:
    """Judge from which side a step's name is written; None when it is not English, so there is no judgement.

    `language` is the workspace's language tag. The score has no unit; only the threshold gives it a meaning.
    """
    if not language.lower().startswith("en") or not _reads_as_english(name):
        return None
    reading = _read(name, names or Names())
    cues = tuple(cue for finder in _FINDERS for cue in finder(reading))
    score = sum(cue.weight for cue in cues)
    return Judgement(company_side=score >= THRESHOLD, score=score, cues=cues)


def _reads_as_english(name: str) -> bool:
    """Latin letters only, and no small words of another language unless English ones are there too."""
    if any(letter.isalpha() and not unicodedata.name(letter, "").startswith("LATIN") for letter in name):
        return False
    found = {word.lower() for word in _WORD.findall(name)}
    strange = bool(found & words_of.FOREIGN) or any(not letter.isascii() and letter in _UNBORROWED for letter in name)
    return bool(found) and (not strange or bool(found & words_of.ENGLISH))


@dataclass(frozen=True)
class _Reading:
    """A name in words: lower-case, known names replaced by what they are, and who is doing what."""

    words: tuple[str, ...]
    shown: tuple[str, ...]
    """The words as written."""
    verb: int | None
    """Where the verb of "somebody does" stands; None for orders and bare nouns."""

    @property
    def subject(self) -> str:
        """The last word before the verb, or nothing."""
        return self.words[self.verb - 1] if self.verb else ""

    def quote(self, start: int, end: int | None = None) -> str:
        """The words from `start` up to `end` as written."""
        return " ".join(self.shown[start : end if end is not None else start + 1])


def _read(name: str, names: Names) -> _Reading:
    spoken = {known.lower(): "customer" for known in names.people} | {
        known.lower(): "company" for known in names.company
    }
    known = sorted(map(re.escape, spoken), key=lambda spelling: (-len(spelling), spelling))
    pattern = re.compile("|".join([*(rf"\b{spelling}\b" for spelling in known), r"[&+]", _WORD.pattern]), re.IGNORECASE)
    shown = tuple(pattern.findall(name))
    words = tuple(spoken.get(word.lower()) or _plain(word) for word in shown)
    return _Reading(words, shown, None if _is_order(words) else _verb(words, shown))


def _plain(word: str) -> str:
    """A word as the lists have it: lower-case, people and companies in the singular."""
    if word in {"&", "+"}:
        return "and"
    return "department" if word == "IT" else _singular(re.sub(r"['’]s$", "", word.lower()))


def _is_order(words: tuple[str, ...]) -> bool:
    """Whether the name begins with a bare verb: "Read the reviews"."""
    known = words_of.OWN_VERBS | words_of.NEUTRAL | words_of.ACTED_ON | words_of.EITHER
    noun = words[0] in words_of.CUSTOMER | words_of.COMPANY | _NOUNS_TOO
    return words[0] in known and not noun and (len(words) == 1 or words[1] not in _BE)


def _verb(words: tuple[str, ...], shown: tuple[str, ...]) -> int | None:
    """Where the verb of "somebody does" stands."""
    for i in range(1, len(words)):
        within = i > 1 and words[i - 2] in _PREPOSITIONS
        if _is_doer(words[i - 1]) and not within and _is_verb(words, shown, i):
            return i
    return None


def _singular(word: str) -> str:
    """The singular of a plural person or company; any other word as it is."""
    for ending in ("s", "es"):
        stem = word.removesuffix(ending)
        if stem != word and stem in words_of.CUSTOMER | words_of.COMPANY:
            return stem
    return word


def _is_doer(word: str) -> bool:
    return word in words_of.CUSTOMER or word in words_of.COMPANY or word in {"we", "they"} or word in _ADVERBS


def _is_verb(words: tuple[str, ...], shown: tuple[str, ...], i: int) -> bool:
    if shown[i - 1].lower().endswith(("'s", "’s")):
        return False
    word = words[i]
    third_person = len(word) > 3 and word.endswith("s") and not word.endswith("ss")
    plural = shown[i - 1].lower() != words[i - 1] or words[i - 1] in {"we", "they", "staff", "crew", "team"}
    known = words_of.SERVING | words_of.OWN_VERBS
    return word in _BE or third_person or (plural and (word in known or words[i - 1] in {"we", "they"}))


def _base(word: str, verbs: frozenset[str]) -> str | None:
    """The verb of `verbs` that `word` is a form of, or None."""
    word = word.removeprefix("auto-")
    forms = [word, _IRREGULAR.get(word, word)]
    forms += [word.removesuffix(ending) for ending in ("s", "es", "ed", "d", "ing") if word.endswith(ending)]
    forms += [word[:-3] + "y" for ending in ("ies", "ied") if word.endswith(ending)]
    forms += [word[:-3] for ending in ("ed",) if word.endswith(ending) and len(word) > 4 and word[-3] == word[-4]]
    forms += [word[:-3] + "e"] if word.endswith("ing") else []
    return next((form for form in forms if form in verbs), None)


def _participle(word: str) -> str | None:
    """The serving verb whose past participle the word is, or None."""
    if not word.endswith("ed") and word not in _IRREGULAR:
        return None
    return _base(word, words_of.SERVING | words_of.ACTED_ON)


def _company_acts(reading: _Reading) -> Iterator[Cue]:
    """A company, its people or its machines are the subject."""
    verb = reading.verb
    if verb is None or reading.subject not in words_of.COMPANY | {"company"} or reading.words[verb] in _BE:
        return
    serving = _base(reading.words[verb], words_of.SERVING) is not None
    if reading.words[0] == "our" and not serving:
        yield Cue(reading.quote(0, verb), "may be the company's own people, or the customer's", 1)
        return
    yield Cue(reading.quote(0, verb + 1), "the company is the one who acts", 3 if serving else 2)


def _company_pronoun(reading: _Reading) -> Iterator[Cue]:
    """`we` and `our` that mean the company."""
    words = reading.words
    if "we" in words and reading.verb and _base(words[reading.verb], words_of.SERVING):
        yield Cue(reading.quote(words.index("we"), reading.verb + 1), "'we' is the company here", 3)
    for i, word in enumerate(words[:-1]):
        if word == "our" and i > 0 and any(later in words_of.COMPANY for later in words[i + 1 : i + 3]):
            yield Cue(reading.quote(i, i + 2), "'our' is the company here", 2)


def _customer_is_object(reading: _Reading) -> Iterator[Cue]:
    """The person is what something is done to."""
    words = reading.words
    start = 1 if reading.verb is None else reading.verb + 1
    for i in range(start, len(words)):
        others = words[i - 1] in {"their", "another"} or words[i - 1 : i + 1] in {
            ("team", "member"),
            ("family", "member"),
        }
        if words[i] not in words_of.CUSTOMER or others:
            continue
        passed_on = words[i - 1] in {"to", "with", "from", "by", "of"} or (
            words[i - 1] in _ARTICLES and words[i - 2] in {"to", "with", "from", "of"}
        )
        order = reading.verb is None and _base(words[0], words_of.ACTED_ON | words_of.EITHER | words_of.SERVING)
        if order or (passed_on and words[i - 1] != "by") or reading.subject in words_of.COMPANY | {"we"}:
            yield Cue(reading.quote(i), "the customer is somebody things are done to", 2)
            return


def _customer_is_attribute(reading: _Reading) -> Iterator[Cue]:
    """ "Customer data", "patient's identity": nobody calls herself that."""
    words = reading.words
    if reading.verb is None and len(words) > 1 and words[0] in words_of.CUSTOMER and words[1] not in words_of.CUSTOMER:
        yield Cue(reading.quote(0, 2), "a name for the customer that customers do not give themselves", 2)


def _passive(reading: _Reading) -> Iterator[Cue]:
    """Somebody unnamed does it: "is processed", "performed"."""
    words = reading.words
    if words[0] in {"get", "i"}:
        return
    for i in range(1, len(words)):
        verb = _participle(words[i])
        if verb is None or words[i - 1] in _ARTICLES | {"my", "our", "to", "and"}:
            continue
        patient = words[i - 2] if words[i - 1] in _BE and i > 1 else words[i - 1]
        start = i - 1 if words[i - 1] in _BE else i
        if patient in words_of.CUSTOMER:
            yield Cue(reading.quote(max(start - 1, 0), i + 1), "the customer is the one it is done to", 3)
        else:
            yield Cue(reading.quote(start, i + 1), "the company does it, unnamed", 2)
        return


def _process_noun(reading: _Reading) -> Iterator[Cue]:
    """The name of a process where a person would use a verb."""
    words = reading.words
    if reading.verb is not None or _is_order(words) or _base(words[0].removesuffix("s"), words_of.NEUTRAL):
        return
    found = next((i for i, word in enumerate(words) if word in words_of.PROCESSES and (i > 0 or len(words) == 1)), None)
    if found is not None and words[found - 1] not in _ARTICLES | {"my"}:
        yield Cue(reading.quote(found), "a process, where a person would say what she does", 2)


def _jargon(reading: _Reading) -> Iterator[Cue]:
    """Words that are used inside companies only."""
    text = " ".join(reading.words)
    for i, word in enumerate(reading.words):
        if word in words_of.JARGON:
            yield Cue(reading.quote(i), "a word customers do not use", 2)
            return
    for phrase in words_of.JARGON_PHRASES:
        if f" {phrase} " in f" {text} ":
            yield Cue(phrase, "a word customers do not use", 2)
            return
    short = [word for word in reading.shown if re.fullmatch(r"[A-Z]{2,4}", word)]
    if len(short) < len(reading.shown) and (
        unknown := [word for word in short if word not in words_of.EVERYDAY_CAPITALS]
    ):
        yield Cue(unknown[0], "an abbreviation", 1)
    if reading.words[0] == "lead":
        yield Cue(reading.quote(0), "a word customers do not use", 2)


def _form(reading: _Reading) -> Iterator[Cue]:
    """What a form wants, not what the person wants."""
    words = reading.words
    verb = next((i for i in (0, reading.verb or 0) if _base(words[i], words_of.FORM_VERBS)), None)
    if verb is None:
        return
    target = next((i for i in range(verb + 1, len(words)) if words[i] in words_of.FORM_OBJECTS), None)
    if target is not None and not _says_whose(words[verb:target]):
        yield Cue(reading.quote(verb, target + 1), "what the form wants, not what the person wants", 3)


def _says_whose(words: tuple[str, ...]) -> bool:
    """Whether the words say whose it is: "my", "our"."""
    return any(word in _MINE or word == "our" for word in words)


def _order(reading: _Reading) -> Iterator[Cue]:
    """An order as staff get it."""
    words = reading.words
    if reading.verb is not None or _says_whose(words):
        return
    if _base(words[0], words_of.ACTED_ON) == words[0]:
        yield Cue(reading.quote(0), "an order to the company's staff", 2)
    elif words[0] in words_of.EITHER and len(words) > 1:
        yield Cue(reading.quote(0), "may be an order to staff", 1)
        if words[1] not in _ARTICLES | _PRONOUNS | _PREPOSITIONS and not words[1].isdigit():
            yield Cue(reading.quote(0, 2), "the telegram style of a process chart", 1)


def _first_person(reading: _Reading) -> Iterator[Cue]:
    """The person speaks for herself."""
    for i, word in enumerate(reading.words):
        if word.replace("’", "'") in _MINE:
            yield Cue(reading.quote(i), "the person speaks for herself", -4)
            return


def _own_people(reading: _Reading) -> Iterator[Cue]:
    """`we` and `our` that mean a family, friends or the customer's own firm."""
    words = reading.words
    if not {"we", "our"} & set(words):
        return
    for i, word in enumerate(words):
        if word in words_of.KIN:
            yield Cue(reading.quote(i), "belongs to the person's own life", -3)
            return


def _own_verb(reading: _Reading) -> Iterator[Cue]:
    """What only the person herself does or feels."""
    at = reading.verb or 0
    followed = reading.words[at + 1 : at + 2]
    noun = any(word in words_of.PROCESSES or _participle(word) for word in followed)
    if reading.subject in words_of.COMPANY or reading.words[at] in _BE or noun:
        return
    if reading.subject in words_of.CUSTOMER:
        yield Cue(reading.quote(at - 1, at + 1), "the customer is the one who acts", -1)
    if _base(reading.words[at], words_of.OWN_VERBS):
        yield Cue(reading.quote(at), "something a person does or feels on her own account", -2)


def _told(reading: _Reading) -> Iterator[Cue]:
    """How somebody tells it to whom it happens: complaints, and the small words that process charts leave out."""
    for i, word in enumerate(reading.words):
        if word in words_of.GRIEF:
            yield Cue(reading.quote(i), "said by somebody it happens to", -1)
            break
    if reading.words[0] == "the" and reading.words[-1] in _PRONOUNS:
        yield Cue(reading.quote(0), "told as a story, not as a process", -2)


_FINDERS: tuple[Callable[[_Reading], Iterator[Cue]], ...] = (
    _company_acts,
    _company_pronoun,
    _customer_is_object,
    _customer_is_attribute,
    _passive,
    _process_noun,
    _jargon,
    _form,
    _order,
    _first_person,
    _own_people,
    _own_verb,
    _told,
)
