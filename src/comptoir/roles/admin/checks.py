"""What `comptoir doctor` looks at. Each check finds out one thing and says what to do about it; none mends anything."""

import asyncio
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from comptoir.kernel.errors import ComptoirError
from comptoir.platform.context import opened
from comptoir.platform.database.connect import Database
from comptoir.platform.database.migrate import current, latest, revisions
from comptoir.platform.settings import SETTINGS, Settings
from comptoir.platform.warehouse import Warehouse

LITTLE_SPACE = 2 * 1024**3
FINE, WARNING, WRONG = "ok", "warning", "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    check: str
    state: str
    detail: str
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class ShownSetting:
    """A setting as it may be shown: a secret's value never is."""

    name: str
    value: str
    origin: str
    description: str


def shown_settings(settings: Settings) -> list[ShownSetting]:
    """Return every setting with its value and where it came from."""
    return [
        ShownSetting(
            name=setting.environment_name(),
            value=shown(getattr(settings, setting.name), secret=setting.secret),
            origin=settings.origin.get(setting.name, "default"),
            description=setting.description,
        )
        for setting in SETTINGS
    ]


def shown(value: object, *, secret: bool) -> str:
    """Return a value for people."""
    if value is None or value == ():
        return "-"
    if secret:
        return "(set, not shown)"
    return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)


async def findings(settings: Settings) -> list[Finding]:
    """Look at everything; a check that cannot look says so and does not stop the others."""
    found = [home(settings.home), space(settings.home), key(settings.key_file)]
    try:
        async with opened(settings) as (database, warehouse):
            found += await postgres(settings, database)
            found += await clickhouse(settings, warehouse)
    except ComptoirError as error:
        found.append(Finding("PostgreSQL", WRONG, error.message, error.hint))
    return found


def home(directory: Path) -> Finding:
    """Look whether the home exists and is closed to others."""
    if not directory.exists():
        return Finding("home", WARNING, f"{directory} does not exist yet.", "`comptoir init` creates it.")
    found = directory.stat()
    if found.st_uid != os.geteuid():
        return Finding("home", WRONG, f"{directory} belongs to another user.", "Choose another with COMPTOIR_HOME.")
    if found.st_mode & 0o066:
        return Finding("home", WARNING, f"{directory} may be read by others.", f"Run `chmod go-rw {directory}`.")
    return Finding("home", FINE, str(directory))


def space(directory: Path) -> Finding:
    """Look how much space is left where the home is, or will be."""
    place = directory
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    if free < LITTLE_SPACE:
        return Finding(
            "space", WARNING, f"{free / 1024**3:.1f} GB are free.", "Free some: engines stop writing at zero."
        )
    return Finding("space", FINE, f"{free / 1024**3:.1f} GB are free")


def key(file: Path) -> Finding:
    """Look whether the master key is there and closed to others."""
    if not file.exists():
        return Finding(
            "master key", WARNING, f"{file} does not exist yet.", "It is made on first use; back it up then."
        )
    if file.stat().st_mode & 0o077:
        return Finding("master key", WRONG, f"{file} may be read by others.", f"Run `chmod 600 {file}`.")
    return Finding("master key", FINE, f"{file} (losing it loses personal data: back it up)")


async def postgres(settings: Settings, database: Database) -> list[Finding]:
    """Look whether PostgreSQL answers and at which version its schema is."""
    where = "DATABASE_URL" if settings.database_url else "embedded"
    try:
        found = await asyncio.to_thread(current, database.server)
    except Exception as error:  # noqa: BLE001  the driver's own words are what the reader needs
        return [
            Finding("PostgreSQL", WRONG, f"{where}: {error}".strip(), "Is the server running, and the address right?")
        ]
    answer = [Finding("PostgreSQL", FINE, f"{where}, answers")]
    if not found:
        return [
            *answer,
            Finding("schema", WARNING, "nothing is laid out yet", "`comptoir init` or `comptoir migrate` does."),
        ]
    if found == latest():
        return [*answer, Finding("schema", FINE, found)]
    if found in revisions():
        hint = "Stop Comptoir, copy the home to a safe place, then run `comptoir migrate`."
        return [*answer, Finding("schema", WRONG, f"{found}; this program needs {latest()}", hint)]
    return [*answer, Finding("schema", WRONG, f"{found} was made by a newer Comptoir", "Start the newer one.")]


async def clickhouse(settings: Settings, warehouse: Warehouse) -> list[Finding]:
    """Look whether ClickHouse answers and whether its data can be trusted."""
    where = "WAREHOUSE_URL" if settings.warehouse_url else "embedded"
    try:
        version = (await warehouse.query("SELECT version()")).scalar()
        health = await warehouse.health()
    except ComptoirError as error:
        return [Finding("ClickHouse", WRONG, f"{where}: {error.message}", error.hint)]
    answer = Finding("ClickHouse", FINE, f"{where}, {version}, answers")
    if not health.present:
        hint = "A running server rebuilds it by itself; `comptoir rebuild warehouse` does it now."
        return [answer, Finding("warehouse data", WARNING, "there is none", hint)]
    if not health.sound:
        detail = "; ".join((*health.problems, *health.detached_parts))
        return [answer, Finding("warehouse data", WRONG, detail, "Run `comptoir rebuild warehouse`.")]
    return [answer, Finding("warehouse data", FINE, "present and undamaged")]
