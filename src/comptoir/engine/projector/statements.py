"""SQL made from declarations: what a batch copies out of PostgreSQL and how ClickHouse rebuilds a roll-up bucket.

Pure: no I/O. Identifiers come from declarations, values are UUIDs, dates and integers only.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from uuid import UUID

from comptoir.engine.projector.feed import Feed, Rollup
from comptoir.engine.schema import WarehouseColumn

Bucket = tuple[UUID, date]  # store, store day

EVERYTHING = "true"
_BUCKETS_A_STATEMENT = 2_000


def batch_select(feed: Feed, *, version: int) -> str:
    """Return the SELECT of everything a batch writes: current rows, and flags for the keys that are gone.

    One statement is one snapshot: no change that commits meanwhile can show up in one half only.
    """
    current = _rows(feed, scope=feed.changed, version=version)
    if feed.gone is None or feed.table.deleted is None:
        return current
    return f"{current}\nunion all\n{_gone(feed, feed.gone, version=version)}"


def full_select(feed: Feed, *, version: int) -> str:
    """Return the SELECT of all current rows of all organisations."""
    return _rows(feed, scope=EVERYTHING, version=version)


def _rows(feed: Feed, *, scope: str, version: int) -> str:
    names = ", ".join(f'"{name}"' for name in feed.columns())
    tail = ([f"{version}::bigint"] if feed.table.version else []) + (["0"] if feed.table.deleted else [])
    return f"select {', '.join([names, *tail])} from (\n{rows_of(feed, scope=scope)}\n) as current_rows({names})"


def rows_of(feed: Feed, *, scope: str) -> str:
    """Return the feed's own SELECT with its scope filled in."""
    return feed.rows.replace("{scope}", scope)


def _gone(feed: Feed, gone: str, *, version: int) -> str:
    keys = feed.table.order_by
    values = [
        f'gone_rows."{column.name}"' if column.name in keys else postgres_default(column)
        for column in feed.table.columns
        if column.name in feed.columns()
    ]
    names = ", ".join(f'"{name}"' for name in keys)
    return f"select {', '.join([*values, f'{version}::bigint', '1'])} from (\n{gone}\n) as gone_rows({names})"


def postgres_default(column: WarehouseColumn) -> str:
    """Return the PostgreSQL literal of a value that a deleted row may carry in a column."""
    kind = column.type.removeprefix("LowCardinality(")
    if kind.startswith("Nullable("):
        return f"null::{'uuid' if 'UUID' in kind else 'numeric' if 'Decimal' in kind else 'text'}"
    if kind.startswith("UUID"):
        return "'00000000-0000-0000-0000-000000000000'::uuid"
    if kind.startswith("DateTime"):
        return "'1970-01-01 00:00:00'::timestamp"
    if kind.startswith("Date"):
        return "'1970-01-01'::date"
    if kind.startswith("Array("):
        return "'[]'"
    return "''" if kind.startswith("String") else "0"


def array_text(expression: str) -> str:
    """Return the PostgreSQL expression that renders a text array as ClickHouse reads arrays in TabSeparated.

    COPY escapes backslashes, tabs and line ends, once, as ClickHouse expects them inside quotes; quotes are doubled here.
    """
    quoted = f"replace(array_to_string({expression}, E'\\x1f'), '''', '''''')"
    listed = f"'[''' || replace({quoted}, E'\\x1f', ''',''') || ''']'"
    return f"case when cardinality({expression}) = 0 then '[]' else {listed} end"


def rollup_insert(rollup: Rollup, *, database: str, where: str, version: int) -> str:
    """Return the INSERT that brings the roll-up in line with its fact for the rows that ``where`` picks.

    Groups that exist only in the roll-up get zeros. The statement is one block, so each partition changes at once.
    """
    groups, measures = tuple(rollup.groups), tuple(rollup.measures)
    fresh = ", ".join(f"{expression} AS `{name}`" for name, expression in _expressions(rollup))
    old = ", ".join([f"`{name}`" for name in groups] + [f"0 AS `{name}`" for name in measures])
    names = ", ".join(f"`{name}`" for name in (*groups, *measures))
    keys = ", ".join(f"`{name}`" for name in groups)
    sums = ", ".join(f"sum(`{name}`)" for name in measures)
    source, target = f"`{database}`.`{rollup.source.name}`", f"`{database}`.`{rollup.table.name}`"
    return (
        f"INSERT INTO {target} ({names}, `{rollup.table.version}`)\n"
        f"SELECT {keys}, {sums}, {version} FROM (\n"
        f"  SELECT {fresh} FROM {source} FINAL WHERE {where} GROUP BY {keys}\n"
        f"  UNION ALL\n"
        f"  SELECT {old} FROM {target} FINAL WHERE {where}\n"
        f") GROUP BY {keys}\n"
        "SETTINGS max_insert_threads = 1, min_insert_block_size_rows = 100000000, min_insert_block_size_bytes = 0,\n"
        "  max_partitions_per_insert_block = 0, do_not_merge_across_partitions_select_final = 1,\n"
        "  prefer_column_name_to_alias = 1"
    )


def _expressions(rollup: Rollup) -> Iterator[tuple[str, str]]:
    yield from rollup.groups.items()
    yield from rollup.measures.items()


def bucket_predicates(organisation_id: UUID, buckets: Iterable[Bucket]) -> Iterator[str]:
    """Yield ClickHouse predicates that together pick the buckets, each small enough for one statement.

    Ordered by month, so that a statement writes few partitions.
    """
    ordered = sorted(set(buckets), key=lambda bucket: (bucket[1].replace(day=1), bucket[0], bucket[1]))
    for start in range(0, len(ordered), _BUCKETS_A_STATEMENT):
        yield bucket_predicate(organisation_id, ordered[start : start + _BUCKETS_A_STATEMENT])


def bucket_predicate(organisation_id: UUID, buckets: Sequence[Bucket]) -> str:
    """Return the ClickHouse predicate for some buckets of one organisation."""
    days: defaultdict[UUID, list[date]] = defaultdict(list)
    for store, day in buckets:
        days[store].append(day)
    stores = " OR ".join(f"(store = '{store}' AND ({_days(sorted(found))}))" for store, found in sorted(days.items()))
    return f"organisation = '{organisation_id}' AND ({stores})"


def _days(days: Sequence[date]) -> str:
    return " OR ".join(
        f"day = '{first}'" if first == last else f"day BETWEEN '{first}' AND '{last}'" for first, last in runs(days)
    )


def runs(days: Sequence[date]) -> Iterator[tuple[date, date]]:
    """Yield (first, last) of each run of consecutive days in ascending ``days``."""
    first = last = None
    for day in days:
        if last is not None and day - last == timedelta(days=1):
            last = day
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = day
    if first is not None and last is not None:
        yield first, last
