"""A file of the format `transactions`, as large as wanted: about two and a half lines an order, guests, returns."""

import csv
import random
from datetime import date, timedelta
from pathlib import Path

HEADER = (
    "order_id", "ordered_at", "sku", "title", "category", "quantity", "unit_price", "discount", "tax", "customer_id",
    "country", "channel",
)  # fmt: skip
COUNTRIES = ("DE", "FR", "GB", "US", "NL", "IT", "ES", "PL", "SE", "AT")
CATEGORIES = ("Shoes", "Bags", "Coats", "Shirts", "Hats", "Toys", "Lamps", "Books")
FIRST = date(2024, 1, 1)
DAYS = 700


def write(path: Path, *, rows: int, seed: int = 7) -> Path:
    """Write ``rows`` lines to ``path``, unless a file of that size is there already."""
    if path.is_file():
        return path
    random_ = random.Random(seed)
    part = path.with_suffix(".part")
    with part.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle)
        writer.writerow(HEADER)
        left, order = rows, 0
        while left:
            order += 1
            lines = min(left, random_.choice((1, 1, 2, 2, 3, 4, 5)))
            writer.writerows(order_rows(order, lines=lines, random_=random_))
            left -= lines
    part.rename(path)
    return path


def order_rows(order: int, *, lines: int, random_: random.Random) -> list[tuple[object, ...]]:
    """The lines of one order: same day, buyer, country and channel."""
    day = FIRST + timedelta(days=random_.randrange(DAYS))
    moment = f"{day.isoformat()}T{random_.randrange(24):02}:{random_.randrange(60):02}:00"
    buyer = f"C{random_.randrange(200_000)}" if random_.random() < 0.85 else ""
    country, channel = random_.choice(COUNTRIES), random_.choice(("web", "pos", "marketplace"))
    rows: list[tuple[object, ...]] = []
    for _ in range(lines):
        product = random_.randrange(5_000)
        cents = 500 + (product * 7919) % 20_000
        price = f"{cents // 100}.{cents % 100:02}"
        discount = f"{cents // 1000}.00" if random_.random() < 0.2 else "0"
        quantity = random_.choice((1, 1, 1, 2, 3))
        category = CATEGORIES[product % len(CATEGORIES)]
        rows.append(
            (f"O{order}", moment, f"SKU-{product}", f"Product {product}", category, quantity, price, discount)
            + ("1.90", buyer, country, channel)
        )
    return rows
