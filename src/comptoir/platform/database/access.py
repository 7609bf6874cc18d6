"""Roles and row-level security: who may see which rows, whatever a statement says.

Owner migrates and owns every object. App sees one organisation, the one set for the transaction; unset means no rows.
System sees all: it is the product's own work. None of them may pass by the policies, the owner included (FORCE).
"""

import psycopg
from psycopg import sql
from sqlalchemy import MetaData, Table

from comptoir.kernel.actor import Actor
from comptoir.platform.database.server import APP, OWNER, ROLES, SYSTEM

CURRENT = "nullif(current_setting('comptoir.organisation', true), '')::uuid"
EVERYTHING = "*"
# Beside the organisation a transaction carries what its actor is limited to: '*', or an array of what may be seen.
# Unset means no rows. Sub-selects are worked out once a statement, not once a row.
_FREE = "(select coalesce(current_setting('comptoir.{0}', true), '') = '*')"
_HELD = "(select nullif(nullif(current_setting('comptoir.{0}', true), '*'), '')::{1}[])"
_LIMITS = {"stores": "uuid", "channels": "text", "sales_reps": "text"}
SET_SCOPE = (
    "SELECT set_config('comptoir.organisation', {organisation}, true) = {organisation}"
    " AND set_config('comptoir.stores', coalesce(cast({stores} as uuid[])::text, '*'), true) <> ''"
    " AND set_config('comptoir.channels', coalesce(cast({channels} as text[])::text, '*'), true) <> ''"
    " AND set_config('comptoir.sales_reps', coalesce(cast({sales_reps} as text[])::text, '*'), true) <> '' AS is_scoped"
)


def scope_values(actor: Actor, *, is_whole: bool = False) -> dict[str, object]:
    """Return the values of ``SET_SCOPE`` for an actor; ``is_whole``: all of the organisation, whatever the limits."""
    scope = actor.scope
    limits: dict[str, object] = dict.fromkeys(_LIMITS)
    if not is_whole:
        limits["stores"] = None if scope.stores is None else [str(store) for store in sorted(scope.stores)]
        limits["channels"] = None if scope.channels is None else sorted(scope.channels)
        limits["sales_reps"] = None if scope.sales_rep is None else [scope.sales_rep]
    return {"organisation": str(actor.organisation_id), **limits}


def create_roles(connection: psycopg.Connection[object], *, login: bool) -> None:
    """Create what is missing of the three roles; on a served database its user becomes a member of each."""
    for role in ROLES:
        kind = "LOGIN" if login else "NOLOGIN"
        connection.execute(
            sql.SQL(
                "DO $$ BEGIN CREATE ROLE {role} {kind} NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOINHERIT; "
                "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
            ).format(role=sql.Identifier(role), kind=sql.SQL(kind))
        )
        if not login:
            connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(role)))


def prepare_database(connection: psycopg.Connection[object], *, database: str) -> None:
    """Let the owner create objects, and the others use what the owner makes, functions on request only."""
    name = sql.Identifier(database)
    both = sql.SQL("{}, {}").format(sql.Identifier(APP), sql.Identifier(SYSTEM))
    owner = sql.Identifier(OWNER)
    for statement in (
        "GRANT CONNECT, TEMPORARY, CREATE ON DATABASE {name} TO {owner}",
        "GRANT CONNECT, TEMPORARY ON DATABASE {name} TO {both}",
        "GRANT USAGE, CREATE ON SCHEMA public TO {owner}",
        "GRANT USAGE ON SCHEMA public TO {both}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {both}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {both}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO {both}",
    ):
        connection.execute(sql.SQL(statement).format(name=name, owner=owner, both=both))


def row_security(metadata: MetaData) -> list[str]:
    """Return the statements that force row-level security on every tenant table; running them again is harmless.

    ``info["tenant_column"]`` names another column than organisation_id, ``info["private"]`` closes a table to app.
    ``info["limits"]`` names the columns by which actors are limited (stores, channels, sales_reps); what carries
    store_id is limited by it without being told to.
    """
    statements: list[str] = []
    for table in metadata.sorted_tables:
        name = f'"{table.name}"'
        if table.info.get("private"):
            statements.append(f"REVOKE ALL ON {name} FROM {APP}")
        if not table.info.get("tenant"):
            continue
        own = f"{table.info.get('tenant_column', 'organisation_id')} = {CURRENT}"
        statements += [
            f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY",
            f"DROP POLICY IF EXISTS one_organisation ON {name}",
            f"CREATE POLICY one_organisation ON {name} TO {APP} USING ({own}) WITH CHECK ({own})",
            f"DROP POLICY IF EXISTS all_organisations ON {name}",
            f"CREATE POLICY all_organisations ON {name} TO {SYSTEM}, {OWNER} USING (true) WITH CHECK (true)",
        ]
        limits = inside_scope(table)
        if limits:
            statements += [
                f"DROP POLICY IF EXISTS inside_scope ON {name}",
                f"CREATE POLICY inside_scope ON {name} AS RESTRICTIVE TO {APP} USING ({limits})",
            ]
    return statements


def inside_scope(table: Table) -> str | None:
    """Return the condition that a row lies in what its reader is limited to; None where nothing limits a table."""
    columns: dict[str, str] = dict(table.info.get("limits", {}))
    if "store_id" in table.columns:
        columns.setdefault("stores", "store_id")
    found = [_limit(table, limit, column) for limit, column in columns.items()]
    return " and ".join(f"({one})" for one in found) or None


def _limit(table: Table, limit: str, column: str) -> str:
    is_shared = limit == "stores" and table.columns[column].nullable
    held = f"{_HELD.format(limit, _LIMITS[limit])}::{_LIMITS[limit]}[]"
    own = f"{_FREE.format(limit)} or {column} = any ({held})"
    return f"{own} or {column} is null" if is_shared else own
