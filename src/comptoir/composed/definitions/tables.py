"""Definitions with their versions, and targets, as PostgreSQL holds them. Nothing personal.

Bodies are JSON that was checked before it came here. ``revision`` counts every write of the organisation, so that one
look tells whether anything changed. Deleted definitions stay: what names them says who can bring them back.
"""

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, Date, Index, Integer, PrimaryKeyConstraint, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from comptoir.platform.database.metadata import amount, instant, tenant_table, text

definitions = tenant_table(
    "definitions",
    text("key", nullable=False),
    text("kind", nullable=False),  # metric, bins, value_map
    text("label", nullable=False),
    text("description", nullable=False),
    Column("body", JSONB, nullable=False),
    Column("owner_id", Uuid),  # null: the host made it
    Column("version", Integer, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("certified", Boolean, nullable=False),
    Column("certified_by", Uuid),
    instant("created_at"),
    instant("saved_at"),
    Column("saved_by", Uuid),
    instant("deleted_at", nullable=True),
    Column("deleted_by", Uuid),
    PrimaryKeyConstraint("organisation_id", "key"),
    CheckConstraint("kind in ('metric', 'bins', 'value_map')", name="kind"),
)

definition_versions = tenant_table(
    "definition_versions",
    text("key", nullable=False),
    Column("version", Integer, nullable=False),
    text("label", nullable=False),
    text("description", nullable=False),
    Column("body", JSONB, nullable=False),
    text("summary", nullable=False),
    instant("saved_at"),
    Column("saved_by", Uuid),
    PrimaryKeyConstraint("organisation_id", "key", "version"),
)

targets = tenant_table(
    "targets",
    Column("id", Uuid, primary_key=True),
    text("metric", nullable=False),
    Column("store_id", Uuid),  # null: all stores together
    text("period", nullable=False),  # day, week, month, quarter, year
    Column("start", Date, nullable=False),
    amount("amount"),
    text("currency"),  # of money only
    instant("created_at"),
    instant("saved_at"),
    Column("saved_by", Uuid),
    CheckConstraint("period in ('day', 'week', 'month', 'quarter', 'year')", name="period"),
    Index(
        "ix_targets_one",
        "organisation_id",
        "metric",
        "store_id",
        "period",
        "start",
        unique=True,
        postgresql_nulls_not_distinct=True,
    ),
)
