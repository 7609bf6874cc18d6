"""Warehouse tables as data. Owns rendering a declaration as ClickHouse DDL; modules own the declarations."""

from dataclasses import dataclass

# A partition that rests for ten minutes becomes one part: reading current rows of one part costs no merging.
SETTLING = ", min_age_to_force_merge_seconds = 600, min_age_to_force_merge_on_partition_only = 1"
# An acknowledged insert survives a crash of the machine: both the part's files and its directory reach the disk.
DURABLE = ", fsync_after_insert = 1, fsync_part_directory = 1"


@dataclass(frozen=True, slots=True)
class WarehouseColumn:
    """A column: ClickHouse type, what it means, and an optional MATERIALIZED expression."""

    name: str
    type: str
    description: str
    materialized: str | None = None


@dataclass(frozen=True, slots=True)
class WarehouseTable:
    """A table of the warehouse; ``version`` names the ReplacingMergeTree version column, ``deleted`` its flag.

    ``granularity`` is the least number of rows a read takes: small where rows are wide and questions narrow.
    """

    name: str
    description: str
    columns: tuple[WarehouseColumn, ...]
    order_by: tuple[str, ...]
    version: str | None = None
    deleted: str | None = None
    partition_by: str | None = None
    granularity: int = 8192

    def column_names(self) -> tuple[str, ...]:
        """Return the columns that inserts name, in order: all but materialized ones."""
        return tuple(column.name for column in self.columns if column.materialized is None)

    def arriving(self) -> str:
        """Return the structure in which text arrives: dictionary types are built once a block, not once a value."""
        kept = [column for column in self.columns if column.materialized is None]
        return ", ".join(f"`{column.name}` {plain(column.type)}" for column in kept)

    def ddl(self, *, database: str, durable: bool = True) -> str:
        """Return CREATE TABLE IF NOT EXISTS for one database of a single node; ``durable`` waits for the disk."""
        lines = [
            f"`{column.name}` {column.type}"
            + (f" MATERIALIZED {column.materialized}" if column.materialized else "")
            + f" COMMENT {quote(column.description)}"
            for column in self.columns
        ]
        partition = f"PARTITION BY {self.partition_by}\n" if self.partition_by else ""
        return (
            f"CREATE TABLE IF NOT EXISTS `{database}`.`{self.name}` (\n  " + ",\n  ".join(lines) + "\n)\n"
            f"ENGINE = {self.engine()}\n{partition}ORDER BY ({', '.join(self.order_by)})\n"
            f"SETTINGS index_granularity = {self.granularity}{SETTLING if self.version else ''}{DURABLE if durable else ''}\nCOMMENT {quote(self.description)}"
        )

    def engine(self) -> str:
        """Return the engine clause."""
        if self.version is None:
            return "MergeTree"
        return f"ReplacingMergeTree({', '.join(filter(None, (self.version, self.deleted)))})"


def plain(kind: str) -> str:
    """Return a type without its dictionary: LowCardinality(Nullable(String)) is Nullable(String)."""
    return kind.removeprefix("LowCardinality(")[:-1] if kind.startswith("LowCardinality(") else kind


def quote(value: str) -> str:
    """Return a ClickHouse string literal."""
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
