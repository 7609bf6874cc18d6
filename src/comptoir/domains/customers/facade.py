"""The functions of customers that others may call. Personal fields leave here only with the permission customers:pii."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from uuid import UUID

from comptoir.connectors.sdk.canonical import Address, CustomerRecord, CustomerRef
from comptoir.domains.commerce.contracts import Store
from comptoir.domains.customers import repository
from comptoir.domains.customers.contracts import (
    ApplyResult,
    CustomerView,
    FirstOrder,
    FoundCustomer,
    Provenance,
    Resolved,
)
from comptoir.domains.customers.permissions import CUSTOMERS_READ, CUSTOMERS_WRITE, may_see_people, require_people
from comptoir.domains.customers.usecases import apply_customers as applying
from comptoir.domains.customers.usecases import find_subjects as finding
from comptoir.domains.customers.usecases import read_customers, resolve_customers
from comptoir.kernel.actor import Actor
from comptoir.platform.database.unit_of_work import UnitOfWork
from comptoir.platform.inbox import Subject


async def apply_customers(
    actor: Actor,
    uow: UnitOfWork,
    *,
    store: Store,
    records: Sequence[CustomerRecord],
    provenance: Provenance | Sequence[Provenance],
) -> ApplyResult:
    """Apply customer records of one store. Counts are of customers; orders of merged ones follow by ``orders.rederive``."""
    actor.require(CUSTOMERS_WRITE)
    async with uow.whole_organisation():
        return await applying.apply_customers(actor, uow, store_id=store.id, records=records, provenance=provenance)


async def resolve(
    actor: Actor,
    uow: UnitOfWork,
    *,
    store_id: UUID,
    references: Sequence[CustomerRef],
    addresses: Sequence[Address | None],
    firsts: Mapping[CustomerRef, FirstOrder],
    provenance: Provenance,
) -> Resolved:
    """Find or make the customers that orders name; a reference with neither id nor e-mail is a guest (``None``).

    ``firsts``: the earliest of the new orders of references. Who is made is made with it; ``note_sales`` must follow.
    """
    return await resolve_customers.resolve_customers(
        actor, uow, store_id=store_id, references=references, addresses=addresses, firsts=firsts, provenance=provenance
    )


async def subjects_of(
    actor: Actor, uow: UnitOfWork, *, store_id: UUID, references: Sequence[CustomerRef]
) -> Mapping[CustomerRef, Subject]:
    """Return with whose key is sealed what was told of resolved references. Guests and erased people have none."""
    actor.require(CUSTOMERS_WRITE)
    return await finding.find_subjects(actor, uow, store_id=store_id, references=references)


async def subjects(actor: Actor, uow: UnitOfWork, *, ids: Sequence[UUID]) -> Mapping[UUID, Subject]:
    """Return subjects by id with their keys; those of erased people are missing."""
    actor.require(CUSTOMERS_WRITE)
    return await repository.subjects(uow, ids=ids)


async def set_first_orders(actor: Actor, uow: UnitOfWork, *, firsts: Mapping[UUID, FirstOrder | None]) -> list[UUID]:
    """Write the first order that counts of customers, tell the warehouse of those that changed, return them."""
    assert actor.organisation_id == uow.actor.organisation_id
    changed = await repository.set_first_orders(uow, firsts=firsts)
    await repository.tell(uow, ids=sorted(changed))
    return changed


async def note_sales(
    actor: Actor, uow: UnitOfWork, *, sales: Mapping[UUID, FirstOrder], made: AbstractSet[UUID]
) -> None:
    """Take new orders in: one that is earlier than its customer's first order so far becomes the first.

    Only for orders nobody told of before; what may also take a first order away is ``set_first_orders``.
    ``made``: customers made with their first order, of whom the warehouse was not told yet.
    """
    assert actor.organisation_id == uow.actor.organisation_id
    if sales:
        changed = await repository.advance_first_orders(uow, firsts=sales)
        await repository.tell(uow, ids=dict.fromkeys([*changed, *made]))


async def unfollowed_merges(actor: Actor, uow: UnitOfWork) -> Mapping[UUID, UUID]:
    """Return merged customers (gone → kept) whose orders did not follow yet."""
    actor.require(CUSTOMERS_READ)
    return await repository.merged(uow)


async def settle_merges(actor: Actor, uow: UnitOfWork, *, ids: Sequence[UUID]) -> None:
    """Remove merged customers whose orders followed."""
    assert actor.organisation_id == uow.actor.organisation_id
    await repository.remove(uow, ids=ids)


async def created_by(actor: Actor, uow: UnitOfWork, *, provenance_id: UUID) -> list[UUID]:
    """Return the customers that one import or delivery made."""
    actor.require(CUSTOMERS_READ)
    return await repository.created_by(uow, provenance_id=provenance_id)


async def remove(actor: Actor, uow: UnitOfWork, *, ids: Sequence[UUID]) -> int:
    """Delete customers that nothing names any more, with their sealed persons and keys."""
    actor.require(CUSTOMERS_WRITE)
    return await repository.remove(uow, ids=ids)


async def views(actor: Actor, uow: UnitOfWork, *, ids: Sequence[UUID]) -> dict[UUID, CustomerView]:
    """Return customers by id; personal fields are null without the permission customers:pii, or where they are hidden.

    Whom somebody with limits may see, orders know; their first order of all is told to those without.
    """
    actor.require(CUSTOMERS_READ)
    found = await read_customers.views(uow, ids=ids, personal=may_see_people(actor))
    if not actor.scope.limits_rows:
        return found
    return {key: replace(one, first_order_id=None, first_ordered_at=None) for key, one in found.items()}


def tell_export(
    actor: Actor, uow: UnitOfWork, *, what: str, filters: Mapping[str, object]
) -> None:  # facades: tells only
    """Have the audit trail tell that a list with people leaves as a whole; what was searched for may be a name itself."""
    said = {name: name == "search" or value for name, value in filters.items() if value not in (None, "", ())}
    uow.audit("personal.exported" if may_see_people(actor) else "data.exported", what, after=said)


async def search(actor: Actor, uow: UnitOfWork, *, query: str, limit: int) -> list[FoundCustomer]:
    """Return customers whose name, e-mail, telephone, company or postal code hold all words of ``query`` as prefixes."""
    require_people(actor, name="customer")
    found = await read_customers.search(uow, query=query, limit=limit)
    return [replace(one, first_ordered_at=None) for one in found] if actor.scope.limits_rows else found


async def matching(actor: Actor, uow: UnitOfWork, *, query: str, limit: int) -> list[UUID]:
    """Like ``search``, ids only."""
    require_people(actor, name="customer")
    tokens = uow.secrets.search_tokens(actor.organisation_id, query)
    return await repository.matching(uow, tokens=tokens, limit=limit) if tokens else []


async def forget_store(actor: Actor, uow: UnitOfWork, *, store_id: UUID) -> int:
    """Remove what linked customers to a store that is no more, and the customers nothing names any more."""
    actor.require(CUSTOMERS_WRITE)
    return await repository.forget_store(uow, store_id=store_id)


async def organisations_with_merges(actor: Actor, uow: UnitOfWork) -> list[UUID]:
    """Return the organisations in which orders of merged customers wait; for a system unit of work."""
    actor.require(CUSTOMERS_READ)
    return await repository.organisations_with_merges(uow)
