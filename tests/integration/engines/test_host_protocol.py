"""The engine host answers clickhouse-connect as a ClickHouse server does, with the client's ordinary settings."""

import asyncio
import http.client
import json
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from clickhouse_connect import get_async_client, get_client
from clickhouse_connect.driver.exceptions import DatabaseError

from comptoir.engine.embedded import embedded_address
from comptoir.kernel.ids import new_id
from comptoir.platform.context import OPEN_WAREHOUSE
from comptoir.platform.engines.home import EngineHome
from comptoir.platform.modules import named
from comptoir.platform.testing.home import settings_in
from tests.waiting import until_async

pytestmark = pytest.mark.engine


@pytest.fixture
async def warehouse(engine_home, warehouse_kept):
    """An empty database without the tables of any module."""
    name = f"protocol_{new_id().hex}"
    found = await named(OPEN_WAREHOUSE)(settings_in(engine_home, warehouse_name=name))
    await found.command(f"CREATE DATABASE IF NOT EXISTS {name}")
    yield found
    await found.command(f"DROP DATABASE {name} SYNC")
    await found.close()


@pytest.fixture
def address(engine_home, warehouse):
    return embedded_address(EngineHome(engine_home))


@asynccontextmanager
async def connected(address, database, **options):
    client = await get_async_client(
        host=address.host,
        port=address.port,
        username=address.user,
        password=address.password,
        database=database,
        **options,
    )
    try:
        yield client
    finally:
        await client.close()


@pytest.fixture
async def client(address, warehouse):
    async with connected(address, warehouse.database) as found:
        yield found


async def test_values_arrive_exactly(client):
    row = (
        await client.query(
            "SELECT {d:Decimal(20, 6)} AS d, {w:Decimal(38, 12)} AS w, {s:String} AS s, {n:Nullable(String)} AS n, "
            "{u:UUID} AS u, {day:Date} AS day, {i:Int64} AS i, {a:Array(String)} AS a",
            parameters={
                "d": Decimal("0.290000"),
                "w": Decimal("12345678901234567890.123456789012"),
                "s": "tab\t, quote ' \\ newline\n, ünï 漢字 🧾",
                "n": None,
                "u": UUID(int=7),
                "day": date(2025, 2, 28),
                "i": -(2**62),
                "a": ["it's", "a\tb"],
            },
        )
    ).first_row
    assert row == (
        Decimal("0.290000"),
        Decimal("12345678901234567890.123456789012"),
        "tab\t, quote ' \\ newline\n, ünï 漢字 🧾",
        None,
        UUID(int=7),
        date(2025, 2, 28),
        -(2**62),
        ["it's", "a\tb"],
    )


@pytest.mark.parametrize("compress", [False, True, "gzip", "lz4", "zstd"])
async def test_inserts_keep_decimals_and_instants(address, warehouse, compress):
    async with connected(address, warehouse.database, compress=compress) as client:
        await client.command(
            "CREATE TABLE t (a UInt32, d Decimal(20, 6), at DateTime64(6, 'UTC')) ENGINE = MergeTree ORDER BY a"
        )
        rows = [(number, Decimal(number) / 1_000_000, datetime(2025, 1, 1, tzinfo=UTC)) for number in range(2000)]
        summary = await client.insert("t", rows, column_names=["a", "d", "at"])
        assert summary.written_rows == 2000
        found = await client.query("SELECT a, d, at FROM t ORDER BY a", query_tz="UTC")
        assert [(a, d) for a, d, _ in found.result_rows] == [(a, d) for a, d, _ in rows]
        total = (await client.query("SELECT sum(d) FROM t")).first_row[0]
        assert total == sum(d for _, d, _ in rows) == Decimal("1.999000")


def test_the_synchronous_client_works_too(address):
    with get_client(host=address.host, port=address.port, username="default", password=address.password) as client:
        assert client.command("SELECT 1 + 1") == 2
        assert client.query("SELECT number FROM system.numbers LIMIT 3").result_rows == [(0,), (1,), (2,)]
        assert client.server_version.startswith("26.9")


@pytest.mark.parametrize(
    ("sql", "code", "name"),
    [
        ("SELECT nothing_like_it", 47, "UNKNOWN_IDENTIFIER"),
        ("SELEC 1", 62, "SYNTAX_ERROR"),
        ("SELECT * FROM no_such_table", 60, "UNKNOWN_TABLE"),
        ("SELECT throwIf(number = 3) FROM numbers(5)", 395, "FUNCTION_THROW_IF_VALUE_IS_NON_ZERO"),
        ("SELECT * FROM numbers(10) SETTINGS no_such_setting = 1", 115, "UNKNOWN_SETTING"),
    ],
)
async def test_errors_carry_their_code(client, sql, code, name):
    with pytest.raises(DatabaseError) as caught:
        await client.query(sql)
    assert (caught.value.code, caught.value.name) == (code, name)


async def test_settings_hold_for_one_query_only(client):
    query = "SELECT getSetting('max_threads')"
    assert (await client.query(query, settings={"max_threads": 1})).first_row[0] == 1
    assert (await client.query(query, settings={"max_threads": 7})).first_row[0] == 7
    assert (await client.query(query)).first_row[0] not in (1, 7)


async def test_a_long_parameter_travels_in_the_body(client):
    numbers = list(range(60_000))
    found = await client.query(
        "SELECT length({n:Array(UInt64)}), arraySum({n:Array(UInt64)})", parameters={"n": numbers}
    )
    assert found.first_row == (60_000, sum(numbers))


