"""Customers, their links and their sealed persons in PostgreSQL. The only place that seals and opens a person."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import text

from comptoir.connectors.sdk.canonical import Person
from comptoir.domains.customers.contracts import FirstOrder
from comptoir.domains.customers.model import searchable
from comptoir.domains.customers.tables import customer_links, customers, persons
from comptoir.platform.database.bulk import insert_behind, insert_rows, overwrite, uuid_array
from comptoir.platform.database.unit_of_work import UnitOfWork
from comptoir.platform.inbox import Subject
from comptoir.platform.outbox import OutboxRow, append

CUSTOMER = (
    "organisation_id id country region city accepts_marketing tags source_created_at source_time provenance_id "
    "revision recorded_at"
).split()
FIRST = ["first_order_id", "first_ordered_at"]
PERSON = "organisation_id customer_id wrapped_key document tokens fingerprint".split()
LINK = "organisation_id id store_id kind value customer_id".split()

Row = Sequence[object]
encode = msgspec.json.Encoder().encode
decoder = msgspec.json.Decoder(Person)


async def next_revisions(uow: UnitOfWork, *, count: int) -> list[int]:
    """Take values of the one monotonic revision sequence."""
    statement = text("select nextval('revision_seq') from generate_series(1, :count)")
    return list((await uow.execute(statement, {"count": count})).scalars()) if count else []


async def links(uow: UnitOfWork, *, ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Return link → customer of the links that are known."""
    statement = text("select id, customer_id from customer_links where id = any(cast(:ids as uuid[]))")
    return {row[0]: row[1] for row in await uow.execute(statement, {"ids": uuid_array(ids)})}


async def insert_customers(uow: UnitOfWork, *, rows: Sequence[Row]) -> None:
    """Insert customers with their first orders, rows of ``CUSTOMER`` and ``FIRST``; a known one stays as it is."""
    if rows:
        columns = [*CUSTOMER, *FIRST]
        await insert_behind(uow, customers, columns=columns, rows=rows, conflict="on conflict (id) do nothing")


async def insert_links(uow: UnitOfWork, *, rows: Sequence[Row]) -> None:
    """Insert links to customers."""
    if rows:
        await insert_behind(uow, customer_links, columns=LINK, rows=rows, conflict="on conflict (id) do nothing")


async def load(uow: UnitOfWork, *, ids: Sequence[UUID]) -> dict[UUID, Row]:
    """Return impersonal rows in the order of ``CUSTOMER``."""
    statement = text(f"select {', '.join(CUSTOMER)} from customers where id = any(:ids)")
    return {row.id: tuple(row) for row in await uow.execute(statement, {"ids": list(ids)})}


async def overwrite_customers(uow: UnitOfWork, *, rows: Sequence[Row]) -> None:
    """Write impersonal fields of known customers."""
    if rows:
        columns = [name for name in CUSTOMER if name != "organisation_id"]
        await insert_behind(uow, customers, columns=CUSTOMER, rows=rows, conflict=overwrite(columns))


async def fingerprints(uow: UnitOfWork, *, ids: Sequence[UUID]) -> dict[UUID, str | None]:
    """Return the keyed hash of each sealed person; an erased one has none and is told by its null key."""
    statement = text("select customer_id, fingerprint from persons where customer_id = any(:ids)")
    return {row.customer_id: row.fingerprint for row in await uow.execute(statement, {"ids": list(ids)})}


async def open_persons(uow: UnitOfWork, *, ids: Sequence[UUID]) -> dict[UUID, Person]:
    """Return the persons behind customers; erased ones are missing."""
    if not ids:
        return {}
    statement = text(
        "select customer_id, wrapped_key, document from persons "
        "where customer_id = any(:ids) and wrapped_key is not null and document is not null"
    )
    found: dict[UUID, Person] = {}
    for row in await uow.execute(statement, {"ids": list(ids)}):
        context = _context(row.customer_id)
        key = uow.secrets.unwrap(bytes(row.wrapped_key), context)
        found[row.customer_id] = decoder.decode(uow.secrets.open_with(key, bytes(row.document), context))
    return found


