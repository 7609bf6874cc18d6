"""Customers (impersonal), the one person table (sealed) and the links from stores' own customer ids."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy import (
    text as sql_text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from comptoir.platform.database.functions import after_create
from comptoir.platform.database.metadata import instant, revision, sealed, tenant_table, text

customers = tenant_table(
    "customers",
    Column("id", Uuid, primary_key=True),
    text("country"),
    text("region"),
    text("city"),
    Column("accepts_marketing", Boolean),
    Column("tags", ARRAY(Text), nullable=False, server_default="{}"),
    instant("source_created_at", nullable=True),
    instant("source_time", nullable=True),  # version of the record its impersonal fields come from
    Column("merged_into", Uuid),
    Column("first_order_id", Uuid),  # first order that counts, over all stores of the organisation
    instant("first_ordered_at", nullable=True),
    Column("provenance_id", Uuid),  # what created it, for undo
    revision(),
    instant("recorded_at"),
    Index("ix_customers_provenance", "organisation_id", "provenance_id"),
    Index("ix_customers_merged", "organisation_id", postgresql_where=sql_text("merged_into is not null")),
)

# The only place where personal fields rest: one sealed document a subject, under the subject's own key.
persons = tenant_table(
    "persons",
    Column("customer_id", Uuid, ForeignKey("customers.id", ondelete="CASCADE"), primary_key=True),
    Column("wrapped_key", LargeBinary),  # null once erased
    sealed("document"),
    Column(
        "tokens", ARRAY(BigInteger), nullable=False, server_default="{}"
    ),  # blind index: HMACs of words and prefixes
    text("fingerprint"),  # keyed hash of the sealed content: unchanged input is not sealed again
    Index("ix_persons_tokens", "tokens", postgresql_using="gin"),
)

# A store's customer id, or the keyed hash of an e-mail address, → the person behind it.
customer_links = tenant_table(
    "customer_links",
    Column("id", Uuid, primary_key=True),  # UUIDv5 of (organisation, store or none, kind, value)
    Column("store_id", Uuid),
    text("kind", nullable=False),  # source or email
    text("value", nullable=False),  # the source id, or the e-mail's keyed hash
    Column("customer_id", Uuid, ForeignKey("customers.id", ondelete="CASCADE"), nullable=False, index=True),
    UniqueConstraint("organisation_id", "store_id", "kind", "value"),
)

# Array containment is not leakproof, so under row-level security the planner would not use the index. The function
# runs with its owner's rights and answers for one organisation only: the one the transaction is set to.
after_create(
    persons,
    """
create or replace function comptoir_search_persons(wanted uuid, words bigint[], most integer)
returns table (customer_id uuid) language sql stable security definer set search_path = public, pg_temp as $body$
  select p.customer_id from persons p
  where p.tokens @> words and cardinality(words) > 0 and p.organisation_id = wanted
    and wanted = nullif(current_setting('comptoir.organisation', true), '')::uuid
  limit most
$body$
""",
)
