"""Imports, as PostgreSQL holds them. The file itself and its rejected rows rest as encrypted blobs."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from comptoir.platform.database.metadata import instant, sealed, tenant_table, text


def _count(name: str) -> Column[object]:
    return Column(name, BigInteger, nullable=False, server_default="0")


imports = tenant_table(
    "imports",
    Column("id", Uuid, primary_key=True),
    Column("store_id", Uuid, ForeignKey("stores.id", ondelete="CASCADE")),  # null until one is chosen
    text("file", nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("blob_id", Uuid),  # the file; null for one that the command line read in place
    text("content_hash"),
    text("format"),
    Column("mapping", JSONB, nullable=False, server_default="{}"),
    Column("options", JSONB, nullable=False, server_default="{}"),
    sealed("plan"),  # what was found in the file, with its first rows
    text("state", nullable=False),  # planned, running, done, failed, undone
    _count("total"),
    _count("read"),
    _count("created"),
    _count("updated"),
    _count("unchanged"),
    _count("waiting"),
    _count("rejected"),
    Column("statuses", JSONB, nullable=False, server_default="[]"),
    Column("reject_reasons", JSONB, nullable=False, server_default="[]"),
    Column("notes", JSONB, nullable=False, server_default="[]"),
    Column("rejects_blob_id", Uuid),
    text("error"),
    Column("user_id", Uuid),
    instant("created_at"),
    instant("started_at", nullable=True),
    instant("finished_at", nullable=True),
    Index("ix_imports_recent", "organisation_id", "created_at", "id"),
    Index("ix_imports_content", "organisation_id", "store_id", "content_hash"),
)
