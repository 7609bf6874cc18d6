"""The words templates are declared in: rows of tiles that fill twelve columns. Builds documents, knows no board.

A row has a height; its tiles say their width or share what is left. Ids and places follow from that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from comptoir.composed.boards.model.document import COLUMNS, FORMAT

NUMBERS, CHART, TALL, SHORT = 3, 8, 12, 5  # heights of rows


@dataclass(frozen=True, slots=True)
class Fact:
    """Something a template rests on: the metric that is not zero where it exists, and what feeds it."""

    key: str
    metric: str
    feeds: str


ORDERS = Fact("orders", "orders", "a store whose orders are delivered or imported")
COSTS = Fact("costs", "cost_coverage", "costs of products: a platform that knows them, or an imported file of products")
CUSTOMERS = Fact("customers", "customers", "orders that name their buyer")
RETURNS = Fact("returns", "returns", "refunds and returns of a connected store")
DISCOUNTS = Fact("discounts", "discounts", "orders with discounts or codes")


@dataclass(frozen=True, slots=True)
class Part:
    """A tile without its place: how wide it is (0: a share of what is left in its row) and what it is."""

    id: str
    width: int
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Template:
    """A ready board: what it is called, what it answers, the facts it rests on, and its tiles row by row."""

    key: str
    name: str
    question: str
    needs: tuple[Fact, ...]
    rows: tuple[tuple[int, Sequence[Part]], ...]
    settings: Mapping[str, Any] = field(default_factory=dict)
    variables: tuple[Mapping[str, Any], ...] = ()

    def document(self) -> dict[str, Any]:
        """Return the board's document."""
        tiles: list[dict[str, Any]] = []
        y = 0
        for height, parts in self.rows:
            tiles += _placed(parts, y=y, height=height)
            y += height
        variables = [dict(one) for one in self.variables]
        return {"format": FORMAT, "settings": dict(self.settings), "variables": variables, "tiles": tiles}


def _placed(parts: Sequence[Part], *, y: int, height: int) -> list[dict[str, Any]]:
    left = COLUMNS - sum(part.width for part in parts)
    share = left // max(1, sum(not part.width for part in parts))
    found, x = [], 0
    for part in parts:
        width = part.width or share
        found.append({"id": part.id, "place": {"x": x, "y": y, "w": width, "h": height}, **part.body})
        x += width
    return found


def numbers(*parts: Part) -> tuple[int, Sequence[Part]]:
    """Return a row of numbers."""
    return NUMBERS, parts


def row(*parts: Part, h: int = CHART) -> tuple[int, Sequence[Part]]:
    """Return a row of charts and tables."""
    return h, parts


def number(
    id_: str, metric: str, *, w: int = 0, title: str | None = None, settings: Any = None, **options: Any
) -> Part:
    """Return one figure with its line of time."""
    return chart(id_, "number", [metric], w=w, title=title, settings=settings, **{"spark": True, **options})


def chart(
    id_: str,
    kind: str,
    metrics: Sequence[str],
    *,
    w: int = 0,
    title: str | None = None,
    subtitle: str | None = None,
    by: Sequence[str] = (),
    grain: str | None = None,
    sort: str | None = None,
    top: int | None = None,
    settings: Mapping[str, Any] | None = None,
    **options: Any,
) -> Part:
    """Return a chart: its question in ``metrics, by, grain, sort, top``, how it is drawn in the other words."""
    asked = {"dimensions": list(by), "grain": grain, "order_by": [sort] if sort else [], "limit": top}
    query = {"metrics": list(metrics), **{key: value for key, value in asked.items() if value}}
    body: dict[str, Any] = {"kind": kind, "title": title, "subtitle": subtitle, "query": query}
    body |= {"settings": dict(settings or {}), "options": options}
    return Part(id_, w, {key: value for key, value in body.items() if value})


def over_time(id_: str, metrics: Sequence[str], *, grain: str = "auto", **more: Any) -> Part:
    """Return a line through time."""
    return chart(id_, "line", metrics, grain=grain, **more)


def ranked(id_: str, metric: str, by: str, *, top: int = 10, **more: Any) -> Part:
    """Return horizontal bars, the longest first."""
    options = {"orientation": "horizontal", "other": True, **more}
    return chart(id_, "bar", [metric], by=[by], sort=f"-{metric}", top=top, **options)


def table(id_: str, metrics: Sequence[str], by: Sequence[str], *, top: int = 20, **more: Any) -> Part:
    """Return a table, the largest of its first figure first."""
    return chart(id_, "table", metrics, by=by, sort=more.pop("sort", f"-{metrics[0]}"), top=top, **more)


def feed(id_: str, *, w: int = 0, title: str | None = None, limit: int = 20) -> Part:
    """Return the orders as they come in."""
    body = {"kind": "feed", "title": title, "options": {"limit": limit}}
    return Part(id_, w, {key: value for key, value in body.items() if value})


def text(id_: str, markdown: str, *, w: int = 0, title: str | None = None) -> Part:
    """Return words."""
    body = {"kind": "text", "title": title, "options": {"markdown": markdown}}
    return Part(id_, w, {key: value for key, value in body.items() if value})


def where(field_: str, op: str, value: Any = None) -> dict[str, Any]:
    """Return settings that add one filter."""
    return {"filters": [{"field": field_, "op": op} | ({} if value is None else {"value": value})]}
