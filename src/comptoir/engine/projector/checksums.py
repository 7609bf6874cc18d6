"""Counts, sums and hashes of the same rows in both engines, computed by each engine from its own data.

A row's hash is 60 bits of the MD5 of its columns as text; a bucket's is their sum, so order does not matter and a row
that is there twice shows. Version and flag are no part of it, and nothing personal is: erasure changes no checksum.
Pure except for the two functions that run the statements.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text

from comptoir.engine.projector import statements
from comptoir.engine.projector.feed import Feed, Rollup
from comptoir.engine.schema import WarehouseColumn
from comptoir.platform.database.unit_of_work import UnitOfWork
from comptoir.platform.warehouse import Budget, Warehouse

_NULL = r"\N"
_LONG = Budget(seconds=1800, memory_bytes=4 * 1024**3)


@dataclass(frozen=True, slots=True, order=True)
class BucketKey:
    """A (store, day) bucket of an organisation; tables without buckets have one for each organisation."""

    organisation: UUID
    store: UUID | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Checksum:
    """What one engine holds of a bucket."""

    rows: int
    sums: tuple[Decimal, ...]
    hash: int


Checksums = dict[BucketKey, Checksum]


@dataclass(frozen=True, slots=True)
class Slice:
    """Which rows to look at: everything, or one organisation, its stores, its days (both ends included)."""

    organisation_id: UUID | None = None
    stores: tuple[UUID, ...] = ()
    first: date | None = None
    last: date | None = None

    def conditions(self, *, is_fact: bool, has_organisation: bool) -> list[str]:
        """Return SQL conditions that both engines read."""
        found = []
        if self.organisation_id is not None and has_organisation:
            found.append(f"organisation = '{self.organisation_id}'")
        if is_fact and self.stores:
            found.append(f"store in ({', '.join(repr(str(store)) for store in self.stores)})")
        if is_fact and self.first is not None:
            found.append(f"day >= '{self.first}'")
        if is_fact and self.last is not None:
            found.append(f"day <= '{self.last}'")
        return found


async def of_postgres(uow: UnitOfWork, *, feed: Feed, part: Slice) -> Checksums:
    """Return the checksums of what the feed's SELECT gives."""
    return _read(await uow.execute(text(postgres_sql(feed, part=part))), feed=feed)


async def of_warehouse(warehouse: Warehouse, *, feed: Feed, part: Slice, database: str | None = None) -> Checksums:
    """Return the checksums of the feed's table."""
    sql = clickhouse_sql(feed, part=part, database=database or warehouse.database)
    return _read((await warehouse.query(sql, budget=_LONG)).rows, feed=feed)


async def of_rollup(
    warehouse: Warehouse, *, feed: Feed, rollup: Rollup, part: Slice, database: str | None = None
) -> Checksums:
    """Return rows and sums of a roll-up by bucket; its hash is 0, because its grain is another one."""
    sums = "".join(f", toString(sum(`{name}`))" for name in feed.sums)
    where = _where(part.conditions(is_fact=True, has_organisation=True))
    sql = (
        f"SELECT organisation, store, day, sum(entries){sums}, '0' "
        f"FROM `{database or warehouse.database}`.`{rollup.table.name}` FINAL {where} "
        "GROUP BY organisation, store, day HAVING sum(entries) > 0"
    )
    return _read((await warehouse.query(sql, budget=_LONG)).rows, feed=feed)


def postgres_sql(feed: Feed, *, part: Slice) -> str:
    """Return the statement for PostgreSQL."""
    names = ", ".join(f'"{name}"' for name in feed.columns())
    columns = [column for column in feed.table.columns if column.name in feed.columns()]
    row = " || chr(31) || ".join(postgres_text(column) for column in columns)
    keys = _keys(feed)
    sums = "".join(f', sum("{name}")::numeric(38,6)::text' for name in feed.sums)
    return (
        f"select {', '.join([*keys, 'count(*)'])}{sums}, "
        f"sum(('x' || substr(md5({row}), 1, 15))::bit(60)::bigint)::text\n"
        f"from (\n{statements.rows_of(feed, scope=statements.EVERYTHING)}\n) as rows_now({names})\n"
        f"{_where(part.conditions(is_fact=feed.is_fact, has_organisation=not feed.shared))}"
        + (f"\ngroup by {', '.join(keys)}" if keys else " having count(*) > 0")
    )


