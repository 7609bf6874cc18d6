"""A record about an order as it is kept: impersonal, hashed, with the ids that any copy of it would get. Pure."""

import hashlib
from collections.abc import Iterator, Sequence
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from comptoir.connectors.sdk.canonical import CustomerRef, OrderRecord
from comptoir.kernel.ids import child_id, row_id

encode = msgspec.json.Encoder().encode


class Received(Struct, frozen=True, gc=False):
    """One record ready to be stored. ``record`` names its buyer by the source's id alone; ``customer`` says who it is.

    Where it stood in its file lies beside it: the same record in another file is the same record.
    """

    id: UUID
    order_id: UUID
    record: OrderRecord
    customer: CustomerRef | None
    snapshot: bytes
    content_hash: bytes
    source_row: int | None = None


def receive(
    organisation_id: UUID, store_id: UUID, records: Sequence[OrderRecord], *, is_replacing: bool
) -> Iterator[Received]:
    """Take the person out of each record and give it its ids."""
    kind = "replacing" if is_replacing else "revision"
    for record in records:
        customer, row = record.customer, record.source_row
        named = CustomerRef(customer.source_id) if customer is not None and customer.source_id else None
        if row is not None or customer != named:
            record = replace(record, customer=named, source_row=None)
        snapshot = encode(record)
        content_hash = hashlib.blake2b(snapshot, digest_size=16).digest()
        order_id = row_id(organisation_id, store_id, "order", record.source_id)
        record_id = child_id(order_id, kind, content_hash.hex())
        yield Received(record_id, order_id, record, customer, snapshot, content_hash, row)
