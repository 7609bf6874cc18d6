"""Compare all places of one organisation: ask for it, run it as a job, keep what it found. Running twice is harmless."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from comptoir.composed.upkeep import repository
from comptoir.composed.upkeep.contracts import Accuracy, Reconciliation
from comptoir.composed.upkeep.errors import AlreadyComparing
from comptoir.composed.upkeep.model import DONE, FAILED, RUNNING, accuracies, as_stored
from comptoir.composed.upkeep.permissions import SYSTEM_WRITE
from comptoir.engine.projector import reconcile as reconciling
from comptoir.engine.projector.checksums import Slice
from comptoir.kernel.actor import Actor, system_actor
from comptoir.kernel.errors import ComptoirError
from comptoir.kernel.ids import new_id
from comptoir.platform.context import Platform
from comptoir.platform.database.unit_of_work import UnitOfWork
from comptoir.platform.jobs import Job, defer

GIVEN_UP_AFTER = timedelta(hours=2)  # one that says nothing for so long died with its worker
KEPT_FOR = timedelta(days=90)
NIGHTLY_DAYS = 92


async def ask(
    actor: Actor, platform: Platform, uow: UnitOfWork, *, first: date | None, last: date | None, repair: bool
) -> Accuracy:
    """Queue a comparison and return it. Raises ``AlreadyComparing``."""
    now = platform.clock()
    newest = await repository.newest(uow)
    if newest is not None and newest.state == RUNNING and now - newest.asked_at < GIVEN_UP_AFTER:
        raise AlreadyComparing("A comparison is under way.", hint="Its result shows here when it is done.")
    values = {"id": new_id(), "state": RUNNING, "first": first, "last": last, "is_repair": repair}
    await repository.add(uow, values={**values, "user_id": actor.user_id, "asked_at": now})
    await repository.forget(uow, before=now - KEPT_FOR)
    arguments = {"reconciliation_id": str(values["id"])}
    await defer(uow, COMPARE, actor=actor, arguments=arguments, lock=f"reconcile:{actor.organisation_id}")
    found = await repository.newest(uow)
    assert found is not None
    return found


async def compare(actor: Actor, platform: Platform, *, reconciliation_id: str) -> None:
    """Run a comparison that was asked for; one that cannot be run says why."""
    actor.require(SYSTEM_WRITE)
    id_ = UUID(reconciliation_id)
    async with platform.database.begin(actor) as uow:
        row = await repository.find(uow, id_=id_)
        names = await repository.slugs(uow)
    if row is None or row.state == DONE:
        return  # taken back with its organisation, or done by an earlier run of this job
    part = Slice(organisation_id=actor.organisation_id, first=row.first, last=row.last)
    try:
        report = await reconciling.reconcile(platform, part=part, repair=row.is_repair)
    except ComptoirError as error:
        await _end(actor, platform, id_, {"state": FAILED, "error": error.sentence()})
        if error.retryable:
            raise
        return
    except Exception:  # whatever it was, nobody must wait for a result that does not come
        await _end(actor, platform, id_, {"state": FAILED, "error": "It failed unexpectedly; the log says why."})
        raise
    stores, elsewhere = accuracies(Reconciliation(report, names))
    found = {
        "state": DONE,
        "error": None,
        "buckets": report.buckets,
        "rows": report.rows,
        "repaired": len(report.repaired),
        "stores": [as_stored(one) for one in stores],
        "elsewhere": elsewhere,
    }
    await _end(actor, platform, id_, found)


async def _end(actor: Actor, platform: Platform, id_: UUID, values: Mapping[str, object]) -> None:
    async with platform.database.begin(actor) as uow:
        await repository.change(uow, id_=id_, values={**values, "finished_at": platform.clock()})


async def compare_all(_actor: Actor, platform: Platform) -> None:
    """Ask for a comparison of the last months of every organisation, each night."""
    async with platform.database.begin_system() as uow:
        found = await repository.organisations(uow)
    for organisation in found:
        actor = system_actor(organisation)
        first = platform.clock().date() - timedelta(days=NIGHTLY_DAYS)
        async with platform.database.begin(actor) as uow:
            try:
                await ask(actor, platform, uow, first=first, last=None, repair=False)
            except AlreadyComparing:
                continue


COMPARE = Job(name="upkeep.compare", run=compare, attempts=3)
COMPARE_NIGHTLY = Job(name="upkeep.compare_all", run=compare_all, attempts=2, schedule="23 2 * * *")
