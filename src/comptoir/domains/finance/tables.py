"""Exchange rates: daily reference sets and their revisions, as PostgreSQL holds them."""

from sqlalchemy import Column, Date, Numeric, Text

from comptoir.platform.database.metadata import instant, revision, shared_table, text

# One unit of EUR in ``currency`` on a published day. Days without publication have no row here:
# they are carried forward where the warehouse copy is built. Shared by all organisations.
exchange_rates = shared_table(
    "exchange_rates",
    Column("rate_set", Text, primary_key=True),  # ecb, or the name of an imported set
    Column("currency", Text, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("rate", Numeric(24, 12), nullable=False),
    revision(),
    text("source", nullable=False),
    instant("recorded_at"),
)
