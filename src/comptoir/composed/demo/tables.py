"""Where the demo stands: which history it tells and how far it has been told."""

from sqlalchemy import Boolean, Column, Date, Integer, UniqueConstraint, Uuid

from comptoir.platform.database.metadata import instant, tenant_table

demos = tenant_table(
    "demos",
    Column("id", Uuid, primary_key=True),
    Column("seed", Integer, nullable=False),
    Column("store_count", Integer, nullable=False),
    Column("start_day", Date, nullable=False),
    Column("filled_from", Date, nullable=False),  # history is told backwards: from this day on it is complete
    instant("told_until"),  # what happened by this instant has been told
    Column("orders_done", Integer, nullable=False, server_default="0"),
    Column("orders_total", Integer, nullable=False),
    Column("is_live", Boolean, nullable=False, server_default="true"),
    UniqueConstraint("organisation_id"),
)
