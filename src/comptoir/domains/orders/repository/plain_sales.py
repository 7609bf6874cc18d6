"""Writing plain sales set-based: temporary stages by COPY, then one INSERT … SELECT a table.

What the rows of an order share (its day, its buyer, its revision) and what the lines of one product share crosses the
wire once, and PostgreSQL lays it out over revisions, orders, lines, entries and outbox. Owns the stages, whose rows
``model.layout`` makes; the rows written are those of ``rows``.
"""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from sqlalchemy import text

from comptoir.connectors.sdk.canonical import Lifecycle, Part
from comptoir.domains.commerce.contracts import Provenance
from comptoir.domains.orders.contracts import PlainSale
from comptoir.platform import outbox
from comptoir.platform.database.bulk import copy_blocks, rendered
from comptoir.platform.database.unit_of_work import UnitOfWork

Row = Sequence[object]

# What ``model.layout`` renders, then the columns that are added here.
SALE = (
    "sale id revision_id source_id number ordered_at order_day organisation_day currency status source_status channel "
    "country region city billing_country content_hash source_row snapshot customer_id"
).split()
LINE = "sale id entry_id position source_id good quantity unit_price gross discount tax cost discounts taxes".split()
GOOD = "good product_id variant_id sku title variant_title category subcategory vendor".split()
COST = "good first_day next_day currency unit_cost".split()

# The keys tell the planner, who has no statistics of a stage, that a line has one sale and one good.
_SALE_TYPES = """
sale integer primary key, id uuid, revision_id uuid, source_id text, number text, ordered_at timestamptz, order_day date,
organisation_day date, currency text, status text, source_status text, channel text, country text, region text, city text,
billing_country text, content_hash bytea, source_row integer, snapshot text, customer_id uuid,
revision bigint default nextval('revision_seq')
"""
_LINE_TYPES = """
sale integer, id uuid, entry_id uuid, position integer, source_id text, good integer, quantity numeric(20, 6),
unit_price numeric(20, 6), gross numeric(20, 6), discount numeric(20, 6), tax numeric(20, 6), cost numeric(20, 6),
discounts jsonb, taxes jsonb
"""
_GOOD_TYPES = """
good integer primary key, product_id uuid, variant_id uuid, sku text, title text, variant_title text, category text,
subcategory text, vendor text
"""
_COST_TYPES = "good integer, first_day date, next_day date, currency text, unit_cost numeric(20, 6)"
_STAGES = tuple(
    text(f"create temporary table if not exists {name} ({types}) on commit delete rows")
    for name, types in (
        ("staged_sales", _SALE_TYPES),
        ("staged_sale_lines", _LINE_TYPES),
        ("staged_goods", _GOOD_TYPES),
        ("staged_costs", _COST_TYPES),
    )
)

_REVISIONS = f"""
insert into order_revisions (organisation_id, id, order_id, store_id, source_id, part, rank, content_hash, snapshot,
  customer_id, provenance_kind, provenance_id, received_at, source_file, source_row)
select :organisation, revision_id, id, :store, source_id, '{Part.LINES.value}', {int(Lifecycle.CREATED)}, content_hash,
  convert_to(snapshot, 'UTF8'), customer_id, :kind, :provenance, :received_at, :file, source_row
from staged_sales
"""

_ORDERS = """
insert into orders (organisation_id, id, store_id, source_id, number, ordered_at, order_day, organisation_day, currency,
  status, source_status, is_counted, has_sale, channel, customer_id, country, region, city, billing_country, units,
  gross, discount, tax, revision, recorded_at)
select :organisation, s.id, :store, s.source_id, s.number, s.ordered_at, s.order_day, s.organisation_day, s.currency,
  s.status, s.source_status, true, true, s.channel, s.customer_id, s.country, s.region, s.city, s.billing_country,
  l.units, l.gross, l.discount, l.tax, s.revision, :received_at
from staged_sales s
join (
  select sale, sum(quantity) as units, sum(gross) as gross, sum(discount) as discount, sum(tax) as tax
  from staged_sale_lines group by sale
) l on l.sale = s.sale
"""

# The catalogue's cost of the order's day, where the order states none: unknown in another currency.
_CATALOGUE = """
left join staged_costs c on c.good = l.good and c.currency = s.currency and s.order_day >= c.first_day
  and (c.next_day is null or s.order_day < c.next_day)
"""
_COST = "coalesce(l.cost, c.unit_cost * l.quantity)"

