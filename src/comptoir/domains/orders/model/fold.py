"""Fold every revision of one order into its state. Pure; the answer depends on the set of revisions, never on arrival.

Order of revisions: (source time, lifecycle rank, content hash). A file without versions comes before every versioned
record; one imported to replace counts as of the instant it was received. See docs/subsystems/ingestion.md.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from msgspec.structs import replace

from comptoir.connectors.sdk.canonical import (
    Fulfilment,
    Line,
    OrderRecord,
    OrderStatus,
    Part,
    Payment,
    Refund,
    ShippingLine,
)
from comptoir.domains.orders.model.state import Charges, OrderState, Revision, Stage
from comptoir.kernel.money import ZERO

Key = tuple[datetime, int, bytes]
Part_ = TypeVar("Part_", Refund, Fulfilment, Payment)

UNVERSIONED = datetime.min.replace(tzinfo=UTC)
TAKES_MONEY = frozenset({"capture", "sale"})
_GAPS = ("number", "currency", "source_status", "channel", "shipping_address", "billing_address", "attribution")
_LINE_GAPS = ("sku", "title", "product_id", "variant_id", "variant_title", "vendor", "category", "subcategory", "cost")


def fold(revisions: Iterable[Revision]) -> OrderState | None:
    """Return the order as its revisions say it is; ``None`` while no ORDER or LINES part is known, or once deleted."""
    unique = {revision.content_hash: revision for revision in sorted(revisions, key=tie)}
    ordered = sorted(unique.values(), key=key_of)
    snapshots = _not_restored([revision for revision in ordered if revision.record.part is Part.ORDER])
    flat = [revision for revision in ordered if revision.record.part is Part.LINES]
    base = _base(snapshots, flat)
    if base is None or base.record.is_deleted:
        return None
    record = base.record
    winners = {base.content_hash}
    versions = [base]
    if record.part is Part.LINES:
        versions = _of_same_file(base, flat)
        winners |= {revision.content_hash for revision in versions}
        record = merge_lines(versions)
    others = [revision for revision in reversed(ordered) if revision.content_hash not in winners]
    record = _fill_gaps(record, [revision.record for revision in others if _fills(revision, base)])
    parts = [revision for revision in ordered if revision.record.part not in (Part.ORDER, Part.LINES)]
    if parts:
        record, used = _merge_parts(record, key_of(base), parts)
        winners |= used
    if record.refunds:
        record = replace(record, refunds=_first_seen(record.refunds, ordered))
    edits = [revision for revision in parts if revision.record.part is Part.EDIT]
    stages = _stages(base, record, snapshots, [revision.record.edited_at for revision in edits])
    winners |= {revision.content_hash for revision in edits}
    customer = _customer([*reversed(versions), *others])
    return _state(record, stages=stages, customer_id=customer, winners=frozenset(winners), ordered=ordered)


def _not_restored(snapshots: list[Revision]) -> list[Revision]:
    """Return the snapshots without the deletions from which the source took the order back."""
    restored = [revision.record.restored_at for revision in snapshots if revision.record.restored_at is not None]
    if not restored:
        return snapshots
    last = max(restored)
    return [
        item for item in snapshots if not item.record.is_deleted or (item.record.version.source_time or last) > last
    ]


def _fills(revision: Revision, base: Revision) -> bool:
    """Return whether a revision that lost may still fill gaps: files do, older versions of the source do not."""
    if revision.record.part not in (Part.ORDER, Part.LINES) or revision.record.is_deleted:
        return False
    return revision.record.version.source_time is None or base.is_replacing


def key_of(revision: Revision) -> Key:
    """Return what revisions are ordered by."""
    version = revision.record.version
    time = revision.received_at if revision.is_replacing else version.source_time
    return time or UNVERSIONED, version.rank, revision.content_hash


def tie(revision: Revision) -> tuple[bool, datetime]:
    """Order copies of one content so that the one kept does not depend on arrival: a replacing one, received last."""
    return revision.is_replacing, revision.received_at or UNVERSIONED


def _base(snapshots: Sequence[Revision], flat: Sequence[Revision]) -> Revision | None:
    """Return the revision whose lines count: the newest snapshot or replacing file, else any flat file."""
    candidates = [*snapshots, *(revision for revision in flat if revision.is_replacing)]
    if candidates:
        return max(candidates, key=key_of)
    return flat[-1] if flat else None


def _of_same_file(base: Revision, flat: Sequence[Revision]) -> list[Revision]:
    """Return the flat revisions that count together: those of one replacing file, or all when none replaces."""
    if base.is_replacing:
        return [revision for revision in flat if revision.is_replacing and revision.provenance_id == base.provenance_id]
    return list(flat)


def merge_lines(revisions: Sequence[Revision]) -> OrderRecord:
    """Return the union of flat parts: lines and refunds by id, the earliest positive line dates the order.

    Shipping is stated once an order, perhaps in every part: the largest statement counts.
    """
    if len(revisions) == 1:
        return revisions[0].record
    records = [revision.record for revision in revisions]
    lines: dict[str, Line] = {}
    for record in records:
        for line in record.lines:
            if is_return(line) and line.booked_at is None:
                line = replace(line, booked_at=record.ordered_at)
            lines[line.id] = line
    sold = [record for record in records if any(not is_return(line) for line in record.lines)]
    dates = [record.ordered_at for record in sold or records if record.ordered_at is not None]
    newest = records[-1]
    return replace(
        _fill_gaps(newest, records[-2::-1]),
        ordered_at=min(dates, default=None),
        lines=tuple(lines.values()),
        refunds=tuple({refund.id: refund for record in records for refund in record.refunds}.values()),
        payments=tuple({payment.id: payment for record in records for payment in record.payments}.values()),
        fulfilments=tuple({item.id: item for record in records for item in record.fulfilments}.values()),
        shipping_lines=max((record.shipping_lines for record in records), key=_shipping_total),
    )


def is_return(line: Line) -> bool:
    """Return whether a line says that goods came back."""
    return line.quantity < 0 or line.gross < 0


def _shipping_total(lines: tuple[ShippingLine, ...]) -> tuple[object, ...]:
    return (sum((line.amount for line in lines), ZERO), *(line.title or "" for line in lines))


def _fill_gaps(record: OrderRecord, others: Sequence[OrderRecord]) -> OrderRecord:
    """Return ``record`` with what it leaves open taken from ``others``, nearest first. Lists are statements, not gaps."""
    if not others:
        return record
    changes: dict[str, object] = {}
    for name in _GAPS:
        if getattr(record, name) is None:
            changes[name] = next((value for other in others if (value := getattr(other, name)) is not None), None)
    if not record.tags:
        changes["tags"] = next((other.tags for other in others if other.tags), ())
    attributes: dict[str, str] = {}
    for other in reversed(others):
        attributes |= other.attributes
    changes["attributes"] = attributes | record.attributes
    lines = {line.id: line for other in reversed(others) for line in other.lines}
    if any(line.id in lines for line in record.lines):
        changes["lines"] = tuple(_fill_line(line, lines.get(line.id)) for line in record.lines)
    return replace(record, **changes)


def _fill_line(line: Line, other: Line | None) -> Line:
    if other is None:
        return line
    same_amount = line.quantity == other.quantity
    gaps = {
        name: value
        for name in _LINE_GAPS
        if getattr(line, name) is None
        and (value := getattr(other, name)) is not None
        and (name != "cost" or same_amount)
    }
    return replace(line, **gaps) if gaps else line


def _merge_parts(record: OrderRecord, base: Key, parts: Sequence[Revision]) -> tuple[OrderRecord, set[bytes]]:
    """Return ``record`` with the parts that travelled on their own, and which of them made a difference."""
    used: set[bytes] = set()
    refunds = {refund.id: (refund, base, b"") for refund in record.refunds}
    fulfilments = {item.id: (item, base, b"") for item in record.fulfilments}
    for revision in parts:
        key, part = key_of(revision), revision.record
        for refund in part.refunds:
            _take(refunds, refund, key, revision.content_hash)
        for item in part.fulfilments:
            _take(fulfilments, item, key, revision.content_hash)
        if part.part is Part.CANCELLATION and key > base:
            when = part.cancelled_at or part.version.source_time
            status = part.status if part.status is OrderStatus.VOIDED else OrderStatus.CANCELLED
            reason = part.cancel_reason or record.cancel_reason
            record = replace(record, status=status, cancelled_at=when, cancel_reason=reason)
            used.add(revision.content_hash)
    payments = {payment.id: (payment, base, b"") for payment in record.payments}
    for revision in parts:
        for payment in revision.record.payments:
            _take(payments, payment, key_of(revision), revision.content_hash)
    used |= {source for _, _, source in payments.values() if source}
    used |= {source for _, _, source in refunds.values() if source}
    used |= {source for _, _, source in fulfilments.values() if source}
    merged = replace(
        record,
        refunds=tuple(refund for refund, _, _ in refunds.values()),
        fulfilments=tuple(item for item, _, _ in fulfilments.values()),
        payments=tuple(payment for payment, _, _ in payments.values()),
        gift_card_redeemed=record.gift_card_redeemed or _redeemed(payment for payment, _, _ in payments.values()),
    )
    return merged, used


def _redeemed(payments: Iterable[Payment]) -> Decimal:
    """Return what was paid with gift cards, by movements that travelled on their own."""
    taken = (one for one in payments if one.method == "gift_card" and not one.is_assumed)
    return sum((one.amount for one in taken if one.kind in TAKES_MONEY and one.status == "succeeded"), ZERO)


def _take(known: dict[str, tuple[Part_, Key, bytes]], item: Part_, key: Key, source: bytes) -> None:
    """Keep the better statement about one refund or fulfilment: a final one before a provisional, then the newer."""
    held = known.get(item.id)
    if held is None or (not getattr(item, "is_provisional", False), key) > (
        not getattr(held[0], "is_provisional", False),
        held[1],
    ):
        known[item.id] = (item, key, source)


def _first_seen(refunds: tuple[Refund, ...], revisions: Sequence[Revision]) -> tuple[Refund, ...]:
    """Date a provisional refund by the first revision that told of it: later deliveries must not move it on."""
    if not any(refund.is_provisional for refund in refunds):
        return tuple(sorted(refunds, key=lambda refund: (refund.refunded_at, refund.id)))
    seen: dict[str, datetime] = {}
    for revision in revisions:
        for refund in revision.record.refunds:
            seen[refund.id] = min(seen.get(refund.id, refund.refunded_at), refund.refunded_at)
    dated = (replace(item, refunded_at=seen[item.id]) if item.is_provisional else item for item in refunds)
    return tuple(sorted(dated, key=lambda refund: (refund.refunded_at, refund.id)))


def _stages(
    base: Revision, record: OrderRecord, snapshots: Sequence[Revision], edits: Sequence[datetime | None]
) -> tuple[Stage, ...]:
    """Return the lines as first sold and after each edit; ``edits`` are moments told of apart from the snapshots.

    Snapshots that share ``edited_at`` are one stage, and the last of them says what it was: a change that the source
    does not call an edit restates. A replacing file restates everything before it.
    """
    last = _stage(record, record.edited_at)
    if base.record.part is not Part.ORDER or base.is_replacing or len(snapshots) == 1:
        return (Stage(None, last.lines, last.charges),)
    stages: list[Stage] = []
    for revision in snapshots:
        if revision.record.version.source_time is None or revision.is_replacing or revision.record.is_deleted:
            continue
        shown = record if revision is base else revision.record
        before = [at for at in edits if at is not None and at <= revision.record.version.source_time]
        edited_at = shown.edited_at or max(before, default=stages[-1].edited_at if stages else None)
        stage = _stage(shown, edited_at)
        if stages and stages[-1].edited_at == edited_at:
            stages[-1] = stage
        else:
            stages.append(stage)
    if not stages:
        return (Stage(None, last.lines, last.charges),)
    return (Stage(None, stages[0].lines, stages[0].charges), *stages[1:])


def _stage(record: OrderRecord, edited_at: datetime | None) -> Stage:
    return Stage(edited_at, _unique(tuple(line for line in record.lines if not is_return(line))), _charges(record))


def _unique(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Give a repeated line id an occurrence of its own, so that no line is lost."""
    if len({line.id for line in lines}) == len(lines):
        return lines
    seen: dict[str, int] = {}
    result = []
    for line in lines:
        seen[line.id] = seen.get(line.id, 0) + 1
        result.append(line if seen[line.id] == 1 else replace(line, id=f"{line.id}#{seen[line.id]}"))
    return tuple(result)


