"""The round: every check once, whatever the one before stumbled over, and the settings beside them."""

import asyncio
from dataclasses import dataclass

from comptoir.platform.context import opened
from comptoir.platform.database.connect import Database
from comptoir.platform.database.migrate import latest
from comptoir.platform.settings import SETTINGS, Settings
from comptoir.platform.warehouse import Warehouse
from comptoir.roles.admin.checks import engines, host
from comptoir.roles.admin.checks.finding import WARNING, Finding, looked


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
    found = await looked("python", host.python)
    found += await looked("clock", host.clock)
    found += await looked("home", lambda: host.home(settings.home))
    found += await looked("space", lambda: host.space(settings.home))
    found += await looked("master key", lambda: host.key(settings))
    found += await looked("address", lambda: host.address(settings))
    found += await looked("panel", lambda: asyncio.to_thread(host.panel, settings))
    found += await looked("backup", lambda: host.backups(settings))
    if settings.broker_url is not None:
        found += await looked("broker", lambda: engines.broker(str(settings.broker_url)))
    if not settings.home.exists() and not settings.database_url:
        hint = "`comptoir init` makes an organisation, `comptoir demo` one to look at."
        return [*found, Finding("engines", WARNING, "nothing is laid out yet", hint)]
    return [*found, *await looked("engines", lambda: _engines(settings))]


async def _engines(settings: Settings) -> list[Finding]:
    async with opened(settings) as (database, warehouse):
        return await _both(settings, database, warehouse)


async def _both(settings: Settings, database: Database, warehouse: Warehouse) -> list[Finding]:
    found = await looked("PostgreSQL", lambda: engines.postgres(settings, database))
    found += await looked("ClickHouse", lambda: engines.clickhouse(settings, warehouse))
    if any(one.check == "schema" and one.detail == latest() for one in found):
        found += await looked("data", lambda: engines.data(settings, database))
    return found
