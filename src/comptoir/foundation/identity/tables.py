"""Organisations, people and their credentials, as PostgreSQL holds them.

Secrets are kept as SHA-256 of 256 random bits, passwords as argon2id. The tables marked private are looked up before
an organisation is known: only the system role reads them.
"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from comptoir.kernel.time import WeekStart
from comptoir.platform.database.metadata import instant, metadata, tenant_table, text

_WEEKDAYS = ", ".join(f"'{day.value}'" for day in WeekStart)

organisations = Table(
    "organisations",
    metadata,
    Column("id", Uuid, primary_key=True),
    text("slug", nullable=False),
    text("name", nullable=False),
    text("currency", nullable=False),
    text("timezone", nullable=False),
    text("week_start", nullable=False),
    Column("is_demo", Boolean, nullable=False, server_default="false"),
    instant("created_at"),
    Column("fiscal", JSONB),  # pattern, first_month, anchor, starts; null: calendar years
    Column("holiday_places", ARRAY(Text)),  # countries and subdivisions; null: those of its stores
    UniqueConstraint("slug"),
    CheckConstraint(f"week_start in ({_WEEKDAYS})", name="week_start"),
    info={"tenant": True, "tenant_column": "id"},
)

users = Table(
    "users",
    metadata,
    Column("id", Uuid, primary_key=True),
    text("email", nullable=False),  # lower case
    text("name"),
    text("password_hash"),
    instant("password_changed_at", nullable=True),
    instant("disabled_at", nullable=True),
    instant("created_at"),
    UniqueConstraint("email"),
    info={"tenant": False, "private": True},
)

memberships = tenant_table(
    "memberships",
    Column("user_id", Uuid, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    text("role", nullable=False),
    instant("created_at"),
    text("week_start"),  # how this person's calendars are drawn; null: as the organisation's
    # What of the organisation this person sees: stores one by one and by groups (both null: all), channels, what one
    # sales representative sold, and the groups of columns that are masked or denied.
    Column("stores", ARRAY(Uuid)),
    Column("store_groups", ARRAY(Text)),
    Column("channels", ARRAY(Text)),
    text("sales_rep"),
    Column("column_rules", JSONB, nullable=False, server_default="{}"),
    UniqueConstraint("organisation_id", "user_id"),
    Index("ix_memberships_user_id", "user_id"),
)

# Roles of an organisation's own, beside the built-in ones.
roles = tenant_table(
    "roles",
    text("key", nullable=False),
    text("name", nullable=False),
    text("description", nullable=False),
    Column("permissions", ARRAY(Text), nullable=False),
    text("based_on"),
    instant("created_at"),
    PrimaryKeyConstraint("organisation_id", "key"),
)

store_groups = tenant_table(
    "store_groups",
    text("key", nullable=False),
    text("name", nullable=False),
    Column("stores", ARRAY(Uuid), nullable=False),
    instant("created_at"),
    PrimaryKeyConstraint("organisation_id", "key"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("token_hash", LargeBinary, nullable=False),
    Column("user_id", Uuid, ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("current_organisation_id", Uuid, ForeignKey("organisations.id", ondelete="SET NULL")),
    text("method", nullable=False),
    text("address"),
    text("agent"),
    instant("created_at"),
    instant("seen_at"),
    instant("expires_at"),
    instant("proved_at"),  # when the person last showed who they are: dangerous acts ask for a fresh one
    text("second_step"),  # code, passkey, recovery; null: there was none
    Column("is_new_device", Boolean, nullable=False, server_default="false"),  # until its person says it is theirs
    UniqueConstraint("token_hash"),
    info={"tenant": False, "private": True},
)

# Somebody whose password or link was right and whose second step is due; the secret is in a cookie.
sign_in_tickets = Table(
    "sign_in_tickets",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("user_id", Uuid, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    text("method", nullable=False),
    Column("attempts", Integer, nullable=False),
    instant("expires_at"),
    info={"tenant": False, "private": True},
)

# Browsers a person signed in with before, by a secret in a cookie that stays a year.
known_devices = Table(
    "known_devices",
    metadata,
    Column("user_id", Uuid, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("token_hash", LargeBinary, nullable=False),
    instant("seen_at"),
    PrimaryKeyConstraint("user_id", "token_hash"),
    info={"tenant": False, "private": True},
)

sign_in_links = Table(
    "sign_in_links",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("token_hash", LargeBinary, nullable=False),
    Column("user_id", Uuid, ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    instant("created_at"),
    instant("expires_at"),
    instant("used_at", nullable=True),
    UniqueConstraint("token_hash"),
    info={"tenant": False, "private": True},
)

# Failed attempts by (account, address); the key is a hash, so that the table holds no e-mail.
sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("key", LargeBinary, primary_key=True),
    Column("failures", Integer, nullable=False),
    instant("last_at"),
    instant("blocked_until"),
    info={"tenant": False, "private": True},
)

api_tokens = tenant_table(
    "api_tokens",
    Column("id", Uuid, primary_key=True),
    Column("token_hash", LargeBinary, nullable=False),
    text("prefix", nullable=False),
    text("name", nullable=False),
    Column("user_id", Uuid, ForeignKey("users.id", ondelete="CASCADE")),  # null: made on the host
    Column("scopes", ARRAY(Text), nullable=False),
    instant("created_at"),
    instant("expires_at", nullable=True),
    instant("last_used_at", nullable=True),
    instant("revoked_at", nullable=True),
    Column("stores", ARRAY(Uuid)),  # narrower than its owner sees; null: as the owner
    Column("channels", ARRAY(Text)),
    Column("column_rules", JSONB, nullable=False, server_default="{}"),
    UniqueConstraint("token_hash"),
)

# Whoever takes an organisation's rows away leaves these to identity, which does it last: until then its people are
# known, and a removal that broke off can be repeated.
for _table in (organisations, memberships, roles, store_groups, api_tokens):
    _table.info["removed_last"] = True