@pytest.mark.parametrize(
    "fmt", ["TabSeparated", "CSV", "CSVWithNames", "JSONEachRow", "Parquet", "ArrowStream", "Native", "JSON"]
)
async def test_a_large_answer_streams_in_every_format(client, fmt):
    sql = "SELECT number, toString(number) AS text, toDecimal64(number, 6) AS amount FROM numbers(300000)"
    size = 0
    async with await client.raw_stream(sql, fmt=fmt) as pieces:
        async for piece in pieces:
            size += len(piece)
    whole = await client.raw_query(sql, fmt=fmt)
    # A JSON answer ends with how long it took; Native and Arrow repeat a heading for each block.
    assert abs(size - len(whole)) < 4096
    if fmt == "CSVWithNames":
        lines = whole.splitlines()
        assert (lines[0], lines[1], len(lines)) == (b'"number","text","amount"', b'0,"0",0', 300_001)
        assert whole.count(b'"number"') == 1


async def test_parquet_and_arrow_are_one_readable_file(client):
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    sql = "SELECT number, toDecimal64(number, 6) AS amount FROM numbers(200000)"
    table = parquet.read_table(pyarrow.BufferReader(await client.raw_query(sql, fmt="Parquet")))
    assert table.num_rows == 200_000
    assert table.column("amount")[199_999].as_py() == Decimal("199999.000000")
    stream = pyarrow.ipc.open_stream(await client.raw_query(sql, fmt="ArrowStream"))
    assert stream.read_all().num_rows == 200_000


async def test_an_error_in_the_middle_is_never_a_short_answer(warehouse):
    from comptoir.engine.errors import QueryFailed

    with pytest.raises(QueryFailed, match="could not run") as caught:
        async for _ in warehouse.stream("SELECT throwIf(number = 3000000), number FROM numbers(4000000)", fmt="CSV"):
            pass
    assert caught.value.details["code"] == 395


async def test_a_client_that_leaves_stops_its_query(client, warehouse):
    endless = "SELECT count() FROM numbers(1000000000000) WHERE sipHash64(number) = 1"
    running = (
        "SELECT count() FROM system.processes WHERE query LIKE '%sipHash64(number) = 1%' AND query NOT LIKE '%system%'"
    )

    async def count():
        return (await warehouse.query(running)).scalar()

    async with asyncio.TaskGroup() as group:
        task = group.create_task(client.query(endless))

        async def started():
            return await count() == 1

        await until_async(started, what="the query to run")
        task.cancel()

    async def stopped():
        return await count() == 0

    await until_async(stopped, within=5, what="the query to end")


async def test_a_reader_that_leaves_a_stream_stops_it(warehouse):
    stream = warehouse.stream("SELECT number FROM numbers(100000000000) WHERE sipHash64(number) % 2 = 0", fmt="CSV")
    async for _ in stream:
        break
    await stream.aclose()

    async def stopped():
        sql = "SELECT count() FROM system.processes WHERE query LIKE '%sipHash64(number) % 2%' AND query NOT LIKE '%system%'"
        return (await warehouse.query(sql)).scalar() == 0

    await until_async(stopped, within=5, what="the stream's query to end")
    assert (await warehouse.query("SELECT 1")).scalar() == 1


async def test_many_callers_at_once(warehouse):
    found = await asyncio.gather(
        *(warehouse.query("SELECT sum(number) FROM numbers({n:UInt64})", {"n": n}) for n in range(60))
    )
    assert [result.scalar() for result in found] == [n * (n - 1) // 2 for n in range(60)]


def ask(address, target, *, body=b"", headers=None):
    connection = http.client.HTTPConnection(address.host, address.port, timeout=10)
    try:
        connection.request("POST" if body else "GET", target, body=body, headers=headers or {})
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), response.read()
    finally:
        connection.close()


def test_only_ping_needs_no_password(address):
    assert ask(address, "/ping")[::2] == (200, b"Ok.\n")
    for headers in ({}, {"X-ClickHouse-Key": "wrong"}, {"Authorization": "Basic !"}):
        status, found, body = ask(address, "/?query=SELECT%201", headers=headers)
        assert (status, found["X-ClickHouse-Exception-Code"]) == (401, "516")
        assert b"AUTHENTICATION_FAILED" in body
    assert ask(address, "/?query=SELECT%201", headers={"X-ClickHouse-Key": address.password})[2] == b"1\n"


def test_an_insert_may_carry_its_rows_behind_the_statement(address, warehouse):
    key = {"X-ClickHouse-Key": address.password, "X-ClickHouse-Database": warehouse.database}
    assert ask(address, "/", body=b"CREATE TABLE t (a UInt8, s String) ENGINE = Memory", headers=key)[0] == 200
    for body in (b"INSERT INTO t (a, s) FORMAT TabSeparated\n1\tone\n", b"INSERT INTO t VALUES (2, 'two')"):
        status, headers, said = ask(address, "/", body=body, headers=key)
        assert status == 200, said
        assert json.loads(headers["X-ClickHouse-Summary"])["written_rows"] in ("1", "0")
    assert ask(address, "/", body=b"SELECT s FROM t ORDER BY a", headers=key)[2] == b"one\ntwo\n"


def test_a_refused_row_writes_nothing(address, warehouse):
    key = {"X-ClickHouse-Key": address.password, "X-ClickHouse-Database": warehouse.database}
    ask(address, "/", body=b"CREATE TABLE t (a UInt8) ENGINE = MergeTree ORDER BY a", headers=key)
    status, _, said = ask(address, "/", body=b"INSERT INTO t FORMAT TabSeparated\n1\nno number\n", headers=key)
    assert status != 200
    assert b"DB::Exception" in said
    assert ask(address, "/", body=b"SELECT count() FROM t", headers=key)[2] == b"0\n"
