"""Customers (impersonal), the one person table (sealed) and the links from stores' own customer ids."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, LargeBinary, Text, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import ARRAY

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
    Column("merged_into", Uuid),
    Column("first_order_id", Uuid),  # first order that counts, over all stores of the organisation
    instant("first_ordered_at", nullable=True),
    Column("provenance_id", Uuid),  # what created it, for undo
    revision(),
    instant("recorded_at"),
    Index("ix_customers_provenance", "organisation_id", "provenance_id"),
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
