"""Copy exchange rates into the warehouse, every calendar day filled. Does nothing when the warehouse has them."""

from sqlalchemy import text

from comptoir.domains.finance.projections import RATES, RATES_SELECT
from comptoir.platform.context import Platform


async def project_rates(platform: Platform) -> bool:
    """Project all rate sets unless the warehouse holds the newest revision; return whether it was done."""
    async with platform.database.begin_system() as uow:
        newest = (await uow.execute(text("select coalesce(max(revision), 0) from exchange_rates"))).scalar_one()
        held = await platform.warehouse.query("SELECT max(version) FROM rates")
        if int(held.rows[0][0] or 0) >= newest:
            return False
        await platform.warehouse.insert_stream(RATES.name, RATES.column_names(), uow.copy_out(RATES_SELECT, {}))
    return True
