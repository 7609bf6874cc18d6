"""Who may write to the warehouse when: one projector an organisation, and nobody while a rebuild exchanges tables.

Owns the two advisory locks of PostgreSQL. They end with their transaction, so a killed process frees them.
"""

from uuid import UUID

from sqlalchemy import text

from comptoir.platform.database.unit_of_work import UnitOfWork

_SPACE = 0x436F6D70  # class of our advisory locks; the object is the organisation's hash
_REBUILD = 0x436F6D71

_WAIT = text(
    f"select pg_advisory_xact_lock_shared({_REBUILD}), pg_advisory_xact_lock({_SPACE}, hashtext(:organisation))"
)
_TRY_REBUILD = text(f"select pg_try_advisory_xact_lock_shared({_REBUILD})")
_TRY = text(f"select pg_try_advisory_xact_lock({_SPACE}, hashtext(:organisation))")
_WHOLE = text(f"select pg_advisory_xact_lock({_REBUILD})")
_TRY_WHOLE = text(f"select pg_try_advisory_xact_lock({_REBUILD})")


async def hold_organisation(uow: UnitOfWork, *, organisation_id: UUID, wait: bool = True) -> bool:
    """Take the right to project one organisation until the transaction ends; false when it is taken and not waited for."""
    name = {"organisation": str(organisation_id)}
    if wait:
        await uow.execute(_WAIT, name)
        return True
    if not (await uow.execute(_TRY_REBUILD)).scalar_one():
        return False
    return bool((await uow.execute(_TRY, name)).scalar_one())


async def hold_whole_warehouse(uow: UnitOfWork, *, wait: bool = True) -> bool:
    """Keep every projector out until the transaction ends."""
    if wait:
        await uow.execute(_WHOLE)
        return True
    return bool((await uow.execute(_TRY_WHOLE)).scalar_one())