def _charges(record: OrderRecord) -> Charges:
    shipping = ZERO
    tax = record.fee_tax
    for line in record.shipping_lines:
        shipping += line.amount
        for item in line.taxes:
            tax += item.amount
    return Charges(shipping, tax, record.duties, record.fees, record.tips, record.gift_card_redeemed)


def _customer(revisions: Sequence[Revision]) -> UUID | None:
    return next((revision.customer_id for revision in revisions if revision.customer_id is not None), None)


def _state(
    record: OrderRecord,
    *,
    stages: tuple[Stage, ...],
    customer_id: UUID | None,
    winners: frozenset[bytes],
    ordered: Sequence[Revision],
) -> OrderState | None:
    ordered_at = record.ordered_at or _earliest(ordered)
    if ordered_at is None:
        return None
    cancelled_at = record.cancelled_at
    if record.status is OrderStatus.CANCELLED and cancelled_at is None:
        cancelled_at = record.version.source_time or ordered_at
    came_back = tuple((line, line.booked_at or ordered_at) for line in record.lines if is_return(line))
    return OrderState(
        source_id=record.source_id,
        number=record.number,
        ordered_at=ordered_at,
        currency=record.currency,
        status=record.status,
        source_status=record.source_status,
        channel=record.channel,
        customer_id=customer_id,
        shipping_address=record.shipping_address,
        billing_address=record.billing_address,
        stages=stages,
        returned_lines=came_back,
        shipping_lines=record.shipping_lines,
        payments=_payments(record.payments),
        refunds=record.refunds,
        fulfilments=record.fulfilments,
        edited_at=record.edited_at or stages[-1].edited_at,
        cancelled_at=cancelled_at,
        cancel_reason=record.cancel_reason,
        tags=record.tags,
        attribution=record.attribution,
        attributes=record.attributes,
        winners=winners,
    )


def _payments(payments: tuple[Payment, ...]) -> tuple[Payment, ...]:
    """Return each payment once; those assumed from the order's words only while no movement is told of."""
    told = any(not payment.is_assumed and payment.kind != "refund" for payment in payments)
    return tuple({one.id: one for one in payments if not (told and one.is_assumed)}.values())


def _earliest(revisions: Sequence[Revision]) -> datetime | None:
    """Date an order whose source gives no date by the first thing known of it."""
    instants = [
        instant
        for revision in revisions
        for instant in (
            revision.record.ordered_at,
            revision.record.version.source_time,
            *(refund.refunded_at for refund in revision.record.refunds),
            *(line.booked_at for line in revision.record.lines),
        )
        if instant is not None
    ]
    return min(instants, default=None)
