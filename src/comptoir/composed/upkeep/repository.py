"""The only SQL of upkeep: which store a short name means."""

from uuid import UUID

from sqlalchemy import text

from comptoir.platform.database.unit_of_work import UnitOfWork


async def stores_named(uow: UnitOfWork, *, slug: str) -> list[tuple[UUID, UUID]]:
    """Return (organisation, store) of every store with this short name, over all organisations."""
    found = await uow.execute(text("select organisation_id, id from stores where slug = :slug"), {"slug": slug})
    return [(row[0], row[1]) for row in found]


async def slugs(uow: UnitOfWork) -> dict[UUID, str]:
    """Return the short name of every store."""
    return {row[0]: row[1] for row in await uow.execute(text("select id, slug from stores"))}
