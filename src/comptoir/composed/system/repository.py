"""What PostgreSQL and ClickHouse say of themselves."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Row, text

from comptoir.platform.database.unit_of_work import UnitOfWork
from comptoir.platform.warehouse import Budget, Warehouse

_POSTGRESQL = text("""
select current_setting('server_version') as version, pg_database_size(current_database()) as size,
  pg_postmaster_start_time() as up_since
""")
_CLICKHOUSE = """
SELECT version(), uptime(), (SELECT sum(bytes_on_disk) FROM system.parts WHERE active AND database = {database:String})
"""
_SHORT = Budget(seconds=2.0)


async def postgresql(uow: UnitOfWork) -> "Row[Any]":
    """Return version, size of the database in bytes and start of the server."""
    return (await uow.execute(_POSTGRESQL)).one()


async def clickhouse(warehouse: Warehouse, *, now: datetime) -> tuple[str, int, datetime]:
    """Return version, bytes of all parts of the database in use, and start of the server."""
    answer = await warehouse.query(_CLICKHOUSE, {"database": warehouse.database}, budget=_SHORT)
    version, uptime, size = answer.rows[0]
    return str(version), int(size), now.astimezone(UTC) - timedelta(seconds=int(uptime))
