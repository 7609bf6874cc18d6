"""Writing plain sales set-based: two temporary stages by COPY, then one INSERT … SELECT a table.

What the rows of an order share (its day, its buyer, its revision) crosses the wire once, and PostgreSQL lays it out
over revisions, orders, lines, entries and outbox. Owns the stages; the rows are those of ``rows``.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text

from comptoir.connectors.sdk.canonical import Lifecycle, Part
from comptoir.domains.commerce.contracts import Provenance
from comptoir.platform import outbox
from comptoir.platform.database.bulk import copy_blocks, rendered
from comptoir.platform.database.unit_of_work import UnitOfWork

Row = Sequence[object]

SALE = (
    "id revision_id source_id number ordered_at order_day organisation_day currency status source_status channel "
    "customer_id country region city billing_country content_hash snapshot source_row"
).split()
LINE = (
    "order_id id entry_id position source_id product_id variant_id sku title variant_title category subcategory vendor "
    "quantity unit_price gross discount tax cost cost_source discounts taxes"
).split()

_STAGES = (
    text("""
create temporary table if not exists staged_sales (
  id uuid, revision_id uuid, source_id text, number text, ordered_at timestamptz, order_day date, organisation_day date,
  currency text, status text, source_status text, channel text, customer_id uuid, country text, region text, city text,
  billing_country text, content_hash bytea, snapshot bytea, source_row integer, revision bigint default nextval('revision_seq')
) on commit delete rows
"""),
    text("""
create temporary table if not exists staged_sale_lines (
  order_id uuid, id uuid, entry_id uuid, position integer, source_id text, product_id uuid, variant_id uuid, sku text,
  title text, variant_title text, category text, subcategory text, vendor text, quantity numeric(20, 6),
  unit_price numeric(20, 6), gross numeric(20, 6), discount numeric(20, 6), tax numeric(20, 6), cost numeric(20, 6),
  cost_source text, discounts jsonb, taxes jsonb
) on commit delete rows
"""),
)

_REVISIONS = f"""
insert into order_revisions (organisation_id, id, order_id, store_id, source_id, part, rank, content_hash, snapshot,
  customer_id, provenance_kind, provenance_id, received_at, source_file, source_row)
select :organisation, revision_id, id, :store, source_id, '{Part.LINES.value}', {int(Lifecycle.CREATED)}, content_hash,
  snapshot, customer_id, :kind, :provenance, :received_at, :file, source_row
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
  select order_id, sum(quantity) as units, sum(gross) as gross, sum(discount) as discount, sum(tax) as tax
  from staged_sale_lines group by order_id
) l on l.order_id = s.id
"""

_LINES = """
insert into order_lines (organisation_id, id, order_id, position, source_id, product_id, variant_id, sku, title,
  variant_title, category, subcategory, vendor, quantity, unit_price, gross, discount, tax, cost, cost_source, discounts,
  taxes)
select :organisation, id, order_id, position, source_id, product_id, variant_id, sku, title, variant_title, category,
  subcategory, vendor, quantity, unit_price, gross, discount, tax, cost, cost_source, coalesce(discounts, '[]'),
  coalesce(taxes, '[]')
from staged_sale_lines
"""

_ENTRIES = """
insert into sales_entries (organisation_id, id, revision, order_id, store_id, line_id, kind, occurred_at, recorded_at,
  order_day, booked_day, organisation_order_day, organisation_booked_day, currency, units, gross, discount, tax, cost,
  order_count)
select :organisation, l.entry_id, s.revision, s.id, :store, l.id, 'sale', s.ordered_at, :received_at, s.order_day,
  s.order_day, s.organisation_day, s.organisation_day, s.currency, l.quantity, l.gross, l.discount, l.tax, l.cost,
  case l.position when 0 then 1 else 0 end
from staged_sale_lines l join staged_sales s on s.id = l.order_id
"""

_CHANGES = outbox.appending("select 'sales', id, cast(:store as uuid), revision, array[order_day] from staged_sales")
_MERGE = tuple(map(text, (_REVISIONS, _ORDERS, _LINES, _ENTRIES, _CHANGES)))
_EMPTY = text("truncate staged_sales, staged_sale_lines")


async def write_behind(
    uow: UnitOfWork, *, store_id: UUID, provenance: Provenance, sales: Sequence[Row], lines: Sequence[Row]
) -> None:
    """Write new orders with their revisions, lines, entries and outbox rows; none of them may be known.

    Returns once the rows are rendered: PostgreSQL lays them out while the caller prepares the next ones.
    """
    sale_blocks, line_blocks = await rendered(sales), await rendered(lines)
    values = {
        "organisation": uow.actor.organisation_id,
        "store": store_id,
        "kind": provenance.kind,
        "provenance": provenance.id,
        "file": provenance.file,
        "received_at": provenance.received_at,
    }

    async def merge() -> None:
        for stage in _STAGES:
            await uow.connection.execute(stage)
        await copy_blocks(uow, "staged_sales", columns=SALE, blocks=sale_blocks)
        await copy_blocks(uow, "staged_sale_lines", columns=LINE, blocks=line_blocks)
        for statement in _MERGE:
            await uow.connection.execute(statement, values)
        await uow.connection.execute(_EMPTY)

    await uow.behind(merge)
