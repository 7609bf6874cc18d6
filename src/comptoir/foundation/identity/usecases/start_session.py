"""What comes after a first step that was right: a session, or the second step that is due before one."""

from datetime import timedelta

from comptoir.foundation.factors import facade as factors
from comptoir.foundation.identity import model
from comptoir.foundation.identity.contracts import Caller, SecondStepDue, SignedIn, User
from comptoir.foundation.identity.errors import NoOrganisation
from comptoir.foundation.identity.repository import credentials, people, second_steps
from comptoir.foundation.identity.usecases.tell_organisations import tell_organisations
from comptoir.kernel.actor import Actor
from comptoir.kernel.ids import new_id
from comptoir.platform.context import Platform
from comptoir.platform.database.unit_of_work import UnitOfWork

_AGENT_LENGTH = 200


async def after_first_step(
    uow: UnitOfWork, platform: Platform, *, user: User, method: str, caller: Caller
) -> SignedIn | SecondStepDue:
    """Start a session; for somebody who enrolled a second step hand out a ticket for it instead."""
    methods = (await factors.enrolled(uow, user_id=user.id)).methods
    if not methods:
        return await start_session(uow, platform, user=user, method=method, caller=caller)
    secret, now = model.new_secret(), platform.clock()
    await second_steps.add_ticket(
        uow,
        values={
            "token_hash": model.digest(secret),
            "user_id": user.id,
            "method": method,
            "attempts": 0,
            "expires_at": now + model.TICKET_LIFETIME,
        },
    )
    return SecondStepDue(ticket=secret, methods=methods, max_age=int(model.TICKET_LIFETIME.total_seconds()))


async def start_session(
    uow: UnitOfWork, platform: Platform, *, user: User, method: str, caller: Caller, second_step: str | None = None
) -> SignedIn:
    """Store a session in the person's first organisation, a real one before the demo."""
    now, lifetime = platform.clock(), timedelta(hours=platform.settings.session_hours)
    belongings = await people.belongings(uow, user_id=user.id)
    if not belongings:
        raise NoOrganisation("This person belongs to no organisation.", hint="`comptoir user create` adds people.")
    idle_before = now - timedelta(hours=platform.settings.session_idle_hours)
    await credentials.forget_expired(uow, now=now, idle_before=idle_before, failures_before=now - model.FORGET_FAILURES)
    await second_steps.forget_old(uow, now=now, devices_before=now - model.DEVICE_LIFETIME)
    secret, session_id = model.new_secret(), new_id()
    device, is_new_device = await _device(uow, platform, user=user, caller=caller)
    values = {
        "id": session_id,
        "token_hash": model.digest(secret),
        "user_id": user.id,
        "current_organisation_id": belongings[0].organisation.id,
        "method": method,
        "second_step": second_step,
        "address": caller.address,
        "agent": caller.agent[:_AGENT_LENGTH] if caller.agent else None,
        "is_new_device": is_new_device,
        "created_at": now,
        "seen_at": now,
        "proved_at": now,
        "expires_at": now + lifetime,
    }
    await credentials.add_session(uow, values=values)
    whose = Actor(
        belongings[0].organisation.id,
        user.id,
        permissions=frozenset(),
        address=caller.address,
        agent=caller.agent,
        credential=f"session:{session_id}",
    )
    after = {"method": method} if second_step is None else {"method": method, "second_step": second_step}
    uow.audit("session.started", str(session_id), after=after, actor=whose)
    if is_new_device:
        await tell_organisations(uow, user=user, action="session.new_device", actor=whose)
    max_age = int(lifetime.total_seconds())
    return SignedIn(token=secret, session_id=session_id, user_id=user.id, max_age=max_age, device=device)


async def _device(uow: UnitOfWork, platform: Platform, *, user: User, caller: Caller) -> tuple[str | None, bool]:
    """Return (secret for a browser's cookie if it has none of this person's, whether that is worth a notice).

    A person's very first browser is new to nobody. A browser that several people use keeps its one secret.
    """
    now = platform.clock()
    if caller.device and await second_steps.know_device(
        uow, user_id=user.id, token_hash=model.digest(caller.device), at=now
    ):
        return None, False
    device = caller.device or model.new_secret()
    is_other = await second_steps.add_device(uow, user_id=user.id, token_hash=model.digest(device), at=now)
    return (None if caller.device else device), is_other
