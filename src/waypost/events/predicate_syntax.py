"""The syntax of predicates: a text becomes a sqlglot tree, or is refused with the place at fault.

Only words and signs of the small language reach the parser: a column is turned into one quoted identifier before, so
that nothing in it can mean a keyword, a type or a function. What the tree may contain is checked again where it is
compiled (`predicate`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from sqlglot import exp
from sqlglot.errors import ErrorLevel, ParseError, TokenError
from sqlglot.parser import Parser
from sqlglot.tokenizer_core import Token, TokenType
from sqlglot.tokens import Tokenizer

from waypost.errors import InputError, Problem

MAX_LENGTH = 2000
MAX_NESTING = 20
"""Parentheses inside each other."""
MAX_OPERATORS = 100
"""AND, OR and arithmetic signs; the values of an IN list do not count."""

LANGUAGE = (
    "A condition compares columns and values with =, <>, <, <=, >, >=, LIKE, IN (…), BETWEEN … AND …, IS NULL and "
    "arithmetic, joined by AND, OR and NOT"
)

_KEYWORDS = {
    "AND": TokenType.AND,
    "OR": TokenType.OR,
    "NOT": TokenType.NOT,
    "IN": TokenType.IN,
    "LIKE": TokenType.LIKE,
    "BETWEEN": TokenType.BETWEEN,
    "IS": TokenType.IS,
    "NULL": TokenType.NULL,
    "TRUE": TokenType.TRUE,
    "FALSE": TokenType.FALSE,
}
_COMPARISONS = {TokenType.EQ, TokenType.NEQ, TokenType.LT, TokenType.LTE, TokenType.GT, TokenType.GTE}
_ARITHMETIC = {TokenType.PLUS, TokenType.DASH, TokenType.STAR, TokenType.SLASH, TokenType.MOD}
_SIGNS = _COMPARISONS | _ARITHMETIC | {TokenType.L_PAREN, TokenType.R_PAREN, TokenType.COMMA}
_JOINING = _ARITHMETIC | {TokenType.AND, TokenType.OR}
_PREFIXES = {TokenType.NOT, TokenType.DASH}
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)


@dataclass(frozen=True)
class Place:
    """The predicate's text and where it stands, for errors."""

    text: str
    file: str | None = None
    element: str | None = None

    def error(self, message: str, position: int | None = None, remedy: str = LANGUAGE) -> InputError:
        """The refusal to raise; `position` counts the text's characters from 0."""
        shown = self.text if len(self.text) <= 80 else f"{self.text[:79]}…"
        where = "" if position is None else f" at character {position + 1}"
        return InputError(Problem(f"{message}{where}: “{shown}”", self.file, element=self.element, remedy=remedy))


@dataclass(frozen=True)
class Names:
    """The columns a predicate may name."""

    columns: Collection[str]
    within: str
    """The word before the dot: `properties` or `attributes`."""

    def __str__(self) -> str:
        return ", ".join([*self.columns, f"{self.within}.<name>"])


def syntax_tree(place: Place, names: Names) -> exp.Expr:
    """Parse the text; raises InputError for anything outside the language's words and signs, or too large."""
    if len(place.text) > MAX_LENGTH:
        raise place.error(f"the condition has {len(place.text)} characters, more than {MAX_LENGTH}", None, "Shorten it")
    try:
        tokens = list(_safe_tokens(Tokenizer().tokenize(place.text), place, names))
        _check_size(tokens, place)
        trees = Parser(error_level=ErrorLevel.IMMEDIATE).parse(tokens, place.text)
    except TokenError:
        raise place.error(
            "text in quotes does not end", place.text.rfind("'"), "Close it with a single quote"
        ) from None
    except ParseError as error:
        raise place.error("the condition cannot be understood", int(error.errors[0]["col"] or 1) - 1) from None
    except RecursionError:
        raise place.error("the condition is nested too deeply", 0, "Take it apart") from None
    if len(trees) != 1 or trees[0] is None:
        raise place.error("the condition is empty")
    return trees[0]


def _safe_tokens(found: Sequence[Token], place: Place, names: Names) -> Iterator[Token]:
    """The tokens of the language, each column as one quoted identifier."""
    index = 0
    while index < len(found):
        token = found[index]
        following = found[index + 1].token_type if index + 1 < len(found) else None
        if token.comments:
            raise place.error("comments are not allowed", token.start)
        if token.token_type in _SIGNS or token.token_type is TokenType.STRING:
            yield _token(token.token_type, token.text, token.start)
        elif token.token_type is TokenType.NUMBER:
            yield _token(TokenType.NUMBER, token.text, token.start)
        elif place.text[token.start : token.end + 1] != token.text:
            raise place.error("text stands in single quotes, columns without quotes", token.start)
        elif token.text.upper() in _KEYWORDS:
            yield _token(_KEYWORDS[token.text.upper()], token.text, token.start)
        elif _NAME.fullmatch(token.text) and following is TokenType.DOT:
            last = found[index + 2] if index + 2 < len(found) else found[index + 1]
            yield _property(token, last, place, names)
            index += 2
        elif _NAME.fullmatch(token.text):
            yield _column(token, following, place, names)
        else:
            raise place.error(f"'{token.text}' is not allowed", token.start)
        index += 1


def _property(word: Token, name: Token, place: Place, names: Names) -> Token:
    if word.text != names.within:
        raise place.error(f"'{word.text}.{name.text}' is unknown", word.start, f"Allowed are {names}")
    if not _NAME.fullmatch(name.text):
        raise place.error(f"'{names.within}.' must be followed by a name, not '{name.text}'", name.start)
    return _token(TokenType.IDENTIFIER, f"{word.text}.{name.text}", word.start)


def _column(word: Token, following: TokenType | None, place: Place, names: Names) -> Token:
    if word.text in names.columns:
        return _token(TokenType.IDENTIFIER, word.text, word.start)
    if following is TokenType.L_PAREN:
        raise place.error(f"functions such as '{word.text}(…)' are not allowed", word.start)
    if word.text == names.within:
        raise place.error(f"'{word.text}' must be followed by a dot and a name", word.start)
    near = get_close_matches(word.text.lower(), names.columns, 1, 0.6)
    meant = f"Did you mean {near[0]}? " if near else f"Text stands in single quotes: '{word.text}'. "
    raise place.error(f"there is no column '{word.text}'", word.start, f"{meant}Allowed are {names}")


def _token(kind: TokenType, text: str, start: int) -> Token:
    return Token(kind, text, 1, start + 1, start, start)


def _check_size(tokens: Sequence[Token], place: Place) -> None:
    """Refuse what would take the parser or us too deep."""
    nesting = operators = prefixes = 0
    for token in tokens:
        nesting += (token.token_type is TokenType.L_PAREN) - (token.token_type is TokenType.R_PAREN)
        operators += token.token_type in _JOINING
        prefixes = prefixes + 1 if token.token_type in _PREFIXES else 0
        if nesting > MAX_NESTING or prefixes > 2:
            raise place.error("the condition is nested too deeply", token.start, "Take it apart")
        if operators > MAX_OPERATORS:
            remedy = "Write IN (…) in place of many ORs, or split the condition"
            raise place.error(f"the condition joins more than {MAX_OPERATORS} parts", token.start, remedy)
