"""Data accuracy: what differs lowers it by store and day, a repair brings it back to 100 %."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from comptoir.composed.upkeep import facade
from comptoir.composed.upkeep.jobs import COMPARE, COMPARE_NIGHTLY
from comptoir.composed.upkeep.usecases import compare_places
from comptoir.foundation.identity import facade as identity
from comptoir.kernel.actor import Scope, system_actor
from comptoir.kernel.errors import Forbidden
from comptoir.kernel.ids import new_id
from comptoir.roles.kinds import Role
from comptoir.roles.worker import background
from tests.integration.system.conftest import Office, read
from tests.waiting import until_async

pytestmark = pytest.mark.engine


@pytest.fixture
async def filled(office: Office) -> Office:
    """Two orders in two stores on two days, visible."""
    await office.shop.order("1")
    await office.shop.order("2", store="two", at=datetime(2026, 2, 1, 12, tzinfo=UTC))
    await office.shop.drain()
    return office


async def damage(office: Office) -> None:
    await office.platform.warehouse.command(
        "ALTER TABLE sales UPDATE gross = gross + 1 WHERE day = '2026-02-01'", settings={"mutations_sync": 2}
    )


async def run_jobs(office: Office) -> None:
    """Do by hand what a worker does with the comparisons that wait."""
    async with office.platform.database.begin_system() as uow:
        rows = await uow.execute(text("select id, organisation_id from reconciliations where state = 'running'"))
        waiting = rows.all()
    for row in waiting:
        await COMPARE.run(system_actor(row.organisation_id), office.platform, reconciliation_id=str(row.id))


async def asked(client: Any, **body: Any) -> Any:
    answer = await client.post("/api/v1/system/accuracy", json=body)
    assert answer.status_code == 202, answer.text
    return answer.json()


async def test_accuracy_falls_with_what_differs_and_a_repair_brings_it_back(filled: Office) -> None:
    async with filled.person() as client:
        assert await read(client, "/system/accuracy") == {"last": None, "newer": None}
        assert (await asked(client))["newer"]["state"] == "running"
        await run_jobs(filled)
        last = (await read(client, "/system/accuracy"))["last"]
        assert (last["accuracy"], last["days"], last["different"], last["equal"]) == ("1.0000", 2, 0, True)
        assert [(one["store"], one["days"], one["first"]) for one in last["stores"]] == [
            ("one", 1, "2026-01-31"), ("two", 1, "2026-02-01"),
        ]  # fmt: skip
        await damage(filled)
        await asked(client)
        await run_jobs(filled)
        last = (await read(client, "/system/accuracy"))["last"]
        assert (last["accuracy"], last["different"], last["equal"]) == ("0.5000", 1, False)
        one, two = last["stores"]
        assert (one["accuracy"], two["accuracy"]) == ("1.0000", "0.0000")
        (difference,) = two["differences"]
        assert difference["day"] == "2026-02-01"
        assert "warehouse has 1 rows (11.000000" in difference["what"]
        await asked(client, repair=True)
        await run_jobs(filled)
        found = await read(client, "/system/accuracy")
        last = found["last"]
        assert (last["accuracy"], last["equal"], last["repair"], last["repaired"]) == ("1.0000", True, True, 1)
        assert (found["newer"], last["asked_at"] <= last["finished_at"]) == (None, True)
        await asked(client)
        await run_jobs(filled)
        assert (await read(client, "/system/accuracy"))["last"]["accuracy"] == "1.0000"


async def test_a_worker_runs_it(filled: Office) -> None:
    stop = asyncio.Event()
    tasks = background(filled.platform, role=Role(works=True), stop=stop)
    try:
        async with filled.person() as client:
            await asked(client)

            async def is_done() -> bool:
                return (await read(client, "/system/accuracy"))["last"] is not None

            await until_async(is_done, within=20)
    finally:
        stop.set()
        await asyncio.gather(*tasks)


async def test_only_the_days_asked_for_are_compared(filled: Office) -> None:
    await damage(filled)
    async with filled.person() as client:
        await asked(client, last="2026-01-31")
        await run_jobs(filled)
        last = (await read(client, "/system/accuracy"))["last"]
        assert (last["days"], last["accuracy"], last["last"]) == (1, "1.0000", "2026-01-31")


async def test_what_belongs_to_no_store_is_told_beside(filled: Office) -> None:
    async with filled.platform.database.begin_system() as uow:
        await uow.execute(text("delete from orders where source_id = '1'"))
    async with filled.person() as client:
        await asked(client)
        await run_jobs(filled)
        last = (await read(client, "/system/accuracy"))["last"]
    assert any("lines of orders that are no more" in sentence for sentence in last["elsewhere"])
    assert not last["equal"]


async def test_one_at_a_time_unless_the_one_before_died(filled: Office) -> None:
    async with filled.person() as client:
        await asked(client)
        refused = await client.post("/api/v1/system/accuracy", json={})
        assert (refused.status_code, refused.json()["code"]) == (409, "already_comparing")
        async with filled.platform.database.begin_system() as uow:
            await uow.execute(
                text("update reconciliations set asked_at = asked_at - :long"),
                {"long": compare_places.GIVEN_UP_AFTER + timedelta(minutes=1)},
            )
        await asked(client)


async def test_a_comparison_that_cannot_run_says_why(filled: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from comptoir.kernel.errors import Invalid

    async def refuse(*_: Any, **__: Any) -> None:
        raise Invalid("The warehouse is being rebuilt.")

    monkeypatch.setattr(compare_places.reconciling, "reconcile", refuse)
    async with filled.person() as client:
        await asked(client)
        await run_jobs(filled)
        newer = (await read(client, "/system/accuracy"))["newer"]
        assert (newer["state"], newer["error"]) == ("failed", "The warehouse is being rebuilt.")
        await asked(client)

        async def break_off(*_: Any, **__: Any) -> None:
            raise ZeroDivisionError

        monkeypatch.setattr(compare_places.reconciling, "reconcile", break_off)
        with pytest.raises(ZeroDivisionError):
            await run_jobs(filled)
        newer = (await read(client, "/system/accuracy"))["newer"]
        assert (newer["state"], newer["error"]) == ("failed", "It failed unexpectedly; the log says why.")


async def test_each_night_every_organisation_is_compared(filled: Office) -> None:
    nobody = system_actor(new_id())
    await COMPARE_NIGHTLY.run(nobody, filled.platform)
    await COMPARE_NIGHTLY.run(nobody, filled.platform)
    async with filled.platform.database.begin_system() as uow:
        rows = (await uow.execute(text("select organisation_id, user_id, first from reconciliations"))).all()
    (row,) = rows
    assert (row.organisation_id, row.user_id) == (filled.shop.organisation_id, None)
    assert row.first is not None


async def test_who_may_only_look_asks_for_nothing_and_others_see_nothing(filled: Office) -> None:
    async with filled.person("operations") as client:
        await read(client, "/system/accuracy")
        assert (await client.post("/api/v1/system/accuracy", json={})).status_code == 403
    async with filled.person() as client:
        await asked(client)
    await run_jobs(filled)
    one = filled.shop.stores["one"].id
    limited = filled.actor(scope=Scope(stores=frozenset({one})))
    seen = await facade.accuracy(limited, filled.platform)
    assert seen.last is not None
    assert [store.store for store in seen.last.stores] == [one]
    stranger = replace(identity.HOST, organisation_id=new_id())
    assert (await facade.accuracy(stranger, filled.platform)).last is None
    with pytest.raises(Forbidden):
        await COMPARE.run(
            replace(stranger, permissions=frozenset({"system:read"})), filled.platform, reconciliation_id=str(new_id())
        )
