"""Which PostgreSQL server this home uses, and how each role connects to it.

Embedded: roles log in themselves over the closed socket. Served: the user of DATABASE_URL takes the role at connect.
"""

from dataclasses import dataclass, replace
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from comptoir.platform.engines.home import EngineHome
from comptoir.platform.engines.lease import Engine, EngineLease
from comptoir.platform.engines.locks import free
from comptoir.platform.engines.postgres import ADMIN
from comptoir.platform.settings import BadSetting, Settings

OWNER, APP, SYSTEM = "comptoir_owner", "comptoir_app", "comptoir_system"
ROLES = (OWNER, APP, SYSTEM)
CONNECT_WITHIN = 10


@dataclass(frozen=True, slots=True)
class Server:
    """Connection parameters without a role, and the lease that keeps an embedded server alive."""

    parameters: dict[str, Any]
    database: str
    lease: EngineLease | None

    @property
    def embedded(self) -> bool:
        """Whether the server runs inside the home."""
        return self.lease is not None

    def connection(self, role: str | None, *, database: str | None = None) -> dict[str, Any]:
        """Return what psycopg needs to connect as ``role`` (None: the administrator)."""
        found = {**self.parameters, "dbname": database or self.database, "connect_timeout": CONNECT_WITHIN}
        if self.embedded:
            found["user"] = role or ADMIN
        elif role:
            found["options"] = f"{found.get('options', '')} -c role={role}".strip()
        found["application_name"] = f"comptoir {role or 'admin'}"
        return found

    def using(self, database: str) -> "Server":
        """Return the same server with another database."""
        return replace(self, database=database)

    def ensure(self) -> None:
        """Start the embedded server if it does not answer; a served one is not ours to start."""
        if self.lease is not None:
            self.lease.ensure()

    def release(self) -> None:
        """Give the embedded server back."""
        if self.lease is not None:
            self.lease.release()


def server_of(settings: Settings) -> Server:
    """Return the server that the settings name. Opens nothing."""
    if settings.database_url:
        try:
            parameters = conninfo_to_dict(settings.database_url.replace("postgresql+psycopg://", "postgresql://", 1))
        except psycopg.Error as error:
            raise BadSetting(
                "DATABASE_URL cannot be read.", hint="postgresql://user:password@host:5432/name"
            ) from error
        return Server(dict(parameters), str(parameters.get("dbname") or settings.database_name), None)
    home = EngineHome(settings.home)
    parameters = {"host": str(home.socket_directory()), "port": 5432}
    lease = EngineLease(home, engine_of(settings, home))
    return Server(dict(parameters), settings.database_name, lease)


def engine_of(settings: Settings, home: EngineHome) -> Engine:
    """Return how the embedded server of a home is started."""
    given = {"home": str(home.root), "linger": settings.engine_linger_seconds, "unsafe": settings.unsafe_fast}
    return Engine(
        name="postgres",
        label="PostgreSQL",
        module="comptoir.platform.engines.keeper",
        given=given,
        answers=lambda: answers(home),
    )


def answers(home: EngineHome) -> bool:
    """Return whether the embedded server takes connections and somebody keeps it."""
    directory = home.socket_directory()
    if not (directory / ".s.PGSQL.5432").exists() or free(home.run / "postgres.keeper"):
        return False
    try:
        psycopg.connect(host=str(directory), port=5432, user=ADMIN, dbname="postgres", connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True
