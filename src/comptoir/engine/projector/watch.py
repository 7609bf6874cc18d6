"""Notices a warehouse that was lost or damaged and rebuilds it, while everything else goes on serving.

Another identity than the one PostgreSQL remembers, a missing table or a part that ClickHouse set aside as broken means
that figures cannot be believed: results say so until the rebuild is proven.
"""

import structlog

from comptoir.engine.identity import refuse_newer
from comptoir.engine.projector import locks, state
from comptoir.engine.projector.rebuild import RebuildReport, rebuild_alone
from comptoir.platform.context import Platform
from comptoir.platform.modules import projections

log = structlog.get_logger()


async def ensure_sound(platform: Platform) -> RebuildReport | None:
    """Rebuild the warehouse if it was lost or damaged; return what was done, nothing for a sound one."""
    verdict = await state.look(platform)
    refuse_newer(verdict.health)
    if verdict.reason is None:
        await state.remember_first(platform, verdict.health)
        return None
    async with platform.database.begin_system() as holder:
        await locks.hold_whole_warehouse(holder)
        verdict = await state.look(platform)
        if verdict.reason is None:  # whoever held the lock has done it
            return None
        log.warning("warehouse_rebuild", reason=verdict.reason)
        async with platform.database.begin_system() as uow:
            await state.write_state(uow, identity=None, state=state.REBUILDING)
        await platform.warehouse.ensure_schema(projections())  # queries answer meanwhile, and say that they are stale
        report = await rebuild_alone(platform, holder)
    log.info("warehouse_rebuilt", rows=sum(report.rows.values()), seconds=round(report.seconds, 1))
    return report
