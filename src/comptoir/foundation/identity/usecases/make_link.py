"""A single-use sign-in link."""

from datetime import datetime, timedelta

from comptoir.foundation.identity import model
from comptoir.foundation.identity.contracts import SignInLink, User
from comptoir.foundation.identity.repository import credentials
from comptoir.foundation.identity.usecases.tell_organisations import tell_organisations
from comptoir.kernel.ids import new_id
from comptoir.platform.database.unit_of_work import UnitOfWork


async def make_link(
    uow: UnitOfWork, *, user: User, now: datetime, lifetime: timedelta = model.LINK_LIFETIME
) -> SignInLink:
    """Store a link for 15 minutes, or longer. The secret travels behind #, which browsers send to no server and no log."""
    secret = model.new_secret()
    expires_at = now + lifetime
    await credentials.add_link(
        uow,
        values={
            "id": new_id(),
            "token_hash": model.digest(secret),
            "user_id": user.id,
            "created_at": now,
            "expires_at": expires_at,
        },
    )
    await tell_organisations(uow, user=user, action="access.link_made", actor=uow.by)
    return SignInLink(path=f"/sign-in#token={secret}", email=user.email, expires_at=expires_at)
