"""Files through both engines: what is read is what queries see; twice is once; undo leaves nothing."""

import asyncio
import json
import os
import signal
import sys
from pathlib import Path

import pytest

from comptoir.composed.integrations import facade
from comptoir.composed.integrations.usecases import run_import
from comptoir.connectors.reading import reader, records
from comptoir.connectors.sdk.errors import NeedsAnswer, WrongFormat
from comptoir.domains.orders import facade as orders
from comptoir.domains.orders.contracts import OrderFilter
from comptoir.kernel.errors import NotFound
from tests.integration.imports.conftest import Merchant
from tests.unit.connectors.test_json_orders import WOO
from tests.waiting import until_async

pytestmark = pytest.mark.engine

SALES = (
    "order id,date,sku,product,quantity,price,discount,cost,customer id,country\n"
    "1,2024-05-01,A,Tee,2,10.00,1.50,4,u1,DE\n"
    "2,2024-05-01,A,Tee,1,10.00,0,2,u2,FR\n"
    "1,2024-05-01,B,Mug,1,5.00,0,1,u1,DE\n"
    "2,2024-05-20,A,Tee,-1,10.00,0,2,u2,FR\n"
    "C9,2024-05-21,B,Mug,-1,5.00,0,1,u1,DE\n"
)
SEEN = {"orders": "2", "gross": "35", "returned": "15", "units": "4"}
NOTHING = {"orders": "0", "gross": "0", "returned": "0", "units": "0"}


async def test_what_is_in_the_file_is_what_queries_see(merchant: Merchant) -> None:
    done = await merchant.load(merchant.file(SALES))
    assert (done.format, done.rejects) == ("transactions", None)
    assert (done.result.read, done.result.created, done.result.rejected) == (5, 3, 0)
    assert await merchant.facts() == SEEN
    page = await facade.list_imports(merchant.actor, merchant.platform)
    assert [(item.file, item.state, item.store) for item in page.items] == [("sales.csv", "done", "shop")]


async def test_a_second_import_changes_nothing_and_says_so(merchant: Merchant) -> None:
    path = merchant.file(SALES)
    await merchant.load(path)
    again = await merchant.load(path)
    assert again.result.changed_nothing
    assert again.result.unchanged == 3
    assert await merchant.facts() == SEEN
    header, *rows = SALES.splitlines()
    shuffled = await merchant.load(merchant.file("\n".join([header, *reversed(rows)]) + "\n", "shuffled.csv"))
    assert shuffled.result.created == 0
    assert await merchant.facts() == SEEN


async def test_an_undo_leaves_nothing(merchant: Merchant) -> None:
    done = await merchant.load(merchant.file(SALES))
    assert done.import_id is not None
    taken_back = await facade.undo(merchant.actor, merchant.platform, import_id=done.import_id)
    assert taken_back.removed == 3
    assert await merchant.facts() == NOTHING
    assert [await merchant.count(table) for table in ("orders", "order_revisions", "products", "customers")] == [0] * 4
    assert (await merchant.load(merchant.file(SALES))).result.created == 3
    await facade.discard(merchant.actor, merchant.platform, import_id=done.import_id)
    with pytest.raises(NotFound):
        await facade.get_import(merchant.actor, merchant.platform, import_id=done.import_id)


async def test_lines_of_one_order_in_two_files_merge(merchant: Merchant) -> None:
    header, *rows = SALES.splitlines()
    for number, row in enumerate(rows):
        await merchant.load(merchant.file(f"{header}\n{row}\n", f"part{number}.csv"))
    assert await merchant.facts() == SEEN


async def test_a_replacing_file_overrides_what_is_known(merchant: Merchant) -> None:
    await merchant.load(merchant.file(SALES))
    fewer = "order id,date,sku,quantity,price\n1,2024-05-01,A,1,10.00\n"
    await merchant.load(merchant.file(fewer, "fewer.csv"), replace=True)
    assert (await merchant.facts())["gross"] == "20"


async def test_rejected_rows_lie_beside_the_file(merchant: Merchant) -> None:
    path = merchant.file(SALES + "3,2024-05-01,A,Tee,one,1,0,,,\n4,someday,A,=cmd,1,1,0,,,\n")
    done = await merchant.load(path)
    assert done.rejects == path.with_name("sales.csv.rejected.csv")
    lines = done.rejects.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("line,reason,value,order id,date")
    assert lines[1].startswith("7,quantity is not a number,one,3,")
    assert ",'=cmd," in lines[2]
    assert next((one.reason, one.count) for one in done.result.reject_reasons) == ("quantity is not a number", 1)
    assert done.import_id is not None
    content = await facade.rejects(merchant.actor, merchant.platform, import_id=done.import_id)
    assert b"".join([piece async for piece in content]).decode().splitlines() == lines


