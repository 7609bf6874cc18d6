"""Orders, their parts and the append-only sales entries, as PostgreSQL holds them. Nothing personal rests here."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Computed,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Sequence,
    SmallInteger,
    Text,
    Uuid,
)
from sqlalchemy import (
    text as sql_text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from comptoir.platform.database.functions import after_create
from comptoir.platform.database.metadata import AMOUNT, amount, instant, metadata, revision, tenant_table, text

revision_seq = Sequence("revision_seq", metadata=metadata, data_type=BigInteger)

# Every record ever received about an order. The order's state is the fold of these rows, in version order.
order_revisions = tenant_table(
    "order_revisions",
    Column(
        "id", Uuid, primary_key=True
    ),  # UUIDv5 of (order, content hash, replacing or not): content holds the version
    Column("order_id", Uuid, nullable=False),
    Column("store_id", Uuid, nullable=False),
    text("source_id", nullable=False),
    text("part", nullable=False),  # order, lines, refund, fulfilment, cancellation
    instant("source_time", nullable=True),
    Column("rank", SmallInteger, nullable=False),
    Column("content_hash", LargeBinary, nullable=False),
    Column("snapshot", LargeBinary, nullable=False),  # canonical record as JSON, without its Person
    Column("customer_id", Uuid),
    text("provenance_kind", nullable=False),
    Column("provenance_id", Uuid, nullable=False),
    Column("is_replacing", Boolean, nullable=False, server_default="false"),  # a file imported with --replace
    instant("received_at"),
    text("source_file"),  # of an import: what people call the file
    Column("source_row", Integer),  # and the line the record begins on, or its place in an array
    Index("ix_order_revisions_order", "order_id"),
    Index("ix_order_revisions_provenance", "organisation_id", "provenance_id", "order_id"),
    Index("ix_order_revisions_customer", "customer_id", postgresql_where=sql_text("customer_id is not null")),
)

orders = tenant_table(
    "orders",
    Column("id", Uuid, primary_key=True),
    Column("store_id", Uuid, ForeignKey("stores.id"), nullable=False),
    text("source_id", nullable=False),
    text("number"),
    instant("ordered_at"),
    Column("order_day", Date, nullable=False),  # the store's day
    Column("organisation_day", Date, nullable=False),
    text("currency", nullable=False),
    text("status", nullable=False),
    text("source_status"),
    Column("is_counted", Boolean, nullable=False),  # in the population of every sales metric
    Column("has_sale", Boolean, nullable=False),  # one of the metric `orders`: counted, with at least one sale line
    text("channel"),
    Column("customer_id", Uuid, index=True),
    text("country"),
    text("region"),
    text("city"),
    text("billing_country"),
    text("discount_code"),  # the one with the largest amount
    Column("discount_codes", ARRAY(Text), nullable=False, server_default="{}"),
    text("payment_method"),  # the one with the largest amount
    Column("payment_methods", ARRAY(Text), nullable=False, server_default="{}"),
    Column("tags", ARRAY(Text), nullable=False, server_default="{}"),
    text("landing_page"),
    text("referrer"),
    text("utm_source"),
    text("utm_medium"),
    text("utm_campaign"),
    text("utm_term"),
    text("utm_content"),
    Column("click_ids", JSONB, nullable=False, server_default="{}"),
    text("session_id"),
    text("sales_rep"),
    text("company"),
    text("post_id"),
    text("creator_id"),
    text("location"),
    text("tax_jurisdiction"),
    Column("attributes", JSONB, nullable=False, server_default="{}"),
    # Totals of the current state, for lists; each equals the sum of the order's current entries.
    amount("units"),
    amount("gross"),
    amount("discount"),
    amount("returned"),
    amount("shipping"),
    amount("tax"),
    amount("duties"),
    amount("fees"),
    amount("tips"),
    amount("gift_card_sold"),
    amount("gift_card_redeemed"),
    # What the list sorts by: net sales with everything charged beside them.
    Column(
        "total",
        AMOUNT,
        Computed("gross - discount - returned + shipping + tax + duties + fees", persisted=True),
    ),
    instant("cancelled_at", nullable=True),
    text("cancel_reason"),
    instant("edited_at", nullable=True),
    revision(),
    instant("recorded_at"),
    Index("ix_orders_recent", "organisation_id", "ordered_at", "id"),
    Index("ix_orders_store_day", "organisation_id", "store_id", "order_day"),
    Index("ix_orders_number", "organisation_id", "number", postgresql_ops={"number": "text_pattern_ops"}),
    Index("ix_orders_total", "organisation_id", "total", "id"),
    Index("ix_orders_first", "customer_id", "ordered_at", "id", postgresql_where=sql_text("has_sale")),
)

orders.info["limits"] = {"channels": "channel", "sales_reps": "sales_rep"}

# LIKE is not leakproof, so under row-level security the planner would not use the index. The function runs with its
# owner's rights and answers for one organisation only: the one the transaction is set to.
after_create(
    orders,
    """
create or replace function comptoir_search_orders(wanted uuid, prefix text, most integer)
returns table (order_id uuid) language sql stable security definer set search_path = public, pg_temp as $body$
  (select o.id from orders o where o.organisation_id = wanted and o.number like prefix || '%'
    and wanted = nullif(current_setting('comptoir.organisation', true), '')::uuid order by o.number limit most)
  union all
  (select o.id from orders o where o.organisation_id = wanted and o.number like '#' || prefix || '%'
    and wanted = nullif(current_setting('comptoir.organisation', true), '')::uuid order by o.number limit most)
  limit most
