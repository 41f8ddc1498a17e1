"""Mermaid `journey` diagrams in and out.

The grammar is Mermaid's own (`journey.jison` of mermaid 11): at every place the first rule that matches wins, keywords
regardless of case. What follows from it, and is easy to get wrong:

- `#` starts a comment anywhere, `;` is an error, `:` ends a name; in text they are the entities `#35;` `#59;` `#58;`.
- A task whose name begins with "title" or "section" and a space, or with the word "journey", is not a task.
- Scores are any number. Waypost reads 1 … 5 as emotion −2 … +2 and the people of a task as the step's *who*.

Reading is tolerant: what Mermaid would refuse is kept where its meaning is plain, with a loss that names the line.
Writing is always valid Mermaid, and reads back as it was but for ids.
"""

from __future__ import annotations

import html
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from waypost.errors import InputError, Problem
from waypost.formats.ids import with_ids
from waypost.formats.loss import Loss
from waypost.formats.tree import Plain
from waypost.journey.journey import Journey, Phase, Step

NO_SECTION = "(no section)"
"""The phase of tasks that stand before the first section."""
NAMELESS = "(no name)"
LONGEST_FILE = 1_000_000
"""Characters."""
LONGEST_TEXT = 4000
"""Characters of a name, a person or a description; what is longer is cut."""

