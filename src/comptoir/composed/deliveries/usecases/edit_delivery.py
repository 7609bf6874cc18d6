"""Read the body of a delivery, and put another one beside it: the one received stays."""

from comptoir.composed.deliveries.errors import BodyGone, NotParked
from comptoir.connectors.sdk.bodies import read_body
from comptoir.connectors.sdk.errors import RowProblem
from comptoir.domains.customers import facade as customers
from comptoir.kernel.actor import Actor, system_actor
from comptoir.kernel.errors import Invalid, TooLarge
from comptoir.platform import inbox_reading
from comptoir.platform.context import Platform
from comptoir.platform.database.unit_of_work import UnitOfWork
from comptoir.platform.inbox import Claimed, SubjectErased, context_of
from comptoir.platform.inbox_reading import Kept

MOST = 8 * 1024 * 1024


async def read_delivery(uow: UnitOfWork, *, kept: Kept) -> tuple[Claimed, bytes, bytes | None]:
    """Return a delivery, its body in plain bytes, and the one received where it was edited. Raises ``BodyGone``."""
    sealed = await inbox_reading.sealed(uow, kept=kept)
    key = await _key(uow, sealed)
    try:
        return (
            sealed,
            sealed.open(uow.secrets, subject_key=key),
            sealed.open_original(uow.secrets, subject_key=key),
        )
    except SubjectErased as error:
        raise BodyGone("The person this delivery told of was erased: nobody can read it any more.") from error


async def edit_delivery(actor: Actor, platform: Platform, uow: UnitOfWork, *, kept: Kept, body: bytes) -> None:
    """Replace the body the pump reads, keep the one received, and hand the delivery to the pump."""
    if len(body) > MOST:
        raise TooLarge(f"A delivery may hold {MOST // 1024 // 1024} MiB.")
    try:
        read_body(body)
    except RowProblem as problem:
        raise Invalid(f"This cannot be read: {problem.reason}.", field="body") from problem
    sealed = await inbox_reading.sealed(uow, kept=kept)
    key = await _key(uow, sealed)
    if sealed.subject_id is None:
        closed = uow.secrets.seal(body, context=context_of(kept.store_id))
    elif key is not None:
        closed = uow.secrets.seal_with(key, body, context_of(kept.store_id, sealed.subject_id))
    else:
        raise BodyGone("The person this delivery told of was erased: it cannot be edited.")
    if not await inbox_reading.replace_body(uow, kept=kept, body=closed, now=platform.clock()):
        raise NotParked("Only a parked delivery can be edited.", hint="Look again: it may have been replayed.")
    uow.audit("delivery.edit", str(kept.id))


async def _key(uow: UnitOfWork, sealed: Claimed) -> bytes | None:
    """Return the key of the person a body is sealed for, as far as there still is one."""
    if sealed.subject_id is None:
        return None
    # The key is the product's to use; whether its holder may read, the facade has decided.
    found = await customers.subjects(system_actor(uow.actor.organisation_id), uow, ids=[sealed.subject_id])
    subject = found.get(sealed.subject_id)
    return subject.key if subject is not None else None
