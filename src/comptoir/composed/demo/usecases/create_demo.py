"""Lay out the demo organisation: its stores, catalogue and owner. Its history is told afterwards."""

from datetime import timedelta
from uuid import UUID, uuid5

from comptoir.composed.demo import repository
from comptoir.composed.demo.contracts import DemoPlan, DemoState
from comptoir.composed.demo.errors import OtherDemo
from comptoir.composed.demo.model.chunks import planned_orders, products
from comptoir.composed.demo.model.stores import STORES, DemoStore
from comptoir.domains.commerce import facade as commerce
from comptoir.domains.commerce.contracts import NewStore, Provenance
from comptoir.domains.finance import facade as finance
from comptoir.foundation.identity import facade as identity
from comptoir.foundation.identity.contracts import Organisation
from comptoir.kernel.actor import system_actor
from comptoir.platform.context import Platform

OWNER = "demo@example.com"


async def create_demo(platform: Platform, plan: DemoPlan) -> DemoState:
    """Return the demo of this home, made if there is none. Raises ``OtherDemo`` if it has another seed or size.

    Every step can be repeated: what an earlier start left half made is finished.
    """
    async with platform.database.begin_system() as uow:
        found = await repository.find(uow)
    if found is not None:
        if (found.seed, found.store_count) != (plan.seed, plan.stores):
            raise OtherDemo(
                f"A demo with seed {found.seed} and {found.store_count} stores exists.",
                hint="Run comptoir demo remove first, or leave --seed and --stores away.",
            )
        return found
    await finance.ensure_reference(platform)
    organisation = await _organisation(platform)
    await identity.ensure_user(
        identity.HOST, platform, organisation_id=organisation.id, email=OWNER, role="owner", name="Demo owner"
    )
    state = planned_state(platform, plan, organisation_id=organisation.id)
    actor = system_actor(organisation.id)
    async with platform.database.begin(actor) as uow:
        held = {store.slug for store in await commerce.list_stores(actor, uow)}
    for store in STORES[: plan.stores]:
        if store.slug not in held:
            await _add_store(platform, state, store)
    async with platform.database.begin(actor) as uow:
        await repository.add(uow, state)
    return state


async def _organisation(platform: Platform) -> Organisation:
    for organisation in await identity.all_organisations(identity.HOST, platform):
        if organisation.is_demo:
            return organisation
    return await identity.create_organisation(
        identity.HOST, platform, name="Harbour & Pine", currency="EUR", timezone="Europe/Berlin", is_demo=True
    )


def planned_state(platform: Platform, plan: DemoPlan, *, organisation_id: UUID) -> DemoState:
    """Return the state of a demo of which nothing has been told yet."""
    now = platform.clock()
    today = now.date()
    start = today - timedelta(days=365 * plan.years)
    after = today + timedelta(days=2)  # a store east of here may already have tomorrow
    return DemoState(
        organisation_id=organisation_id,
        seed=plan.seed,
        store_count=plan.stores,
        start_day=start,
        filled_from=after,
        told_until=now,
        orders_done=0,
        orders_total=planned_orders(plan.seed, STORES[: plan.stores], start, start, after - timedelta(days=1)),
    )


async def _add_store(platform: Platform, state: DemoState, store: DemoStore) -> None:
    actor = system_actor(state.organisation_id)
    provenance = Provenance(kind="demo", id=uuid5(state.organisation_id, "history"), received_at=platform.clock())
    new = NewStore(
        slug=store.slug,
        name=store.name,
        platform=store.platform,
        currency=store.currency,
        timezone=store.timezone,
        prices=store.prices,
    )
    async with platform.database.begin(actor) as uow:
        added = await commerce.add_store(actor, uow, store=new, now=platform.clock())
        records = products(state.seed, store, state.told_until)
        await commerce.apply_products(actor, uow, store=added, records=records, provenance=provenance)