async def test_a_dry_run_changes_nothing(merchant: Merchant) -> None:
    done = await merchant.load(merchant.file(SALES), None, dry=True)
    assert (done.import_id, done.format, done.result.read) == (None, "transactions", 5)
    assert await merchant.count("orders") == await merchant.count("imports") == 0


async def test_what_is_open_or_wrong_leaves_no_trace(merchant: Merchant) -> None:
    with pytest.raises(NeedsAnswer):
        await merchant.load(merchant.file("order id,date,total\n1,3/4/2024,5\n", "dates.csv"))
    with pytest.raises(WrongFormat):
        await merchant.load(merchant.file(SALES), "shopify-orders")
    with pytest.raises(NotFound):
        await facade.import_file(
            merchant.actor,
            merchant.platform,
            order=facade.Order(merchant.file(SALES), "nowhere", None, {}, facade.ImportOptions()),
        )
    assert await merchant.count("imports") == 0


async def test_products_give_earlier_orders_their_costs(merchant: Merchant) -> None:
    await merchant.load(merchant.file("order id,date,sku,quantity,price\n1,2024-05-01,A,2,10.00\n"))
    done = await merchant.load(merchant.file("sku,title,price,cost\nA,Tee,10,3.5\n", "products.csv"), "products")
    assert done.result.read == 1
    result = await merchant.platform.warehouse.query(
        "SELECT toString(sum(cost)) FROM sales FINAL WHERE organisation = {o:UUID}",
        {"o": merchant.actor.organisation_id},
    )
    assert str(result.rows[0][0]) == "7"


async def test_customers_meet_the_buyers_they_are(merchant: Merchant) -> None:
    await merchant.load(merchant.file(SALES))
    people = "customer id,email,name,country\nu1,kim@example.test,Kim,DE\nu3,lee@example.test,Lee,FR\n"
    done = await merchant.load(merchant.file(people, "customers.csv"), "customers")
    assert done.result.created == 1
    assert await merchant.count("customers") == 3


class Killed(BaseException):
    """Nothing catches it, as nothing catches a kill."""


