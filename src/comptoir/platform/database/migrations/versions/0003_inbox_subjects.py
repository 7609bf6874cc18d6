"""The inbox knows whose key seals a body, and what was taken out of it after its time."""

from alembic import op
from sqlalchemy import text

revision = "0003_inbox_subjects"
down_revision = "0002_source_rows"

_OWN = "organisation_id = nullif(current_setting('comptoir.organisation', true), '')::uuid"
_STATEMENTS = (
    "alter table inbox add column subject_id uuid",
    "create index ix_inbox_subject on inbox (subject_id) where subject_id is not null",
    """
create table inbox_archives (
  organisation_id uuid not null,
  day date not null,
  blob_id uuid not null,
  deliveries integer not null,
  size bigint not null,
  archived_at timestamp with time zone not null,
  constraint pk_inbox_archives primary key (blob_id)
)
""",
    "create index ix_inbox_archives_day on inbox_archives (organisation_id, day)",
    "alter table inbox_archives enable row level security",
    "alter table inbox_archives force row level security",
    f"create policy one_organisation on inbox_archives to comptoir_app using ({_OWN}) with check ({_OWN})",
    "create policy all_organisations on inbox_archives to comptoir_system, comptoir_owner using (true) with check (true)",
    """
create function comptoir_inbox_drop(wanted date) returns boolean
language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '2s' as $body$
declare
  name text := 'inbox_' || to_char(wanted, 'YYYYMMDD');
  is_empty boolean;
begin
  if to_regclass(name) is null then
    return false;
  end if;
  lock table inbox in access exclusive mode;
  execute format('select not exists (select from %I)', name) into is_empty;
  if is_empty then
    execute format('drop table %I', name);
  end if;
  return is_empty;
exception when lock_not_available then
  return false;
end
$body$
""",
)


def upgrade() -> None:
    """Add the column, the list of archives, and the function that drops a day's empty partition."""
    for statement in _STATEMENTS:
        op.get_bind().execute(text(statement.replace(":=", "\\:=")))