async def subjects(uow: UnitOfWork, *, ids: Iterable[UUID]) -> dict[UUID, Subject]:
    """Return the subjects behind customers with their keys; erased ones are missing."""
    statement = text("select customer_id, wrapped_key from persons where customer_id = any(:ids)")
    found = await uow.execute(statement, {"ids": list(ids)})
    return {
        row.customer_id: Subject(row.customer_id, uow.secrets.unwrap(bytes(row.wrapped_key), _context(row.customer_id)))
        for row in found
        if row.wrapped_key is not None
    }


async def give_keys(uow: UnitOfWork, *, ids: Iterable[UUID]) -> None:
    """Give customers of whom nothing personal is known a key of their own; who has or had one is left alone."""
    owner, secrets = uow.actor.organisation_id, uow.secrets
    rows: list[Row] = [(owner, key, secrets.wrap(secrets.new_key(), _context(key)), []) for key in ids]
    columns = ("organisation_id", "customer_id", "wrapped_key", "tokens")
    await insert_rows(uow, persons, columns=columns, rows=rows, conflict="on conflict (customer_id) do nothing")


def _context(customer_id: UUID) -> str:
    return f"person/{customer_id}"


async def seal_persons(uow: UnitOfWork, *, people: Mapping[UUID, Person]) -> None:
    """Seal what is known of people, each under a key of its own, with a blind index to find them by."""
    if not people:
        return
    statement = text("select customer_id, wrapped_key from persons where customer_id = any(:ids)")
    held = {row.customer_id: row.wrapped_key for row in await uow.execute(statement, {"ids": list(people)})}
    alive = {key: person for key, person in people.items() if held.get(key, b"new") is not None}
    rows = (_person_row(uow, customer_id, person, held.get(customer_id)) for customer_id, person in alive.items())
    columns = [name for name in PERSON if name != "organisation_id"]
    await insert_behind(uow, persons, columns=PERSON, rows=rows, conflict=overwrite(columns, key=("customer_id",)))


def _person_row(uow: UnitOfWork, customer_id: UUID, person: Person, wrapped: bytes | None) -> Row:
    secrets, owner = uow.secrets, uow.actor.organisation_id
    context = _context(customer_id)
    content = encode(person)
    key = secrets.unwrap(bytes(wrapped), context) if wrapped is not None else secrets.new_key()
    return (
        owner,
        customer_id,
        bytes(wrapped) if wrapped is not None else secrets.wrap(key, context),
        secrets.seal_with(key, content, context),
        secrets.blind_index(owner, searchable(person)),
        fingerprint(uow, person),
    )


def fingerprint(uow: UnitOfWork, person: Person) -> str:
    """Return the keyed hash of what is known of a person."""
    return uow.secrets.fingerprint(uow.actor.organisation_id, encode(person))


async def merge(uow: UnitOfWork, *, merged: Mapping[UUID, UUID]) -> None:
    """Point the links of customers that are no more to the one they became, and forget their persons."""
    parameters = {"gone": list(merged), "kept": list(merged.values())}
    pairs = "unnest(cast(:gone as uuid[]), cast(:kept as uuid[])) as m(gone, kept)"
    emptied = "merged_into = m.kept, first_order_id = null, first_ordered_at = null"
    for statement in (
        f"update customer_links l set customer_id = m.kept from {pairs} where l.customer_id = m.gone",
        f"update customers c set {emptied} from {pairs} where c.id = m.gone or c.merged_into = m.gone",
        f"delete from persons p using {pairs} where p.customer_id = m.gone",
    ):
        await uow.execute(text(statement), parameters)
    await tell(uow, ids=list(merged))


async def merged(uow: UnitOfWork) -> dict[UUID, UUID]:
    """Return customers that were merged and still stand, because their orders did not follow yet."""
    statement = text(
        "select id, merged_into from customers where organisation_id = :organisation and merged_into is not null"
    )
    found = await uow.execute(statement, {"organisation": uow.actor.organisation_id})
    return {row.id: row.merged_into for row in found}


async def remove(uow: UnitOfWork, *, ids: Sequence[UUID]) -> int:
    """Delete customers with their persons and links."""
    if not ids:
        return 0
    await tell(uow, ids=ids)
    return (await uow.execute(text("delete from customers where id = any(:ids)"), {"ids": list(ids)})).rowcount


