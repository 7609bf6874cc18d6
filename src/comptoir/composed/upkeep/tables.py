"""Comparisons that people or the clock asked for, with what they found by store. Nothing personal."""

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from comptoir.platform.database.metadata import instant, tenant_table, text

reconciliations = tenant_table(
    "reconciliations",
    Column("id", Uuid, primary_key=True),
    text("state", nullable=False),  # running, done, failed
    Column("first", Date),  # store days that were compared, both included; null: all
    Column("last", Date),
    Column("is_repair", Boolean, nullable=False),
    Column("buckets", BigInteger, nullable=False, server_default="0"),
    Column("rows", BigInteger, nullable=False, server_default="0"),
    Column("repaired", BigInteger, nullable=False, server_default="0"),
    Column("stores", JSONB, nullable=False, server_default="[]"),  # how each store stands
    Column("elsewhere", JSONB, nullable=False, server_default="[]"),  # sentences on what belongs to no store's day
    text("error"),
    Column("user_id", Uuid),  # who asked; null: the clock
    instant("asked_at"),
    instant("finished_at", nullable=True),
    Index("ix_reconciliations_asked", "organisation_id", "asked_at"),
)
