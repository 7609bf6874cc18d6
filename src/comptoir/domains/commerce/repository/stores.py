"""Stores in PostgreSQL."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from comptoir.domains.commerce.contracts import NewStore, Store
from comptoir.domains.commerce.errors import StoreExists
from comptoir.domains.commerce.tables import stores
from comptoir.platform.database.unit_of_work import UnitOfWork
from comptoir.platform.outbox import OutboxRow, append

_FIELDS = ("id", "organisation_id", "slug", "name", "platform", "currency", "timezone", "prices", "created_at")
_SELECT = select(*(stores.c[name] for name in _FIELDS))


def _store(row: Row[Any]) -> Store:
    return Store(**row._mapping)


async def all_stores(uow: UnitOfWork, *, with_removed: bool = False) -> list[Store]:
    """Return the organisation's stores by name."""
    statement = _SELECT.where(stores.c.organisation_id == uow.actor.organisation_id).order_by(stores.c.slug)
    if not with_removed:
        statement = statement.where(stores.c.removed_at.is_(None))
    return [_store(row) for row in await uow.execute(statement)]


async def by_slug(uow: UnitOfWork, *, slug: str) -> Store | None:
    """Return one store."""
    statement = _SELECT.where(
        stores.c.organisation_id == uow.actor.organisation_id, stores.c.slug == slug, stores.c.removed_at.is_(None)
    )
    row = (await uow.execute(statement)).first()
    return _store(row) if row is not None else None


async def webhook_secret(uow: UnitOfWork, *, store_id: UUID) -> bytes | None:
    """Return the sealed secret with which a store signs its deliveries."""
    found: bytes | None = (
        await uow.execute(select(stores.c.webhook_secret).where(stores.c.id == store_id))
    ).scalar_one_or_none()
    return found


async def all_secrets(uow: UnitOfWork) -> list[tuple[Store, bytes | None]]:
    """Return the stores of every organisation with their sealed secrets; for a system unit of work."""
    statement = _SELECT.add_columns(stores.c.webhook_secret).where(stores.c.removed_at.is_(None))
    return [(Store(*row[:-1]), row[-1]) for row in await uow.execute(statement)]


async def connection_ended_at(uow: UnitOfWork, *, store_id: UUID) -> datetime | None:
    """Return when the platform ended the connection, ``None`` while it stands."""
    found: datetime | None = (
        await uow.execute(select(stores.c.connection_ended_at).where(stores.c.id == store_id))
    ).scalar_one_or_none()
    return found


async def end_connection(uow: UnitOfWork, *, store_id: UUID, at: datetime) -> bool:
    """Note the end of the connection unless a later one is known; return whether it was news."""
    known = stores.c.connection_ended_at
    statement = update(stores).where(stores.c.id == store_id, (known.is_(None)) | (known < at))
    return (await uow.execute(statement.values(connection_ended_at=at))).rowcount > 0


async def add(
    uow: UnitOfWork, *, store_id: UUID, store: NewStore, sealed_secret: bytes | None, created_at: datetime
) -> None:
    """Insert a store; a removed one of the same slug makes room."""
    values = {
        "id": store_id,
        "organisation_id": uow.actor.organisation_id,
        "slug": store.slug,
        "name": store.name,
        "platform": store.platform,
        "currency": store.currency,
        "timezone": store.timezone,
        "prices": store.prices,
        "webhook_secret": sealed_secret,
        "created_at": created_at,
    }
    try:
        await uow.execute(insert(stores).values(values))
    except IntegrityError as error:
        raise StoreExists(f"There is a store {store.slug} already.", field="slug") from error
    await changed(uow, store_id=store_id)


async def change(uow: UnitOfWork, *, store_id: UUID, values: Mapping[str, object]) -> None:
    """Update a store's fields."""
    if values:
        await uow.execute(update(stores).where(stores.c.id == store_id).values(dict(values)))
        await changed(uow, store_id=store_id)


async def remove(uow: UnitOfWork, *, store_id: UUID) -> None:
    """Delete a store with its products; its orders are gone already."""
    await changed(uow, store_id=store_id)
    for statement in (
        "delete from product_revisions r using products p where r.product_id = p.id and p.store_id = :store",
        "delete from products where store_id = :store",
        "delete from stores where id = :store",
    ):
        await uow.execute(text(statement), {"store": store_id})


async def changed(uow: UnitOfWork, *, store_id: UUID) -> None:
    """Tell the warehouse that a store changed."""
    revision = (await uow.execute(text("select nextval('revision_seq')"))).scalar_one()
    await append(uow, [OutboxRow("store", store_id, store_id, revision)])
