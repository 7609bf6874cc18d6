"""How many factors one person may have."""

from uuid import UUID

from comptoir.foundation.factors import model, repository
from comptoir.foundation.factors.errors import TooManyFactors
from comptoir.platform.database.unit_of_work import UnitOfWork


async def check_room(uow: UnitOfWork, *, user_id: UUID) -> None:
    """Raise ``TooManyFactors`` when no other fits."""
    if len((await repository.enrolled(uow, user_id=user_id)).factors) >= model.MOST_FACTORS:
        raise TooManyFactors(f"Nobody may have more than {model.MOST_FACTORS}.", hint="Remove one that is not used.")
