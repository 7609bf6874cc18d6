"""Lines of orders are written and removed with their order, so a foreign key no longer looks at each of them."""

from alembic import op
from sqlalchemy import text

revision = "0005_lines_without_key"
down_revision = "0004_webhooks"


def upgrade() -> None:
    """Drop the foreign key; no row is rewritten. Reconciling looks for lines whose order is no more."""
    op.get_bind().execute(text("alter table order_lines drop constraint fk_order_lines_order_id"))
