"""Find or make the customers that records name. A source's id and an e-mail address that come together are one person."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from uuid import UUID

from comptoir.connectors.sdk.canonical import Address, CustomerRef, Person
from comptoir.domains.customers import repository
from comptoir.domains.customers.contracts import FirstOrder, Provenance, Resolved
from comptoir.domains.customers.model import Groups, choose, complete, merge_persons, normal_email
from comptoir.domains.customers.usecases.join_subjects import join_subjects
from comptoir.kernel.actor import Actor
from comptoir.kernel.ids import row_id
from comptoir.platform.database.unit_of_work import UnitOfWork

_NONE: Mapping[CustomerRef, FirstOrder] = MappingProxyType({})


@dataclass(slots=True)
class _Plan:
    """What resolving found out before anything is written."""

    ids: dict[CustomerRef, UUID | None] = field(default_factory=dict)
    new: dict[UUID, Address | None] = field(default_factory=dict)
    firsts: dict[UUID, FirstOrder] = field(default_factory=dict)  # of new customers
    links: list[tuple[object, ...]] = field(default_factory=list)
    merged: dict[UUID, UUID] = field(default_factory=dict)


async def resolve_customers(
    actor: Actor,
    uow: UnitOfWork,
    *,
    store_id: UUID,
    references: Sequence[CustomerRef],
    addresses: Sequence[Address | None],
    firsts: Mapping[CustomerRef, FirstOrder] = _NONE,
    provenance: Provenance,
    is_authority: bool = False,
) -> Resolved:
    """Return who is behind each reference. ``is_authority``: what it says of a person replaces what is known.

    ``firsts``: the earliest new order of references; a customer who is made gets it as the first one.
    """
    if not references:
        return Resolved()
    places: dict[CustomerRef, Address | None] = {}
    for reference, address in zip(references, addresses, strict=True):
        if places.get(reference) is None:
            places[reference] = address
    plan = await _plan(actor, uow, store_id, places)
    _note_firsts(plan, firsts)
    await _write(actor, uow, plan, provenance)
    if plan.merged:
        documents = await repository.open_persons(uow, ids=[*plan.merged, *plan.merged.values()])
        await join_subjects(uow, merged=plan.merged)
        await repository.merge(uow, merged=plan.merged)
        await repository.seal_persons(uow, people=_merged_persons(documents, plan.merged))
    await _note_persons(uow, plan, is_authority=is_authority)
    return Resolved(ids=plan.ids, merged=plan.merged, created=frozenset(plan.new))


LinkOf = dict[UUID, tuple[UUID | None, str, str]]


def links_of(actor: Actor, uow: UnitOfWork, store_id: UUID, reference: CustomerRef) -> LinkOf:
    """Return the links a reference names: id → (store, kind, value)."""
    owner = actor.organisation_id
    found: LinkOf = {}
    if reference.source_id:
        found[row_id(owner, store_id, "customer", reference.source_id)] = (store_id, "source", reference.source_id)
    email = normal_email(reference.person)
    if email is not None:
        value = uow.secrets.fingerprint(owner, f"email/{email}")
        found[row_id(owner, None, "email", value)] = (None, "email", value)
    return found


async def _plan(actor: Actor, uow: UnitOfWork, store_id: UUID, places: Mapping[CustomerRef, Address | None]) -> _Plan:
    named = {reference: links_of(actor, uow, store_id, reference) for reference in places}
    wanted: LinkOf = {}
    for links in named.values():
        wanted |= links
    known = await repository.links(uow, ids=list(wanted))
    groups = _grouped(named.values(), known)
    plan = _Plan()
    customer_of: dict[UUID, UUID] = {}
    for members in groups:
        kept, gone = choose(known[link] for link in members if link in known)
        if kept is None:
            kept = min(members, key=lambda link: (wanted[link][1] != "email", link))
            plan.new[kept] = None
        plan.merged |= dict.fromkeys(gone, kept)
        customer_of |= dict.fromkeys(members, kept)
        plan.links += [(actor.organisation_id, link, *wanted[link], kept) for link in members if link not in known]
    for reference, links in named.items():
        customer = customer_of[next(iter(links))] if links else None
        plan.ids[reference] = customer
        if customer in plan.new and plan.new[customer] is None:
            plan.new[customer] = places[reference]
    return plan


def _note_firsts(plan: _Plan, firsts: Mapping[CustomerRef, FirstOrder]) -> None:
    for reference, first in firsts.items():
        customer = plan.ids[reference]
        if customer is not None and customer in plan.new:
            plan.firsts[customer] = min(plan.firsts.get(customer, first), first, key=FirstOrder.place)


def _grouped(named: Iterable[LinkOf], known: Mapping[UUID, UUID]) -> Iterator[Sequence[UUID]]:
    """Yield the links of each person: those that one reference names together, and those of one known customer."""
    groups = Groups()
    alone: dict[UUID, None] = {}  # most references name one link, and no other names it with a second
    for links in named:
        if len(links) == 1:
            alone |= dict.fromkeys(links)
            continue
        for link in links:
            groups.join(next(iter(links)), link)
    of_customer: dict[UUID, UUID] = {}
    for link, customer_id in known.items():
        earlier = of_customer.setdefault(customer_id, link)
        if earlier != link:
            groups.join(earlier, link)
    joined = groups.members()
    taken = {link for members in joined.values() for link in members}
    yield from joined.values()
    yield from ((link,) for link in alone if link not in taken)


async def _write(actor: Actor, uow: UnitOfWork, plan: _Plan, provenance: Provenance) -> None:
    revisions = await repository.next_revisions(uow, count=len(plan.new))
    rows: list[tuple[object, ...]] = [
        (
            actor.organisation_id,
            customer_id,
            *((address.country, address.region, address.city) if address is not None else (None, None, None)),
            None,
            [],
            None,
            None,
            provenance.id,
            revision,
            provenance.received_at,
            *((first.order_id, first.ordered_at) if (first := plan.firsts.get(customer_id)) else (None, None)),
        )
        for (customer_id, address), revision in zip(plan.new.items(), revisions, strict=True)
    ]
    await repository.insert_customers(uow, rows=rows)
    await repository.insert_links(uow, rows=plan.links)


def _merged_persons(documents: Mapping[UUID, Person], merged: Mapping[UUID, UUID]) -> dict[UUID, Person]:
    found: dict[UUID, Person] = {}
    for kept in set(merged.values()):
        person = merge_persons(documents, kept=kept, gone=[gone for gone, into in merged.items() if into == kept])
        if person is not None:
            found[kept] = person
    return found


async def _note_persons(uow: UnitOfWork, plan: _Plan, *, is_authority: bool) -> None:
    """Seal what is new about people. An order fills gaps; a record of the customer itself replaces."""
    said: dict[UUID, Person] = {}
    for reference, customer_id in plan.ids.items():
        if customer_id is not None and reference.person is not None:
            earlier = said.get(customer_id)
            said[customer_id] = complete(reference.person, earlier) if earlier is not None else reference.person
    if not said:
        return
    known = await repository.fingerprints(uow, ids=[key for key in said if key not in plan.new])
    differing = {
        key: person
        for key, person in said.items()
        if key not in known or known[key] != repository.fingerprint(uow, person)
    }
    held = await repository.open_persons(uow, ids=[key for key in differing if key in known])
    changed: dict[UUID, Person] = {}
    for key, person in differing.items():
        old = held.get(key)
        new = person if old is None else complete(person, old) if is_authority else complete(old, person)
        if new != old:
            changed[key] = new
    await repository.seal_persons(uow, people=changed)
