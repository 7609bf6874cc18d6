"""A merchant with a store and a directory of files to import."""

from pathlib import Path
from uuid import UUID

import pytest_asyncio
from sqlalchemy import text

from comptoir.composed.integrations import facade
from comptoir.composed.integrations.contracts import ImportOptions
from comptoir.composed.integrations.facade import Imported, Order
from comptoir.domains.commerce import facade as commerce
from comptoir.domains.commerce.contracts import NewStore
from comptoir.kernel.actor import system_actor
from comptoir.platform.context import Platform


class Merchant:
    """Imports files and asks both engines what is there."""

    def __init__(self, platform: Platform, organisation_id: UUID, directory: Path) -> None:
        self.platform = platform
        self.actor = system_actor(organisation_id)
        self.directory = directory

    def file(self, content: str, name: str = "sales.csv") -> Path:
        path = self.directory / name
        path.write_text(content, encoding="utf-8")
        return path

    async def load(
        self, path: Path, form: str | None = "transactions", *, dry: bool = False, **options: object
    ) -> Imported:
        mapping = options.pop("mapping", {})
        order = Order(path, "shop", form, mapping, ImportOptions(**options))  # type: ignore[arg-type]
        return await facade.import_file(self.actor, self.platform, order=order, dry_run=dry)

    async def facts(self) -> dict[str, str]:
        """Orders, gross, returned and cost by the warehouse."""
        result = await self.platform.warehouse.query(
            "SELECT toString(sum(order_count)), toString(sum(gross)), toString(sum(returned)), toString(sum(units)) "
            "FROM sales FINAL WHERE organisation = {o:UUID}",
            {"o": self.actor.organisation_id},
        )
        return dict(zip(("orders", "gross", "returned", "units"), map(str, result.rows[0]), strict=True))

    async def count(self, table: str) -> int:
        async with self.platform.database.begin(self.actor) as uow:
            return int((await uow.execute(text(f"select count(*) from {table}"))).scalar_one())


@pytest_asyncio.fixture
async def merchant(platform: Platform, organisation_id: UUID, tmp_path: Path) -> Merchant:
    platform.database.secrets = platform.secrets
    found = Merchant(platform, organisation_id, tmp_path)
    async with platform.database.begin_system() as uow:
        await uow.execute(
            text(
                "insert into organisations (id, slug, name, currency, timezone, week_start, created_at) "
                "values (:id, :slug, 'Test', 'EUR', 'Europe/Berlin', 'monday', now())"
            ),
            {"id": organisation_id, "slug": f"o{organisation_id.hex}"},
        )
    store = NewStore("shop", "Shop", "custom", "EUR", "Europe/Berlin", "net")
    async with platform.database.begin(found.actor) as uow:
        await commerce.add_store(found.actor, uow, store=store, now=platform.clock())
    return found
