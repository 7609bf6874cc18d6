"""A shop with a ledger of its own: whole lives of orders as signed deliveries, and what they come to day by day.

The ledger is kept while bodies are made and never reads anything back. Prices are net, amounts are in cents.
"""

import base64
import copy
import hashlib
import hmac
import json
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.unit.connectors.webhook_samples import ORDER, REFUND, line

SECRET = b"a secret worth keeping"
PATH = "/hooks/shopify/north"
BEGINNING = datetime(2026, 1, 5, 8, tzinfo=UTC)  # every instant below is on the same day in Berlin and in UTC
DAYS = 28
REFUNDED, CANCELLED, CHANGED = 0.15, 0.05, 0.25
TWICE, LATE = 0.05, 0.05
LATE_BY = 400  # places in the stream


@dataclass(frozen=True, slots=True)
class Sent:
    """One delivery as it goes over the wire."""

    name: str
    topic: str
    body: bytes

    def headers(self) -> dict[str, str]:
        """Return the headers the platform sends, the signature among them."""
        digest = hmac.digest(SECRET, self.body, hashlib.sha256)
        return {
            "x-shopify-topic": self.topic,
            "x-shopify-webhook-id": self.name,
            "x-shopify-hmac-sha256": base64.b64encode(digest).decode(),
            "content-type": "application/json",
        }


@dataclass(slots=True)
class Day:
    """What one day comes to, in cents."""

    gross: int = 0
    returned: int = 0
    orders: int = 0


@dataclass(slots=True)
class Shop:
    """Makes deliveries and keeps the ledger. The same seed makes the same shop."""

    seed: int
    ledger: dict[str, Day] = field(default_factory=lambda: defaultdict(Day))
    _made: int = 0

    def deliveries(self, count: int) -> list[Sent]:
        """Return ``count`` deliveries in the order of arrival: some late, some twice; the ledger knows them all."""
        chance = random.Random(self.seed)
        told: list[Sent] = []
        while len(told) < count:
            told += self._life(chance)
        placed = [
            (place + (chance.randrange(LATE_BY) if chance.random() < LATE else 0), one)
            for place, one in enumerate(told)
        ]
        placed += [
            (place + chance.randrange(LATE_BY), one) for place, one in enumerate(told) if chance.random() < TWICE
        ]
        return [one for _, one in sorted(placed, key=lambda item: item[0])]

    def _life(self, chance: random.Random) -> Iterator[Sent]:
        self._made += 1
        number = self.seed * 10_000_000 + self._made
        at = BEGINNING + timedelta(days=chance.randrange(DAYS), minutes=chance.randrange(600))
        prices = [chance.randrange(100, 20_000) for _ in range(chance.randrange(1, 4))]
        quantities = [chance.randrange(1, 4) for _ in prices]
        lines = [
            line(number * 10 + place, quantity, cents(price), tax_lines=[])
            for place, (price, quantity) in enumerate(zip(prices, quantities, strict=True))
        ]
        order = copy.deepcopy(ORDER) | {
            "id": number, "name": f"#{number}", "taxes_included": False, "tax_lines": [], "line_items": lines,
            "shipping_lines": [], "created_at": told_at(at), "processed_at": told_at(at), "updated_at": told_at(at),
            "email": f"k{number % 997}@example.test", "contact_email": f"k{number % 997}@example.test",
            "customer": ORDER["customer"] | {"id": 10 + number % 997, "email": f"k{number % 997}@example.test"},
        }  # fmt: skip
        day = self.ledger[at.date().isoformat()]
        gross = sum(price * quantity for price, quantity in zip(prices, quantities, strict=True))
        day.gross, day.orders = day.gross + gross, day.orders + 1
        yield sent(number, 0, "orders/create", order)
        if chance.random() < CHANGED:
            order = order | {"note": "left at the door", "updated_at": told_at(at + timedelta(minutes=5))}
            yield sent(number, 1, "orders/updated", order)
        back = at + timedelta(days=chance.randrange(1, 6))
        if chance.random() < REFUNDED:
            refund = copy.deepcopy(REFUND) | {
                "id": number, "order_id": number, "created_at": told_at(back), "processed_at": told_at(back),
                "order_adjustments": [], "transactions": [],
                "refund_line_items": [
                    REFUND["refund_line_items"][0]
                    | {"id": number, "line_item": lines[0], "line_item_id": number * 10, "quantity": 1,
                       "subtotal": cents(prices[0]), "subtotal_set": None, "total_tax": "0.00", "total_tax_set": None}
                ],
            }  # fmt: skip
            self.ledger[back.date().isoformat()].returned += prices[0]
            yield sent(number, 2, "refunds/create", refund)
            order = order | {"refunds": [refund], "updated_at": told_at(back)}
            yield sent(number, 3, "orders/updated", order)
        elif chance.random() < CANCELLED:
            self.ledger[back.date().isoformat()].returned += gross
            order = order | {"cancelled_at": told_at(back), "updated_at": told_at(back)}
            yield sent(number, 4, "orders/cancelled", order)


def sent(number: int, place: int, topic: str, body: dict[str, Any]) -> Sent:
    """Return a delivery; its name is the same whenever it is made."""
    return Sent(f"{number}-{place}", topic, json.dumps(body).encode())


def cents(amount: int) -> str:
    """Write cents as an amount of the currency."""
    return f"{amount // 100}.{amount % 100:02}"


def told_at(at: datetime) -> str:
    """Write an instant as the platform does."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
