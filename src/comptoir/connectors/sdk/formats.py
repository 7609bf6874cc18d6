"""What a file format is: a declaration with a recogniser and a compiler to a pure normaliser.

Owns the shapes; the formats themselves live with their vendor. A format never reads a file and never writes a row:
it gets rows or documents and returns canonical records or rejects.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from msgspec import Struct

from comptoir.connectors.sdk.canonical import Record
from comptoir.connectors.sdk.errors import Question
from comptoir.connectors.sdk.files.rows import Row


class Reject(Struct, frozen=True, array_like=True):
    """A row that was not imported: its line, why, the offending value and the row as it was read."""

    line: int
    reason: str
    value: str = ""
    cells: tuple[str, ...] = ()


class Built(Struct, frozen=True, array_like=True):
    """A record with the number of source rows it was made from and notes for the summary."""

    record: Record
    rows: int = 1
    notes: tuple[str, ...] = ()


Outcome = Built | Reject


class Subject(StrEnum):
    """What a format's records are about."""

    ORDERS = "orders"
    PRODUCTS = "products"
    CUSTOMERS = "customers"


@dataclass(frozen=True, slots=True)
class Options:
    """How to read the file: the store's habits and the person's answers. ``None`` means find out."""

    currency: str
    timezone: str
    prices: str = "net"  # the store's list prices: gross or net
    mapping: Mapping[str, str] = field(default_factory=dict)  # field → column
    date_format: str | None = None
    number_format: str | None = None  # point or comma
    tax_included: bool | None = None
    discount_is_rate: bool | None = None
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a mapped format can take from a column."""

    key: str
    label: str
    description: str
    kind: str = "text"  # text, id, number, date, flag
    required: bool = False
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recognition:
    """How well a file fits a format. ``confidence`` lies in 0…1; below a half it is not proposed."""

    confidence: float
    reason: str
    missing: tuple[str, ...] = ()


class Normaliser(Protocol):
    """A format compiled for one table: which rows belong together, and what they say."""

    def key(self, cells: Sequence[str]) -> str:
        """Return what rows of one record share; "" when the row belongs to nothing (a reject)."""
        ...

    def build(self, key: str, rows: Sequence[Row]) -> Iterable[Outcome]:
        """Return the records that the rows of one key make, and the rows that could not be read."""
        ...


class Survey(Protocol):
    """A look at all rows before any is normalised: formats of columns, relations between rows."""

    def look(self, rows: Sequence[Row]) -> None:
        """Take in a batch of rows."""
        ...

    def questions(self) -> list[Question]:
        """Return what only the person can decide; what is answered already says so."""
        ...

    def normaliser(self) -> Normaliser:
        """Return the normaliser that reads rows as the survey found them to be."""
        ...


@dataclass(frozen=True, slots=True)
class TableFormat:
    """A format whose file is a table."""

    key: str
    label: str
    subject: Subject
    recognise: Callable[[Sequence[str]], Recognition]
    survey: Callable[[Sequence[str], Options], Survey]
    fields: tuple[Field, ...] = ()  # empty: the columns are fixed, nothing is mapped
    kind: str = "table"


@dataclass(frozen=True, slots=True)
class DocumentFormat:
    """A format whose file is a sequence of JSON objects."""

    key: str
    label: str
    subject: Subject
    recognise: Callable[[Mapping[str, Any]], Recognition]
    normalise: Callable[[Mapping[str, Any], Options], Record]
    fields: tuple[Field, ...] = ()
    kind: str = "json"


FileFormat = TableFormat | DocumentFormat


def recognise_columns(
    columns: Sequence[str], *, required: Sequence[str], telling: Sequence[str], label: str
) -> Recognition:
    """Return how well the header fits: all of ``required`` must be there, ``telling`` ones make it sure."""
    present = {column.strip().lower() for column in columns}
    missing = tuple(name for name in required if name.lower() not in present)
    if missing:
        share = 1 - len(missing) / len(required)
        return Recognition(share * 0.4, f"{label} files have the column {missing[0]!r}, this one has not", missing)
    hits = [name for name in telling if name.lower() in present]
    if telling and not hits:
        return Recognition(0.45, f"none of the columns that only {label} files have is there")
    named = ", ".join(repr(name) for name in (hits or list(required))[:3])
    return Recognition(min(0.9 + 0.1 * len(hits) / max(len(telling), 1), 1.0), f"the columns {named} are {label}'s")


def recognise_keys(body: Mapping[str, Any], *, required: Sequence[str], label: str) -> Recognition:
    """Return how well a JSON object fits: every key in ``required`` must be there."""
    missing = tuple(name for name in required if name not in body)
    if missing:
        share = 1 - len(missing) / len(required)
        return Recognition(share * 0.4, f"{label} have {missing[0]!r}, the first object has not", missing)
    return Recognition(0.98, f"the fields {', '.join(repr(name) for name in required[:3])} are those of {label}")