_LINES = f"""
insert into order_lines (organisation_id, id, order_id, position, source_id, product_id, variant_id, sku, title,
  variant_title, category, subcategory, vendor, quantity, unit_price, gross, discount, tax, cost, cost_source, discounts,
  taxes)
select :organisation, l.id, s.id, l.position, l.source_id, g.product_id, g.variant_id, g.sku, g.title, g.variant_title,
  g.category, g.subcategory, g.vendor, l.quantity, l.unit_price, l.gross, l.discount, l.tax, {_COST},
  case when l.cost is not null then 'order' when c.unit_cost is not null then 'catalogue' end, l.discounts, l.taxes
from staged_sale_lines l join staged_sales s on s.sale = l.sale join staged_goods g on g.good = l.good {_CATALOGUE}
"""

_ENTRIES = f"""
insert into sales_entries (organisation_id, id, revision, order_id, store_id, line_id, kind, occurred_at, recorded_at,
  order_day, booked_day, organisation_order_day, organisation_booked_day, currency, units, gross, discount, tax, cost,
  order_count)
select :organisation, l.entry_id, s.revision, s.id, :store, l.id, 'sale', s.ordered_at, :received_at, s.order_day,
  s.order_day, s.organisation_day, s.organisation_day, s.currency, l.quantity, l.gross, l.discount, l.tax, {_COST},
  case l.position when 0 then 1 else 0 end
from staged_sale_lines l join staged_sales s on s.sale = l.sale {_CATALOGUE}
"""

_CHANGES = outbox.appending("select 'sales', id, cast(:store as uuid), revision, array[order_day] from staged_sales")
_MERGE = tuple(map(text, (_REVISIONS, _ORDERS, _LINES, _ENTRIES, _CHANGES)))
_EMPTY_GOODS = text("truncate staged_goods, staged_costs")
_EMPTY_SALES = text("truncate staged_sales, staged_sale_lines")


async def stage_goods(uow: UnitOfWork, *, goods: Iterable[Row], costs: Iterable[Row]) -> None:
    """Make ready what the lines of the sales that follow name by number: products as sold, and the catalogue's costs."""
    good_blocks, cost_blocks = await rendered(goods), await rendered(costs)

    async def stage() -> None:
        for statement in (*_STAGES, _EMPTY_GOODS):
            await uow.connection.execute(statement)
        await copy_blocks(uow, "staged_goods", columns=GOOD, blocks=good_blocks)
        await copy_blocks(uow, "staged_costs", columns=COST, blocks=cost_blocks)

    await uow.behind(stage)


async def write_behind(
    uow: UnitOfWork,
    *,
    store_id: UUID,
    provenance: Provenance,
    sales: Sequence[PlainSale],
    buyers: Sequence[UUID | None],
) -> None:
    """Write new orders with their revisions, lines, entries and outbox rows; none of them may be known.

    ``buyers``: who the sales' numbers mean. Returns at once: PostgreSQL works while the caller prepares what follows.
    """
    values = {
        "organisation": uow.actor.organisation_id,
        "store": store_id,
        "kind": provenance.kind,
        "provenance": provenance.id,
        "file": provenance.file,
        "received_at": provenance.received_at,
    }

    async def merge() -> None:
        await copy_blocks(uow, "staged_sales", columns=SALE, blocks=_blocks(sales, buyers))
        await copy_blocks(uow, "staged_sale_lines", columns=LINE, blocks=[b"".join([sale.lines for sale in sales])])
        for statement in _MERGE:
            await uow.connection.execute(statement, values)
        await uow.connection.execute(_EMPTY_SALES)

    await uow.behind(merge)


def _blocks(sales: Iterable[PlainSale], buyers: Sequence[UUID | None]) -> Iterator[bytes]:
    """Yield the rows of orders with their last columns."""
    names = [b"\\N" if buyer is None else buyer.hex.encode() for buyer in buyers]
    pieces: list[bytes] = []
    for sale in sales:
        buyer = b"\\N" if sale.buyer is None else names[sale.buyer]
        pieces += (sale.row, b"\t", sale.snapshot.replace(b"\\", b"\\\\"), b"\t", buyer, b"\n")
    yield b"".join(pieces)