$body$
""",
)

# Most rows of all. They are written and removed with their order in one place (``repository``), and reconciling looks
# for lines whose order is no more: a foreign key would look at each line again.
order_lines = tenant_table(
    "order_lines",
    Column("id", Uuid, primary_key=True),
    Column("order_id", Uuid, nullable=False, index=True),
    Column("position", Integer, nullable=False),
    text("source_id", nullable=False),
    Column("product_id", Uuid),
    Column("variant_id", Uuid),
    text("sku"),  # from here to vendor: as sold
    text("title"),
    text("variant_title"),
    text("category"),
    text("subcategory"),
    text("vendor"),
    amount("quantity"),
    amount("unit_price"),
    amount("gross"),
    amount("discount"),
    amount("tax"),
    amount("cost", nullable=True),
    text("cost_source"),  # order, catalogue, fulfilment
    amount("returned_quantity"),
    amount("returned"),
    Column("is_gift_card", Boolean, nullable=False, server_default="false"),
    Column("discounts", JSONB, nullable=False, server_default="[]"),
    Column("taxes", JSONB, nullable=False, server_default="[]"),
    Column("attributes", JSONB, nullable=False, server_default="{}"),
    Index("ix_order_lines_variant", "organisation_id", "variant_id"),
)

# Signed, immutable statements about sales. A changed statement is a new revision; the old row only learns
# by which revision it was superseded. Current: ``superseded_by is null``.
sales_entries = tenant_table(
    "sales_entries",
    Column("id", Uuid, primary_key=True),  # UUIDv5 of (order, kind, line, reference)
    Column("revision", BigInteger, primary_key=True, autoincrement=False),
    Column("order_id", Uuid, nullable=False),
    Column("store_id", Uuid, nullable=False),
    Column("line_id", Uuid),
    text("kind", nullable=False),  # sale, edit, cancel, return, adjustment
    text("reference"),  # the refund, edit or cancellation it comes from
    instant("occurred_at"),
    instant("recorded_at"),
    Column("order_day", Date, nullable=False),  # store day of the order
    Column("booked_day", Date, nullable=False),  # store day of the event
    Column("organisation_order_day", Date, nullable=False),
    Column("organisation_booked_day", Date, nullable=False),
    text("currency", nullable=False),
    amount("units"),
    amount("units_returned"),
    amount("gross"),
    amount("discount"),
    amount("returned"),
    amount("shipping"),
    amount("tax"),
    amount("duties"),
    amount("fees"),
    amount("tips"),
    amount("gift_card_sold"),
    amount("gift_card_redeemed"),
    amount("cost", nullable=True),  # signed cost of goods; null where unknown
    Column("order_count", SmallInteger, nullable=False, server_default="0"),  # 1 on one sale entry of an order
    Column("superseded_by", BigInteger),
    Index("ix_sales_entries_order", "order_id"),
    Index("ix_sales_entries_superseded", "order_id", postgresql_where=sql_text("superseded_by is not null")),
    Index("ix_sales_entries_store_day", "organisation_id", "store_id", "booked_day"),
)

payments = tenant_table(
    "payments",
    Column("id", Uuid, primary_key=True),
    Column("order_id", Uuid, ForeignKey("orders.id", ondelete="CASCADE"), nullable=False, index=True),
    text("source_id", nullable=False),
    text("kind", nullable=False),
    text("status", nullable=False),
    text("method"),
    text("gateway"),
    text("gateway_reference"),
    text("parent_id"),
    amount("amount"),
    text("currency", nullable=False),
    amount("settlement_amount", nullable=True),
    text("settlement_currency"),
    amount("fee", nullable=True),
    instant("paid_at", nullable=True),
)

refunds = tenant_table(
    "refunds",
    Column("id", Uuid, primary_key=True),
    Column("order_id", Uuid, ForeignKey("orders.id", ondelete="CASCADE"), nullable=False, index=True),
    text("source_id", nullable=False),
    instant("refunded_at"),
    amount("goods"),
    amount("goods_tax"),
    amount("shipping"),
    amount("shipping_tax"),
    amount("duties"),
    amount("fees"),
    amount("tips"),
    amount("unallocated"),
    Column("is_provisional", Boolean, nullable=False, server_default="false"),
    text("reason"),
)

refund_lines = tenant_table(
    "refund_lines",
    Column("id", Uuid, primary_key=True),
    Column("refund_id", Uuid, ForeignKey("refunds.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("line_id", Uuid),
    amount("quantity"),
    amount("amount"),
    amount("tax"),
    Column("restocked", Boolean, nullable=False),
)

shipping_lines = tenant_table(
    "shipping_lines",
    Column("id", Uuid, primary_key=True),
    Column("order_id", Uuid, ForeignKey("orders.id", ondelete="CASCADE"), nullable=False, index=True),
    text("title"),
    text("carrier"),
    amount("amount"),
    amount("tax"),
)

fulfilments = tenant_table(
    "fulfilments",
    Column("id", Uuid, primary_key=True),
    Column("order_id", Uuid, ForeignKey("orders.id", ondelete="CASCADE"), nullable=False, index=True),
    text("source_id", nullable=False),
    instant("fulfilled_at"),
    text("status", nullable=False),
    text("carrier"),
    text("tracking_number"),
    text("location"),
    Column("lines", JSONB, nullable=False, server_default="[]"),
)
