"""Every figure of the System page against the thing it reports."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import text

from comptoir import __version__
from comptoir.composed.system import facade
from comptoir.composed.system.usecases import measure_disk as measuring
from comptoir.composed.system.usecases.count_minutes import count_minutes
from comptoir.domains.commerce import facade as commerce
from comptoir.engine.errors import WarehouseMissing
from comptoir.foundation.identity import facade as identity
from comptoir.kernel.actor import Scope
from comptoir.platform import flow
from comptoir.platform.database.migrate import latest
from tests.integration.http.conftest import PASSWORD
from tests.integration.http.test_deliveries import ORDER
from tests.integration.system.conftest import Office, read
from tests.waiting import until_async

pytestmark = pytest.mark.engine


def stage(found: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in found["stages"] if one["stage"] == name)


async def test_without_a_projector_the_lag_grows_and_with_one_it_ends(office: Office) -> None:
    async with office.person() as client:
        before = stage(await read(client, "/system"), "outbox")
        await office.shop.drain()
        assert stage(await read(client, "/system"), "outbox")["waiting"] == 0
        await office.shop.order("1")
        first = stage(await read(client, "/system"), "outbox")
        assert first["waiting"] >= 1
        assert first["lag_seconds"] is not None

        async def has_grown() -> bool:
            return bool(stage(await read(client, "/system"), "outbox")["lag_seconds"] > first["lag_seconds"] + 0.2)

        await until_async(has_grown, within=10)
        assert stage(await read(client, "/system"), "outbox")["oldest_at"] == first["oldest_at"]
        await office.shop.drain()
        after = await read(client, "/system")
        moved = stage(after, "outbox")
        assert (moved["waiting"], moved["lag_seconds"], moved["oldest_at"]) == (0, None, None)
        assert moved["passed"] > before["passed"]
        assert 0 < moved["median_seconds"] <= moved["slowest_seconds"]
        assert after["data_version"] > 0


async def test_without_a_pump_deliveries_wait_and_with_one_they_pass(office: Office) -> None:
    sender = await office.deliverer()
    async with office.person() as client:
        for number in range(3):
            await sender.deliver(ORDER | {"id": number}, topic="orders/create")
        waiting = stage(await read(client, "/system"), "inbox")
        assert (waiting["waiting"], waiting["passed"], waiting["median_seconds"]) == (3, 0, None)
        assert 0 <= waiting["lag_seconds"] < 60
        await sender.pump()
        passed = stage(await read(client, "/system"), "inbox")
        assert (passed["waiting"], passed["lag_seconds"], passed["passed"]) == (0, None, 3)
        assert passed["slowest_seconds"] >= passed["median_seconds"] > 0


async def test_deliveries_are_counted_minute_by_minute_and_what_is_parked_shows(office: Office) -> None:
    sender = await office.deliverer()
    async with office.person() as client:
        await sender.deliver(ORDER, topic="orders/create")
        await sender.deliver(ORDER | {"id": 2, "currency": "EURO"}, topic="orders/create")
        await sender.pump()
        found = (await read(client, "/system"))["deliveries"]
        assert len(found["minutes"]) == 30
        assert sum(one["received"] for one in found["minutes"]) == 2
        assert sum(one["parked"] for one in found["minutes"]) == 1
        assert sum(one["received"] for one in found["minutes"][-2:]) == 2
        starts = [datetime.fromisoformat(one["at"]) for one in found["minutes"]]
        assert {later - earlier for earlier, later in pairwise(starts)} == {timedelta(minutes=1)}
        assert found["parked"] == 1
        (item,) = (await read(client, "/deliveries/parked"))["items"]
        assert item["reason"] == "the currency is not an ISO 4217 code"
        await client.post(f"/api/v1/deliveries/{item['id']}/dismiss")
        assert (await read(client, "/system"))["deliveries"]["parked"] == 0


async def test_minutes_that_are_over_are_counted_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    sender = await office.deliverer()
    await sender.deliver(ORDER, topic="orders/create")
    await sender.deliver(b"?", topic="orders/create")
    asked: list[datetime] = []
    count = flow.received

    async def listened(uow: Any, *, stores: Any, since: datetime) -> dict[datetime, int]:
        asked.append(since)
        return await count(uow, stores=stores, since=since)

    monkeypatch.setattr(flow, "received", listened)
    start = datetime.now(UTC)
    minute = start.replace(second=0, microsecond=0)
    seen = []
    async with office.platform.database.begin(office.actor()) as uow:
        stores = [one.id for one in await commerce.stores_by_id(office.actor(), uow)]
        for ahead in (0, 0, 4, 5, 40):
            now = start + timedelta(minutes=ahead)
            seen.append(await count_minutes(uow, stores=stores, now=now, number=30))
    assert [since - minute for since in asked] == [timedelta(minutes=m) for m in (-29, -2, -2, 2, 11)]
    sums = [(sum(one.received for one in found), sum(one.parked for one in found)) for found in seen]
    assert sums == [(2, 1), (2, 1), (2, 1), (2, 1), (0, 0)]


async def test_who_edited_a_parked_delivery_is_told(office: Office) -> None:
    sender = await office.deliverer()
    async with office.person() as client:
        await sender.deliver({"id": 1}, topic="orders/create")
        await sender.deliver(ORDER | {"currency": "EURO"}, topic="orders/create")
        await sender.pump()
        found = (await read(client, "/deliveries/parked"))["items"]
        assert all((one["edited_at"], one["edited_by"]) == (None, None) for one in found)
        await client.put(f"/api/v1/deliveries/{found[0]['id']}/body", json={"body": '{"id": 1}'})
        content = await read(client, f"/deliveries/{found[0]['id']}/body")
        assert (content["edited_by"], '"EURO"' in content["original"]) == ("Robin", True)
        listed = next(one for one in (await read(client, "/deliveries"))["items"] if one["id"] == found[0]["id"])
        assert listed["edited_by"] == "Robin"


async def test_engines_tell_their_own_version_and_size(office: Office) -> None:
    await office.shop.order("1")
    await office.shop.drain()
    async with office.platform.database.begin_system() as uow:
        told = (await uow.execute(text("show server_version"))).scalar_one()
        size = (await uow.execute(text("select pg_database_size(current_database())"))).scalar_one()
    held = (await office.platform.warehouse.query("SELECT version(), uptime()")).rows[0]
    async with office.person() as client:
        found = await read(client, "/system")
    postgresql, clickhouse = found["engines"]
    assert (postgresql["name"], postgresql["up"], told.startswith(postgresql["version"])) == ("PostgreSQL", True, True)
    assert abs(postgresql["size"] - size) < 4 * 1024**2
    assert (clickhouse["name"], clickhouse["up"], clickhouse["version"]) == ("ClickHouse", True, held[0])
    assert clickhouse["size"] > 0
    since = datetime.fromisoformat(clickhouse["up_since"])
    assert abs(datetime.now(UTC) - timedelta(seconds=held[1]) - since) < timedelta(seconds=30)
    assert found["program"] == {"version": __version__, "schema": latest()}


class AwayWarehouse:
    """A warehouse that nobody reaches."""

    database = "gone"

    async def query(self, *_: Any, **__: Any) -> None:
        raise WarehouseMissing("ClickHouse does not answer.")


async def test_an_engine_that_is_away_is_said_and_the_rest_still_shows(office: Office) -> None:
    away = replace(office.platform, warehouse=AwayWarehouse())
    found = await facade.standing(office.actor(), away)
    assert [(one.name, one.is_up) for one in found.engines] == [("PostgreSQL", True), ("ClickHouse", False)]
    assert found.engines[1].problem == "ClickHouse does not answer."
    assert found.engines[1].version is None


async def test_the_disk_is_measured_and_not_oftener_than_once_a_minute(office: Office, tmp_path: Any) -> None:
    (tmp_path / "blobs").mkdir()
    (tmp_path / "blobs" / "one").write_bytes(b"x" * 1_000_000)
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    found = measuring.measure_disk(tmp_path, now=now)
    assert found.total == shutil.disk_usage(tmp_path).total
    (blobs,) = found.parts
    assert blobs.name == "blobs"
    assert 1_000_000 <= blobs.size < 1_100_000
    (tmp_path / "blobs" / "two").write_bytes(b"x" * 1_000_000)
    assert measuring.measure_disk(tmp_path, now=now + timedelta(seconds=59)).parts == found.parts
    assert measuring.measure_disk(tmp_path, now=now + timedelta(seconds=60)).parts[0].size >= 2_000_000
    async with office.person() as client:
        shown = (await read(client, "/system"))["disk"]
    assert {"postgres", "warehouse"} <= {part["name"] for part in shown["parts"]}
    assert 0 < shown["free"] < shown["total"]


@pytest.mark.parametrize("role", ["viewer", "sales", "marketing", "finance"])
async def test_who_does_not_look_after_the_installation_sees_nothing_of_it(office: Office, role: str) -> None:
    async with office.person(role) as client:
        assert "system:read" in (await read(client, "/system", status=403))["detail"]
        await read(client, "/system/accuracy", status=403)
        assert (await client.post("/api/v1/system/accuracy", json={})).status_code == 403


async def test_one_sees_only_what_ones_own_organisation_and_stores_did(office: Office) -> None:
    sender = await office.deliverer()
    await sender.deliver(b"?", topic="orders/create")
    other = await identity.create_organisation(
        identity.HOST, office.platform, name="Hill", currency="EUR", timezone="Europe/Berlin"
    )
    host = replace(identity.HOST, organisation_id=other.id)
    await identity.add_member(host, office.platform, email="o@hill.test", role="owner", password=PASSWORD)
    found = await facade.standing(host, office.platform)
    assert (found.parked, sum(one.received for one in found.minutes), found.outbox.waiting) == (0, 0, 0)
    async with office.platform.database.begin(office.actor()) as uow:
        north = await commerce.store(office.actor(), uow, slug="north")
    whole = await facade.standing(office.actor(), office.platform)
    assert (whole.parked, whole.outbox.waiting > 1) == (1, True)
    elsewhere = office.actor(scope=Scope(stores=frozenset({office.shop.stores["one"].id})))
    assert (await facade.standing(elsewhere, office.platform)).parked == 0
    there = office.actor(scope=Scope(stores=frozenset({north.id})))
    assert (await facade.standing(there, office.platform)).parked == 1
