"""Roles and row-level security: who may see which rows, whatever a statement says.

Owner migrates and owns every object. App sees one organisation, the one set for the transaction; unset means no rows.
System sees all: it is the product's own work. None of them may pass by the policies, the owner included (FORCE).
"""

import psycopg
from psycopg import sql
from sqlalchemy import MetaData

from comptoir.platform.database.server import APP, OWNER, ROLES, SYSTEM

CURRENT = "nullif(current_setting('comptoir.organisation', true), '')::uuid"


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
    return statements
