"""Reading the JSON body of a delivery: every number exact, every field once, nothing guessed. Pure.

``unreadable`` is the quick look of the intake, ``read_body`` the reading of the pump. Both say in a sentence what is
wrong and never repeat the body's own words: those may be personal.
"""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import msgspec

from comptoir.connectors.sdk.canonical import Record
from comptoir.connectors.sdk.errors import RowProblem
from comptoir.connectors.sdk.formats import Options

NOT_JSON = "the body is not JSON"
NO_OBJECT = "the body is not a JSON object"
TOO_DEEP = "the body is nested too deeply"
TWICE = "the body names a field twice"
TOO_LONG = "a number of the body has too many digits"
SHAPE = "the body is not shaped as the platform documents it"
_SHAPES = (TypeError, AttributeError, ValueError, ArithmeticError, LookupError)
# Fractions are counted, not converted: a look must not fail where no float could hold one.
_look = msgspec.json.Decoder(float_hook=len).decode


def unreadable(body: bytes) -> str | None:
    """Return why a body cannot be read at all, ``None`` where it can."""
    try:
        found = _look(body)
    except RecursionError:
        return TOO_DEEP
    except msgspec.ValidationError:
        return TOO_LONG
    except (msgspec.DecodeError, ValueError):
        return NOT_JSON
    return None if isinstance(found, dict) else NO_OBJECT


def read_body(body: bytes) -> dict[str, Any]:
    """Return the object a body holds, decimals as ``Decimal``. Raises ``RowProblem`` with the reason."""
    try:
        document = json.loads(
            body.decode(), parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_each_once
        )
    except RecursionError as error:
        raise RowProblem(TOO_DEEP) from error
    except ValueError as error:
        raise RowProblem(NOT_JSON) from error
    if not isinstance(document, dict):
        raise RowProblem(NO_OBJECT)
    return document


def normalised(
    document: Mapping[str, Any],
    options: Options,
    *,
    normalise: Callable[[Mapping[str, Any], Options], Record],
) -> Record:
    """Return what a normaliser makes of a document; one of another shape is a ``RowProblem`` like any other."""
    try:
        return normalise(document, options)
    except RecursionError as error:
        raise RowProblem(TOO_DEEP) from error
    except _SHAPES as error:
        raise RowProblem(SHAPE) from error


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise RowProblem(TWICE)
    return found


def _no_number(word: str) -> object:
    raise ValueError(f"{word} is no JSON number")
