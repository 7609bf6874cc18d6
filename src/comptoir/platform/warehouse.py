"""The warehouse as the rest of the product sees it: the port that the engine layer implements.

Owns no connection. Exists here so that what lies below the engine layer (outbox, jobs) can be handed a warehouse.
"""

from collections.abc import AsyncGenerator, AsyncIterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

Parameters = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Budget:
    """What one query may cost. Zero means unlimited."""

    seconds: float = 30.0  # max_execution_time
    memory_bytes: int = 1024 * 1024 * 1024
    rows_read: int = 0
    result_rows: int = 0
    caller: str = ""  # queries of one caller share its places; empty: no limit of its own


@dataclass(frozen=True, slots=True)
class QueryResult:
    """A result by rows, with exact Python values (Decimal, date, aware datetime, UUID)."""

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]
    elapsed_ms: float
    read_rows: int = 0
    read_bytes: int = 0

    def first(self) -> tuple[Any, ...] | None:
        """Return the first row, or nothing."""
        return self.rows[0] if self.rows else None

    def scalar(self) -> Any:
        """Return the only value of the first row, None without rows."""
        return self.rows[0][0] if self.rows else None

    def dicts(self) -> list[dict[str, Any]]:
        """Return rows as mappings by column name."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class WarehouseHealth:
    """What is wrong with the warehouse's data; nothing means it can be trusted."""

    present: bool  # the database and its identity row exist
    identity: str | None
    detached_parts: tuple[str, ...] = ()
    problems: tuple[str, ...] = field(default=())
    shape: int | None = None  # version of the tables' shape

    @property
    def sound(self) -> bool:
        """Whether queries may be believed; otherwise rebuild."""
        return self.present and not self.detached_parts and not self.problems


class Warehouse(Protocol):
    """ClickHouse behind one port. SQL uses server-side parameters ``{name:Type}``; values never enter the text."""

    @property
    def database(self) -> str:
        """The database that unqualified table names mean."""

    async def query(
        self,
        sql: str,
        parameters: Parameters | None = None,
        *,
        settings: Parameters | None = None,
        budget: Budget | None = None,
        database: str | None = None,
    ) -> QueryResult:
        """Run a read and return all rows. Raises ``OverBudget``, ``QueryFailed`` or ``Unavailable``."""

    def stream(
        self,
        sql: str,
        parameters: Parameters | None = None,
        *,
        fmt: str,
        settings: Parameters | None = None,
        budget: Budget | None = None,
        database: str | None = None,
    ) -> AsyncGenerator[bytes, None]:
        """Run a read and yield its bytes in a ClickHouse format, in bounded memory."""

    async def command(
        self, sql: str, parameters: Parameters | None = None, *, settings: Parameters | None = None
    ) -> None:
        """Run a statement that returns nothing (DDL, ALTER, INSERT … SELECT, EXCHANGE)."""

    async def insert_stream(
        self,
        table: str,
        columns: Sequence[str],
        chunks: AsyncIterable[bytes],
        *,
        fmt: str = "TabSeparated",
        database: str | None = None,
        structure: str | None = None,
    ) -> int:
        """Insert bytes in a ClickHouse format, durable when it returns; return rows written (0 if unknown).

        ``structure`` names the types in which they arrive where those are cheaper to read than the table's.
        """

    async def insert_rows(
        self, table: str, columns: Sequence[str], rows: Sequence[Sequence[object]], *, database: str | None = None
    ) -> int:
        """Insert Python rows, durable when it returns."""

    async def ensure_schema(self, tables: Sequence[Any], *, database: str | None = None) -> None:
        """Create database and tables (``engine.schema.WarehouseTable``) that are missing, and the identity row."""

    async def health(self) -> WarehouseHealth:
        """Look at the data's identity and for parts that were set aside as damaged."""

    async def close(self) -> None:
        """Give the engine back."""
