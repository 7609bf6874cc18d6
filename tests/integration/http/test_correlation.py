"""One id from a webhook to the change it made, and figures of every process at one address."""

import json

import pytest
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from comptoir.engine.projector.batch import asked_for
from comptoir.engine.projector.feed import PROJECTING_DDL
from comptoir.platform import figures, telemetry
from comptoir.platform.engines.home import write_private
from tests.integration.http.hooks import Sender

pytestmark = pytest.mark.engine


def order(number):
    line = {"id": 1, "quantity": 1, "price": "10.00", "sku": "A", "title": "Lamp"}
    at = "2026-03-01T10:00:00Z"
    told = {"id": number, "created_at": at, "updated_at": at, "currency": "EUR", "financial_status": "paid"}
    return json.dumps({**told, "line_items": [line]}).encode()


async def delivered(sender, number, request):
    body = order(number)
    headers = sender.signed(body, topic="orders/create") | {"x-request-id": request}
    answer = await sender.post(body, headers)
    assert answer.status_code == 200
    assert answer.headers["x-request-id"] == request


async def in_outbox(sender):
    return {row[0] for row in await sender.rows("select correlation from outbox where kind = 'sales'")}


async def test_a_change_knows_the_delivery_that_made_it(place):
    sender = await Sender.to(place, "shopify")
    await delivered(sender, 1, "first-request-0001")
    await sender.pump()
    assert await in_outbox(sender) == {"first-request-0001"}
    await delivered(sender, 2, "second-request-002")
    await delivered(sender, 3, "third-request-0003")
    await sender.pump()
    (shared,) = await in_outbox(sender) - {"first-request-0001"}
    assert len(shared) == 32


async def test_the_projector_names_what_asked(place):
    sender = await Sender.to(place, "shopify")
    await delivered(sender, 1, "first-request-0001")
    await sender.pump()
    async with place.platform.database.begin_system() as uow:
        await uow.execute(text(PROJECTING_DDL))
        columns = "id, organisation_id, kind, key, revision, days"
        await uow.execute(text(f"insert into projecting ({columns}) select {columns} from outbox"))
        assert await asked_for(uow) == ("first-request-0001",)


def samples(told):
    return {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(told)
        for sample in family.samples
    }


def test_figures_of_other_processes_stand_beside_our_own(tmp_path):
    (tmp_path / "run").mkdir()
    before = samples(figures.exposition(tmp_path).decode())
    telemetry.changes_projected.inc(3)
    write_private(tmp_path / "run" / "background.figures", generate_latest(telemetry.registry).decode())
    telemetry.changes_projected.inc(2)
    found = samples(figures.exposition(tmp_path).decode())
    name = "comptoir_changes_projected_total"
    assert found[(name, ("process", "background"))] == before[(name,)] + 3
    assert found[(name,)] == before[(name,)] + 5
    (tmp_path / "run" / "odd.figures").write_text("{{ no figures")
    assert samples(figures.exposition(tmp_path).decode()) == found


def test_figures_of_a_process_that_is_gone_vanish(tmp_path, monkeypatch):
    (tmp_path / "run").mkdir()
    write_private(tmp_path / "run" / "worker.figures", generate_latest(telemetry.registry).decode())
    assert 'process="worker"' in figures.exposition(tmp_path).decode()
    monkeypatch.setattr(figures, "STALE", -1.0)
    assert 'process="worker"' not in figures.exposition(tmp_path).decode()
