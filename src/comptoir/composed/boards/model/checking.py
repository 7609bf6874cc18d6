"""What a board's document may hold: everything wrong with one is found at once, each with its place."""

from collections.abc import Mapping
from typing import Any

from comptoir.composed.boards.contracts import Problem
from comptoir.composed.boards.model import document as shapes
from comptoir.composed.boards.model.document import ASKING, COLUMNS, SAYING, Names
from comptoir.composed.boards.model.shape import (
    Check,
    Found,
    choice,
    flag,
    inside,
    items,
    matching,
    record,
    say,
    shown,
    text,
    whole,
)
from comptoir.composed.boards.model.tree import check_tree
from comptoir.kernel.errors import ComptoirError
from comptoir.semantic.catalogue import nearest
from comptoir.semantic.query import Op, parse_day, parse_query

ID = r"[a-z0-9][a-z0-9-]{0,39}"
VARIABLE = r"[a-z][a-z0-9_]{0,39}"
MARKDOWN = 10_000
LINES = ("title", 120), ("subtitle", 200)

_TREE_ID = matching(ID, says="an id: small letters, digits and dashes, at most 40")


def check_document(document: Any, *, names: Names) -> list[Problem]:
    """Return everything wrong with a document; none means it may be kept."""
    found: Found = []
    _document(names)(document, "", found)
    if not found:
        if (size := shapes.size_of(document)) > shapes.MOST_BYTES:
            say(found, "", f"The board has {size:,} bytes; at most {shapes.MOST_BYTES:,} are kept.")
        check_tree(document["tiles"], found)
        _check_variables(document["variables"], found)
    return found


def _document(names: Names) -> Check:
    return record(
        required={
            "format": _format,
            "settings": _settings(names),
            "variables": items(_variable(names), most=20),
            "tiles": items(_tile(names), most=shapes.MOST_TILES),
        },
        optional={},
    )


def _format(value: Any, place: str, found: Found) -> None:
    if type(value) is not int or value != shapes.FORMAT:
        say(found, place, f"is {shown(value)}; this version of the product reads format {shapes.FORMAT}")


def _settings(names: Names) -> Check:
    return record(
        required={},
        optional={
            "period": _period,
            "compare": choice(*shapes.COMPARISONS),
            "stores": items(_store(names), most=200, unique=True),
            "currency": matching("[A-Z]{3}", says="a currency code such as EUR"),
            "day": choice("store", "organisation"),
            "filters": items(_filter(names), most=20),
        },
    )


def _variable(names: Names) -> Check:
    return record(
        required={
            "name": matching(VARIABLE, says="a name: small letters, digits and _, at most 40"),
            "label": text(60, least=1),
            "dimension": _named("dimension", names.dimensions, names),
            "value": items(text(200), most=200, unique=True),
        },
        optional={},
    )


def _tile(names: Names) -> Check:
    shape = record(
        required={
            "id": _TREE_ID,
            "kind": choice(*shapes.KINDS),
            "place": _place,
        },
        optional={
            **{name: text(most) for name, most in LINES},
            "parent": _TREE_ID,
            "phone": record(required={}, optional={"order": whole(0, 999), "hidden": flag, "h": whole(1, 40)}),
            "settings": _settings(names),
            "query": _query(names),
            "options": _options(names),
        },
    )

    def check(value: Any, place: str, found: Found) -> None:
        shape(value, place, found)
        if isinstance(value, dict):
            _check_asks(value, place, found)

    return check


def _check_asks(tile: Mapping[str, Any], place: str, found: Found) -> None:
    kind = tile.get("kind")
    if kind in ASKING and "query" not in tile:
        say(found, inside(place, "query"), "is missing")
    if kind in SAYING and "query" in tile:
        say(found, inside(place, "query"), f"a tile of kind {kind} asks nothing")


_PLACE = record(
    required={"x": whole(0, COLUMNS - 1), "y": whole(0, 2000), "w": whole(1, COLUMNS), "h": whole(1, 40)}, optional={}
)


def _place(value: Any, place: str, found: Found) -> None:
    before = len(found)
    _PLACE(value, place, found)
    if len(found) == before and value["x"] + value["w"] > COLUMNS:
        say(found, place, f"reaches column {value['x'] + value['w']} of {COLUMNS}")


