"""What `query`, `explain`, `metrics` and `dimensions` take on the command line, and their reading as a query."""

import argparse
import shlex
from typing import Any

from comptoir.kernel.errors import Invalid
from comptoir.manifest import Argument, Command
from comptoir.semantic.catalogue import nearest
from comptoir.semantic.query import BARE, LISTS, Op, Query, parse_query

_BASES = {"store": "the store's own day", "organisation": "the organisation's day"}

ARGUMENTS = (
    Argument(("--metrics",), "metrics, separated by commas", {"required": True}),
    Argument(("--by",), "dimensions, separated by commas", {"default": ""}),
    Argument(("--grain",), "hour, day, week, month, quarter, year, fiscal_month, fiscal_quarter or fiscal_year"),
    Argument(("--from",), "first day, 2025-01-01", {"dest": "first"}),
    Argument(("--to",), "last day, included", {"dest": "last"}),
    Argument(("--compare",), "previous_period, previous_week, previous_year or previous_year_weekday"),
    Argument(("--same-minute",), "compare an unfinished period up to the same minute", {"action": "store_true"}),
    Argument(
        ("--where",),
        "a filter: 'field op value', may be repeated",
        {"action": "append", "default": [], "metavar": "FILTER"},
    ),
    Argument(("--currency",), "currency of the result, such as EUR"),
    Argument(("--day",), "whose day: store or organisation", {"default": "store"}),
    Argument(("--returns-basis",), "returns count on the day of the return or of the order", {"default": "return"}),
    Argument(("--edits-basis",), "edits count on the day of the order or of the edit", {"default": "order"}),
    Argument(("--order-by",), "columns, separated by commas; -column turns the order round", {"default": ""}),
    Argument(("--limit",), "at most this many rows", {"type": int}),
    Argument(("--organisation",), "short name of the organisation, where the home has several"),
)
_FORMAT = Argument(("--format",), "table, csv, json or parquet", {"default": "table"})
_OWN = Argument(("--organisation",), "short name of an organisation: those of its own are listed too")

QUERY = Command(
    path=("query",),
    help="ask for figures: metrics by dimensions and time",
    handler="comptoir.composed.insights.commands:query",
    arguments=(*ARGUMENTS, _FORMAT),
)
EXPLAIN = Command(
    path=("explain",),
    help="say what figures mean: definition, filters, SQL",
    handler="comptoir.composed.insights.commands:explain",
    arguments=ARGUMENTS,
)
METRICS = Command(
    path=("metrics",),
    help="list all metrics with their definitions",
    handler="comptoir.composed.insights.commands:metrics",
    arguments=(_OWN,),
)
DIMENSIONS = Command(
    path=("dimensions",),
    help="list all dimensions to group and filter by",
    handler="comptoir.composed.insights.commands:dimensions",
    arguments=(_OWN,),
)


def query_of(arguments: argparse.Namespace) -> Query:
    """Return the query that arguments describe, read like its JSON form."""
    raw: dict[str, Any] = {
        "metrics": _list(arguments.metrics),
        "dimensions": _list(arguments.by),
        "grain": arguments.grain,
        "compare": arguments.compare,
        "same_minute": arguments.same_minute,
        "filters": [_filter(text) for text in arguments.where],
        "currency": arguments.currency,
        "day": arguments.day,
        "returns_basis": arguments.returns_basis,
        "edits_basis": arguments.edits_basis,
        "order_by": _list(arguments.order_by),
        "limit": arguments.limit,
    }
    if (arguments.first is None) != (arguments.last is None):
        raise Invalid("--from and --to belong together.", field="range")
    if arguments.first is not None:
        raw["range"] = {"from": arguments.first, "to": arguments.last}
    return parse_query(raw)


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _filter(text: str) -> dict[str, Any]:
    """Read 'country in DE,FR': lists are separated by commas, a value with a comma is quoted."""
    field, _, rest = text.strip().partition(" ")
    op, _, value = rest.strip().partition(" ")
    ops = [one.value for one in Op]
    if op not in ops:
        raise Invalid(
            f"{text!r} is not 'field op value'.",
            hint=f"The op is one of {', '.join(ops)}.",
            field="where",
            suggestions=nearest(op, known=ops),
        )
    if op in BARE:
        return {"field": field, "op": op}
    if op not in LISTS:
        return {"field": field, "op": op, "value": value.strip()}
    parts = shlex.shlex(value, posix=True)
    parts.whitespace, parts.whitespace_split, parts.commenters = ",", True, ""
    return {"field": field, "op": op, "value": [part.strip() for part in parts]}
