"""The small formula language: names, numbers, + − × ÷ and parentheses. Owns parsing and nothing else.

Grammar: sum = product {(+|-) product}; product = factor {(*|/) factor}; factor = name | number | -factor | (sum).
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from comptoir.kernel.errors import Invalid

_TOKEN = re.compile(r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[a-z][a-z0-9_]*)|(?P<mark>[-+*/()]))")
LONGEST = 500
DEEPEST = 30


class FormulaError(Invalid):
    """A formula cannot be read, or adds what cannot be added."""

    code = "invalid_formula"


@dataclass(frozen=True, slots=True)
class Name:
    """A measure or metric."""

    key: str


@dataclass(frozen=True, slots=True)
class Number:
    """A constant."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Negative:
    """The negative of an expression."""

    operand: "Formula"


@dataclass(frozen=True, slots=True)
class Binary:
    """Two expressions and one of + - * /."""

    operator: str
    left: "Formula"
    right: "Formula"


Formula = Name | Number | Negative | Binary


def parse_formula(text: str) -> Formula:
    """Return the tree of a formula or raise ``FormulaError`` with the place."""
    if len(text) > LONGEST:
        raise FormulaError(f"A formula has at most {LONGEST} characters.", field="formula")
    reader = _Reader(_tokens(text))
    tree = reader.sum(0)
    if reader.peek():
        raise FormulaError(f"Nothing was expected after {reader.peek()!r}.", field="formula")
    return tree


def names_of(tree: Formula) -> tuple[str, ...]:
    """Return the names a formula uses, in order, each once."""
    match tree:
        case Name(key):
            return (key,)
        case Negative(operand):
            return names_of(operand)
        case Binary(_, left, right):
            return tuple(dict.fromkeys(names_of(left) + names_of(right)))
        case Number():
            return ()


def _tokens(text: str) -> list[str]:
    tokens: list[str] = []
    position = 0
    stripped = text.rstrip()
    while position < len(stripped):
        found = _TOKEN.match(stripped, position)
        if found is None:
            raise FormulaError(
                f"{stripped[position:].strip()[:1]!r} has no meaning in a formula.",
                hint="Use names, numbers, + - * / and parentheses.",
                field="formula",
            )
        tokens.append(found.group().strip())
        position = found.end()
    return tokens


class _Reader:
    """Recursive descent over tokens, last token first so that reading is popping."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens[::-1]

    def peek(self) -> str:
        return self.tokens[-1] if self.tokens else ""

    def sum(self, depth: int) -> Formula:
        left = self.product(depth)
        while self.peek() in ("+", "-"):
            left = Binary(self.tokens.pop(), left, self.product(depth))
        return left

    def product(self, depth: int) -> Formula:
        left = self.factor(depth)
        while self.peek() in ("*", "/"):
            left = Binary(self.tokens.pop(), left, self.factor(depth))
        return left

    def factor(self, depth: int) -> Formula:
        if depth > DEEPEST:
            raise FormulaError("The formula is nested too deeply.", field="formula")
        token = self.tokens.pop() if self.tokens else ""
        if token == "-":
            return Negative(self.factor(depth + 1))
        if token == "(":
            inner = self.sum(depth + 1)
            if not self.tokens or self.tokens.pop() != ")":
                raise FormulaError("A parenthesis is not closed.", field="formula")
            return inner
        if token[:1].isdigit():
            return Number(Decimal(token))
        if token[:1].isalpha():
            return Name(token)
        raise FormulaError(f"A name or a number was expected{f' before {token!r}' if token else ''}.", field="formula")
