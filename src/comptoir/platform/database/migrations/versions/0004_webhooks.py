"""What was refused at each store's door, bodies that people edited, and when a platform ended the connection."""

from alembic import op
from sqlalchemy import text

revision = "0004_webhooks"
down_revision = "0003_inbox_subjects"

_OWN = "organisation_id = nullif(current_setting('comptoir.organisation', true), '')::uuid"
_STATEMENTS = (
    """
alter table inbox add column original bytea, add column edited_at timestamp with time zone, add column edited_by uuid
""",
    "create index ix_inbox_store on inbox (organisation_id, store_id, id)",
    "alter table stores add column connection_ended_at timestamp with time zone",
    """
create table webhook_refusals (
  organisation_id uuid not null,
  store_id uuid not null,
  reason text not null,
  count bigint not null,
  first_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  constraint pk_webhook_refusals primary key (store_id, reason)
)
""",
    "alter table webhook_refusals enable row level security",
    "alter table webhook_refusals force row level security",
    f"create policy one_organisation on webhook_refusals to comptoir_app using ({_OWN}) with check ({_OWN})",
    """
create policy all_organisations on webhook_refusals to comptoir_system, comptoir_owner using (true) with check (true)
""",
)


def upgrade() -> None:
    """Add the columns, the index by store and the table of refusals; no row is rewritten."""
    for statement in _STATEMENTS:
        op.get_bind().execute(text(statement))
