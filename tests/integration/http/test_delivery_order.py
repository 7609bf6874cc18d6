"""Deliveries late, twice and in any order: the order's state and totals are what the generator's own ledger says."""

import copy
import random
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.integration.http.conftest import Place
from tests.integration.http.hooks import Sender
from tests.unit.connectors.webhook_samples import EDIT, FULFILMENT, ORDER, REFUND, TRANSACTION, WOO_ORDER, line, money

pytestmark = pytest.mark.engine
D = Decimal
LEDGER = """
select coalesce(sum(e.gross), 0), coalesce(sum(e.returned), 0), coalesce(sum(e.shipping), 0),
       coalesce(sum(e.units), 0), coalesce(sum(e.units_returned), 0)
from orders o left join sales_entries e on e.order_id = o.id and e.superseded_by is null
where o.source_id = :id group by o.id
"""


@dataclass
class Life:
    """One order as a shop tells it: deliveries in their true order, and what they come to."""

    deliveries: list[tuple[str, dict[str, Any]]]
    gross: Decimal
    returned: Decimal
    shipping: Decimal
    units: int
    units_returned: int
    edited: Decimal

    def totals(self) -> tuple[Any, ...]:
        return (self.gross, self.returned, self.shipping, self.units, self.units_returned)


def moment(minute: int) -> str:
    return f"2026-01-10T{10 + minute // 60:02}:{minute % 60:02}:00Z"


@st.composite
def lives(draw: st.DrawFn) -> Life:
    """Net prices: one line sold, perhaps one added by an edit, perhaps one piece and the shipping given back."""
    price, added = draw(st.integers(1, 5000)), draw(st.integers(0, 5000))
    quantity, is_refunded, is_cancelled = draw(st.integers(1, 4)), draw(st.booleans()), draw(st.booleans())
    lines = [line(11, quantity, str(D(price) / 100), tax_lines=[])]
    order = copy.deepcopy(ORDER) | {
        "taxes_included": False, "tax_lines": [], "line_items": lines, "created_at": moment(0), "processed_at": moment(0),
        "shipping_lines": [ORDER["shipping_lines"][0] | {"tax_lines": [], "price": "5.00", "discounted_price": "5.00"}],
    }  # fmt: skip
    told: list[tuple[str, dict[str, Any]]] = [("orders/create", order | {"updated_at": moment(0)})]
    told.append(("order_transactions/create", TRANSACTION))
    life = Life(told, D(price * quantity) / 100, D(0), D(5), quantity, 0, D(0))
    if added:
        order = order | {"line_items": [*lines, line(12, 1, str(D(added) / 100), tax_lines=[])]}
        told.append(("orders/edited", {"order_edit": EDIT["order_edit"] | {"created_at": moment(20)}}))
        told.append(("orders/updated", order | {"updated_at": moment(20)}))
        life.gross, life.units, life.edited = life.gross + D(added) / 100, life.units + 1, D(added) / 100
    order = order | {"fulfillments": [FULFILMENT], "updated_at": moment(30)}
    told += [("fulfillments/create", FULFILMENT), ("orders/fulfilled", order)]
    if is_refunded:
        refund = copy.deepcopy(REFUND) | {"created_at": moment(40), "processed_at": moment(40), "transactions": []}
        refund["order_adjustments"] = [{"kind": "shipping_refund", "amount": "-5.00", "tax_amount": "0.00"}]
        refund["refund_line_items"] = [
            REFUND["refund_line_items"][0]
            | {"quantity": 1, "subtotal": str(D(price) / 100), "subtotal_set": money("1"), "total_tax": "0.00"}
        ]
        order = order | {"refunds": [refund], "financial_status": "partially_refunded", "updated_at": moment(40)}
        told += [("refunds/create", refund), ("orders/updated", order)]
        life.returned, life.shipping, life.units_returned = D(price) / 100, D(0), 1
    if is_cancelled:
        order = order | {"cancelled_at": moment(50), "updated_at": moment(50)}
        told.append(("orders/cancelled", order))
        life.returned, life.shipping, life.units_returned = life.gross, D(0), life.units
    return life


@st.composite
def arrivals(draw: st.DrawFn) -> tuple[Life, list[int], int]:
    """A life, its deliveries in any order with some twice, and a seed for when the pump runs."""
    life = draw(lives())
    places = list(range(len(life.deliveries)))
    again = draw(st.lists(st.sampled_from(places), max_size=3))
    return life, draw(st.permutations(places + again)), draw(st.integers(0, 1000))


@pytest.fixture
def later(place: Place) -> Place:
    """After everything that the samples tell of: a change from the future would be parked."""
    place.clock.now = datetime(2026, 6, 1, 12, tzinfo=UTC)
    return place


@pytest.fixture
async def shopify(later: Place) -> Sender:
    sender = await Sender.to(later, "shopify")
    await sender.rows("update stores set prices = 'net' returning id")
    return sender


