"""A query as the API's description shows it: every field with the values it takes. Reading one is ``semantic.query``'s."""

from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
from litestar.params import Body

from comptoir.kernel.time import Grain
from comptoir.semantic.condition import Op
from comptoir.semantic.query import Compare

_NAME = {"type": "string", "minLength": 1}
_NAMES = {"oneOf": [_NAME, {"type": "array", "items": _NAME, "uniqueItems": True}, {"type": "null"}]}
_DAY = {"type": "string", "format": "date"}
_VALUE = {"type": ["string", "integer"]}


def _one_of(words: Sequence[str]) -> dict[str, Any]:
    return {"enum": [*words, None]}


_FILTER = {
    "type": "object",
    "required": ["field", "op"],
    "additionalProperties": False,
    "properties": {
        "field": {"type": "string", "description": "A dimension: `GET /api/v1/dimensions`."},
        "op": {"enum": list(Op)},
        "value": {"description": "A value; a list of them for in, not_in and between; none for is_null and not_null."},
    },
}
QUERY: dict[str, Any] = {
    "type": "object",
    "required": ["metrics"],
    "additionalProperties": False,
    "properties": {
        "metrics": {
            "description": "Names of metrics: `GET /api/v1/metrics`.",
            "oneOf": [_NAME, {"type": "array", "items": _NAME, "minItems": 1, "uniqueItems": True}],
        },
        "dimensions": {"description": "Names of dimensions: `GET /api/v1/dimensions`.", **_NAMES},
        "grain": _one_of(list(Grain)),
        "range": {
            "oneOf": [
                {
                    "type": "object",
                    "required": ["from", "to"],
                    "additionalProperties": False,
                    "properties": {"from": _DAY, "to": _DAY},
                },
                {"type": "null"},
            ],
            "description": "First and last local day, both included; without it all data.",
        },
        "compare": _one_of(list(Compare)),
        "same_minute": {
            "type": ["boolean", "null"],
            "description": "Compare an unfinished period up to the same minute.",
        },
        "filters": {"oneOf": [{"type": "array", "items": _FILTER}, {"type": "null"}]},
        "currency": {"type": ["string", "null"], "pattern": "^[A-Za-z]{3}$"},
        "day": _one_of(("store", "organisation")),
        "returns_basis": _one_of(("return", "order")),
        "edits_basis": _one_of(("order", "edit")),
        "order_by": {"description": "Columns of the answer; `-` before a name turns the order round.", **_NAMES},
        "limit": {"type": ["integer", "null"], "minimum": 1},
    },
}
_EXAMPLE = {"metrics": ["net_sales"], "dimensions": ["store"], "range": {"from": "2026-01-01", "to": "2026-01-31"}}
Asked = Annotated[dict[str, Any], Body(title="Query", schema_extra=QUERY | {"examples": [_EXAMPLE]})]
QueryIn = Annotated[dict[str, Any], msgspec.Meta(extra_json_schema={"title": "Query", "extra": QUERY})]
