"""Access: roles of an organisation's own, what of it members and tokens see, and policies that hold it."""

from alembic import op
from sqlalchemy import text

revision = "0011_access"
down_revision = "0010_calendars"

_OWN = "organisation_id = nullif(current_setting('comptoir.organisation', true), '')::uuid"
_TABLES = {
    "roles": """
create table roles (
  organisation_id uuid not null,
  key text not null,
  name text not null,
  description text not null,
  permissions text[] not null,
  based_on text,
  created_at timestamp with time zone not null,
  constraint pk_roles primary key (organisation_id, key)
)
""",
    "store_groups": """
create table store_groups (
  organisation_id uuid not null,
  key text not null,
  name text not null,
  stores uuid[] not null,
  created_at timestamp with time zone not null,
  constraint pk_store_groups primary key (organisation_id, key)
)
""",
}
_COLUMNS = (
    (
        "alter table memberships add column stores uuid[], add column store_groups text[], add column channels text[], "
        "add column sales_rep text, add column column_rules jsonb default '{}' not null"
    ),
    (
        "alter table api_tokens add column stores uuid[], add column channels text[], "
        "add column column_rules jsonb default '{}' not null"
    ),
)
_OF_STORES = "bucket_versions inbox order_revisions sales_entries webhook_refusals products variants".split()
_OF_SOME = "outbox targets customer_links imports".split()  # rows without a store are everybody's


def _limit(setting: str, kind: str, column: str) -> str:
    free = f"(select coalesce(current_setting('comptoir.{setting}', true), '') = '*')"
    held = f"(select nullif(nullif(current_setting('comptoir.{setting}', true), '*'), '')::{kind}[])::{kind}[]"
    return f"({free} or {column} = any ({held}))"


def upgrade() -> None:
    """Add tables and columns that may be null or are empty; no row is rewritten. Members see what they saw."""
    bind = op.get_bind()
    for name, statement in _TABLES.items():
        for step in (
            statement,
            f"alter table {name} enable row level security",
            f"alter table {name} force row level security",
            f"create policy one_organisation on {name} to comptoir_app using ({_OWN}) with check ({_OWN})",
            f"create policy all_organisations on {name} to comptoir_system, comptoir_owner using (true) with check (true)",
        ):
            bind.execute(text(step))
    for step in _COLUMNS:
        bind.execute(text(step))
    own = _limit("stores", "uuid", "store_id")
    limits = dict.fromkeys(_OF_STORES, own) | dict.fromkeys(_OF_SOME, f"({own[1:-1]} or store_id is null)")
    limits["stores"] = _limit("stores", "uuid", "id")
    limits["orders"] = " and ".join(
        (_limit("channels", "text", "channel"), _limit("sales_reps", "text", "sales_rep"), own)
    )
    for name, limit in limits.items():
        bind.exec_driver_sql(f"create policy inside_scope on {name} as restrictive to comptoir_app using ({limit})")
