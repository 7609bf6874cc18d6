"""Set-based writing of many rows into tables under row-level security: COPY to a temporary stage, then one INSERT.

PostgreSQL refuses COPY into a table whose policies apply to the role. Owns no table; names come from declarations only.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import Table, text

from comptoir.platform.database.unit_of_work import UnitOfWork


async def insert_rows(
    uow: UnitOfWork, table: Table, *, columns: Sequence[str], rows: Iterable[Sequence[object]], conflict: str = ""
) -> int:
    """Insert ``rows`` and return how many were written; ``conflict`` is an ON CONFLICT clause in SQL.

    JSON columns take JSON text. The stage lives as long as the connection and is empty outside of this call.
    """
    stage = f"staged_{table.name}_{len(columns)}"
    names = ", ".join(f'"{name}"' for name in columns)
    await uow.execute(
        text(
            f"create temporary table if not exists {stage} on commit delete rows "
            f"as select {names} from {table.name} with no data"
        )
    )
    if not await uow.copy_in(stage, columns, rows):
        return 0
    done = await uow.execute(text(f"insert into {table.name} ({names}) select {names} from {stage} {conflict}"))
    await uow.execute(text(f"delete from {stage}"))
    return done.rowcount


def overwrite(columns: Sequence[str], *, key: Sequence[str] = ("id",)) -> str:
    """Return the ON CONFLICT clause that replaces every column of a known row."""
    changes = ", ".join(f'"{name}" = excluded."{name}"' for name in columns if name not in key)
    return f"on conflict ({', '.join(key)}) do update set {changes}"
