"""Issuers of organisations, sign-ins that are under way there, and who came from them. The client's secret is sealed."""

from sqlalchemy import Column, ForeignKey, LargeBinary, PrimaryKeyConstraint, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY

from comptoir.platform.database.metadata import instant, metadata, tenant_table, text

providers = tenant_table(
    "sign_in_providers",
    text("name", nullable=False),
    text("issuer", nullable=False),
    text("client_id", nullable=False),
    Column("client_secret", LargeBinary, nullable=False),
    Column("domains", ARRAY(Text), nullable=False),
    text("default_role", nullable=False),
    PrimaryKeyConstraint("organisation_id"),
)

# A browser that went to an issuer; taken out when it comes back, whatever comes of it.
flows = Table(
    "sign_in_flows",
    metadata,
    Column("state_hash", LargeBinary, primary_key=True),
    Column("organisation_id", Uuid, nullable=False),
    text("nonce", nullable=False),
    text("verifier", nullable=False),
    text("redirect_uri", nullable=False),
    instant("expires_at"),
    info={"tenant": False, "private": True},
)

# An issuer's subject is the person for good; an e-mail may be given to somebody else one day.
subjects = tenant_table(
    "sign_in_subjects",
    text("issuer", nullable=False),
    text("subject", nullable=False),
    Column("user_id", Uuid, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    PrimaryKeyConstraint("organisation_id", "issuer", "subject"),
)
