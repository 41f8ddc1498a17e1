"""Rows of a table put together to phases, steps and touchpoints, remembering which cell said what.

A blank phase or step means the one above. A phase that is named again further down goes on there; a step that is named
again, but not in the next row, is another step. Lists grow with every row of their step; of single values the first
counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from waypost.errors import Problem
from waypost.formats.loss import Loss
from waypost.formats.table import COLUMNS, Column, Level, content
from waypost.formats.tree import Plain

Fields = dict[str, Plain]
Way = tuple[str | int, ...]
"""From the journey to a value: field names and positions."""

SLOTS: Mapping[Level, str] = {"phase": "phases", "step": "steps", "touchpoint": "touchpoints"}
NAMES: Mapping[Level, Column] = {column.level: column for column in COLUMNS if column.field == ("name",)}
IDS: Mapping[Level, Column] = {column.level: column for column in COLUMNS if column.field == ("id",)}
CHANNEL = next(column for column in COLUMNS if column.name == "channel")


@dataclass(frozen=True)
class Cell:
    """A cell that says something."""

    line: int
    number: int
    """Counted from 1 within its row."""
    text: str


Row = dict[Column, Cell]


@dataclass
class _Begun:
    """A phase, step or touchpoint that rows are being added to."""

    level: Level
    fields: Fields
    way: Way
    name: str | None
    id: str | None
    line: int

    def is_meant(self, row: Row) -> bool:
        """Whether a row goes on with it: the same id, or the same name where one of them has no id."""
        name, own = _text(row, NAMES[self.level]), _text(row, IDS[self.level])
        return own == self.id if own and self.id else name == self.name


@dataclass
class Builder:
    """Takes the rows of a table, one by one, from the top."""

    file: str
    phases: list[Plain] = field(default_factory=list)
    """What the rows said so far, as the data of phases."""
    problems: list[Problem] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    said: dict[Way, tuple[Cell, Column]] = field(default_factory=dict)
    """The cell behind every value."""
    _phases: list[_Begun] = field(default_factory=list)
    _phase: _Begun | None = None
    _step: _Begun | None = None

    def take(self, line: int, row: Row) -> None:
        """Add one row."""
        phase = self._find_phase(line, row)
        if phase is None:
            self._refuse(line, NAMES["phase"], "the first row names no phase", "Write the phase in its first row")
            return
        if phase is not self._phase:
            self._phase, self._step = phase, None
        self._fill(phase, row)
        step = self._step = self._find_step(phase, line, row)
        if step is not None:
            self._fill(step, row)
        touchpoint = self._touchpoint(row)
        if step is not None and touchpoint:
            self._fill(self._begin("touchpoint", step, line, row), touchpoint)
        elif touchpoint and NAMES["touchpoint"] in touchpoint:
            self._refuse(
                line, NAMES["step"], "a touchpoint stands in a row without a step", "Write what the person does"
            )
        elif step is None:
            ignored = [column.name for column in row if column.level != "phase"]
            if ignored:
                self.losses.append(Loss(f"without a step nothing can hold: {', '.join(ignored)}", line=line))

    def _find_phase(self, line: int, row: Row) -> _Begun | None:
        if NAMES["phase"] not in row and IDS["phase"] not in row:
            return self._phase
        known = next((phase for phase in self._phases if phase.is_meant(row)), None)
        if known is None:
            known = self._begin("phase", None, line, row)
            self._phases.append(known)
        elif known is not self._phase:
            message = f"this row goes to the phase '{known.name}' that began in line {known.line}"
            self.losses.append(Loss(message, line=line))
        return known

    def _find_step(self, phase: _Begun, line: int, row: Row) -> _Begun | None:
        if NAMES["step"] not in row and IDS["step"] not in row:
            return self._step
        if self._step is not None and self._step.is_meant(row):
            return self._step
        return self._begin("step", phase, line, row)

    def _begin(self, level: Level, parent: _Begun | None, line: int, row: Row) -> _Begun:
        siblings = self.phases if parent is None else parent.fields.setdefault(SLOTS[level], [])
        assert isinstance(siblings, list)
        way: Way = (*(parent.way if parent else ()), SLOTS[level], len(siblings))
        begun = _Begun(level, {}, way, _text(row, NAMES[level]), _text(row, IDS[level]), line)
        siblings.append(begun.fields)
        return begun

    def _touchpoint(self, row: Row) -> Row:
        """The touchpoint's cells; a row with a channel but no name is a touchpoint called like its channel."""
        found = {column: cell for column, cell in row.items() if column.level == "touchpoint"}
        if NAMES["touchpoint"] in found or CHANNEL not in found:
            return found if NAMES["touchpoint"] in found else self._left_out(found)
        channel = found[CHANNEL]
        self.losses.append(Loss(f"a touchpoint without a name is called '{channel.text}'", line=channel.line))
        return {NAMES["touchpoint"]: channel, **found}

    def _left_out(self, found: Row) -> Row:
        for column, cell in found.items():
            self.losses.append(Loss(f"'{column.name}' is left out: the row names no touchpoint", line=cell.line))
        return {}

    def _fill(self, begun: _Begun, row: Row) -> None:
        """Let a row say what it says about a phase, step or touchpoint."""
        for column, cell in row.items():
            if column.level == begun.level:
                self._set(begun, column, cell)

    def _set(self, begun: _Begun, column: Column, cell: Cell) -> None:
        fields, way = begun.fields, begun.way
        for name in column.field[:-1]:
            inner = fields.setdefault(name, {})
            assert isinstance(inner, dict)
            fields, way = inner, (*way, name)
        name = column.field[-1]
        found, before = content(column, cell.text), fields.get(name)
        if isinstance(found, list) and isinstance(before, list):
            found = [*before, *(item for item in found if item not in before)]
        elif before is not None and before != found:
            message = f"'{column.name}' says something else than in line {self.said[*way, name][0].line}, which counts"
            self.losses.append(Loss(message, line=cell.line))
            return
        fields[name] = found
        self.said[*way, name] = (cell, column)
        for position in range(len(found) if isinstance(found, list) else 0):
            self.said.setdefault((*way, name, position), (cell, column))

    def _refuse(self, line: int, column: Column, message: str, remedy: str) -> None:
        self.problems.append(Problem(message, self.file, line, element=column.name, remedy=remedy))


def _text(row: Row, column: Column) -> str | None:
    cell = row.get(column)
    return cell.text if cell else None
