"""Both engines, what waits in them, and the broker. Works beside a running panel and without one, at every schema."""

import asyncio

from sqlalchemy import text

from comptoir.engine.identity import refuse_newer
from comptoir.kernel.clock import system_clock
from comptoir.kernel.errors import ComptoirError
from comptoir.platform.database.connect import Database
from comptoir.platform.database.migrate import current, latest, made_by, revisions
from comptoir.platform.settings import Settings
from comptoir.platform.signals import ask_broker
from comptoir.platform.warehouse import Warehouse
from comptoir.roles.admin.checks.finding import FINE, WARNING, WRONG, Finding

SKEW = 5.0  # seconds between this machine's clock and PostgreSQL's
BEHIND = 60.0  # seconds after which a change that no query sees is late


async def data(settings: Settings, database: Database) -> list[Finding]:
    """Look at clock, outbox, inbox and stores of a database at this program's schema."""
    async with database.begin_system() as uow:
        now = (await uow.execute(text("select clock_timestamp()"))).scalar_one()
        row = (await uow.execute(_WAITING)).one()
        parked, fresh = (await uow.execute(_PARKED)).one()
        open_doors = (await uow.execute(_NO_SECRET)).scalars().all()
    skew = abs((system_clock() - now).total_seconds())
    found = [
        Finding("engine clock", WARNING, f"{skew:.0f} seconds apart", "Let both machines ask a time server.")
        if skew > SKEW
        else Finding("engine clock", FINE, "as this machine's")
    ]
    words = f"{row.waiting} changes wait, the oldest for {row.age or 0:.0f} seconds"
    if (row.age or 0) > BEHIND:
        found.append(Finding("outbox", WARNING, words, "A running `comptoir serve` takes them; is one?"))
    else:
        found.append(Finding("outbox", FINE, words))
    if parked:
        found.append(
            Finding("inbox", WARNING, f"{parked} deliveries are parked, {fresh} wait", "System in the panel says why.")
        )
    else:
        found.append(Finding("inbox", FINE, f"nothing is parked, {fresh} wait"))
    if open_doors:
        hint = "`comptoir store secret NAME --file F` sets it; without it deliveries are refused."
        found.append(Finding("webhooks", WARNING, f"no secret is set for {', '.join(open_doors[:5])}", hint))
    else:
        found.append(Finding("webhooks", FINE, "every store that can deliver has a secret"))
    return found


_WAITING = text("""
select count(*) as waiting, extract(epoch from clock_timestamp() - min(created_at)) as age from outbox where state = 'new'
""")
_PARKED = text("select count(*) filter (where state = 'parked'), count(*) filter (where state = 'new') from inbox")
_NO_SECRET = text("""
select slug from stores where platform in ('shopify', 'woocommerce') and webhook_secret is null order by slug
""")


async def postgres(settings: Settings, database: Database) -> list[Finding]:
    """Look whether PostgreSQL answers and at which version its schema is."""
    where = "DATABASE_URL" if settings.database_url else "embedded"
    try:
        found = await asyncio.to_thread(current, database.server)
    except Exception as error:  # noqa: BLE001  the driver's own words are what the reader needs
        return [
            Finding("PostgreSQL", WRONG, f"{where}: {error}".strip(), "Is the server running, and the address right?")
        ]
    async with database.begin_system() as uow:
        version = (await uow.execute(text("show server_version"))).scalar_one()
    answer = [Finding("PostgreSQL", FINE, f"{where}, {version}, answers")]
    if not found:
        return [
            *answer,
            Finding("schema", WARNING, "nothing is laid out yet", "`comptoir init` or `comptoir migrate` does."),
        ]
    if found == latest():
        return [*answer, Finding("schema", FINE, found)]
    if found in revisions():
        hint = "Stop Comptoir, then run `comptoir migrate`: it makes a backup first."
        return [*answer, Finding("schema", WRONG, f"{found}; this program needs {latest()}", hint)]
    program = await asyncio.to_thread(made_by, database.server)
    words = f"{found} was made by {f'Comptoir {program}' if program else 'a newer Comptoir'}"
    return [*answer, Finding("schema", WRONG, words, "Start that one, or restore a backup made before.")]


async def broker(url: str) -> Finding:
    """Look whether the broker answers; its address may hold a password and is not shown."""
    await ask_broker(url)
    return Finding("broker", FINE, "BROKER_URL, answers")


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
    refuse_newer(health)
    if not health.sound:
        detail = "; ".join((*health.problems, *health.detached_parts))
        return [answer, Finding("warehouse data", WRONG, detail, "Run `comptoir rebuild warehouse`.")]
    return [answer, Finding("warehouse data", FINE, "present and undamaged")]
