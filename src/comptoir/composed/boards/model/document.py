"""What a board is made of: kinds, limits, and reading the names a document uses. Checks nothing."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from comptoir.composed.boards.contracts import Document, Tile

FORMAT = 1
COLUMNS = 12
MOST_TILES = 60
MOST_BYTES = 256 * 1024
DEEPEST = 3
SECTION = "section"
ASKING = (
    "number", "line", "area", "bar", "combo", "pie", "table", "pivot", "heatmap", "funnel", "cohort", "waterfall",
    "scatter", "map",
)  # fmt: skip
SAYING = ("feed", "text", SECTION)  # kinds that ask no question
KINDS = (*ASKING, *SAYING)
PERIODS = (
    "today", "yesterday", "last7", "last30", "week", "last_week", "month", "last_month", "quarter", "year", "last_year",
    "fiscal_month", "last_fiscal_month", "fiscal_quarter", "fiscal_year", "last12", "all",
)  # fmt: skip
COMPARISONS = ("previous_period", "previous_week", "previous_year", "previous_year_weekday", "none")
GRAINS = (
    "auto", "hour", "day", "week", "month", "quarter", "year", "fiscal_month", "fiscal_quarter", "fiscal_year",
)  # fmt: skip
SUFFIXES = ("__previous", "__change", "__change_pct")
PERIOD = "period"


@dataclass(frozen=True, slots=True)
class Names:
    """The names a document may use, with their labels. ``stores`` of None are not checked."""

    metrics: Mapping[str, str]
    dimensions: Mapping[str, str]
    stores: frozenset[str] | None = None
    forgiven: frozenset[str] = frozenset()  # gone since they were saved: no reason to refuse
    hidden: frozenset[str] = frozenset()  # there are such, but not for this person


def empty() -> dict[str, Any]:
    """Return a document without tiles."""
    return {"format": FORMAT, "settings": {}, "variables": [], "tiles": []}


def size_of(document: Any) -> int:
    """Return how many bytes a document takes as JSON."""
    return len(msgspec.json.encode(document))


def tiles_by_id(document: Document) -> dict[str, Tile]:
    """Return the tiles by id, in reading order."""
    return {tile["id"]: tile for tile in document["tiles"]}


def metrics_of(tile: Tile) -> Iterator[str]:
    """Yield the metrics a tile asks for."""
    yield from (tile.get("query") or {}).get("metrics", ())


def dimensions_of(tile: Tile) -> Iterator[str]:
    """Yield the dimensions a tile groups and filters by."""
    yield from (tile.get("query") or {}).get("dimensions", ())
    yield from fields_of(tile.get("settings") or {})


def fields_of(settings: Mapping[str, Any]) -> Iterator[str]:
    """Yield the dimensions that settings filter by."""
    yield from (one["field"] for one in settings.get("filters", ()))


def names_in(document: Document) -> frozenset[str]:
    """Return every name of the catalogue, and every store, that a document uses."""
    every: list[Iterable[str]] = [fields_of(document["settings"]), document["settings"].get("stores", ())]
    every.append(one["dimension"] for one in document["variables"])
    for tile in document["tiles"]:
        every += [metrics_of(tile), dimensions_of(tile), (tile.get("settings") or {}).get("stores", ())]
        options = tile.get("options") or {}
        every += [options.get(name, ()) for name in ("right", "rows", "columns")]
    return frozenset(name for names in every for name in names)