async def test_an_import_cut_off_goes_on_under_its_own_name(
    merchant: Merchant, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = merchant.file(SALES)
    real, calls = run_import._apply, 0

    async def cut(*arguments: object, **named: object) -> object:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise Killed
        return await real(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(records, "MOST_RECORDS", 1)
    with monkeypatch.context() as patch:
        patch.setattr(run_import, "_apply", cut)
        with pytest.raises(Killed):
            await merchant.load(path)
    (broken,) = (await facade.list_imports(merchant.actor, merchant.platform)).items
    assert broken.state == "failed"
    done = await merchant.load(path)
    assert done.import_id == broken.id
    assert await merchant.facts() == SEEN
    await facade.undo(merchant.actor, merchant.platform, import_id=broken.id)
    assert await merchant.facts() == NOTHING


async def test_a_large_file_is_read_in_a_process_of_its_own(
    merchant: Merchant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "IN_THREAD", 0)
    assert (await merchant.load(merchant.file(SALES))).result.created == 3
    assert await merchant.facts() == SEEN
    with pytest.raises(NeedsAnswer, match="fit two formats"):
        await merchant.load(merchant.file("order id,date,total\n1,3/4/2024,5\n", "dates.csv"))


KILLED = """
import asyncio, os, sys
from pathlib import Path
from uuid import UUID
from comptoir.composed.integrations import facade
from comptoir.composed.integrations.contracts import ImportOptions
from comptoir.connectors.reading import records
from comptoir.kernel.actor import system_actor
from comptoir.platform.context import open_platform
from comptoir.platform.settings import load_settings
records.MOST_RECORDS = 20

async def main():
    async with open_platform(load_settings()) as platform:
        order = facade.Order(Path(sys.argv[2]), "shop", "transactions", {}, ImportOptions())
        await facade.import_file(system_actor(UUID(sys.argv[1])), platform, order=order)

asyncio.run(main())
"""


async def test_a_killed_process_leaves_no_gap_and_no_double(merchant: Merchant) -> None:
    rows = "".join(f"{number},2024-05-0{number % 9 + 1},S{number % 7},1,10\n" for number in range(600))
    path = merchant.file("order id,date,sku,quantity,price\n" + rows)
    settings = merchant.platform.settings
    environment = {**os.environ, "COMPTOIR_HOME": str(settings.home)}
    environment |= {
        "COMPTOIR_DATABASE_NAME": settings.database_name,
        "COMPTOIR_WAREHOUSE_NAME": settings.warehouse_name,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", KILLED, str(merchant.actor.organisation_id), str(path), env=environment
    )

    async def half_way() -> bool:
        return process.returncode is not None or 40 <= await merchant.count("orders") < 600

    await until_async(half_way, within=60)
    if process.returncode is None:
        process.send_signal(signal.SIGKILL)
    await process.wait()
    assert process.returncode == -signal.SIGKILL
    assert 0 < await merchant.count("orders") < 600
    assert merchant.platform.spool.sweep() == 1  # what the killed process held plain
    done = await merchant.load(path)
    assert done.result.created + done.result.unchanged == 600
    assert done.result.unchanged >= 40
    assert await merchant.facts() == {"orders": "600", "gross": "6000", "returned": "0", "units": "600"}
    assert await merchant.count("imports") == 1


def test_the_directory_of_the_file_may_be_read_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from comptoir.composed.integrations.contracts import ImportOptions
    from comptoir.composed.integrations.usecases.import_file import Order, put_beside

    written = tmp_path / "r.csv"
    written.write_text("line\n")
    order = Order(tmp_path / "missing" / "a.csv", "shop", None, {}, ImportOptions())
    real = Path.mkdir

    def refuse(self: Path, *arguments: object, **named: object) -> None:
        if "missing" in str(self):
            raise PermissionError(13, "read-only")
        real(self, *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "mkdir", refuse)
    assert put_beside(written, order, tmp_path / "home") == tmp_path / "home" / "rejects" / "a.csv.rejected.csv"


async def test_rows_that_cannot_be_kept_are_rejects_and_the_others_are_visible(merchant: Merchant) -> None:
    header = SALES.splitlines()[0]
    unfit = [
        "5,0001-01-01,A,Tee,1,10.00,0,2,,DE",
        "6,1969-12-31,A,Tee,1,10.00,0,2,,DE",
        "7,2149-06-07,A,Tee,1,10.00,0,2,,DE",
        "8,9999-12-31,A,Tee,1,10.00,0,2,,DE",
        "9,2024-05-01,A,Tee,1,99999999999999999.00,0,2,,DE",
        "10,2024-05-01,A,Tee,2000000,1000000,0,2,,DE",
    ]
    oldest, newest = "11,1970-01-02,A,Tee,1,1.00,0,1,,DE", "12,2149-06-05,A,Tee,1,1.00,0,1,,DE"
    richest = "13,2024-05-01,A,Tee,1,999999999999.99,0,1,,DE"
    done = await merchant.load(merchant.file("\n".join([header, *unfit, oldest, newest, richest]) + "\n"))
    assert (done.result.read, done.result.created, done.result.rejected) == (9, 3, 6)
    assert done.rejects is not None
    reasons = [line.split(",")[1] for line in done.rejects.read_text(encoding="utf-8").splitlines()[1:]]
    assert reasons[:4] == ["ordered_at is before 2 January 1970 or after 5 June 2149"] * 4
    assert await merchant.facts() == {"orders": "3", "gross": "1000000000001.99", "returned": "0", "units": "3"}
    result = await merchant.platform.warehouse.query(
        "SELECT toString(min(day)), toString(max(day)), toString(sum(gross)) FROM sales_daily FINAL "
        "WHERE organisation = {o:UUID}",
        {"o": merchant.actor.organisation_id},
    )
    assert tuple(map(str, result.rows[0])) == ("1970-01-02", "2149-06-05", "1000000000001.99")


async def test_a_revision_names_its_file_and_row(merchant: Merchant) -> None:
    await merchant.load(merchant.file(SALES))
    header, *rows = SALES.splitlines()
    await merchant.load(merchant.file("\n".join([header, "77,2024-05-01,Z,Tee,1,1,0,,,", *rows]) + "\n", "later.csv"))
    actor, platform = merchant.actor, merchant.platform
    async with platform.database.begin(actor) as uow:
        page = await orders.list_orders(actor, uow, wanted=OrderFilter(sort="number"))
        found = {one.number: await orders.order(actor, uow, order_id=one.id) for one in page.items}
        (new,) = found["77"].revisions
        assert (new["provenance"]["file"], new["provenance"]["row"]) == ("later.csv", 2)
        named = [(one["provenance"]["kind"], one["provenance"]["file"], one["provenance"]["row"]) for one in
                 found["2"].revisions]  # fmt: skip
        assert named[0] == ("import", "sales.csv", 3)
        source = await orders.source_record(
            actor, uow, order_id=found["2"].summary.id, revision=found["2"].revisions[0]["id"]
        )
    assert (source.provenance["file"], source.provenance["row"]) == ("sales.csv", 3)
    assert source.record["source_id"] == "2"
    assert "source_row" not in source.record


async def test_the_place_in_a_file_is_no_part_of_what_a_document_says(merchant: Merchant) -> None:
    orders_of = [json.dumps(WOO | {"id": number, "number": str(number)}) for number in (1, 2)]
    await merchant.load(merchant.file("\n".join(orders_of), "one.jsonl"), "woocommerce-orders")
    again = await merchant.load(merchant.file("\n".join(reversed(orders_of)), "two.jsonl"), "woocommerce-orders")
    assert again.result.changed_nothing
    assert await merchant.count("order_revisions") == 2