async def created_by(uow: UnitOfWork, *, provenance_id: UUID) -> list[UUID]:
    """Return the customers that one import or delivery made."""
    statement = text("select id from customers where organisation_id = :organisation and provenance_id = :provenance")
    parameters = {"organisation": uow.actor.organisation_id, "provenance": provenance_id}
    return list((await uow.execute(statement, parameters)).scalars())


async def set_first_orders(uow: UnitOfWork, *, firsts: Mapping[UUID, FirstOrder | None]) -> list[UUID]:
    """Write the first order of customers; return those for whom it changed."""
    statement = text(
        "update customers c set first_order_id = f.first_order, first_ordered_at = f.ordered_at "
        "from unnest(cast(:ids as uuid[]), cast(:orders as uuid[]), cast(:instants as timestamptz[])) "
        "as f(id, first_order, ordered_at) where c.id = f.id "
        "and (c.first_order_id, c.first_ordered_at) is distinct from (f.first_order, f.ordered_at) returning c.id"
    )
    parameters = {
        "ids": list(firsts),
        "orders": [first.order_id if first is not None else None for first in firsts.values()],
        "instants": [first.ordered_at if first is not None else None for first in firsts.values()],
    }
    return list((await uow.execute(statement, parameters)).scalars())


async def advance_first_orders(uow: UnitOfWork, *, firsts: Mapping[UUID, FirstOrder]) -> list[UUID]:
    """Write orders that are earlier than the first ones known; return the customers for whom it changed."""
    statement = text(
        "update customers c set first_order_id = f.first_order, first_ordered_at = f.ordered_at "
        "from unnest(cast(:ids as uuid[]), cast(:orders as uuid[]), cast(:instants as timestamptz[])) "
        "as f(id, first_order, ordered_at) where c.id = f.id and (c.first_ordered_at is null "
        "or (f.ordered_at, f.first_order) < (c.first_ordered_at, c.first_order_id)) returning c.id"
    )
    parameters = {
        "ids": uuid_array(firsts),
        "orders": uuid_array([first.order_id for first in firsts.values()]),
        "instants": [first.ordered_at for first in firsts.values()],
    }
    return list((await uow.execute(statement, parameters)).scalars())


async def tell(uow: UnitOfWork, *, ids: Iterable[UUID]) -> None:
    """Tell the warehouse that customers changed."""
    keys = list(ids)
    revisions = await next_revisions(uow, count=len(keys))
    rows = [OutboxRow("customer", key, None, revision) for key, revision in zip(keys, revisions, strict=True)]
    if rows:
        await append(uow, rows)


async def first_ordered(uow: UnitOfWork, *, ids: Sequence[UUID]) -> dict[UUID, tuple[UUID | None, datetime | None]]:
    """Return the first order of customers."""
    statement = text("select id, first_order_id, first_ordered_at from customers where id = any(:ids)")
    found = await uow.execute(statement, {"ids": list(ids)})
    return {row.id: (row.first_order_id, row.first_ordered_at) for row in found}


async def matching(uow: UnitOfWork, *, tokens: Sequence[int], limit: int) -> list[UUID]:
    """Return the customers whose blind index holds all tokens."""
    statement = text("select customer_id from comptoir_search_persons(:organisation, :tokens, :limit)")
    parameters = {"organisation": uow.actor.organisation_id, "tokens": list(tokens), "limit": limit}
    return list((await uow.execute(statement, parameters)).scalars())


async def forget_store(uow: UnitOfWork, *, store_id: UUID) -> int:
    """Delete a store's links, and the customers who have no first order and no link of another store."""
    touched = text("delete from customer_links where store_id = :store returning customer_id")
    known = list((await uow.execute(touched, {"store": store_id})).scalars())
    alone = text(
        "select c.id from customers c where c.id = any(:ids) and c.first_order_id is null "
        "and not exists (select from customer_links l where l.customer_id = c.id and l.store_id is not null)"
    )
    ids = list((await uow.execute(alone, {"ids": known})).scalars())
    return await remove(uow, ids=ids)


async def organisations_with_merges(uow: UnitOfWork) -> list[UUID]:
    """Return the organisations that have merged customers whose orders did not follow yet."""
    statement = text("select distinct organisation_id from customers where merged_into is not null")
    return list((await uow.execute(statement)).scalars())
