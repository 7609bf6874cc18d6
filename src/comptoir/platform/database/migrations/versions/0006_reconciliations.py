"""Comparisons of all places, as people and the clock asked for them, with what they found by store."""

from alembic import op
from sqlalchemy import text

revision = "0006_reconciliations"
down_revision = "0005_lines_without_key"

_OWN = "organisation_id = nullif(current_setting('comptoir.organisation', true), '')::uuid"
_STATEMENTS = (
    """
create table reconciliations (
  organisation_id uuid not null,
  id uuid not null,
  state text not null,
  first date,
  last date,
  is_repair boolean not null,
  buckets bigint default '0' not null,
  rows bigint default '0' not null,
  repaired bigint default '0' not null,
  stores jsonb default '[]' not null,
  elsewhere jsonb default '[]' not null,
  error text,
  user_id uuid,
  asked_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  constraint pk_reconciliations primary key (id)
)
""",
    "create index ix_reconciliations_asked on reconciliations (organisation_id, asked_at)",
    "alter table reconciliations enable row level security",
    "alter table reconciliations force row level security",
    f"create policy one_organisation on reconciliations to comptoir_app using ({_OWN}) with check ({_OWN})",
    """
create policy all_organisations on reconciliations to comptoir_system, comptoir_owner using (true) with check (true)
""",
)


def upgrade() -> None:
    """Add the table; no row is rewritten."""
    for statement in _STATEMENTS:
        op.get_bind().execute(text(statement))
