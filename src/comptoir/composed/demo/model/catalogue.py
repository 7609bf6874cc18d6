"""What the invented merchant sells: products with variants, prices, costs, seasons and how often they come back."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from random import Random


@dataclass(frozen=True, slots=True)
class DemoVariant:
    """One thing to buy. ``price`` and ``cost`` are EUR without tax; ``season`` scales its appeal by month."""

    sku: str
    product: str
    variant: str
    title: str
    size: str | None
    category: str
    subcategory: str
    vendor: str
    price: Decimal
    cost: Decimal
    appeal: float
    return_rate: float
    months: tuple[float, ...]

    @property
    def costs_unknown(self) -> bool:
        """Wares without a cost on file are part of any real catalogue; the panel must say so."""
        return self.subcategory == "Pantry" and self.product[-1] == "0"


_FLAT = (1.0,) * 12
_WARM = (0.5, 0.55, 0.8, 1.1, 1.4, 1.6, 1.6, 1.4, 1.0, 0.7, 0.5, 0.6)
_COLD = (1.4, 1.2, 1.0, 0.8, 0.6, 0.5, 0.5, 0.7, 1.1, 1.4, 1.5, 1.5)
_GIFT = (0.7, 0.9, 0.8, 0.9, 1.1, 0.9, 0.8, 0.8, 0.9, 1.0, 1.4, 2.0)

# (category, subcategory, things, price range in EUR, cost share, return rate, months)
_RANGES: tuple[tuple[str, str, tuple[str, ...], tuple[float, float], float, float, tuple[float, ...]], ...] = (
    ("Clothing", "Knitwear", ("Merino Crew", "Cable Cardigan", "Ribbed Roll-neck", "Alpaca Vest"), (55, 140), 0.41, 0.17, _COLD),
    ("Clothing", "Shirts", ("Linen Shirt", "Oxford Shirt", "Flannel Shirt", "Poplin Blouse"), (35, 85), 0.39, 0.15, _WARM),
    ("Clothing", "Outerwear", ("Waxed Jacket", "Wool Coat", "Rain Parka", "Quilted Gilet"), (95, 280), 0.46, 0.18, _COLD),
    ("Home", "Textiles", ("Linen Throw", "Wool Blanket", "Cushion Cover", "Tea Towel Set"), (18, 120), 0.43, 0.06, _COLD),
    ("Home", "Lighting", ("Table Lamp", "Brass Sconce", "Paper Pendant", "Reading Light"), (40, 190), 0.50, 0.07, _COLD),
    ("Home", "Storage", ("Willow Basket", "Oak Shelf", "Peg Rail", "Felt Box"), (16, 110), 0.47, 0.05, _FLAT),
    ("Kitchen", "Tableware", ("Stoneware Plate", "Espresso Cup", "Salad Bowl", "Carafe"), (9, 48), 0.44, 0.05, _GIFT),
    ("Kitchen", "Cookware", ("Iron Skillet", "Copper Pot", "Bread Form", "Tea Kettle"), (28, 165), 0.55, 0.06, _GIFT),
    ("Kitchen", "Pantry", ("Olive Oil", "Wildflower Honey", "Sea Salt Tin", "Dark Roast Beans"), (7, 24), 0.60, 0.01, _GIFT),
    ("Outdoor", "Garden", ("Hand Trowel", "Watering Can", "Seed Collection", "Terracotta Pot"), (8, 60), 0.45, 0.04, _WARM),
    ("Outdoor", "Camp", ("Enamel Mug", "Canvas Bag", "Picnic Rug", "Lantern"), (12, 130), 0.48, 0.06, _WARM),
    ("Care", "Bath", ("Olive Soap", "Bath Salt", "Linen Towel", "Wood Brush"), (6, 45), 0.36, 0.02, _GIFT),
    ("Care", "Skin", ("Hand Balm", "Face Oil", "Lip Balm", "Shaving Cream"), (8, 52), 0.32, 0.02, _FLAT),
    ("Stationery", "Paper", ("Notebook", "Letter Set", "Wall Calendar", "Sketch Pad"), (6, 32), 0.40, 0.02, _GIFT),
    ("Stationery", "Writing", ("Fountain Pen", "Brass Pencil", "Ink Bottle", "Desk Tray"), (9, 95), 0.46, 0.04, _GIFT),
    ("Children", "Toys", ("Wooden Train", "Stacking Rings", "Rag Doll", "Kite"), (14, 70), 0.48, 0.05, _GIFT),
)  # fmt: skip
_MAKERS = ("Harbour Works", "Pine & Daughters", "Northern Loom", "Atelier Sol", "Field Supply", "Little Quay")
_COLOURS = ("Natural", "Slate", "Moss", "Rust", "Ink", "Chalk")
_SIZES = ("S", "M", "L", "XL")


@lru_cache(maxsize=8)
def catalogue(seed: int) -> tuple[DemoVariant, ...]:
    """Return all variants; the same seed gives the same catalogue."""
    random = Random(f"{seed}/catalogue")  # noqa: S311 - invented data, not a secret
    found: list[DemoVariant] = []
    for index, (category, subcategory, things, prices, cost_share, returns, months) in enumerate(_RANGES):
        for number, thing in enumerate(things):
            for edition in range(random.randint(2, 4)):
                product = f"P{index:02d}{number}{edition}"
                title = f"{thing} {_COLOURS[(edition + number) % len(_COLOURS)]}"
                price = _price(random.uniform(*prices))
                share = min(0.62, max(0.30, random.gauss(cost_share, 0.03)))
                appeal = random.paretovariate(1.3)
                maker = random.choice(_MAKERS)
                sizes: tuple[str | None, ...] = _SIZES if category == "Clothing" else (None,)
                for position, size in enumerate(sizes):
                    found.append(
                        DemoVariant(
                            sku=f"{category[:2].upper()}-{product}-{position}",
                            product=product,
                            variant=f"{product}-{position}",
                            title=title,
                            size=size,
                            category=category,
                            subcategory=subcategory,
                            vendor=maker,
                            price=price,
                            cost=(price * Decimal(str(round(share, 4)))).quantize(Decimal("0.01")),
                            appeal=min(appeal, 14.0) / len(sizes),
                            return_rate=returns,
                            months=months,
                        )
                    )
    return tuple(found)


def _price(value: float) -> Decimal:
    return Decimal(round(value)) - Decimal("0.10") if value > 15 else Decimal(str(round(value * 2) / 2))
