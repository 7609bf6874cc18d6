"""Add, edit and find stores."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from comptoir.domains.commerce.contracts import PLATFORMS, PRICES, NewStore, Store, StoreChange
from comptoir.domains.commerce.errors import UnknownStore
from comptoir.domains.commerce.model import (
    check_choice,
    check_currency,
    check_name,
    check_secret,
    check_slug,
    check_timezone,
)
from comptoir.domains.commerce.repository import stores as repository
from comptoir.kernel.actor import Actor
from comptoir.kernel.ids import row_id
from comptoir.platform.database.unit_of_work import UnitOfWork
from comptoir.platform.webhook_refusals import forget_refusals


async def add_store(actor: Actor, uow: UnitOfWork, *, store: NewStore, now: datetime) -> Store:
    """Add a store; its id follows from its slug, so that an export and import meet the same rows."""
    checked = replace(
        store,
        slug=check_slug(store.slug),
        name=check_name(store.name),
        platform=check_choice(store.platform, field="platform", choices=PLATFORMS),
        currency=check_currency(store.currency),
        timezone=check_timezone(store.timezone),
        prices=check_choice(store.prices, field="prices", choices=PRICES),
    )
    store_id = row_id(actor.organisation_id, None, "store", checked.slug)
    secret = _sealed(uow, store_id, checked.webhook_secret) if checked.webhook_secret is not None else None
    await repository.add(uow, store_id=store_id, store=checked, sealed_secret=secret, created_at=now)
    uow.audit("store.add", str(store_id), after={"slug": checked.slug})
    return await find_store(actor, uow, slug=checked.slug)


async def find_store(actor: Actor, uow: UnitOfWork, *, slug: str) -> Store:
    """Return a store the actor may see or raise ``UnknownStore``."""
    store = await repository.by_slug(uow, slug=slug)
    if store is not None and actor.may_see_store(store.id):
        return store
    known = [other.slug for other in await repository.all_stores(uow) if actor.may_see_store(other.id)]
    hint = f"There are: {', '.join(known)}." if known else "Add one with `comptoir store add` or on the page Stores."
    raise UnknownStore(f"There is no store {slug!r}.", hint=hint, field="store")


async def change_store(actor: Actor, uow: UnitOfWork, *, slug: str, change: StoreChange) -> Store:
    """Change what ``change`` names."""
    store = await find_store(actor, uow, slug=slug)
    values: dict[str, object] = {}
    if change.name is not None:
        values["name"] = check_name(change.name)
    if change.currency is not None:
        values["currency"] = check_currency(change.currency)
    if change.timezone is not None:
        values["timezone"] = check_timezone(change.timezone)
    if change.prices is not None:
        values["prices"] = check_choice(change.prices, field="prices", choices=PRICES)
    if change.webhook_secret is not None:
        values["webhook_secret"] = _sealed(uow, store.id, change.webhook_secret)
        values["connection_ended_at"] = None  # whoever sets a secret connects the store again
        await forget_refusals(uow, store_id=store.id)
    await repository.change(uow, store_id=store.id, values=values)
    uow.audit("store.change", str(store.id), after={name: name for name in values})
    return await find_store(actor, uow, slug=slug)


def _sealed(uow: UnitOfWork, store_id: UUID, secret: bytes) -> bytes:
    return uow.secrets.seal(check_secret(secret), f"store/{store_id}")


async def webhook_secret(uow: UnitOfWork, *, store: Store) -> bytes | None:
    """Return the secret with which a store signs its deliveries."""
    sealed = await repository.webhook_secret(uow, store_id=store.id)
    return uow.secrets.open(sealed, f"store/{store.id}") if sealed is not None else None
