"""The orders of one store and day with everything that happens to them later: refunds, edits, cancellations."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from zoneinfo import ZoneInfo

from comptoir.composed.demo.model.buyers import Buyer, buyer, guest
from comptoir.composed.demo.model.catalogue import DemoVariant, catalogue
from comptoir.composed.demo.model.seasons import (
    Buyers,
    Promotion,
    minute_of,
    new_buyers_on,
    orders_on,
    promotion,
    rng,
)
from comptoir.composed.demo.model.stores import DemoStore
from comptoir.connectors.sdk.canonical import (
    Attribution,
    Discount,
    Fulfilment,
    Line,
    OrderRecord,
    OrderStatus,
    Payment,
    ShippingLine,
    Tax,
)
from comptoir.kernel.money import exponent

_METHODS = (("card", 0.52), ("paypal", 0.24), ("invoice", 0.13), ("apple_pay", 0.11))
_SOURCES = (
    ("google", "organic", 0.30),
    ("google", "cpc", 0.20),
    ("newsletter", "email", 0.16),
    ("instagram", "social", 0.14),
    (None, None, 0.20),
)
_REPS = ("R. Okafor", "L. Lindqvist", "M. Dubois", "T. Sato")


@dataclass(frozen=True, slots=True)
class DayPlan:
    """What one store sells on one of its days. ``buyers`` numbers everybody who ever bought there."""

    seed: int
    store: DemoStore
    start: date
    day: date
    buyers: Buyers


def first_versions(plan: DayPlan) -> list[OrderRecord]:
    """Return the day's orders as they were placed, in order of time."""
    count = orders_on(plan.seed, plan.store, plan.start, plan.day)
    fresh = new_buyers_on(plan.seed, plan.store, plan.start, plan.day)
    is_shop = plan.store.channels[0][0] == "point of sale"
    clock = rng(plan.seed, plan.store.slug, plan.day, "minutes")
    minutes = sorted(minute_of(clock, is_shop=is_shop) for _ in range(count))
    numbers = list(range(count))
    rng(plan.seed, plan.store.slug, plan.day, "order of buyers").shuffle(numbers)
    return [_order(plan, index, minute, number if number < fresh else None) for index, (minute, number) in enumerate(zip(minutes, numbers, strict=True))]  # fmt: skip


def _order(plan: DayPlan, index: int, minute: int, fresh: int | None) -> OrderRecord:
    source_id = f"{plan.day:%y%m%d}{index:04d}"
    random = rng(plan.seed, plan.store.slug, source_id)
    ordered_at = local_instant(plan.store, plan.day, minute, random.randrange(60))
    who = _buyer(plan, random, source_id, fresh)
    sale = promotion(plan.day)
    lines = _lines(plan, random, who, sale)
    shipping = _shipping(plan.store, random, lines, who)
    channel = random.choices([row[0] for row in plan.store.channels], [row[1] for row in plan.store.channels])[0]
    return OrderRecord(
        source_id=source_id,
        number=f"#{source_id}",
        ordered_at=ordered_at,
        currency=plan.store.currency,
        status=OrderStatus.PAID,
        source_status="paid",
        channel=channel,
        customer=who.reference,
        shipping_address=who.address,
        lines=lines,
        shipping_lines=() if channel == "point of sale" else shipping,
        payments=_payments(plan.store, random, lines, shipping, ordered_at, source_id),
        fulfilments=_fulfilments(random, lines, ordered_at, source_id),
        gift_card_redeemed=_gift_card_used(plan.store, random),
        tags=("wholesale",) if random.random() < 0.01 else (),
        attribution=_attribution(random, channel),
    )