_DIRECTIVE = re.compile(r"%%\{.*?\}%%", re.DOTALL)
_FRONT_MATTER = re.compile(r"\A\s*---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_ENTITY = re.compile(r"#(\+?\d+|\w+);")
_HIDDEN = re.compile("\ue000(.*?)\ue001")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Characters that no text of ours may have."""
_KEYWORD = re.compile(r"(title|section)\s|journey\b|acc(title|descr)|%%", re.IGNORECASE)
_DESCRIPTION = re.compile(r"(?im)^([ \t]*)accDescr\s*\{([^}]*)\}")


def from_mermaid(text: str, file: str, name: str = "Journey") -> tuple[Journey, tuple[Loss, ...]]:
    """Read a diagram; `name` is used when it has no title. Raises InputError for what is no journey diagram."""
    if len(text) > LONGEST_FILE:
        raise InputError(Problem("The diagram is too long", file, remedy=f"Keep it under {LONGEST_FILE:,} characters"))
    reader = _Reader(file)
    for number, line in enumerate(_prepared(text, reader).split("\n"), start=1):
        reader.read(line, number)
    return reader.journey(name), tuple(reader.losses)


def to_mermaid(journey: Journey) -> tuple[str, tuple[Loss, ...]]:
    """Write the journey as a diagram, and say what a diagram cannot hold."""
    lines = ["journey", f"    title {_escaped(journey.name)}"]
    if journey.summary:
        lines.append(f"    accDescr: {_escaped(journey.summary)}")
    for phase in journey.phases:
        if phase.name != NO_SECTION or phase is not journey.phases[0]:
            lines.append(f"    section {_escaped(phase.name)}")
        lines += (f"      {_task(step)}" for step in phase.steps)
    return "\n".join(lines) + "\n", tuple(_losses(journey))


def _prepared(text: str, reader: _Reader) -> str:
    """The text as Mermaid's parser meets it: without front matter and directives, entities hidden; lines kept."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    front = _FRONT_MATTER.match(text)
    if front:
        titled = re.search(r"(?m)^title:[ \t]*(.+)$", front[1])
        if titled:
            reader.title = _shown(titled[1].strip().strip("'\"")) or None
        text = "\n" * front[0].count("\n") + text[front.end() :]
    text = _DIRECTIVE.sub(lambda found: "\n" * found[0].count("\n"), text)
    text = _DESCRIPTION.sub(lambda found: _one_line(found[1], found[2]), text)
    return _ENTITY.sub(lambda found: f"\ue000{found[1]}\ue001", text)


def _one_line(indent: str, description: str) -> str:
    return f"{indent}accDescr: {' '.join(description.split())}" + "\n" * description.count("\n")


@dataclass
class _Reader:
    """Reads line by line, as the grammar does; collects phases and what is lost."""

    file: str
    title: str | None = None
    summary: str | None = None
    begun: bool = False
    losses: list[Loss] = field(default_factory=list)
    phases: list[dict[str, Plain]] = field(default_factory=list)

    def read(self, line: str, number: int) -> None:
        """Take in one line."""
        statement = line.partition("#")[0].strip()
        if not statement or statement.startswith("%%"):
            return
        if _CONTROL.search(statement):
            self.lose(number, "a control character is shown as \ufffd")
        statement = self._without_semicolons(statement, number)
        lowered = statement.lower()
        if not self.begun:
            self._begin(statement, number)
        elif re.match(r"title\s", lowered):
            self._name(statement[6:], number)
        elif re.match(r"section\s|section$", lowered):
            self._section(statement[8:], number)
        elif found := re.match(r"acc(title|descr)\s*:\s*(.*)", statement, re.IGNORECASE):
            self._describe(found[1].lower(), _shown(found[2]), number)
        elif re.match(r"journey\b", lowered):
            self._again(statement, number)
        else:
            self._task(statement, number)

    def journey(self, name: str) -> Journey:
        """The journey that was read."""
        if not self.begun:
            raise InputError(Problem("The file is empty", self.file, 1, remedy="Begin with the line 'journey'"))
        data: dict[str, Plain] = {
            "kind": "journey",
            "name": self.title or _shown(name) or NAMELESS,
            "phases": list(self.phases),
        }
        if self.summary:
            data["summary"] = self.summary
        return Journey.model_validate(with_ids(Journey, data))

    def lose(self, number: int, message: str) -> None:
        """Note what a line loses, or how it was read."""
        self.losses.append(Loss(message, line=number))

    def _begin(self, statement: str, number: int) -> None:
        if not re.match(r"journey\b", statement, re.IGNORECASE):
            found = _shown(statement.split(maxsplit=1)[0])
            raise InputError(
                Problem(
                    f"This is no journey diagram: it begins with '{found[:40]}'",
                    self.file,
                    number,
                    1,
                    remedy="The first word is 'journey'; other kinds of diagram cannot be imported",
                )
            )
        self.begun = True
        rest = statement[7:].strip()
        if rest:
            self.read(rest, number)

    def _without_semicolons(self, statement: str, number: int) -> str:
        if ";" not in statement:
            return statement
        self.lose(number, "Mermaid refuses ';': it was read as text, or left out at the end of the line")
        return statement.rstrip("; ")

    def _name(self, title: str, number: int) -> None:
        shown = _shown(title)
        if re.search(r":\s*-?\d", title):
            self.lose(number, "a line that begins with 'title' is the title, though it looks like a task")
        if self.title is not None and self.title != shown:
            self.lose(number, f"a second title: '{shown}' takes the place of '{self.title}'")
        self.title = shown or self.title

    def _section(self, text: str, number: int) -> None:
        name, colon, rest = text.partition(":")
        if colon:
            self.lose(number, f"Mermaid ends a section's name at ':'; ': {_shown(rest)}' was left out")
        self._phase(_shown(name) or NAMELESS)

    def _phase(self, name: str) -> list[Plain]:
        steps: list[Plain] = []
        self.phases.append({"name": name, "steps": steps})
        return steps

    def _describe(self, which: str, text: str, number: int) -> None:
        if which == "descr":
            self.summary = text or None
        elif self.title is None:
            self.title = text or None
        else:
            self.lose(number, "accTitle was left out: the journey has one name")

    def _again(self, statement: str, number: int) -> None:
        if ":" in statement:
            self.lose(number, "Mermaid refuses a task whose name begins with 'journey'; it was read as a task")
            self._task(statement, number)
        else:
            self.lose(number, "a second 'journey' was left out")

    def _task(self, statement: str, number: int) -> None:
        name, colon, data = statement.partition(":")
        step: dict[str, Plain] = {"name": _shown(name) or NAMELESS}
        if not colon:
            self.lose(number, f"'{_shown(name)[:60]}' has no score: Mermaid refuses it; read as a step without emotion")
        score, _, people = data.partition(":")
        people, extra, _ = people.partition(":")
        if extra:
            self.lose(number, "what follows a third ':' was left out, as Mermaid does")
        level = self._level(score, number) if colon else None
        if level is not None:
            step["emotion"] = {"level": level}
        who = ", ".join(shown for person in people.split(",") if (shown := _shown(person)))
        if who:
            step["who"] = who[:LONGEST_TEXT]
        steps = self.phases[-1]["steps"] if self.phases else self._phase(NO_SECTION)
        if isinstance(steps, list):
            steps.append(step)

    def _level(self, score: str, number: int) -> float | None:
        try:
            value = float(_shown(score))
        except ValueError:
            self.lose(number, f"'{_shown(score)[:40]}' is not a score; read as a step without emotion")
            return None
        if math.isnan(value):
            self.lose(number, "'NaN' is not a score; read as a step without emotion")
            return None
        level = min(2.0, max(-2.0, value - 3))
        if level != value - 3:
            self.lose(number, f"score {_shown(score)} is outside 1 to 5; read as {_number(level + 3)}")
        return level


def _shown(text: str) -> str:
    """Text as Mermaid shows it: hidden entities become their characters; spaces at the ends go."""
    shown = _HIDDEN.sub(lambda found: _character(found[1]), text)
    return _CONTROL.sub("\ufffd", shown).strip()[:LONGEST_TEXT]


def _character(entity: str) -> str:
    digits = entity.lstrip("+")
    if not digits.isdecimal():
        return html.unescape(f"&{entity};")
    code = int(digits[:10])  # no character has a code so long
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def _escaped(text: str) -> str:
    """Text that Mermaid reads as it stands, whatever it contains."""
    flat = " ".join(text.split())
    safe = "".join(f"#{ord(letter)};" if letter in "#;:{}\ue000\ue001" else letter for letter in flat)
    safe = safe.replace("%%", "#37;#37;")
    if _KEYWORD.match(safe + " "):
        safe = f"#{ord(safe[0])};{safe[1:]}"
    return safe


def _task(step: Step) -> str:
    score = _number(3 + step.emotion.level) if step.emotion else "3"
    people = [person.strip() for person in (step.who or "").split(",") if person.strip()]
    written = f": {', '.join(_escaped(person) for person in people)}" if people else ""
    return f"{_escaped(step.name)}: {score}{written}"


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(round(value, 6))


def _losses(journey: Journey) -> Iterable[Loss]:
    kept: dict[type, set[str]] = {
        Journey: {"id", "kind", "format", "name", "summary", "phases"},
        Phase: {"id", "name", "steps"},
        Step: {"id", "name", "who", "emotion"},
    }
    for element in (journey, *journey.phases, *journey.steps()):
        lost = [
            name
            for name in type(element).model_fields
            if name not in kept[type(element)] and name in element.model_fields_set and getattr(element, name)
        ]
        if lost:
            yield Loss(f"a Mermaid journey cannot hold: {', '.join(lost)}", element=element.id)
        if isinstance(element, Step) and element.emotion is None:
            yield Loss("no emotion is known; Mermaid wants a score, so 3 (neutral) is written", element=element.id)
