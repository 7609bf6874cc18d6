"""What the demo's storefronts deliver through the door gives the very figures that telling the history directly gives."""

from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from comptoir.composed.demo import facade as demos
from comptoir.composed.demo.contracts import DemoPlan
from comptoir.composed.demo.model.deliveries import decode, planned
from comptoir.composed.demo.model.stores import STORES
from comptoir.composed.demo.usecases import catch_up_demo, stream_demo
from comptoir.foundation.identity import facade as identity
from comptoir.kernel.errors import Unavailable
from comptoir.platform.http.panel import Panel
from comptoir.roles.ingest.loops import assemble
from comptoir.roles.ingest.pump import pump_round
from comptoir.roles.web import web_application
from tests.acceptance.small_merchant import load_rates
from tests.acceptance.test_demo_data import EVERYTHING, TOLD_AT, a_small_demo, ask, demo_actor

pytestmark = [pytest.mark.engine, pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

PLAN = DemoPlan(stores=3, years=1, seed=7)
SINCE = TOLD_AT - timedelta(days=6)
FIGURES = EVERYTHING | {"grain": "day"}


async def laid_out(platform):
    """A demo of which nothing has been told yet."""
    platform.clock = lambda: TOLD_AT + timedelta(minutes=5)
    await load_rates(platform)
    await demos.create(identity.HOST, platform, plan=PLAN)
    state = await demos.state(identity.HOST, platform)
    return replace(state, told_until=SINCE)


async def delivered(platform, state):
    """Deliver the span in the order of the network; return how many deliveries went through the door."""
    doors = await stream_demo.open_doors(platform, state)
    application = web_application(platform, panel=Panel())
    transport = httpx.ASGITransport(application, client=("127.0.0.1", 40000))
    plan = [
        one
        for store in STORES[: state.store_count]
        for one in decode(planned(state.seed, store.slug, state.start_day, SINCE, TOLD_AT))
    ]
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
        for one in sorted(plan, key=lambda one: one.due):
            await stream_demo._deliver(platform, state, one, doors=doors, client=client)
    pump = assemble(platform)
    while (await pump_round(pump)).ids:
        pass
    return sum(bool(one.topic) for one in plan)


async def figures(platform):
    actor = await demo_actor(platform)
    await demos.drain(platform, actor.organisation_id)
    rows = await ask(platform, actor, **FIGURES)
    return sorted(rows, key=lambda row: tuple(str(row[name]) for name in ("store", "channel", "period")))


async def test_both_ways_of_telling_give_equal_figures(shared_platform, another_platform):
    with a_small_demo():
        state = await laid_out(shared_platform)
        assert await delivered(shared_platform, state) > 80
        told = await figures(shared_platform)
        direct = await laid_out(another_platform)
        await catch_up_demo.catch_up_demo(another_platform, direct, until=TOLD_AT)
        assert told == await figures(another_platform)
        assert {row["store"] for row in told} == {store.slug for store in STORES[:3]}
        async with shared_platform.database.begin_system() as uow:
            driver = await uow.driver()
            states = await (await driver.execute("select state, count(*) from inbox group by state")).fetchall()
        assert [row[0] for row in states] == ["done"]
        # A start that tells a part again, because it was open when the process ended, changes nothing.
        await catch_up_demo.catch_up_demo(shared_platform, state, until=TOLD_AT)
        assert await figures(shared_platform) == told
        again = await stream_demo.open_doors(shared_platform, state)
        assert again == await stream_demo.open_doors(shared_platform, state)


async def test_what_is_refused_is_not_taken_for_told(shared_platform):
    with a_small_demo():
        state = await laid_out(shared_platform)
        [one, *_] = [one for one in decode(planned(7, "germany", state.start_day, SINCE, TOLD_AT)) if one.topic]
        doors = {"germany": replace((await stream_demo.open_doors(shared_platform, state))["germany"], secret=b"other")}
        transport = httpx.ASGITransport(web_application(shared_platform, panel=Panel()))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
            with pytest.raises(Unavailable, match="germany answers with 401"):
                await stream_demo._deliver(shared_platform, state, one, doors=doors, client=client)


async def test_one_process_streams(shared_platform):
    async with stream_demo.my_turn(shared_platform) as first, stream_demo.my_turn(shared_platform) as second:
        assert (first, second) == (True, False)
    async with stream_demo.my_turn(shared_platform) as later:
        assert later