def clickhouse_sql(feed: Feed, *, part: Slice, database: str) -> str:
    """Return the statement for ClickHouse."""
    columns = [column for column in feed.table.columns if column.name in feed.columns()]
    row = ", char(31), ".join(clickhouse_text(column) for column in columns)
    keys = _keys(feed)
    sums = "".join(f", toDecimalString(sum(`{name}`), 6)" for name in feed.sums)
    hashed = f"bitShiftRight(reinterpretAsUInt64(reverse(substring(MD5(concat({row})), 1, 8))), 4)"
    return (
        f"SELECT {', '.join([*keys, 'count()'])}{sums}, toString(sum(toUInt128({hashed})))\n"
        f"FROM `{database}`.`{feed.table.name}` FINAL "
        f"{_where(part.conditions(is_fact=feed.is_fact, has_organisation=not feed.shared))}"
        + (f"\nGROUP BY {', '.join(keys)}" if keys else "\nHAVING count() > 0")
    )


def _keys(feed: Feed) -> list[str]:
    if feed.shared:
        return []
    return ["organisation", "store", "day"] if feed.is_fact else ["organisation"]


def _where(conditions: Sequence[str]) -> str:
    return f"where {' and '.join(conditions)}" if conditions else ""


def postgres_text(column: WarehouseColumn) -> str:
    """Return a column as text, equal to what ``clickhouse_text`` gives for the same value."""
    kind, name = column.type.removeprefix("LowCardinality("), f'"{column.name}"'
    if kind.removeprefix("Nullable(").startswith("Decimal("):
        value = f"{name}::numeric({_decimal(kind)[0]},{_decimal(kind)[1]})::text"
    elif kind.startswith("DateTime64"):
        value = f"to_char({name}, 'YYYY-MM-DD HH24:MI:SS.MS')"
    else:
        value = f"{name}::text"
    return f"coalesce({value}, '{_NULL}')" if "Nullable(" in kind else value


def clickhouse_text(column: WarehouseColumn) -> str:
    """Return a column as text, equal to what ``postgres_text`` gives for the same value."""
    kind, name = column.type.removeprefix("LowCardinality("), f"`{column.name}`"
    if kind.removeprefix("Nullable(").startswith("Decimal("):
        value = f"toDecimalString({name}, {_decimal(kind)[1]})"
    elif kind.startswith("Array("):
        quoted = f"arrayMap(x -> replaceAll(x, '\\'', '\\'\\''), {name})"
        value = f"if(empty({name}), '[]', concat('[\\'', arrayStringConcat({quoted}, '\\',\\''), '\\']'))"
    elif kind.startswith("Map("):
        shown = (
            f"toDecimalString(v, {_decimal(kind)[1]})" if "Decimal(" in kind else "concat('\\'', toString(v), '\\'')"
        )
        pairs = f"arrayMap((k, v) -> concat('\\'', k, '\\':', {shown}), mapKeys({name}), mapValues({name}))"
        value = f"concat('{{', arrayStringConcat({pairs}, ','), '}}')"
    else:
        value = f"toString({name})"
    return f"ifNull({value}, '\\\\N')" if "Nullable(" in kind else value


def _decimal(kind: str) -> tuple[str, str]:
    precision, scale = kind.partition("Decimal(")[2].partition(")")[0].split(",")
    return precision.strip(), scale.strip()


def _read(rows: Any, *, feed: Feed) -> Checksums:
    found: Checksums = {}
    width = len(_keys(feed))
    for row in rows:
        key = BucketKey(*(row[:width] if width else (UUID(int=0),)))
        sums = tuple(Decimal(value) for value in row[width + 1 : width + 1 + len(feed.sums)])
        found[key] = Checksum(rows=int(row[width]), sums=sums, hash=int(row[-1]))
    return found


@dataclass(frozen=True, slots=True)
class Difference:
    """A bucket that two places do not agree on; ``None`` means it has no rows there."""

    table: str
    places: tuple[str, str]
    key: BucketKey
    left: Checksum | None
    right: Checksum | None


def compare(
    left: Mapping[BucketKey, Checksum],
    right: Mapping[BucketKey, Checksum],
    *,
    table: str,
    places: tuple[str, str],
    with_hash: bool = True,
) -> list[Difference]:
    """Return the buckets that differ, in order. Hashes are left out where the grains differ."""

    def seen(checksum: Checksum | None) -> tuple[object, ...] | None:
        if checksum is None:
            return None
        return (checksum.rows, checksum.sums, checksum.hash if with_hash else 0)

    keys = sorted({*left, *right}, key=lambda key: (key.organisation, str(key.store), str(key.day)))
    return [
        Difference(table, places, key, left.get(key), right.get(key))
        for key in keys
        if seen(left.get(key)) != seen(right.get(key))
    ]
