"""The small formula language: names, numbers, + − × ÷ and parentheses. Owns parsing and nothing else.

Grammar: sum = product {(+|-) product}; product = factor {(*|/) factor}; factor = name | number | -factor | (sum).
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from comptoir.kernel.errors import Invalid

_TOKEN = re.compile(r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[a-z][a-z0-9_]*)|(?P<mark>[-+*/()]))")
LONGEST = 500
DEEPEST = 30
Place = tuple[int, int]


class FormulaError(Invalid):
    """A formula cannot be read, or adds what cannot be added; ``details`` may say where: start and end."""

    code = "invalid_formula"

    def at(self, place: Place | None) -> "FormulaError":
        """Return the error with its place, unless it has one."""
        if place and "start" not in self.details:
            self.details |= {"start": place[0], "end": place[1]}
        return self


@dataclass(frozen=True, slots=True)
class Name:
    """A measure or metric."""

    key: str
    at: Place | None = field(default=None, compare=False, repr=False)


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
    at: Place | None = field(default=None, compare=False, repr=False)  # of the operator


Formula = Name | Number | Negative | Binary


def parse_formula(text: str) -> Formula:
    """Return the tree of a formula or raise ``FormulaError`` with the place."""
    if len(text) > LONGEST:
        error = FormulaError(f"A formula has at most {LONGEST} characters.", field="formula")
        raise error.at((LONGEST, len(text)))
    reader = _Reader(tokens(text), end=len(text))
    tree = reader.sum(0)
    if reader.peek():
        raise FormulaError(f"Nothing was expected after {reader.peek()!r}.", field="formula").at(reader.place())
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


def leaves(tree: Formula) -> tuple[str, ...]:
    """Return the names a formula uses, each as often as it stands there."""
    match tree:
        case Name(key):
            return (key,)
        case Negative(operand):
            return leaves(operand)
        case Binary(_, left, right):
            return leaves(left) + leaves(right)
        case Number():
            return ()


def scales(tree: Formula) -> bool:
    """Whether a formula multiplies or divides by a number that is written down."""
    match tree:
        case Negative(operand):
            return scales(operand)
        case Binary(operator, left, right):
            return operator in "*/" or scales(left) or scales(right)
        case _:
            return False


def tokens(text: str) -> list[tuple[str, Place]]:
    """Return the words, numbers and marks of a formula with their places."""
    found: list[tuple[str, Place]] = []
    position = 0
    stripped = text.rstrip()
    while position < len(stripped):
        match = _TOKEN.match(stripped, position)
        if match is None:
            start = position + len(stripped[position:]) - len(stripped[position:].lstrip())
            raise FormulaError(
                f"{stripped[start]!r} has no meaning in a formula.",
                hint="Use names, numbers, + - * / and parentheses.",
                field="formula",
            ).at((start, start + 1))
        kind = match.lastgroup or ""
        found.append((match.group(kind), match.span(kind)))
        position = match.end()
    return found


class _Reader:
    """Recursive descent over tokens, last token first so that reading is popping."""

    def __init__(self, found: list[tuple[str, Place]], *, end: int) -> None:
        self.tokens = found[::-1]
        self.end = end

    def peek(self) -> str:
        return self.tokens[-1][0] if self.tokens else ""

    def place(self) -> Place:
        return self.tokens[-1][1] if self.tokens else (self.end, self.end)

    def sum(self, depth: int) -> Formula:
        left = self.product(depth)
        while self.peek() in ("+", "-"):
            mark, at = self.tokens.pop()
            left = Binary(mark, left, self.product(depth), at)
        return left

    def product(self, depth: int) -> Formula:
        left = self.factor(depth)
        while self.peek() in ("*", "/"):
            mark, at = self.tokens.pop()
            left = Binary(mark, left, self.factor(depth), at)
        return left

    def factor(self, depth: int) -> Formula:
        at = self.place()
        if depth > DEEPEST:
            raise FormulaError("The formula is nested too deeply.", field="formula").at(at)
        token = self.tokens.pop()[0] if self.tokens else ""
        if token == "-":
            return Negative(self.factor(depth + 1))
        if token == "(":
            inner = self.sum(depth + 1)
            if self.peek() != ")":
                raise FormulaError("A parenthesis is not closed.", field="formula").at(at)
            self.tokens.pop()
            return inner
        if token[:1].isdigit():
            return Number(Decimal(token))
        if token[:1].isalpha():
            return Name(token, at)
        missing = f"A name or a number was expected{f' before {token!r}' if token else ''}."
        raise FormulaError(missing, field="formula").at(at)
