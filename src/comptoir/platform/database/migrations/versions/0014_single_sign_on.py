"""Single sign-on: issuers of organisations, sign-ins under way there, and who came from them."""

from alembic import op
from sqlalchemy import text

revision = "0014_single_sign_on"
down_revision = "0013_second_step"

_OWN = "organisation_id = nullif(current_setting('comptoir.organisation', true), '')::uuid"
_TENANTS = {
    "sign_in_providers": """
create table sign_in_providers (
  organisation_id uuid not null,
  name text not null,
  issuer text not null,
  client_id text not null,
  client_secret bytea not null,
  domains text[] not null,
  default_role text not null,
  constraint pk_sign_in_providers primary key (organisation_id)
)
""",
    "sign_in_subjects": """
create table sign_in_subjects (
  organisation_id uuid not null,
  issuer text not null,
  subject text not null,
  user_id uuid not null constraint fk_sign_in_subjects_user_id references users (id) on delete cascade,
  constraint pk_sign_in_subjects primary key (organisation_id, issuer, subject)
)
""",
}
_FLOWS = """
create table sign_in_flows (
  state_hash bytea not null,
  organisation_id uuid not null,
  nonce text not null,
  verifier text not null,
  redirect_uri text not null,
  expires_at timestamp with time zone not null,
  constraint pk_sign_in_flows primary key (state_hash)
)
"""


def upgrade() -> None:
    """Add the tables."""
    bind = op.get_bind()
    for name, statement in _TENANTS.items():
        for step in (
            statement,
            f"alter table {name} enable row level security",
            f"alter table {name} force row level security",
            f"create policy one_organisation on {name} to comptoir_app using ({_OWN}) with check ({_OWN})",
            f"create policy all_organisations on {name} to comptoir_system, comptoir_owner using (true) with check (true)",
        ):
            bind.execute(text(step))
    bind.execute(text(_FLOWS))
    bind.execute(text("revoke all on sign_in_flows from comptoir_app"))
