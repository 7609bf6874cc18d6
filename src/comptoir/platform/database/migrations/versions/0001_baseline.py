"""The first shape: every table the modules declare, with row-level security forced on those of an organisation."""

from alembic import op

from comptoir.platform.database.access import row_security
from comptoir.platform.database.metadata import metadata

revision = "0001_baseline"
down_revision = None


def upgrade() -> None:
    """Create tables, sequences and what hangs on them, then the policies."""
    metadata.create_all(op.get_bind())
    for statement in row_security(metadata):
        op.execute(statement)
