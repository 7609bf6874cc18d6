"""Second steps of signing in: factors, recovery codes, what organisations demand, proofs and known devices."""

from alembic import op
from sqlalchemy import text

revision = "0013_second_step"
down_revision = "0012_audit"

_OWN = "organisation_id = nullif(current_setting('comptoir.organisation', true), '')::uuid"
_PERSON = "references users (id) on delete cascade"
_PRIVATE = {
    "second_factors": f"""
create table second_factors (
  id uuid not null,
  user_id uuid not null constraint fk_second_factors_user_id {_PERSON},
  kind text not null,
  name text not null,
  is_confirmed boolean not null,
  secret bytea,
  last_step bigint,
  credential_id bytea,
  public_key bytea,
  sign_count bigint,
  domain text,
  created_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  constraint pk_second_factors primary key (id),
  constraint uq_second_factors_credential_id unique (credential_id)
)
""",
    "recovery_codes": f"""
create table recovery_codes (
  user_id uuid not null constraint fk_recovery_codes_user_id {_PERSON},
  code_hash bytea not null,
  constraint pk_recovery_codes primary key (user_id, code_hash)
)
""",
    "passkey_ceremonies": f"""
create table passkey_ceremonies (
  id uuid not null,
  user_id uuid constraint fk_passkey_ceremonies_user_id {_PERSON},
  purpose text not null,
  challenge bytea not null,
  expires_at timestamp with time zone not null,
  constraint pk_passkey_ceremonies primary key (id)
)
""",
    "sign_in_tickets": f"""
create table sign_in_tickets (
  token_hash bytea not null,
  user_id uuid not null constraint fk_sign_in_tickets_user_id {_PERSON},
  method text not null,
  attempts integer not null,
  expires_at timestamp with time zone not null,
  constraint pk_sign_in_tickets primary key (token_hash)
)
""",
    "known_devices": f"""
create table known_devices (
  user_id uuid not null constraint fk_known_devices_user_id {_PERSON},
  token_hash bytea not null,
  seen_at timestamp with time zone not null,
  constraint pk_known_devices primary key (user_id, token_hash)
)
""",
}
_POLICIES = """
create table sign_in_policies (
  organisation_id uuid not null,
  roles text[] not null,
  networks jsonb not null,
  constraint pk_sign_in_policies primary key (organisation_id)
)
"""
_STEPS = (
    "create index ix_second_factors_user_id on second_factors (user_id)",
    (
        "alter table sessions add column proved_at timestamp with time zone, add column second_step text, "
        "add column is_new_device boolean default false not null"
    ),
    "update sessions set proved_at = created_at",
    "alter table sessions alter column proved_at set not null",
)


def upgrade() -> None:
    """Add the tables and columns. Sessions that are open count as proven when they began."""
    bind = op.get_bind()
    for name, statement in _PRIVATE.items():
        bind.execute(text(statement))
        bind.execute(text(f"revoke all on {name} from comptoir_app"))
    for step in (
        _POLICIES,
        "alter table sign_in_policies enable row level security",
        "alter table sign_in_policies force row level security",
        f"create policy one_organisation on sign_in_policies to comptoir_app using ({_OWN}) with check ({_OWN})",
        (
            "create policy all_organisations on sign_in_policies to comptoir_system, comptoir_owner "
            "using (true) with check (true)"
        ),
        *_STEPS,
    ):
        bind.execute(text(step))
