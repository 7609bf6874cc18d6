"""Calendars of organisations: any first day of the week, fiscal years, holidays; a person's own week."""

from alembic import op
from sqlalchemy import text

revision = "0010_calendars"
down_revision = "0009_definitions"

_WEEKDAYS = "'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'"
_STEPS = (
    "alter table organisations add column fiscal jsonb, add column holiday_places text[]",
    "alter table organisations drop constraint ck_organisations_week_start",
    f"alter table organisations add constraint ck_organisations_week_start check (week_start in ({_WEEKDAYS}))",
    "alter table memberships add column week_start text",
)


def upgrade() -> None:
    """Add columns that may be null; no row is rewritten."""
    bind = op.get_bind()
    for step in _STEPS:
        bind.execute(text(step))
