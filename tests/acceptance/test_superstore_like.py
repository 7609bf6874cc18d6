"""A retail file as the field knows it, from the command line: exact sums everywhere, twice is once, undo leaves nothing.

Dates m/d/Y, repeated order and product pairs, an exact duplicate row, amounts whose cents are lost by rounding lines.
"""

import csv
import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import httpx
import psycopg
import pytest
from sqlalchemy import Table

from comptoir.platform.database.metadata import metadata
from comptoir.platform.database.server import server_of
from comptoir.platform.modules import load_tables
from comptoir.platform.testing import home as homes
from tests.waiting import until
from tools.live_panel import free_port, stop

pytestmark = [pytest.mark.engine, pytest.mark.slow]

COLUMNS = (
    "Row ID,Order ID,Order Date,Ship Mode,Customer ID,Customer Name,Country,City,State,Postal Code,"
    "Product ID,Category,Sub-Category,Product Name,Sales,Quantity,Discount,Profit"
).split(",")
MAPPED = {
    "order_id": "Order ID",
    "ordered_at": "Order Date",
    "sku": "Product ID",
    "title": "Product Name",
    "category": "Category",
    "subcategory": "Sub-Category",
    "quantity": "Quantity",
    "line_total": "Sales",
    "profit": "Profit",
    "customer_id": "Customer ID",
    "customer_name": "Customer Name",
    "country": "Country",
    "region": "State",
    "city": "City",
    "postal_code": "Postal Code",
}
FIGURES = "net_sales,orders,gross_profit,customers,units_sold,cost_coverage"
KINDS = {"Furniture": ("Chairs", "Tables"), "Technology": ("Phones",), "Office Supplies": ("Paper", "Binders", "Art")}


@dataclass
class Home:
    """A fresh home and its command line."""

    folder: Path
    file: Path
    rows: list[dict[str, str]]
    imports: list[str] = field(default_factory=list)

    def run(self, *words: str, status: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "comptoir", *words],
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=120,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout

    def environment(self) -> dict[str, str]:
        return {**os.environ, "COMPTOIR_HOME": str(self.folder), "COMPTOIR_UNSAFE_FAST": "yes"}

    def load(self) -> dict[str, Any]:
        maps = [word for pair in MAPPED.items() for word in ("--map", "=".join(pair))]
        said = self.run("import", str(self.file), "--store", "us", "--format", "transactions", *maps, "--json")
        found: dict[str, Any] = json.loads(said)
        self.imports.append(found["import_id"])
        return found

    def figures(self, *more: str) -> list[dict[str, Any]]:
        return rows_of(json.loads(self.run("query", "--metrics", FIGURES, *more, "--format", "json")))


def rows_of(answer: dict[str, Any]) -> list[dict[str, Any]]:
    names = [column["name"] for column in answer["columns"]]
    return [dict(zip(names, row, strict=True)) for row in answer["rows"]]


def retail_rows(seed: int) -> list[dict[str, str]]:
    """Return about 1,100 rows of 500 orders: sums of exact amounts differ from sums of rounded ones."""
    chance = Random(seed)
    rows: list[dict[str, str]] = []
    for number in range(500):
        day = date(2023, 1, 1) + timedelta(days=chance.randrange(1000))
        buyer = chance.randrange(140)
        order = {
            "Order ID": f"US-{day.year}-{100000 + number}",
            "Order Date": f"{day.month}/{day.day}/{day.year}",
            "Ship Mode": "Second Class",
            "Customer ID": f"CG-{10000 + buyer}",
            "Customer Name": f"Given{buyer} Familyname{buyer}",
            "Country": "United States",
            "City": chance.choice(("Henderson", "Los Angeles", "Fort Worth")),
            "State": chance.choice(("Kentucky", "California", "Texas")),
            "Postal Code": str(chance.randrange(10000, 99999)),
        }
        for _ in range(chance.randrange(1, 4)):
            rows.append({**order, **retail_line(chance)})
        if number % 60 == 0:  # the same product twice in one order, at another amount
            again = {**rows[-1], "Quantity": "1", "Sales": f"{chance.randrange(10**5, 10**7)}e-4", "Profit": "0.1234"}
            rows.append({**again, "Sales": str(Decimal(again["Sales"]))})
    rows.append(dict(rows[17]))  # an exact duplicate: two lines
    return [{"Row ID": str(index + 1), **row} for index, row in enumerate(rows)]


def retail_line(chance: Random) -> dict[str, str]:
    category = chance.choice(sorted(KINDS))
    kind, item = chance.choice(KINDS[category]), chance.randrange(40)
    sales = Decimal(chance.randrange(5_000, 9_000_000)) / 10_000
    profit = (sales * Decimal(chance.randrange(-2000, 4500)) / 10_000).quantize(Decimal("0.0001"))
    return {
        "Product ID": f"{category[:3].upper()}-{kind[:2].upper()}-{item}",
        "Category": category,
        "Sub-Category": kind,
        "Product Name": f'{kind} "No. {item}", wide',
        "Sales": str(sales),
        "Quantity": str(chance.randrange(1, 10)),
        "Discount": chance.choice(("0", "0.2", "0.45")),
        "Profit": str(profit),
    }


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    path = tmp_path_factory.mktemp("files") / "superstore_like.csv"
    rows = retail_rows(2026)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    with homes.temporary_home() as folder:
        made = Home(folder, path, rows)
        zone = ("--currency", "USD", "--timezone", "America/New_York")
        made.run("init", "--organisation", "Superstore", *zone, "--admin-email", "owner@example.test")
        made.run("store", "add", "us", "--name", "US", *zone, "--platform", "custom")
        yield made


