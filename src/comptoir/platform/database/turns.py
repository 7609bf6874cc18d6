"""Taking turns: what must not run twice at once inside one organisation, across processes and machines."""

from sqlalchemy import text

from comptoir.platform.database.unit_of_work import UnitOfWork


async def take_turn(uow: UnitOfWork, purpose: str) -> None:
    """Wait until no other transaction of the organisation has its turn for ``purpose``; kept until this one ends."""
    key = f"{purpose}/{uow.actor.organisation_id}"
    await uow.execute(text("select pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": key})
