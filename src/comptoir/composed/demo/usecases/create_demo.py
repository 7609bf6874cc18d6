"""Lay out the demo organisation: its stores, catalogue and owner. Its history is told afterwards."""

from datetime import timedelta
from uuid import uuid5

from comptoir.composed.demo import repository
from comptoir.composed.demo.contracts import DemoPlan, DemoState
from comptoir.composed.demo.errors import OtherDemo
from comptoir.composed.demo.model.chunks import planned_orders, products
from comptoir.composed.demo.model.stores import STORES, DemoStore
from comptoir.domains.commerce import facade as commerce
from comptoir.domains.commerce.contracts import NewStore, Provenance
from comptoir.domains.finance import facade as finance
from comptoir.foundation.identity import facade as identity
from comptoir.kernel.actor import system_actor
from comptoir.platform.context import Platform

OWNER = "demo@example.com"


async def create_demo(platform: Platform, plan: DemoPlan) -> DemoState:
    """Return the demo of this home, made if there is none. Raises ``OtherDemo`` if it has another seed or size."""
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
    organisation = await identity.create_organisation(
        identity.HOST, platform, name="Harbour & Pine", currency="EUR", timezone="Europe/Berlin", is_demo=True
    )
    await identity.ensure_user(
        identity.HOST, platform, organisation_id=organisation.id, email=OWNER, role="owner", name="Demo owner"
    )
    now = platform.clock()
    start = now.date() - timedelta(days=365 * plan.years)
    stores = STORES[: plan.stores]
    state = DemoState(
        organisation_id=organisation.id,
        seed=plan.seed,
        store_count=plan.stores,
        start_day=start,
        filled_from=now.date() + timedelta(days=2),  # a store east of here may already have tomorrow
        told_until=now,
        orders_done=0,
        orders_total=planned_orders(plan.seed, stores, start, start, now.date() + timedelta(days=1)),
    )
    for store in stores:
        await _add_store(platform, state, store)
    async with platform.database.begin(system_actor(organisation.id)) as uow:
        await repository.add(uow, state)
    return state


async def _add_store(platform: Platform, state: DemoState, store: DemoStore) -> None:
    actor = system_actor(state.organisation_id)
    provenance = Provenance(kind="demo", id=uuid5(state.organisation_id, "history"), received_at=platform.clock())
    async with platform.database.begin(actor) as uow:
        added = await commerce.add_store(
            actor,
            uow,
            new=NewStore(
                slug=store.slug,
                name=store.name,
                platform=store.platform,
                currency=store.currency,
                timezone=store.timezone,
                prices=store.prices,
            ),
        )
        records = products(state.seed, store, state.told_until)
        await commerce.apply_products(actor, uow, store=added, records=records, provenance=provenance)
