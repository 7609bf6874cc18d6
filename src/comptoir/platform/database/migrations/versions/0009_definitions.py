"""Organisations' own definitions with their versions, and targets."""

from alembic import op
from sqlalchemy import text

revision = "0009_definitions"
down_revision = "0008_boards"

_OWN = "organisation_id = nullif(current_setting('comptoir.organisation', true), '')::uuid"
_TABLES = {
    "definitions": """
create table definitions (
  organisation_id uuid not null,
  key text not null,
  kind text not null,
  label text not null,
  description text not null,
  body jsonb not null,
  owner_id uuid,
  version integer not null,
  revision bigint not null,
  certified boolean not null,
  certified_by uuid,
  created_at timestamp with time zone not null,
  saved_at timestamp with time zone not null,
  saved_by uuid,
  deleted_at timestamp with time zone,
  deleted_by uuid,
  constraint pk_definitions primary key (organisation_id, key),
  constraint ck_definitions_kind check (kind in ('metric', 'bins', 'value_map'))
)
""",
    "definition_versions": """
create table definition_versions (
  organisation_id uuid not null,
  key text not null,
  version integer not null,
  label text not null,
  description text not null,
  body jsonb not null,
  summary text not null,
  saved_at timestamp with time zone not null,
  saved_by uuid,
  constraint pk_definition_versions primary key (organisation_id, key, version)
)
""",
    "targets": """
create table targets (
  organisation_id uuid not null,
  id uuid not null,
  metric text not null,
  store_id uuid,
  period text not null,
  start date not null,
  amount numeric(20, 6) default '0' not null,
  currency text,
  created_at timestamp with time zone not null,
  saved_at timestamp with time zone not null,
  saved_by uuid,
  constraint pk_targets primary key (id),
  constraint ck_targets_period check (period in ('day', 'week', 'month', 'quarter', 'year'))
)
""",
}
_INDEXES = (
    (
        "create unique index ix_targets_one on targets (organisation_id, metric, store_id, period, start) "
        "nulls not distinct"
    ),
)


def upgrade() -> None:
    """Add the tables, each closed to other organisations; no row is rewritten."""
    bind = op.get_bind()
    for name, table in _TABLES.items():
        bind.execute(text(table))
        bind.execute(text(f"alter table {name} enable row level security"))
        bind.execute(text(f"alter table {name} force row level security"))
        own = f"create policy one_organisation on {name} to comptoir_app using ({_OWN}) with check ({_OWN})"
        bind.execute(text(own))
        all_ = f"create policy all_organisations on {name} to comptoir_system, comptoir_owner using (true)"
        bind.execute(text(f"{all_} with check (true)"))
    for index in _INDEXES:
        bind.execute(text(index))
