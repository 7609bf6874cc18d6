"""Second factors and what is demanded of sign-ins, as PostgreSQL holds them.

Secrets of one-time codes are sealed, recovery codes are keyed hashes, of passkeys only public keys are known. A factor
belongs to a person, whatever organisation they work in: only the system role reads these tables.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from comptoir.platform.database.metadata import instant, metadata, tenant_table, text

_PERSON = {"tenant": False, "private": True}


def _person(*, index: bool = False, nullable: bool = False) -> Column[object]:
    return Column("user_id", Uuid, ForeignKey("users.id", ondelete="CASCADE"), nullable=nullable, index=index)


factors = Table(
    "second_factors",
    metadata,
    Column("id", Uuid, primary_key=True),
    _person(index=True),
    text("kind", nullable=False),  # code, passkey
    text("name", nullable=False),
    Column("is_confirmed", Boolean, nullable=False),  # false: codes whose first one was not typed yet
    Column("secret", LargeBinary),  # codes: sealed
    Column("last_step", BigInteger),  # codes: the last time step that was used; none before it counts again
    Column("credential_id", LargeBinary),  # passkeys
    Column("public_key", LargeBinary),  # passkeys: COSE
    Column("sign_count", BigInteger),  # passkeys: what the device counted; a lower one is a copy's
    text("domain"),  # passkeys: what they are bound to
    instant("created_at"),
    instant("last_used_at", nullable=True),
    UniqueConstraint("credential_id"),
    info=_PERSON,
)

recovery_codes = Table(
    "recovery_codes",
    metadata,
    _person(),
    Column("code_hash", LargeBinary, nullable=False),
    PrimaryKeyConstraint("user_id", "code_hash"),
    info=_PERSON,
)

# Challenges that devices were given; each is taken out when it is answered.
ceremonies = Table(
    "passkey_ceremonies",
    metadata,
    Column("id", Uuid, primary_key=True),
    _person(nullable=True),  # null: nobody is known yet
    text("purpose", nullable=False),  # enrol, prove, enter
    Column("challenge", LargeBinary, nullable=False),
    instant("expires_at"),
    info=_PERSON,
)

policies = tenant_table(
    "sign_in_policies",
    Column("roles", ARRAY(Text), nullable=False),  # that must have a second step
    Column("networks", JSONB, nullable=False),  # role or * → ranges its members come from
    PrimaryKeyConstraint("organisation_id"),
)
policies.info["removed_last"] = True
