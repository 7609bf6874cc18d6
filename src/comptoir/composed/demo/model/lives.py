"""What happens to an order after it was placed: edits, refunds, cancellations, as the versions a source would send."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from msgspec.structs import replace

from comptoir.composed.demo.model.catalogue import catalogue
from comptoir.composed.demo.model.seasons import rng
from comptoir.composed.demo.model.stores import DemoStore
from comptoir.connectors.sdk.canonical import (
    Lifecycle,
    Line,
    OrderRecord,
    OrderStatus,
    Refund,
    RefundLine,
    Version,
)
from comptoir.kernel.money import exponent

CANCELLED, EDITED = 0.013, 0.015
LONGEST_LIFE = timedelta(days=32)  # nothing happens to an order of the demo after that


@dataclass(frozen=True, slots=True)
class _Life:
    seed: int
    store: DemoStore
    placed: OrderRecord
    ordered_at: datetime


def versions(seed: int, store: DemoStore, placed: OrderRecord) -> Iterator[OrderRecord]:
    """Yield every version of an order in order of time, the placed one first; ``version.source_time`` says when."""
    assert placed.ordered_at is not None
    life = _Life(seed, store, placed, placed.ordered_at)
    random = rng(seed, store.slug, placed.source_id, "life")
    current = replace(placed, version=Version(placed.ordered_at, Lifecycle.PAID), fulfilments=())
    yield current
    fate = random.random()
    if fate < CANCELLED:
        at = life.ordered_at + timedelta(hours=random.uniform(1, 40))
        yield replace(
            current,
            version=Version(at, Lifecycle.CANCELLED),
            status=OrderStatus.CANCELLED,
            source_status="cancelled",
            cancelled_at=at,
            cancel_reason=random.choice(("customer", "inventory", "fraud")),
        )
        return
    if fate < CANCELLED + EDITED:
        at = life.ordered_at + timedelta(minutes=random.uniform(5, 600))
        current = replace(
            current, version=Version(at, Lifecycle.EDITED), lines=_edited(current.lines, random), edited_at=at
        )
        yield current
    shipped = max((one.fulfilled_at for one in placed.fulfilments), default=life.ordered_at)
    held = {line.id for line in current.lines}
    fulfilments = tuple(
        replace(one, lines=tuple(row for row in one.lines if row[0] in held)) for one in placed.fulfilments
    )
    current = replace(current, version=Version(shipped, Lifecycle.FULFILLED), fulfilments=fulfilments)
    yield current
    refund = _refund(life, current, random)
    if refund is not None:
        everything = sum((line.quantity for line in refund.lines), Decimal(0)) == sum(
            (line.quantity for line in current.lines), Decimal(0)
        )
        yield replace(
            current,
            version=Version(refund.refunded_at, Lifecycle.REFUNDED),
            refunds=(refund,),
            status=OrderStatus.REFUNDED if everything else OrderStatus.PARTLY_REFUNDED,
        )


def _edited(lines: tuple[Line, ...], random: Random) -> tuple[Line, ...]:
    """Take the last line out of a longer order, or one more of the first line into a short one."""
    if len(lines) > 2 and random.random() < 0.5:
        return lines[:-1]
    first = lines[0]
    quantity = first.quantity + 1
    factor = quantity / first.quantity
    return (
        replace(
            first,
            quantity=quantity,
            gross=first.unit_price * quantity,
            discounts=tuple(replace(one, amount=_scaled(one.amount, factor)) for one in first.discounts),
            taxes=tuple(replace(one, amount=_scaled(one.amount, factor)) for one in first.taxes),
            cost=None if first.cost is None else _scaled(first.cost, factor),
        ),
        *lines[1:],
    )


def _scaled(amount: Decimal, factor: Decimal) -> Decimal:
    return (amount * factor).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _refund(life: _Life, order: OrderRecord, random: Random) -> Refund | None:
    rates = {ware.sku: ware.return_rate for ware in catalogue(life.seed)}
    back = [
        _returned(life.store, line, random)
        for line in order.lines
        if not line.is_gift_card and random.random() < rates.get(line.sku or "", 0.0)
    ]
    after = life.ordered_at + timedelta(days=random.uniform(4, 31), minutes=random.randrange(600))
    if back:
        return Refund(
            id=f"{order.source_id}-r",
            refunded_at=after,
            lines=tuple(back),
            reason=random.choice(("does not fit", "not as expected", "damaged", "late")),
        )
    if random.random() < 0.004:  # a goodwill amount that names no line
        step = Decimal(1).scaleb(-exponent(life.store.currency))
        amount = (order.lines[0].gross / 10).quantize(step, ROUND_HALF_UP)
        return Refund(id=f"{order.source_id}-r", refunded_at=after, unallocated=amount, reason="goodwill")
    return None


def _returned(store: DemoStore, line: Line, random: Random) -> RefundLine:
    quantity = line.quantity if random.random() < 0.8 else Decimal(random.randint(1, int(line.quantity)))
    step = Decimal(1).scaleb(-exponent(store.currency))
    share = quantity / line.quantity
    value = line.gross - sum((one.amount for one in line.discounts), Decimal(0))
    tax = sum((one.amount for one in line.taxes), Decimal(0))
    whole = share == 1
    return RefundLine(
        line_id=line.id,
        quantity=quantity,
        amount=value if whole else (value * share).quantize(step, ROUND_HALF_UP),
        tax=tax if whole else (tax * share).quantize(step, ROUND_HALF_UP),
        restocked=random.random() < 0.82,
    )
