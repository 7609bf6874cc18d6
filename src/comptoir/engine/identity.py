"""The warehouse's identity: a row that vanishes with the data, so that a lost or swapped directory is noticed."""

from typing import Protocol
from uuid import uuid4

from comptoir import __version__
from comptoir.engine.parts import QUERY, Part, cut_short
from comptoir.engine.schema import WarehouseColumn, WarehouseTable
from comptoir.kernel.errors import ComptoirError
from comptoir.platform.database.migrate import OtherVersion
from comptoir.platform.warehouse import Parameters, QueryResult, WarehouseHealth

SCHEMA = 3  # grows when a declared table changes in a way that asks for a rebuild

IDENTITY = WarehouseTable(
    name="comptoir_identity",
    description="Which warehouse this is and for which shape it was laid out",
    columns=(
        WarehouseColumn("id", "UUID", "Made once, when the warehouse was laid out"),
        WarehouseColumn("schema", "UInt32", "Version of the tables' shape"),
        WarehouseColumn("created_at", "DateTime64(3, 'UTC')", "When it was laid out"),
    ),
    order_by=("created_at",),
)


class Asked(Protocol):
    """The part of the warehouse that is used here."""

    @property
    def database(self) -> str:
        """The database in use."""

    async def query(self, sql: str, parameters: Parameters | None = None) -> QueryResult:
        """Run a read."""

    async def command(self, sql: str, parameters: Parameters | None = None) -> None:
        """Run a statement."""


async def create_identity(warehouse: Asked, *, database: str) -> None:
    """Write the identity row unless there is one."""
    table = f"`{database}`.`{IDENTITY.name}`"
    if (await warehouse.query(f"SELECT id FROM {table} LIMIT 1")).first() is None:
        await warehouse.command(
            f"INSERT INTO {table} (id, schema, created_at) SELECT {{id:UUID}}, {{schema:UInt32}}, now64(3)",
            {"id": uuid4(), "schema": SCHEMA},
        )


def refuse_newer(health: WarehouseHealth) -> None:
    """Raise ``OtherVersion`` for a warehouse of a newer program: rebuilding it would take it away from that one."""
    if health.shape is not None and health.shape > SCHEMA:
        raise OtherVersion(
            f"The warehouse was laid out by a newer Comptoir for shape {health.shape}; this is Comptoir {__version__}, "
            f"which knows shapes up to {SCHEMA}.",
            hint="Start the newer Comptoir, or restore a backup made before into an empty home.",
        )


async def read_health(warehouse: Asked, *, files: bool) -> WarehouseHealth:
    """Look whether the data is there, of this shape and undamaged; at its ``files`` too where they are ours."""
    try:
        row = (
            await warehouse.query(
                f"SELECT id, schema FROM `{warehouse.database}`.`{IDENTITY.name}` ORDER BY created_at LIMIT 1"
            )
        ).first()
        damaged = await warehouse.query(
            "SELECT concat(table, '/', name, ' (', ifNull(reason, ''), ')') FROM system.detached_parts "
            "WHERE database = {database:String} AND ifNull(reason, '') NOT IN ('', 'ignored') ORDER BY 1",
            {"database": warehouse.database},
        )
    except ComptoirError as error:
        if error.code != "warehouse_missing":
            raise
        row, damaged = None, None
    if row is None:
        return WarehouseHealth(present=False, identity=None)
    problems = () if row[1] == SCHEMA else (f"laid out for shape {row[1]}; this program needs {SCHEMA}",)
    parts = tuple(str(found[0]) for found in damaged.rows) if damaged else ()
    if files:
        held = await warehouse.query(f"{QUERY} AND database = {{database:String}}", {"database": warehouse.database})
        parts += tuple(f"{part.table}/{part.name} (cut short)" for part in cut_short(Part(*row) for row in held.rows))
    return WarehouseHealth(present=True, identity=str(row[0]), detached_parts=parts, problems=problems, shape=row[1])
