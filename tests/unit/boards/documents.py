"""Boards in few words, and any board at all for properties."""

from typing import Any

from hypothesis import strategies as st

from comptoir.composed.boards.model.document import Names

METRICS = ("net_sales", "orders", "aov", "gross_profit", "gross_margin", "cost_coverage")
DIMENSIONS = ("store", "country", "product", "weekday", "hour_of_day", "channel")
NAMES = Names(
    metrics={key: key.replace("_", " ").capitalize() for key in METRICS},
    dimensions={key: key.replace("_", " ").capitalize() for key in DIMENSIONS},
    stores=frozenset({"berlin", "lyon"}),
)


def tile(id_: str, kind: str = "number", **more: Any) -> dict[str, Any]:
    """Return a tile; ``metrics``, ``dimensions`` and ``x, y, w, h`` may be given in short."""
    place = {key: more.pop(key, default) for key, default in (("x", 0), ("y", 0), ("w", 3), ("h", 3))}
    query = {key: more.pop(key) for key in ("metrics", "dimensions", "grain", "order_by", "limit") if key in more}
    made = {"id": id_, "kind": kind, "place": place}
    if kind not in ("text", "section", "feed"):
        made["query"] = {"metrics": ["net_sales"], **query}
    return made | more


def document(*tiles: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"format": 1, "settings": {}, "variables": [], "tiles": list(tiles)} | more


words = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=30)
ids = st.sampled_from([f"t{number}" for number in range(8)])
places = st.builds(
    lambda x, w, y, h: {"x": min(x, 12 - w), "y": y, "w": w, "h": h},
    st.integers(0, 11),
    st.integers(1, 12),
    st.integers(0, 60),
    st.integers(1, 12),
)
filters = st.one_of(
    st.fixed_dictionaries({"field": st.sampled_from(DIMENSIONS), "op": st.just("eq"), "value": words}),
    st.fixed_dictionaries(
        {"field": st.sampled_from(DIMENSIONS), "op": st.just("in"), "value": st.lists(words, min_size=1, max_size=3)}
    ),
    st.fixed_dictionaries({"field": st.sampled_from(DIMENSIONS), "op": st.just("is_null")}),
)
settings = st.fixed_dictionaries(
    {},
    optional={
        "period": st.sampled_from(["today", "last30", "2026-01-01..2026-01-31"]),
        "compare": st.sampled_from(["previous_year", "none"]),
        "stores": st.lists(st.sampled_from(["berlin", "lyon"]), unique=True),
        "currency": st.sampled_from(["EUR", "NOK"]),
        "day": st.sampled_from(["store", "organisation"]),
        "filters": st.lists(filters, max_size=2),
    },
)
queries = st.fixed_dictionaries(
    {"metrics": st.lists(st.sampled_from(METRICS), min_size=1, max_size=3, unique=True)},
    optional={
        "dimensions": st.lists(st.sampled_from(DIMENSIONS), max_size=2, unique=True),
        "grain": st.sampled_from(["auto", "day", "month"]),
        "limit": st.integers(1, 50),
    },
)
variables = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.sampled_from(["country", "channel", "brand"]),
            "label": words.filter(str.strip),
            "dimension": st.sampled_from(DIMENSIONS),
            "value": st.lists(words, max_size=3, unique=True),
        }
    ),
    max_size=3,
    unique_by=lambda one: str(one["name"]),
)


@st.composite
def tiles_of(draw: st.DrawFn, id_: str, sections: tuple[str, ...]) -> dict[str, Any]:
    kind = draw(st.sampled_from(["number", "bar", "table", "text", "section"]))
    made: dict[str, Any] = {"id": id_, "kind": kind, "place": draw(places)}
    if kind in ("number", "bar", "table"):
        made["query"] = draw(queries)
    if kind == "text":
        made["options"] = {"markdown": draw(st.text(st.characters(exclude_categories=["Cc", "Cs"]) | st.just("\n")))}
    for name in draw(st.sets(st.sampled_from(["title", "subtitle"]))):
        made[name] = draw(words)
    if draw(st.booleans()):
        made["settings"] = draw(settings)
    if sections and draw(st.booleans()):
        made["parent"] = draw(st.sampled_from(sections))
    return made


@st.composite
def documents(draw: st.DrawFn, prefix: str = "t") -> dict[str, Any]:
    """Any board of up to five tiles, sections in sections among them."""
    tiles: list[dict[str, Any]] = []
    depth: dict[str, int] = {}
    for number in range(draw(st.integers(0, 5))):
        sections = tuple(one["id"] for one in tiles if one["kind"] == "section" and depth[one["id"]] < 3)
        made = draw(tiles_of(f"{prefix}{number}", sections))
        depth[made["id"]] = depth[made["parent"]] + 1 if "parent" in made else 1
        tiles.append(made)
    return document(*draw(st.permutations(tiles)), settings=draw(settings), variables=draw(variables))
