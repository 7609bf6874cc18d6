"""Boards with their versions and marks, and notes on days."""

from alembic import op
from sqlalchemy import text

revision = "0008_boards"
down_revision = "0007_correlation"

_OWN = "organisation_id = nullif(current_setting('comptoir.organisation', true), '')::uuid"
_TABLES = {
    "boards": """
create table boards (
  organisation_id uuid not null,
  id uuid not null,
  owner_id uuid,
  name text not null,
  description text,
  visibility text not null,
  roles text[] not null,
  template text,
  document jsonb not null,
  tiles integer not null,
  version integer not null,
  created_at timestamp with time zone not null,
  saved_at timestamp with time zone not null,
  saved_by uuid,
  deleted_at timestamp with time zone,
  constraint pk_boards primary key (id),
  constraint ck_boards_visibility check (visibility in ('personal', 'shared', 'organisation'))
)
""",
    "board_versions": """
create table board_versions (
  organisation_id uuid not null,
  board_id uuid not null,
  version integer not null,
  document jsonb not null,
  summary text not null,
  saved_at timestamp with time zone not null,
  saved_by uuid,
  constraint pk_board_versions primary key (board_id, version),
  constraint fk_board_versions_board_id foreign key (board_id) references boards (id) on delete cascade
)
""",
    "board_favourites": """
create table board_favourites (
  organisation_id uuid not null,
  user_id uuid not null,
  board_id uuid not null,
  created_at timestamp with time zone not null,
  constraint pk_board_favourites primary key (user_id, board_id),
  constraint fk_board_favourites_board_id foreign key (board_id) references boards (id) on delete cascade
)
""",
    "board_homes": """
create table board_homes (
  organisation_id uuid not null,
  user_id uuid not null,
  board_id uuid not null,
  constraint pk_board_homes primary key (organisation_id, user_id),
  constraint fk_board_homes_board_id foreign key (board_id) references boards (id) on delete cascade
)
""",
    "board_role_defaults": """
create table board_role_defaults (
  organisation_id uuid not null,
  role text not null,
  board_id uuid not null,
  constraint pk_board_role_defaults primary key (organisation_id, role),
  constraint fk_board_role_defaults_board_id foreign key (board_id) references boards (id) on delete cascade
)
""",
    "annotations": """
create table annotations (
  organisation_id uuid not null,
  id uuid not null,
  day date not null,
  until date,
  text text not null,
  kind text not null,
  stores uuid[] not null,
  created_by uuid,
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  constraint pk_annotations primary key (id),
  constraint ck_annotations_days check (until is null or until >= day),
  constraint ck_annotations_kind check (kind in ('note', 'campaign', 'holiday', 'stock_out'))
)
""",
}
_INDEXES = (
    "create index ix_boards_organisation on boards (organisation_id)",
    "create index ix_board_favourites_board_id on board_favourites (board_id)",
    "create index ix_board_homes_board_id on board_homes (board_id)",
    "create index ix_board_role_defaults_board_id on board_role_defaults (board_id)",
    "create index ix_annotations_days on annotations (organisation_id, day)",
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
