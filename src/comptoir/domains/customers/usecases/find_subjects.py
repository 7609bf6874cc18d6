"""Find with whose key is sealed what was told of a customer."""

from collections.abc import Iterable
from uuid import UUID

from comptoir.connectors.sdk.canonical import CustomerRef
from comptoir.domains.customers import repository
from comptoir.domains.customers.usecases.resolve_customers import links_of
from comptoir.kernel.actor import Actor
from comptoir.platform.database.unit_of_work import UnitOfWork
from comptoir.platform.inbox import Subject


async def find_subjects(
    actor: Actor, uow: UnitOfWork, *, store_id: UUID, references: Iterable[CustomerRef]
) -> dict[CustomerRef, Subject]:
    """Return the subject of each reference that was resolved before; guests and erased people have none."""
    named = {one: links_of(actor, uow, store_id, one) for one in references}
    known = await repository.links(uow, ids=[link for links in named.values() for link in links])
    behind = {one: known[link] for one, links in named.items() for link in links if link in known}
    await repository.give_keys(uow, ids=set(behind.values()))
    found = await repository.subjects(uow, ids=set(behind.values()))
    return {one: found[customer] for one, customer in behind.items() if customer in found}
