"""Traps are set by hand: a few entries each, with the number a careless query gives and the right one."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from comptoir.composed.insights.facade import catalogue
from comptoir.domains.commerce.projections import VARIANTS
from comptoir.domains.customers.projections import CUSTOMERS
from comptoir.domains.finance.projections import RATES
from comptoir.domains.orders.projections import SALES
from comptoir.platform.warehouse import Warehouse
from comptoir.semantic.layer import SemanticLayer
from comptoir.semantic.query import parse_query
from comptoir.semantic.result import Result
from tests.contract.semantic.conftest import FixedSources
from tests.contract.semantic.world import ACTOR, ORGANISATION, ROLL_UP, SHOPS, _entry, an_id, insert

NOW = datetime(2025, 11, 22, 9, 41, tzinfo=UTC)
Sell = Callable[..., None]
Careless = Callable[[str], Awaitable[Any]]
Ask = Callable[..., Awaitable[Result]]


@pytest.fixture
def sources() -> FixedSources:
    return FixedSources()


@pytest.fixture
def layer(warehouse: Warehouse, sources: FixedSources) -> SemanticLayer:
    return SemanticLayer(warehouse=warehouse, sources=sources, catalogue=catalogue(), clock=lambda: NOW)


@dataclass
class Books:
    """Entries written down, put into the warehouse at once when somebody asks."""

    warehouse: Warehouse
    waiting: list[dict[str, Any]] = field(default_factory=list)

    async def flush(self) -> None:
        if not self.waiting:
            return
        await insert(self.warehouse, SALES, self.waiting)
        self.waiting.clear()
        await self.warehouse.command("TRUNCATE TABLE sales_daily")
        await self.warehouse.command(ROLL_UP)


@pytest.fixture
def books(warehouse: Warehouse) -> Books:
    return Books(warehouse)


@pytest.fixture
def ask(layer: SemanticLayer, books: Books) -> Ask:
    async def ask_now(**query: Any) -> Result:
        await books.flush()
        return await layer.run(ACTOR, parse_query(query))

    return ask_now


@pytest.fixture
def careless(warehouse: Warehouse, books: Books) -> Careless:
    """Run what somebody in a hurry would write; return its one value."""

    async def careless_now(sql: str) -> Any:
        await books.flush()
        return (await warehouse.query(sql)).scalar()

    return careless_now


@pytest.fixture
def sell(books: Books) -> Sell:
    """Write down one entry: ``at`` is its instant, ``ordered`` the order's (else the same)."""

    def sell_now(
        order: str,
        at: str,
        gross: str = "0",
        *,
        shop: int = 0,
        kind: str = "sale",
        ordered: str | None = None,
        line: str | None = "1",
        version: int = 1,
        gone: bool = False,
        **values: Any,
    ) -> None:
        moment, started = instant(at), instant(ordered or at)
        base = {"order": an_id(order), "ordered_at": started, "store": SHOPS[shop].id, "currency": SHOPS[shop].currency}
        base |= {"customer": None, "order_status": "paid", "discount_codes": [], "payment_methods": [], "tags": []}
        given = {"gross": Decimal(gross), "line": an_id(order, line) if line else None, **values}
        entry = _entry(base, SHOPS[shop], moment, kind, f"{kind}/{line}", given)
        entry |= {name: values[name] for name in ("currency", "order_count", "customer") if name in values}
        books.waiting.append({**entry, "version": version, "is_deleted": int(gone)})

    return sell_now


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


async def first_order(warehouse: Warehouse, customer: Any, order: str, day: str) -> None:
    row = {
        "organisation": ORGANISATION,
        "customer": customer,
        "first_order": an_id(order),
        "version": 1,
        "is_deleted": 0,
    }
    moment = {"first_ordered_at": instant(f"{day}T10:00"), "first_day": date.fromisoformat(day)}
    row |= {**moment, "first_organisation_day": moment["first_day"]}
    await insert(warehouse, CUSTOMERS, [row])


async def rate(warehouse: Warehouse, currency: str, day: str, value: str, *, provisional: bool = False) -> None:
    row = {
        "rate_set": "ecb",
        "day": date.fromisoformat(day),
        "rates": {"EUR": Decimal(1), currency: Decimal(value)},
        "carried": {currency: date(2025, 10, 30)} if provisional else {},
        "version": 1,
    }
    await insert(warehouse, RATES, [row])


async def variant(warehouse: Warehouse, name: str, category: str, *, version: int = 1) -> None:
    row = {"organisation": ORGANISATION, "variant": an_id(name), "product": an_id(name), "store": SHOPS[0].id}
    await insert(warehouse, VARIANTS, [{**row, "category": category, "version": version, "is_deleted": 0}])
