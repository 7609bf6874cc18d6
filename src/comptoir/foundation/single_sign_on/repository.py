"""Providers, sign-ins under way and known subjects in SQL."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert

from comptoir.foundation.single_sign_on.contracts import Provider
from comptoir.foundation.single_sign_on.tables import flows, providers, subjects
from comptoir.platform.database.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Flow:
    """A sign-in under way."""

    organisation_id: UUID
    nonce: str
    verifier: str
    redirect_uri: str


async def provider(uow: UnitOfWork, *, organisation_id: UUID) -> tuple[Provider, bytes] | None:
    """Return an organisation's provider and the sealed secret."""
    row = (await uow.execute(select(providers).where(providers.c.organisation_id == organisation_id))).one_or_none()
    return (_provider(row), bytes(row.client_secret)) if row else None


async def all_providers(uow: UnitOfWork) -> list[Provider]:
    """Return the providers of every organisation."""
    return [_provider(row) for row in (await uow.execute(select(providers).order_by(providers.c.name))).all()]


def _provider(row: Row[Any]) -> Provider:
    return Provider(row.organisation_id, row.name, row.issuer, row.client_id, tuple(row.domains), row.default_role)


async def save_provider(uow: UnitOfWork, *, provider: Provider, client_secret: bytes) -> None:
    """Store a provider."""
    values = {
        "name": provider.name,
        "issuer": provider.issuer,
        "client_id": provider.client_id,
        "client_secret": client_secret,
        "domains": list(provider.domains),
        "default_role": provider.default_role,
    }
    new = upsert(providers).values(organisation_id=provider.organisation_id, **values)
    await uow.execute(new.on_conflict_do_update(index_elements=[providers.c.organisation_id], set_=values))


async def remove_provider(uow: UnitOfWork, *, organisation_id: UUID) -> bool:
    """Forget a provider; False when there is none."""
    statement = delete(providers).where(providers.c.organisation_id == organisation_id)
    return (await uow.execute(statement.returning(providers.c.name))).first() is not None


async def add_flow(uow: UnitOfWork, *, state_hash: bytes, flow: Flow, now: datetime, expires_at: datetime) -> None:
    """Store a sign-in under way; those nobody came back from go."""
    await uow.execute(delete(flows).where(flows.c.expires_at < now))
    await uow.execute(
        insert(flows).values(
            state_hash=state_hash,
            organisation_id=flow.organisation_id,
            nonce=flow.nonce,
            verifier=flow.verifier,
            redirect_uri=flow.redirect_uri,
            expires_at=expires_at,
        )
    )


async def take_flow(uow: UnitOfWork, *, state_hash: bytes, now: datetime) -> Flow | None:
    """Take a sign-in under way out; it serves once."""
    wanted = (flows.c.state_hash == state_hash, flows.c.expires_at > now)
    row = (await uow.execute(delete(flows).where(*wanted).returning(flows))).one_or_none()
    return Flow(row.organisation_id, row.nonce, row.verifier, row.redirect_uri) if row else None


async def person_of(uow: UnitOfWork, *, organisation_id: UUID, issuer: str, subject: str) -> UUID | None:
    """Return who an issuer's subject is."""
    mine = (
        subjects.c.organisation_id == organisation_id,
        subjects.c.issuer == issuer,
        subjects.c.subject == subject,
    )
    return (await uow.execute(select(subjects.c.user_id).where(*mine))).scalar_one_or_none()


async def remember_person(uow: UnitOfWork, *, organisation_id: UUID, issuer: str, subject: str, user_id: UUID) -> None:
    """Store who an issuer's subject is."""
    values = {"organisation_id": organisation_id, "issuer": issuer, "subject": subject, "user_id": user_id}
    await uow.execute(upsert(subjects).values(**values).on_conflict_do_nothing())
