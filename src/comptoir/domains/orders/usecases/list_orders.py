"""Show orders as a list: filters, sort, keyset paging in both directions."""

import base64
import binascii
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from comptoir.domains.commerce import facade as commerce
from comptoir.domains.customers import facade as customers
from comptoir.domains.customers.permissions import CUSTOMERS_READ, may_see_people
from comptoir.domains.orders.contracts import MAX_PAGE, SORTS, OrderFilter, OrderPage, OrderSummary
from comptoir.domains.orders.errors import WrongCursor, WrongSort
from comptoir.domains.orders.repository import reading
from comptoir.domains.orders.repository.reading import Asked
from comptoir.kernel.actor import Actor
from comptoir.platform.database.unit_of_work import UnitOfWork

MOST_FOUND = 1_000
MOST_COUNTED = 1_000  # unless the exact number is asked for: counting a million orders is not listing fifty


class Cursor(Struct, frozen=True):
    """A place in a list: the sort it belongs to, the row before it, and which way to go."""

    sort: str
    value: str
    id: UUID
    backwards: bool = False


def read_cursor(cursor: str, *, sort: str) -> Cursor:
    """Return the place that a cursor names or raise ``WrongCursor``."""
    try:
        found = msgspec.json.decode(base64.urlsafe_b64decode(cursor.encode()), type=Cursor)
    except (msgspec.DecodeError, msgspec.ValidationError, binascii.Error, ValueError) as error:
        raise WrongCursor("This cursor was not given out by the list of orders.", field="cursor") from error
    if found.sort != sort:
        raise WrongCursor("This cursor belongs to another sort.", hint="Start again without it.", field="cursor")
    return found


def write_cursor(row: Any, *, sort: str, backwards: bool) -> str:
    """Return the place after (or before) a row."""
    value = getattr(row, sort.removeprefix("-"))
    shown = value.isoformat() if isinstance(value, datetime) else str(value if value is not None else "")
    return base64.urlsafe_b64encode(msgspec.json.encode(Cursor(sort, shown, row.id, backwards))).decode()


def place_of(row: Any, *, sort: str) -> tuple[datetime | Decimal | str, UUID]:
    """Return the place of a row in a list sorted by a column."""
    value: datetime | Decimal | str | None = getattr(row, sort)
    return value if value is not None else "", row.id


def _value(cursor: Cursor) -> datetime | Decimal | str:
    match cursor.sort.removeprefix("-"):
        case "ordered_at":
            return datetime.fromisoformat(cursor.value)
        case "total":
            return Decimal(cursor.value)
        case _:
            return cursor.value


async def list_orders(actor: Actor, uow: UnitOfWork, *, wanted: OrderFilter) -> OrderPage:
    """Return one page. Raises ``WrongSort``, ``WrongCursor`` or ``UnknownStore``."""
    asked = await asked_of(actor, uow, wanted)
    total = await reading.count(uow, asked=asked, most=None if wanted.counts_all else MOST_COUNTED + 1)
    is_minimum = not wanted.counts_all and total > MOST_COUNTED
    cursor = read_cursor(wanted.cursor, sort=wanted.sort) if wanted.cursor else None
    backwards = cursor is not None and cursor.backwards
    limit = max(1, min(wanted.limit, MAX_PAGE))
    if cursor is not None:
        asked = replace(asked, after=(_value(cursor), cursor.id), descending=asked.descending is not backwards)
    rows = await reading.page(uow, asked=replace(asked, limit=limit + 1))
    more, rows = len(rows) > limit, rows[:limit]
    if backwards:
        rows.reverse()
    later = bool(rows) and (backwards or more)
    earlier = bool(rows) and (more if backwards else cursor is not None)
    return OrderPage(
        items=tuple(await summaries(actor, uow, rows=rows)),
        next_cursor=write_cursor(rows[-1], sort=wanted.sort, backwards=False) if later else None,
        previous_cursor=write_cursor(rows[0], sort=wanted.sort, backwards=True) if earlier else None,
        total=MOST_COUNTED if is_minimum else total,
        total_is_minimum=is_minimum,
    )


async def asked_of(actor: Actor, uow: UnitOfWork, wanted: OrderFilter) -> Asked:
    """Return what to ask the tables for, within the actor's scope. Raises ``WrongSort`` or ``UnknownStore``."""
    if wanted.sort not in SORTS:
        raise WrongSort(f"Orders cannot be sorted by {wanted.sort!r}.", suggestions=SORTS, field="sort")
    stores: frozenset[UUID] | None = None
    if wanted.stores:
        stores = frozenset([(await commerce.store(actor, uow, slug=slug)).id for slug in wanted.stores])
    found: tuple[UUID, ...] | None = None
    buyers: tuple[UUID, ...] = ()
    if wanted.search and wanted.search.strip():
        query = wanted.search.strip()
        found = tuple(await reading.matching(uow, prefix=query, limit=MOST_FOUND))
        if may_see_people(actor):
            buyers = tuple(await customers.matching(actor, uow, query=query, limit=MOST_FOUND))
    variants: tuple[UUID, ...] | None = None
    if wanted.product is not None:
        variants = await commerce.variants_sold_as(actor, uow, product_id=wanted.product)
    return Asked(
        sight=reading.sight_of(actor),
        stores=tuple(sorted(stores)) if stores is not None else None,
        statuses=wanted.statuses,
        channels=wanted.channels,
        countries=wanted.countries,
        start=wanted.start,
        end=wanted.end,
        orders=found,
        customers=buyers,
        customer=wanted.customer,
        variants=variants,
        sort=wanted.sort.removeprefix("-"),
        descending=wanted.sort.startswith("-"),
    )


async def summaries(actor: Actor, uow: UnitOfWork, *, rows: Sequence[Any]) -> list[OrderSummary]:
    """Return rows of ``orders`` as a list shows them, with names for those who may see them."""
    slugs = {store.id: store.slug for store in await commerce.stores_by_id(actor, uow)}
    names: dict[UUID, str | None] = {}
    if may_see_people(actor) and actor.may(CUSTOMERS_READ):
        ids = sorted({row.customer_id for row in rows if row.customer_id is not None})
        names = {key: view.name or view.email for key, view in (await customers.views(actor, uow, ids=ids)).items()}
    return [summary(row, store=slugs.get(row.store_id, ""), name=names.get(row.customer_id)) for row in rows]


def summary(row: Any, *, store: str, name: str | None) -> OrderSummary:
    """Return one row of ``orders`` as a list shows it."""
    return OrderSummary(
        id=row.id,
        number=row.number,
        store=store,
        ordered_at=row.ordered_at,
        status=row.status,
        channel=row.channel,
        customer_id=row.customer_id,
        customer_name=name,
        country=row.country,
        items=row.units,
        currency=row.currency,
        gross_sales=row.gross,
        discounts=row.discount,
        returns=row.returned,
        net_sales=row.gross - row.discount - row.returned,
        total_sales=row.total,
    )