def _query(names: Names) -> Check:
    shape = record(
        required={"metrics": items(_named("metric", names.metrics, names), most=20, least=1, unique=True)},
        optional={
            "dimensions": items(_named("dimension", names.dimensions, names), most=8, unique=True),
            "grain": choice(*shapes.GRAINS),
            "order_by": items(text(80, least=1), most=8, unique=True),
            "limit": whole(1, 10_000),
        },
    )

    def check(value: Any, place: str, found: Found) -> None:
        before = len(found)
        shape(value, place, found)
        if len(found) == before:
            _check_order(value, inside(place, "order_by"), found)

    return check


def _check_order(query: Mapping[str, Any], place: str, found: Found) -> None:
    known = [*query["metrics"], *query.get("dimensions", ()), shapes.PERIOD]
    for index, item in enumerate(query.get("order_by", ())):
        column = item.removeprefix("-")
        for suffix in shapes.SUFFIXES:
            column = column.removesuffix(suffix)
        if column not in known:
            near = nearest(column, known=known)
            say(found, inside(place, index), f"{shown(column)!r} is no column of the question", suggestions=near)


def _options(names: Names) -> Check:
    metric, dimension = _named("metric", names.metrics, names), _named("dimension", names.dimensions, names)
    return record(
        required={},
        optional={
            "target": flag,
            "spark": flag,
            "stack": choice("none", "stacked", "share"),
            "orientation": choice("vertical", "horizontal"),
            "right": items(metric, most=20, unique=True),
            "scale": choice("linear", "log", "indexed"),
            "rows": items(dimension, most=8, unique=True),
            "columns": items(dimension, most=8, unique=True),
            "derived": items(choice("share", "running", "moving", "to_date"), most=4, unique=True),
            "other": flag,
            "markdown": text(MARKDOWN, lines=True),
            "limit": whole(1, 200),
            "annotations": flag,
        },
    )


def _named(what: str, known: Mapping[str, str], names: Names) -> Check:
    def check(value: Any, place: str, found: Found) -> None:
        if not isinstance(value, str) or (value not in known and value not in names.forgiven):
            near = nearest(str(value)[:60], known=known)
            say(found, place, f"there is no {what} {shown(value)!r}", suggestions=near)

    return check


def _store(names: Names) -> Check:
    def check(value: Any, place: str, found: Found) -> None:
        if not isinstance(value, str):
            say(found, place, "must be the short name of a store")
        elif names.stores is not None and value not in names.stores and value not in names.forgiven:
            near = nearest(value[:60], known=names.stores)
            say(found, place, f"there is no store {shown(value)!r}", suggestions=near)

    return check


def _filter(names: Names) -> Check:
    field, op = _named("dimension", names.dimensions, names), choice(*(one.value for one in Op))
    shape = record(required={"field": field, "op": op}, optional={"value": lambda *_: None})

    def check(value: Any, place: str, found: Found) -> None:
        before = len(found)
        shape(value, place, found)
        if len(found) == before:
            _check_value(value, place, found)

    return check


def _check_value(condition: Mapping[str, Any], place: str, found: Found) -> None:
    try:
        parse_query({"metrics": ["any"], "filters": [condition]})
    except ComptoirError as error:
        say(found, inside(place, "value"), error.message)
        return
    values = condition.get("value")
    for one in values if isinstance(values, list) else (values,):
        if isinstance(one, str):
            text(500)(one, inside(place, "value"), found)


def _period(value: Any, place: str, found: Found) -> None:
    if isinstance(value, str) and value in shapes.PERIODS:
        return
    start, mark, end = value.partition("..") if isinstance(value, str) else ("", "", "")
    try:
        if mark and parse_day(start, field=place) <= parse_day(end, field=place):
            return
    except ComptoirError:
        pass
    say(
        found,
        place,
        f"cannot be {shown(value)!r}: it is one of {', '.join(shapes.PERIODS)}, or two days 2026-01-01..2026-01-31",
    )


def _check_variables(variables: Any, found: Found) -> None:
    names = [one["name"] for one in variables]
    for index, name in enumerate(names):
        if name in names[:index]:
            say(found, f"variables.{index}.name", f"{name!r} is there twice")
