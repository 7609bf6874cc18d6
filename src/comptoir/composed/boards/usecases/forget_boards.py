"""Forget boards that were deleted long ago, in every organisation. Running twice is harmless."""

from comptoir.composed.boards.repository import boards
from comptoir.composed.boards.usecases.save_board import KEPT_DELETED
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform
from comptoir.platform.jobs import Job


async def forget_deleted(_actor: Actor, platform: Platform) -> None:
    """Remove deleted boards after their time, with versions and marks."""
    async with platform.database.begin_system() as uow:
        await boards.forget_deleted(uow, before=platform.clock() - KEPT_DELETED)


FORGET_DELETED = Job(name="boards.forget_deleted", run=forget_deleted, attempts=2, schedule="41 3 * * *")
