"""The verbs as a page of the documentation, made from their own signatures."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from typer.models import ArgumentInfo, OptionInfo

from waypost.cli.verbs import VERBS, waypost

_OPENING = """\
# Commands

*This page is generated from the code; `waypost --help` and `waypost VERB --help` say the same in a terminal.*

{about}

| verb | what it does |
| --- | --- |
{verbs}

## For scripts

Results go to standard output; progress, remarks and complaints go to standard error. With `--json` the result is one
JSON value. `--version` says which version this is, `--install-completion` teaches your shell the verbs and options.

| exit code | means |
| --- | --- |
| 0 | Fine. |
| 1 | There is something to look at: `check` has findings, `diff` has differences, `erase` and `export` have found nothing. |
| 2 | Bad input or usage: what was wrong, where, and what to do stands on standard error. Nothing was half-written. |
"""  # noqa: E501 - a table

_WORDS = {Path: "path", str: "text", int: "whole number", float: "number", bool: ""}


@dataclass(frozen=True)
class _Parameter:
    """An argument or option, as people type it."""

    written: str
    value: str
    default: str
    meaning: str
    is_option: bool


def commands_markdown() -> str:
    """The page `docs/reference/commands.md`: every verb with its arguments and options, in the order of the help."""
    verbs = "\n".join(f"| [`{name}`](#{name}) | {_paragraphs(verb)[0]} |" for name, verb in VERBS.items())
    about = _paragraphs(waypost)[:-1]  # the last one is about exit codes, which have a table of their own here
    opening = _OPENING.format(about="\n\n".join(about), verbs=verbs)
    return "\n".join([opening, *(line for name, verb in VERBS.items() for line in _section(name, verb))])


def _section(name: str, verb: Callable[..., None]) -> Iterator[str]:
    parameters = list(_parameters(verb))
    arguments = [parameter.written for parameter in parameters if not parameter.is_option]
    yield f"## `{name}` {{ #{name} }}"
    yield ""
    yield "```text"
    yield " ".join(["waypost", name, *arguments, "[OPTIONS]"])
    yield "```"
    yield ""
    for paragraph in _paragraphs(verb):
        yield paragraph
        yield ""
    yield "| argument or option | value | default | meaning |"
    yield "| --- | --- | --- | --- |"
    for parameter in parameters:
        yield f"| `{parameter.written}` | {parameter.value} | {parameter.default} | {parameter.meaning} |"
    yield ""


def _parameters(verb: Callable[..., None]) -> Iterator[_Parameter]:
    """Arguments first, then options, each in the order of the signature."""
    hints = get_type_hints(verb, include_extras=True)
    found = [_parameter(each, hints[each.name]) for each in inspect.signature(verb).parameters.values()]
    return iter(sorted(found, key=lambda parameter: parameter.is_option))


def _parameter(parameter: inspect.Parameter, hint: Any) -> _Parameter:
    kind, info = get_args(hint)
    assert get_origin(hint) is Annotated
    assert isinstance(info, ArgumentInfo | OptionInfo)
    required = parameter.default is inspect.Parameter.empty
    about, _, told = (info.help or "").rstrip("].").partition("[default: ")
    if isinstance(info, OptionInfo):
        # Inside Annotated, typer takes the first way of writing an option for its default.
        declared = [each for each in (info.default, *(info.param_decls or ())) if isinstance(each, str)]
        written = "`, `".join(declared or [f"--{parameter.name.replace('_', '-')}"])
    else:
        name = parameter.name.upper()
        written = name if required else f"[{name}]"
    return _Parameter(
        written=written,
        value=f"`{info.metavar}`" if info.metavar else _value(kind, info),
        default="**required**" if required else told or _default(parameter.default, info),
        meaning=f"{about.rstrip('. ')}.",
        is_option=isinstance(info, OptionInfo),
    )


def _value(kind: Any, info: ArgumentInfo | OptionInfo) -> str:
    """What is written after an option or as an argument, in words."""
    if get_origin(kind) in (Union, UnionType):
        kind = next(part for part in get_args(kind) if part is not NoneType)
    if get_origin(kind) is list:
        return f"{_value(get_args(kind)[0], info)}, repeatable"
    if issubclass(kind, StrEnum):
        return ", ".join(f"`{choice.value}`" for choice in kind)
    least = f", at least {info.min}" if info.min is not None else ""
    return _WORDS[kind] + least


def _default(value: object, info: ArgumentInfo | OptionInfo) -> str:
    if isinstance(info.show_default, str):
        return info.show_default
    if value is None or value is False:
        return ""
    if value == Path():
        return "here"
    return f"`{value.value if isinstance(value, StrEnum) else value}`"


def _paragraphs(verb: Callable[..., None]) -> list[str]:
    return [" ".join(part.split()) for part in inspect.cleandoc(verb.__doc__ or "").split("\n\n")]
