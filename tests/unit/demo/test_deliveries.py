"""What the demo's storefronts deliver: told in a platform's words without loss, the same for one seed, as unruly as real."""

import json
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as some

from comptoir.composed.demo.model import bodies, seasons
from comptoir.composed.demo.model.chunks import arrivals, store_of
from comptoir.composed.demo.model.deliveries import LATEST, Delivery, decode, load, placed_now, planned, record_of
from comptoir.composed.demo.usecases.stream_demo import Waiting
from comptoir.connectors.sdk.formats import Options
from comptoir.connectors.shopify.order_parts import normalise_edit, normalise_refund
from comptoir.connectors.shopify.orders import normalise_order as from_shopify
from comptoir.connectors.woocommerce.orders import normalise_order as from_woocommerce

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
START = date(2025, 3, 10)
SPAN = timedelta(hours=72)


@pytest.fixture(scope="module", autouse=True)
def a_small_demo():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seasons, "BASE_ORDERS", 90.0)
        seasons.new_buyers_on.cache_clear()
        yield
        seasons.new_buyers_on.cache_clear()
        plan.cache_clear()


def options(store):
    return Options(currency=store.currency, timezone=store.timezone, prices=store.prices, received_at=NOON)


def through_json(body):
    return json.loads(json.dumps(body))


def told_orders(slug):
    store = store_of(slug)
    return [one for one in arrivals(7, store, START, NOON - SPAN, NOON) if bodies.is_told_by(store.platform, one)]


def money(line):
    return (
        line.id,
        line.sku,
        line.product_id,
        line.variant_id,
        line.quantity,
        line.unit_price,
        line.gross,
        [(one.amount, one.code) for one in line.discounts],
        [one.amount for one in line.taxes],
        line.is_gift_card,
    )


def sold(record):
    return (
        record.source_id,
        record.number,
        record.ordered_at,
        record.currency,
        record.status,
        record.channel,
        record.version.source_time,
        record.shipping_address,
        record.customer.source_id if record.customer else None,
        record.customer.person if record.customer and record.customer.source_id else None,
        [money(line) for line in record.lines],
        [(one.amount, [tax.amount for tax in one.taxes]) for one in record.shipping_lines if one.amount],
        record.cancelled_at,
        record.gift_card_redeemed,
    )


def given_back(refund):
    lines = [(one.line_id, one.quantity, one.amount, one.tax, one.restocked) for one in refund.lines]
    return refund.id, refund.refunded_at, lines, refund.unallocated


@pytest.mark.parametrize("slug", ["germany", "us-east", "japan"])
def test_shopify_bodies_tell_orders_whole(slug):
    store, seen = store_of(slug), set()
    for record in told_orders(slug):
        read = from_shopify(through_json(bodies.shopify_order(record)), options(store))
        assert sold(read) == sold(record)
        assert read.fulfilments == record.fulfilments
        assert read.tags == record.tags
        assert [given_back(one) for one in read.refunds] == [given_back(one) for one in record.refunds]
        for refund in record.refunds:
            alone = bodies.shopify_refund(record, refund, included=store.prices == "gross")
            part = normalise_refund(through_json(alone), options(store))
            assert [given_back(one) for one in part.refunds] == [given_back(refund)]
        if record.edited_at:
            assert (
                normalise_edit(through_json(bodies.shopify_edit(record)), options(store)).edited_at == record.edited_at
            )
        seen.add(record.version.rank)
    assert len(seen) >= 3


def test_woocommerce_bodies_tell_orders_as_far_as_the_platform_can():
    store = store_of("canada")
    for record in told_orders("canada"):
        read = from_woocommerce(through_json(bodies.woocommerce_order(record, is_done=True)), options(store))
        assert [money(line)[4:] for line in read.lines] == [money(line)[4:] for line in record.lines]
        assert sold(read)[:4] == sold(record)[:4]
        assert [refund.id for refund in read.refunds] == [refund.id for refund in record.refunds]
        assert read.cancelled_at == record.cancelled_at


@cache
def plan(slug="germany"):
    return decode(planned(7, slug, START, NOON - SPAN, NOON))


def test_one_seed_tells_one_stream():
    assert plan() == decode(planned(7, "germany", START, NOON - SPAN, NOON))
    assert [one.due for one in plan()] == sorted(one.due for one in plan())


def test_deliveries_are_late_twice_and_out_of_order_and_never_from_the_future():
    found = plan()
    delays = [one.due - one.happened_at for one in found]
    assert min(delays) >= timedelta(0)
    assert max(delays) <= LATEST
    assert any(delay > timedelta(seconds=10) for delay in delays)
    hooks = [one for one in found if one.topic]
    names = [one.name for one in hooks]
    assert 0.01 < 1 - len(set(names)) / len(names) < 0.12
    for name in set(names):
        assert len({(one.topic, one.body) for one in hooks if one.name == name}) == 1
    told = [(one.happened_at, one.name) for one in hooks]
    assert told != sorted(told)
    assert all(NOON - SPAN < one.happened_at <= NOON for one in found)


def test_what_webhooks_cannot_tell_is_applied_directly():
    assert {one.topic for one in plan("berlin-mitte")} == {""}
    assert record_of(plan("berlin-mitte")[0]).source_id
    assert {"orders/create", "orders/paid", "orders/fulfilled", "refunds/create", "orders/updated"} <= {
        one.topic for one in plan()
    }
    assert {one.topic for one in plan("canada")} <= {"order.created", "order.updated", ""}


def test_load_places_new_orders_now_for_ever():
    source = load(7, "germany", START, NOON)
    made = [placed_now(next(source), NOON + timedelta(seconds=place)) for place in range(700)]
    assert len({one.source_id for one in made}) == 700
    assert made[5].ordered_at == made[5].version.source_time == made[5].payments[0].paid_at


moments = some.integers(0, 600).map(lambda seconds: NOON + timedelta(seconds=seconds))


@given(some.lists(some.tuples(moments, some.integers(0, 90)), max_size=30), moments)
def test_nothing_open_lies_before_what_is_remembered(told, now):
    """Whatever is delivered and whatever not: a start that tells again from there misses nothing."""
    waiting = Waiting(NOON + timedelta(seconds=600))
    everything = [Delivery(at + timedelta(seconds=late), at, "s", "t", "n", b"") for at, late in told]
    for one in everything:
        waiting.add(one)
    delivered = waiting.due(now)
    remembered = waiting.told_until(now)
    assert remembered <= now
    assert all(one.due <= now for one in delivered)
    assert all(one.happened_at > remembered for one in everything if one.due > now)
