"""A revision of an order names the file and the row it came from; those known before have neither."""

import sqlalchemy as sa
from alembic import op

revision = "0002_source_rows"
down_revision = "0001_baseline"


def upgrade() -> None:
    """Add the two columns; both may be absent, so no row is rewritten."""
    op.add_column("order_revisions", sa.Column("source_file", sa.Text))
    op.add_column("order_revisions", sa.Column("source_row", sa.Integer))