def test_exact_twice_and_undone(home: Home) -> None:
    """One journey: each step needs the one before."""
    empty = counts(home)
    first = home.load()
    assert (first["read"], first["rejected"]) == (len(home.rows), 0)
    check_exact(home)
    before = counts(home)
    assert before["order_lines"] == len(home.rows)
    second = home.load()
    assert second["changed_nothing"] is True
    assert second["created"] == second["updated"] == 0
    check_exact(home)
    assert {**counts(home), "imports": 0} == {**before, "imports": 0}
    check_over_http(home)
    for one in reversed(home.imports):
        home.run("imports", "undo", one)
    assert {key: count for key, count in counts(home).items() if key not in KEPT} == {
        key: count for key, count in empty.items() if key not in KEPT
    }
    [nothing] = home.figures()
    assert {nothing[key] for key in ("net_sales", "orders", "customers", "units_sold")} == {"0.00", 0}
    assert home.figures("--by", "category") == home.figures("--grain", "month") == []


# What an undo leaves on purpose: the imports as taken back, what the warehouse was told, the token this test made.
KEPT = {"imports", "outbox", "bucket_versions", "data_versions", "dimension_versions", "api_tokens"}


def exact(home: Home) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in home.rows:
        for key, column in (("net_sales", "Sales"), ("gross_profit", "Profit"), ("units_sold", "Quantity")):
            sums[key] += Decimal(row[column])
    lines_rounded = sum((Decimal(row["Sales"]).quantize(Decimal("0.01")) for row in home.rows), Decimal(0))
    assert abs(lines_rounded - sums["net_sales"]) > Decimal("0.01"), "the trap is not set"
    sums["orders"] = Decimal(len({row["Order ID"] for row in home.rows}))
    sums["customers"] = Decimal(len({row["Customer ID"] for row in home.rows}))
    return {**sums, "cost_coverage": Decimal(1)}


def check_figures(shown: dict[str, Any], expected: dict[str, Decimal]) -> None:
    for key, value in expected.items():
        money = key in ("net_sales", "gross_profit")
        assert Decimal(str(shown[key])) == (value.quantize(Decimal("0.01")) if money else value), key


def check_exact(home: Home) -> None:
    check_figures(home.figures()[0], exact(home))
    by: dict[str, Decimal] = defaultdict(Decimal)
    for row in home.rows:
        by[row["Category"]] += Decimal(row["Sales"])
    shown = {row["category"]: Decimal(row["net_sales"]) for row in home.figures("--by", "category")}
    assert shown == {key: value.quantize(Decimal("0.01")) for key, value in by.items()}
    years: dict[str, int] = defaultdict(int)
    for row in {row["Order ID"]: row for row in home.rows}.values():
        years[row["Order Date"][-4:]] += 1
    assert {row["period"][:4]: row["orders"] for row in home.figures("--grain", "year")} == years


def check_over_http(home: Home) -> None:
    """A script with a token reads the same from a running server, to the row behind the figure."""
    token = home.run("token", "create", "--name", "t", "--scopes", "analytics:read,costs:read,orders:read", "--json")
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "comptoir", "serve", "--port", str(port)],
        env=home.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            until(lambda: answers(client), within=60, what="the server answers")
            client.headers["Authorization"] = f"Bearer {json.loads(token)['secret']}"
            query = {"metrics": FIGURES.split(",")}
            answer = client.post("/api/v1/query", json=query)
            assert answer.status_code == 200, answer.text
            check_figures(answer.json()["totals"], exact(home))
            page = client.post("/api/v1/query/rows", json={"query": query, "metric": "net_sales", "limit": 5}).json()
            assert Decimal(page["sum"]) == exact(home)["net_sales"].quantize(Decimal("0.01"))
            assert page["total"] == len(home.rows)
            assert client.get("/api/v1/orders", params={"limit": 1}).json()["total"] == exact(home)["orders"]
    finally:
        stop(server)


def answers(client: httpx.Client) -> bool:
    try:
        return client.get("/health/ready").is_success
    except httpx.TransportError:
        return False


def counts(home: Home) -> dict[str, int]:
    """Count the rows of every tenant table."""
    load_tables()
    # What happened stays told: the trail grows with every import and its undoing.
    tables: list[Table] = [
        table for table in metadata.sorted_tables if table.info.get("tenant") and not table.name.startswith("audit_")
    ]
    server = server_of(homes.settings_in(home.folder))
    try:
        with psycopg.connect(**server.connection(None)) as connection:
            return {
                table.name: (connection.execute(f'select count(*) from "{table.name}"').fetchone() or (0,))[0]
                for table in tables
            }
    finally:
        server.release()