def _buyer(plan: DayPlan, random: Random, source_id: str, fresh: int | None) -> Buyer:
    known = plan.buyers.before(plan.day)
    if fresh is not None:
        return buyer(plan.seed, plan.store, known + fresh)
    if not known or random.random() < 0.13:
        return guest(plan.seed, plan.store, source_id)
    # Recent and frequent buyers come back more: an exponential look back over those who bought before.
    back = min(known - 1, int(random.expovariate(1 / max(1.0, known * 0.28))))
    return buyer(plan.seed, plan.store, known - 1 - back)


def _lines(plan: DayPlan, random: Random, who: Buyer, sale: Promotion | None) -> tuple[Line, ...]:
    wares = catalogue(plan.seed)
    weights = [ware.appeal * ware.months[plan.day.month - 1] for ware in wares]
    wanted = random.choices((1, 2, 3, 4, 5, 6), weights=(46, 27, 14, 7, 4, 2))[0]
    chosen = {ware.sku: ware for ware in random.choices(wares, weights=weights, k=wanted)}
    code = _discount(random, sale)
    lines = [
        _line(plan.store, who, position, ware, random.choices((1, 2, 3, 6), weights=(84, 11, 3, 2))[0], code)
        for position, ware in enumerate(chosen.values())
    ]
    if random.random() < 0.011:
        lines.append(_gift_card(plan.store, len(lines), random))
    return tuple(lines)


def _discount(random: Random, sale: Promotion | None) -> tuple[str, Decimal] | None:
    if sale and random.random() < sale.uptake:
        return sale.code, Decimal(sale.rate)
    draw = random.random()
    if draw < 0.07:
        return "WELCOME10", Decimal("0.10")
    return ("LOYAL15", Decimal("0.15")) if draw < 0.10 else None


def list_price(store: DemoStore, ware: DemoVariant, tax_rate: str) -> Decimal:
    """Return the store's unit price without tax; a gross store prices to a round amount with tax."""
    step = Decimal(1).scaleb(-exponent(store.currency))
    price = ware.price * Decimal(str(store.price_factor))
    if store.prices == "gross":
        shown = (price * (1 + Decimal(tax_rate))).quantize(Decimal(1), ROUND_HALF_UP) - (step * 10 if step < 1 else 0)
        return (shown / (1 + Decimal(tax_rate))).quantize(Decimal("0.000001"))
    return price.quantize(step, ROUND_HALF_UP)


def _line(
    store: DemoStore, who: Buyer, position: int, ware: DemoVariant, quantity: int, code: tuple[str, Decimal] | None
) -> Line:
    step = Decimal(1).scaleb(-exponent(store.currency))
    price = list_price(store, ware, who.tax_rate)
    gross = price * quantity
    discount = (gross * code[1]).quantize(step, ROUND_HALF_UP) if code else Decimal(0)
    tax = ((gross - discount) * Decimal(who.tax_rate)).quantize(step, ROUND_HALF_UP)
    unit_cost = (ware.cost * Decimal(str(store.price_factor))).quantize(step, ROUND_HALF_UP)
    return Line(
        id=str(position + 1),
        quantity=Decimal(quantity),
        unit_price=price,
        gross=gross,
        sku=ware.sku,
        title=ware.title,
        product_id=ware.product,
        variant_id=ware.variant,
        variant_title=ware.size,
        vendor=ware.vendor,
        category=ware.category,
        subcategory=ware.subcategory,
        discounts=(Discount(discount, code=code[0]),) if code else (),
        taxes=(Tax(tax, name="tax", rate=Decimal(who.tax_rate), jurisdiction=who.address.country),),
        cost=None if ware.costs_unknown else unit_cost * quantity,
    )


def _gift_card(store: DemoStore, position: int, random: Random) -> Line:
    face = (Decimal(random.choice((25, 50, 100))) * Decimal(str(store.price_factor))).quantize(Decimal(1))
    return Line(
        id=str(position + 1),
        quantity=Decimal(1),
        unit_price=face,
        gross=face,
        sku="GIFT-CARD",
        title="Gift card",
        category="Gift cards",
        is_gift_card=True,
    )


