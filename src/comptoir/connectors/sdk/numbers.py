"""Numbers as people write them: which mark is the decimal one is decided for a whole column, then read exactly.

Reads 1,234.56 · 1.234,56 · 1 234,56 · 1'234.56 · (12.00) · 12.00- · −12 · € 12,00 · 12.00 EUR · 20 %.
Every amount comes out with six decimals, so that 10, 10.0 and 10.00 are one value.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from comptoir.connectors.sdk.bounds import TOO_LARGE, is_summable
from comptoir.connectors.sdk.errors import Choice, Question, RowProblem
from comptoir.kernel.money import SIX, six

_PLAIN = re.compile(r"[+-]?\d+(?:\.\d*)?|[+-]?\.\d+", re.ASCII)
_EXPONENT = re.compile(
    r"[+-]?\d(?:\.\d+)?[eE][+-]?\d{1,2}", re.ASCII
)  # a spreadsheet's way to write very small numbers
_POINT = re.compile(
    r"[+-]?(?:\d{1,3}(?:,\d{2,3})*,\d{3}|\d+)(?:\.\d*)?|[+-]?\.\d+", re.ASCII
)  # 1,234.56 and 12,34,567.00
_COMMA = re.compile(r"[+-]?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d*)?|[+-]?,\d+", re.ASCII)  # 1.234,56
_THREE_AFTER_POINT = re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+", re.ASCII)
_THREE_AFTER_COMMA = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+", re.ASCII)
_DECORATION = re.compile(r"[\s\u00a0\u2007\u2009\u202f'’]|[€$£¥₹₽₺₩₫฿₴₦]|(?:[A-Z]{3}|kr|zł|Kč|R\$|Ft|lei)\b\.?")
_MINUS = str.maketrans({"−": "-", "–": "-", "\uff0d": "-"})
_REMEMBER = 200_000
_LEAD = 20_000
ZERO_SIX = Decimal(0).quantize(SIX)


@dataclass(slots=True)
class NumberScan:
    """Looks at every value of a column and decides which mark is the decimal one."""

    point_misses: int = 0  # values that cannot be read with a decimal point
    comma_misses: int = 0
    differing: int = 0  # values both could read, as different numbers
    any_value: bool = False
    outside_unit: bool = False  # some value lies outside 0…1
    above_zero: bool = False
    any_percent: bool = False
    _seen: set[str] = field(default_factory=set)

    def look(self, values: Iterable[str]) -> None:
        """Take in a batch of raw cells."""
        if self._settled():
            return
        fresh = set(values) - self._seen
        if len(self._seen) < _REMEMBER:
            self._seen |= fresh
        for raw in fresh:
            if raw:
                self._one(raw)

    def _settled(self) -> bool:
        """Whether no further value could change the verdict: one mark leads by far and the values are no rates."""
        return abs(self.point_misses - self.comma_misses) > _LEAD and self.outside_unit and self.above_zero

    def _one(self, raw: str) -> None:
        self.any_value = True
        if _PLAIN.fullmatch(raw):
            self._plain(raw)
            return
        text = undecorated(raw)
        if text.endswith("%"):
            self.any_percent = True
            text = text[:-1]
        if not text:
            return
        point, comma = _POINT.fullmatch(text), _COMMA.fullmatch(text)
        if point is None and _EXPONENT.fullmatch(text):
            return
        self.point_misses += point is None
        self.comma_misses += comma is None
        self.differing += bool(_THREE_AFTER_POINT.fullmatch(text) or _THREE_AFTER_COMMA.fullmatch(text))
        self._unit(text.replace(",", ".") if point is None or _is_comma_fraction(text) else text.replace(",", ""))

    def _plain(self, raw: str) -> None:
        """Digits with at most one point: by far the most frequent way to write a number."""
        if "." in raw:
            self.comma_misses += _COMMA.fullmatch(raw) is None
            self.differing += _THREE_AFTER_POINT.fullmatch(raw) is not None
        if not (self.outside_unit and self.above_zero):
            self._unit(raw)

    def _unit(self, text: str) -> None:
        try:
            value = abs(Decimal(text))
        except InvalidOperation:
            return
        self.outside_unit = self.outside_unit or value > 1
        self.above_zero = self.above_zero or value > 0

    @property
    def decimal_comma(self) -> bool:
        """Whether the comma is the decimal mark."""
        return self.comma_misses < self.point_misses

    @property
    def is_ambiguous(self) -> bool:
        """Whether both readings fit equally and would give different numbers."""
        return self.comma_misses == self.point_misses and self.differing > 0

    @property
    def looks_like_rate(self) -> bool:
        """Whether all values lie in 0…1 and not all are zero."""
        return self.above_zero and not self.outside_unit and not self.any_percent


def _is_comma_fraction(text: str) -> bool:
    return "," in text and "." not in text and not _THREE_AFTER_COMMA.fullmatch(text)


def undecorated(raw: str) -> str:
    """Return the number without currency, blanks and brackets, its minus in front."""
    text = raw.strip().translate(_MINUS)
    if text.startswith("(") and text.endswith(")"):
        text = "-" + text[1:-1]
    if not text.isascii() or not text.replace(".", "").replace(",", "").replace("-", "").isdigit():
        text = _DECORATION.sub("", text)
    if text.endswith("-"):
        text = "-" + text[:-1]
    return text.replace("--", "-", 1) if text.startswith("--") else text


def number_question(label: str, *, answer: str | None = None) -> Question:
    """Return what to ask when 1.234 may be a thousand or one and a bit."""
    return Question(
        id="number_format",
        text=f"The numbers of {label} can be read in two ways: is the point or the comma the decimal mark?",
        options=(
            Choice("point", "1,234.56: the point is the decimal mark"),
            Choice("comma", "1.234,56: the comma is the decimal mark"),
        ),
        flag="--number-format point or --number-format comma",
        answer=answer,
    )


class NumberReader:
    """Reads the cells of one column; remembers what it has read, because values repeat."""

    __slots__ = ("_comma", "_known", "_reason")

    def __init__(self, name: str, *, decimal_comma: bool = False) -> None:
        self._comma = decimal_comma
        self._reason = f"{name} is not a number"
        self._known: dict[str, Decimal | None] = {"": None}

    def __call__(self, raw: str) -> Decimal | None:
        """Return the amount with six decimals, ``None`` for an empty cell; raise ``RowProblem`` otherwise."""
        try:
            return self._known[raw]
        except KeyError:
            value = self._read(raw)
        if len(self._known) > _REMEMBER:
            self._known.clear()
        self._known[raw] = value
        return value

    def _read(self, raw: str) -> Decimal | None:
        if not self._comma and _PLAIN.fullmatch(raw):
            return bounded(Decimal(raw), self._reason, raw)
        text = undecorated(raw)
        if not text:
            return None
        percent = text.endswith("%")
        text = text.rstrip("%")
        if self._comma:
            if _COMMA.fullmatch(text) is None:
                raise RowProblem(self._reason, raw)
            text = text.replace(".", "").replace(",", ".")
        elif not _PLAIN.fullmatch(text):
            text = self._grouped(text, raw)
        return bounded(Decimal(text) / 100 if percent else Decimal(text), self._reason, raw)

    def _grouped(self, text: str, raw: str) -> str:
        if _POINT.fullmatch(text):
            return text.replace(",", "")
        if _EXPONENT.fullmatch(text):
            return text
        raise RowProblem(self._reason, raw)


def bounded(value: Decimal, reason: str, raw: str) -> Decimal:
    """Return the value with six decimals, or refuse it when no amount column could hold it."""
    if not is_summable(value):
        raise RowProblem(reason.replace("is not a number", TOO_LARGE), raw)
    return six_decimals(value)


def six_decimals(value: Decimal) -> Decimal:
    """Return ``six(value)``, quickly where nothing has to be rounded, as with nearly every amount of a file."""
    if not value:
        return ZERO_SIX
    exact = value.quantize(SIX)
    return exact if exact == value else six(value)


def amount(value: object, name: str = "an amount") -> Decimal:
    """Return a JSON amount (string or number) with six decimals; ``None`` and "" are zero."""
    if value is None or value == "":
        return ZERO_SIX
    try:
        number = Decimal(str(value))
        if not number.is_finite():
            raise InvalidOperation
    except InvalidOperation:
        raise RowProblem(f"{name} is not a number", str(value)[:100]) from None
    return bounded(number, f"{name} is not a number", str(value)[:100])


def optional_amount(value: object, name: str = "an amount") -> Decimal | None:
    """Return a JSON amount, or ``None`` where the source says nothing."""
    return None if value is None or value == "" else amount(value, name)