async def tell(sender: Sender, life: Life, places: list[int], *, number: int, seed: int) -> None:
    """Deliver in this order as order ``number``; the pump runs now and then, and once more at the end."""
    when = random.Random(seed)
    for place in places:
        topic, body = life.deliveries[place]
        renamed = copy.deepcopy(body)
        edit = renamed.get("order_edit")
        if edit is not None:
            edit["order_id"] = number
        elif "order_id" in renamed:
            renamed["order_id"] = number
        else:
            renamed["id"] = number
        answer = await sender.deliver(renamed, topic=topic, delivery=f"{number}-{place}")
        assert answer.status_code == 200
        if when.random() < 0.4:
            await sender.pump()
        sender.place.clock.move(seconds=when.randrange(1, 90))
    while (await sender.pump()).ids:
        pass


@settings(
    max_examples=12,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(drawn=arrivals())
async def test_any_order_of_arrival_gives_the_ledgers_totals(
    shopify: Sender, drawn: tuple[Life, list[int], int]
) -> None:
    life, places, seed = drawn
    number = 7_000_000 + next(shopify.numbers)
    await tell(shopify, life, places, number=number, seed=seed)
    assert await shopify.rows(LEDGER, id=str(number)) == [life.totals()]
    edited = await shopify.rows(
        "select coalesce(sum(e.gross), 0) from orders o join sales_entries e on e.order_id = o.id "
        "where o.source_id = :id and e.kind = 'edit' and e.superseded_by is null",
        id=str(number),
    )
    assert edited == [(life.edited,)]
    assert await shopify.rows("select count(*) from inbox where state in ('parked', 'new')") == [(0,)]


async def test_a_child_before_its_parent_waits_for_it(shopify: Sender) -> None:
    await shopify.deliver(REFUND, topic="refunds/create")
    await shopify.deliver(FULFILMENT, topic="fulfillments/create")
    assert (await shopify.pump()).done == 2
    assert await shopify.rows("select count(*) from orders") == [(0,)]
    await shopify.deliver(ORDER, topic="orders/create")
    await shopify.pump()
    assert await shopify.rows("select count(*) from refunds") == [(1,)]
    assert await shopify.rows("select sum(units_returned) from sales_entries where superseded_by is null") == [(1,)]


async def test_an_order_known_by_file_and_by_webhook_is_one_and_the_webhook_wins(shopify: Sender) -> None:
    from comptoir.connectors.sdk.canonical import Line, OrderRecord, Part
    from comptoir.domains.commerce import facade as commerce
    from comptoir.domains.commerce.contracts import Provenance
    from comptoir.domains.orders import facade as orders
    from comptoir.kernel.actor import system_actor
    from comptoir.kernel.ids import new_id

    place = shopify.place
    actor = system_actor(place.organisation.id)

    async def load() -> None:
        record = OrderRecord(
            str(ORDER["id"]), Part.LINES, ordered_at=place.clock(), currency="EUR",
            lines=(Line("11", D(5), D(1), D(5), sku="TEE-11", category="Shirts", cost=D(3)),),
        )  # fmt: skip
        async with place.platform.database.begin(actor) as uow:
            store = await commerce.store(actor, uow, slug="north")
            source = Provenance("import", new_id(), place.clock())
            await orders.apply_orders(actor, uow, store=store, records=[record], provenance=source)

    totals = "select count(distinct order_id), sum(gross), sum(units) from sales_entries where superseded_by is null"
    await load()
    assert await shopify.rows(totals) == [(1, D(5), D(5))]
    await shopify.deliver(ORDER, topic="orders/updated")
    await shopify.pump()
    assert await shopify.rows(totals) == [(1, D(40), D(2))]
    await load()
    assert await shopify.rows(totals) == [(1, D(40), D(2))]
    assert await shopify.rows("select category from order_lines") == [("Shirts",)]


async def test_what_was_deleted_and_taken_back_from_the_bin_counts_again(later: Place) -> None:
    sender = await Sender.to(later, "woocommerce")
    count = "select coalesce(sum(order_count), 0) from sales_entries where superseded_by is null"
    bodies = [("order.created", WOO_ORDER), ("order.deleted", {"id": 727}), ("order.restored", WOO_ORDER)]
    for (topic, body), expected in zip(bodies, (1, 0, 1), strict=True):
        await sender.deliver(body, topic=topic)
        await sender.pump()
        assert await sender.rows(count) == [(expected,)]
        later.clock.move(minutes=5)
    await sender.deliver({"id": 727}, topic="order.deleted")
    await sender.pump()
    assert await sender.rows(count) == [(0,)]


async def test_refunds_inside_an_order_are_booked_once_on_the_day_they_arrived(later: Place) -> None:
    sender = await Sender.to(later, "woocommerce")
    await sender.deliver(WOO_ORDER, topic="order.created")
    refunded = WOO_ORDER | {"refunds": [{"id": 9, "reason": "", "total": "-10.00"}]}
    later.clock.move(days=2)
    await sender.deliver(refunded | {"date_modified_gmt": "2026-06-03T10:00:00"}, topic="order.updated")
    await sender.pump()
    later.clock.move(days=2)
    await sender.deliver(refunded | {"date_modified_gmt": "2026-06-05T10:00:00"}, topic="order.updated")
    await sender.pump()
    booked = "select booked_day::text, sum(returned), line_id from sales_entries where kind = 'return' and superseded_by is null group by 1, 3"
    assert await sender.rows(booked) == [("2026-06-03", D(10), None)]
