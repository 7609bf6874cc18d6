"""Stores, channels, products, variants and their revisions, as PostgreSQL holds them."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from comptoir.platform.database.functions import after_create
from comptoir.platform.database.metadata import amount, instant, revision, tenant_table, text

stores = tenant_table(
    "stores",
    Column("id", Uuid, primary_key=True),
    text("slug", nullable=False),
    text("name", nullable=False),
    text("platform", nullable=False),
    text("currency", nullable=False),
    text("timezone", nullable=False),
    text("prices", nullable=False),  # gross or net: do list prices include tax
    Column("webhook_secret", LargeBinary),  # sealed
    instant("created_at", nullable=False),
    instant("removed_at", nullable=True),
    instant("connection_ended_at", nullable=True),  # when the platform took our access away
    UniqueConstraint("organisation_id", "slug"),
    CheckConstraint("prices in ('gross', 'net')", name="prices"),
)
stores.info["limits"] = {"stores": "id"}

products = tenant_table(
    "products",
    Column("id", Uuid, primary_key=True),
    Column("store_id", Uuid, ForeignKey("stores.id"), nullable=False),
    text("source_id", nullable=False),
    text("title"),
    text("vendor"),
    text("category"),
    text("subcategory"),
    text("status"),
    Column("tags", ARRAY(Text), nullable=False, server_default="{}"),
    Column("is_deleted", Boolean, nullable=False, server_default="false"),
    instant("source_time", nullable=True),
    Column("provenance_id", Uuid),  # what created it from an order's line; null once a catalogue names it
    revision(),
    instant("recorded_at"),
    UniqueConstraint("organisation_id", "store_id", "source_id"),
)

variants = tenant_table(
    "variants",
    Column("id", Uuid, primary_key=True),
    Column("store_id", Uuid, ForeignKey("stores.id"), nullable=False),
    Column("product_id", Uuid, ForeignKey("products.id", ondelete="CASCADE"), nullable=False),
    text("source_id", nullable=False),
    text("sku"),
    text("title"),
    text("barcode"),
    amount("price", nullable=True),
    amount("weight_grams", nullable=True),
    Column("is_deleted", Boolean, nullable=False, server_default="false"),
    UniqueConstraint("organisation_id", "store_id", "source_id"),
    Index("ix_variants_sku", "organisation_id", "store_id", "sku"),
    Index("ix_variants_product", "product_id"),
)

# What one unit cost from a day on; kept for ever, so that a margin of the past stays what it was.
variant_costs = tenant_table(
    "variant_costs",
    Column("variant_id", Uuid, ForeignKey("variants.id", ondelete="CASCADE"), primary_key=True),
    Column("valid_from", Date, primary_key=True),
    amount("unit_cost"),
    text("currency", nullable=False),
    revision(),
    instant("recorded_at"),
)

# Variants whose cost or product became known later than orders that sold them: those orders are derived again.
variant_changes = tenant_table(
    "variant_changes",
    Column("id", Uuid, primary_key=True),
    Column("variant_id", Uuid, nullable=False),
    Column("first_day", Date, nullable=False),
    instant("recorded_at"),
    Index("ix_variant_changes_waiting", "organisation_id", "id"),
)

product_revisions = tenant_table(
    "product_revisions",
    Column("id", Uuid, primary_key=True),
    Column("product_id", Uuid, nullable=False, index=True),
    instant("source_time", nullable=True),
    text("content_hash", nullable=False),
    Column("snapshot", JSONB, nullable=False),
    text("provenance_kind", nullable=False),
    Column("provenance_id", Uuid, nullable=False),
    instant("recorded_at"),
    Index("ix_product_revisions_provenance", "organisation_id", "provenance_id"),
)

# Search by words (prefixes) of a product and by prefixes of a sku. Full-text and LIKE are not leakproof, so under
# row-level security the planner would not use the indexes: the function runs with its owner's rights and answers for
# one organisation only, the one the transaction is set to.
after_create(
    products,
    "create index ix_products_words on products using gin (to_tsvector('simple', "
    "coalesce(title, '') || ' ' || coalesce(vendor, '') || ' ' || coalesce(category, '')))",
)
after_create(
    variants,
    "create index ix_variants_lower_sku on variants (organisation_id, lower(sku) text_pattern_ops)",
)
after_create(
    variants,
    """
create or replace function comptoir_search_products(wanted uuid, words text, prefix text, most integer)
returns table (product_id uuid) language sql stable security definer set search_path = public, pg_temp as $body$
  select distinct f.id from (
    (select p.id from products p
      where words <> '' and p.organisation_id = wanted and not p.is_deleted
        and to_tsvector('simple', coalesce(p.title, '') || ' ' || coalesce(p.vendor, '') || ' '
          || coalesce(p.category, '')) @@ to_tsquery('simple', words)
        and wanted = nullif(current_setting('comptoir.organisation', true), '')::uuid limit most)
    union all
    (select v.product_id from variants v
      where prefix <> '' and v.organisation_id = wanted and lower(v.sku) like prefix || '%'
        and wanted = nullif(current_setting('comptoir.organisation', true), '')::uuid limit most)
  ) f limit most
$body$
""",
)
