"""The audit trail: entries that can only be added, signed roots and heads of their chains."""

from alembic import op
from sqlalchemy import text

revision = "0012_audit"
down_revision = "0011_access"

_OWN = "organisation_id = nullif(current_setting('comptoir.organisation', true), '')::uuid"
_TABLES = {
    "audit_entries": """
create table audit_entries (
  organisation_id uuid not null,
  id uuid not null,
  at timestamp with time zone not null,
  action text not null,
  subject text not null,
  outcome text not null,
  count integer not null,
  user_id uuid,
  client text not null,
  credential text,
  address text,
  agent text,
  correlation text,
  before text,
  after text,
  seal bytea not null,
  sequence bigint,
  hash bytea,
  constraint pk_audit_entries primary key (organisation_id, id),
  constraint ck_audit_entries_chained check ((sequence is null) = (hash is null))
)
""",
    "audit_roots": """
create table audit_roots (
  organisation_id uuid not null,
  sequence bigint not null,
  hash bytea not null,
  kind text not null,
  day date not null,
  made_at timestamp with time zone not null,
  public_key bytea not null,
  signature bytea not null,
  constraint pk_audit_roots primary key (organisation_id, kind, sequence)
)
""",
    "audit_heads": """
create table audit_heads (
  organisation_id uuid not null,
  sequence bigint not null,
  hash bytea not null,
  made_at timestamp with time zone not null,
  public_key bytea not null,
  signature bytea not null,
  constraint pk_audit_heads primary key (organisation_id)
)
""",
}
_INDEXES = (
    "create index ix_audit_entries_at on audit_entries (organisation_id, at, id)",
    "create unique index uq_audit_entries_sequence on audit_entries (organisation_id, sequence)",
    "create index ix_audit_entries_new on audit_entries (organisation_id) where sequence is null",
)
_KEEP = """
create or replace function comptoir_keep_audit() returns trigger language plpgsql as $$
begin
  if current_setting('comptoir.forgetting', true) = old.organisation_id::text then
    return old;
  end if;
  if tg_table_name = 'audit_entries' then
    if tg_op = 'UPDATE' and old.sequence is null and new.sequence is not null
       and to_jsonb(new) - 'sequence' - 'hash' = to_jsonb(old) - 'sequence' - 'hash' then
      return new;
    end if;
    if tg_op = 'DELETE' and exists (
      select from audit_roots r
      where r.organisation_id = old.organisation_id and r.kind = 'removed' and r.sequence >= old.sequence
    ) then
      return old;
    end if;
  end if;
  raise exception 'the audit trail is append-only' using errcode = 'insufficient_privilege';
end $$
"""


def upgrade() -> None:
    """Add the tables, their policies, and the trigger that lets entries neither change nor go."""
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
    for index in _INDEXES:
        bind.execute(text(index))
    bind.exec_driver_sql(_KEEP)
    for name in ("audit_entries", "audit_roots"):
        bind.exec_driver_sql(
            f"create trigger keep_audit before update or delete on {name} "
            "for each row execute function comptoir_keep_audit()"
        )
