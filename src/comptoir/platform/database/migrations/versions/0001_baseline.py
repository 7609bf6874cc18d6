"""The first shape: every table the modules declared, with row-level security forced on those of an organisation."""

from pathlib import Path
from typing import Any

from alembic import op

from comptoir.platform.database.queue import create_queue

revision = "0001_baseline"
down_revision = None


def upgrade() -> None:
    """Create the job queue, then tables, functions, policies and rights as the file beside this one states them."""
    connection = op.get_bind()
    create_queue(None, connection)
    driver: Any = connection.connection.dbapi_connection
    with driver.cursor() as cursor:
        cursor.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