def _gift_card_used(store: DemoStore, random: Random) -> Decimal:
    if random.random() > 0.012:
        return Decimal(0)
    return (Decimal(25) * Decimal(str(store.price_factor))).quantize(Decimal(1))


def goods_of(lines: tuple[Line, ...]) -> Decimal:
    """Return the value of lines after discounts and with tax."""
    return sum(
        (
            line.gross - sum((one.amount for one in line.discounts), Decimal(0)) + sum((one.amount for one in line.taxes), Decimal(0))
            for line in lines
        ),
        Decimal(0),
    )  # fmt: skip


def _shipping(store: DemoStore, random: Random, lines: tuple[Line, ...], who: Buyer) -> tuple[ShippingLine, ...]:
    if goods_of(lines) >= store.free_shipping_from:
        return (ShippingLine(Decimal(0), title="Free shipping", carrier=random.choice(("DHL", "UPS"))),)
    step = Decimal(1).scaleb(-exponent(store.currency))
    rate = Decimal(who.tax_rate)
    net = (store.shipping / (1 + rate)).quantize(step, ROUND_HALF_UP) if store.prices == "gross" else store.shipping
    tax = (net * rate).quantize(step, ROUND_HALF_UP)
    return (ShippingLine(net, title="Standard", carrier=random.choice(("DHL", "UPS", "FedEx")), taxes=(Tax(tax, "tax"),)),)  # fmt: skip


def _payments(
    store: DemoStore,
    random: Random,
    lines: tuple[Line, ...],
    shipping: tuple[ShippingLine, ...],
    ordered_at: datetime,
    source_id: str,
) -> tuple[Payment, ...]:
    method = random.choices([row[0] for row in _METHODS], [row[1] for row in _METHODS])[0]
    total = goods_of(lines) + sum((one.amount + sum((tax.amount for tax in one.taxes), Decimal(0)) for one in shipping), Decimal(0))  # fmt: skip
    total = total.quantize(Decimal(1).scaleb(-exponent(store.currency)), ROUND_HALF_UP)
    fee = (total * Decimal("0.0175") + Decimal("0.25")).quantize(Decimal("0.01"))
    return (
        Payment(
            id=f"{source_id}-1",
            kind="sale",
            amount=total,
            currency=store.currency,
            status="succeeded",
            paid_at=ordered_at,
            method=method,
            gateway="paypal" if method == "paypal" else "stripe",
            gateway_reference=f"demo_{source_id}",
            fee=fee,
        ),
    )


def _fulfilments(random: Random, lines: tuple[Line, ...], ordered_at: datetime, source_id: str) -> tuple[Fulfilment, ...]:  # fmt: skip
    after = timedelta(hours=random.uniform(4, 52))
    wares = tuple((line.id, line.quantity) for line in lines if not line.is_gift_card)
    return (Fulfilment(f"{source_id}-f", ordered_at + after, lines=wares, carrier=random.choice(("DHL", "UPS", "FedEx"))),)  # fmt: skip


def _attribution(random: Random, channel: str) -> Attribution:
    if channel == "point of sale":
        return Attribution(sales_rep=random.choice(_REPS), location="shop floor")
    source, medium, _ = random.choices(_SOURCES, weights=[row[2] for row in _SOURCES])[0]
    return Attribution(
        landing_page=random.choice(("/", "/new", "/sale", "/gifts")),
        referrer=None if source is None else f"https://{source}.example/",
        utm_source=source,
        utm_medium=medium,
        utm_campaign="always-on" if medium == "cpc" else None,
        session_id=f"s{random.getrandbits(48):012x}",
    )


def local_instant(store: DemoStore, day: date, minute: int, second: int) -> datetime:
    """Return the UTC instant of a local minute."""
    local = datetime.combine(day, time(minute // 60, minute % 60, second), ZoneInfo(store.timezone))
    return local.astimezone(UTC)
