"""Errors as RFC 9457 problem documents with a stable ``code``.

Owns the one shape in which anything wrong leaves the product over HTTP. Must not reveal what an unexpected error said.
"""

import re
import traceback
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException

from comptoir.kernel.errors import ComptoirError
from comptoir.platform import telemetry

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:comptoir:problem:"
_CODES = {
    400: "malformed_request",
    401: "not_signed_in",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "unsupported_media_type",
    422: "invalid",
    429: "too_many_requests",
    503: "unavailable",
}
_PHRASES = {status.value: status.phrase for status in HTTPStatus}
_MISSING = re.compile(r"Object missing required field `(?P<field>[^`]+)`")
_UNEXPECTED = re.compile(r"Object contains unknown field `(?P<field>[^`]+)`")
_WRONG_TYPE = re.compile(r"Expected `(?P<wanted>[^`]+)`, got `(?P<got>[^`]+)`")
_PLACE = re.compile(r" - at `\$(?P<path>[^`]*)`$")
_WORDS = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "decimal": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "nothing",
    "uuid": "an id (UUID)",
    "date": "a day such as 2025-12-31",
    "datetime": "an instant such as 2025-12-31T12:00:00Z",
}


class FieldError(msgspec.Struct, frozen=True):
    """What is wrong with one field; ``field`` is a dotted path."""

    field: str
    message: str


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """A problem document."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    hint: str | None = None
    errors: Sequence[FieldError] = ()
    did_you_mean: Sequence[str] = ()
    details: Mapping[str, Any] = {}
    problems: Sequence[Any] = ()  # everything wrong with a document, each with its place
    correlation_id: str | None = None


def problem(status: int, *, code: str, detail: str, **more: Any) -> Problem:
    """Build a problem; the title is the status' own phrase."""
    return Problem(
        type=TYPE_PREFIX + code, title=_PHRASES.get(status, "Error"), status=status, detail=detail, code=code, **more
    )


def of_error(error: ComptoirError) -> Problem:
    """Translate an error of the family. A list of problems among the details stands on its own."""
    details = dict(error.details)
    return problem(
        error.status,
        code=error.code,
        detail=error.message,
        hint=error.hint,
        errors=(FieldError(field=error.field, message=error.message),) if error.field else (),
        did_you_mean=error.suggestions,
        problems=details.pop("problems", ()),
        details=details,
    )


def of_part(error: Exception) -> Problem:
    """Translate what went wrong with one part of an answer; what nobody expected is logged and says nothing of itself."""
    if isinstance(error, ComptoirError):
        return of_error(error)
    _report(error, code="internal_error")
    return problem(500, code="internal_error", detail="Something went wrong on the server.", hint=_LOOK)


def of_validation(error: ValidationException) -> Problem:
    """Translate what the framework found wrong with parameters or a body."""
    found = [field_error(item) for item in error.extra or () if isinstance(item, Mapping)]
    named = [f"{item.field}: {item.message}" if item.field else item.message for item in found]
    return problem(
        422, code="invalid", detail="; ".join(named) or error.detail, errors=[item for item in found if item.field]
    )


def of_http(error: HTTPException, *, path: str) -> Problem:
    """Translate the framework's own refusals: no such route, wrong method, body too large, malformed JSON."""
    status = error.status_code
    detail = error.detail
    if status == 404:
        detail = f"There is nothing at {path}."
    elif status == 405:
        detail = f"{path} does not answer this method."
    elif status == 413:
        detail = "The body is larger than this address accepts."
    return problem(status, code=_CODES.get(status, f"http_{status}"), detail=detail)


def field_error(item: Mapping[str, Any]) -> FieldError:
    """Say in plain words what msgspec found, and at which field."""
    message = str(item.get("message", ""))
    key = str(item.get("key") or "")
    place = _PLACE.search(message)
    if place:
        message = message[: place.start()]
        key = key or place["path"].lstrip(".")
    for pattern, sentence in ((_MISSING, "is missing"), (_UNEXPECTED, "is not known here")):
        if match := pattern.search(message):
            name = match["field"]
            return FieldError(field=name if key in ("", name) else f"{key}.{name}", message=sentence)
    if match := _WRONG_TYPE.search(message):
        return FieldError(field=key, message=f"must be {_words(match['wanted'])}, not {_words(match['got'])}")
    return FieldError(field=key, message=message[:1].lower() + message[1:])


def _words(types: str) -> str:
    return " or ".join(_WORDS.get(name, name) for name in types.split(" | "))


def encoded(document: Problem) -> bytes:
    """Return the document as JSON."""
    return msgspec.json.encode(document)


def answer(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """The exception handler of the whole application."""
    headers: dict[str, str] = {}
    if isinstance(error, ComptoirError):
        document = of_error(error)
        if error.alerting:
            _report(error, code=error.code)
    elif isinstance(error, ValidationException):
        document = of_validation(error)
    elif isinstance(error, HTTPException):
        document = of_http(error, path=request.scope["path"])
        headers.update(error.headers or {})
    elif isinstance(error, RecursionError) and "deserializing" in str(error):
        document = problem(400, code="malformed_request", detail="The body is nested too deeply.")
    else:
        _report(error, code="internal_error")
        document = problem(500, code="internal_error", detail="Something went wrong on the server.", hint=_LOOK)
    exchange: Any = request.scope.get("comptoir")
    if exchange is not None:
        exchange.code = document.code
    if document.status >= 500 and exchange is not None:
        document = msgspec.structs.replace(document, correlation_id=exchange.correlation_id)
    headers |= {name.decode().title(): value.decode() for name, value in retry_after(document)}
    if document.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(content=encoded(document), status_code=document.status, media_type=MEDIA_TYPE, headers=headers)


def retry_after(document: Problem) -> Sequence[tuple[bytes, bytes]]:
    """Return the header that says when to come back, of a problem that knows it."""
    seconds = document.details.get("retry_after")
    return [] if seconds is None else [(b"retry-after", str(seconds).encode())]


def _report(error: Exception, *, code: str) -> None:
    # Frames without their variables, and the first line of the message only: databases add the values to the others.
    message = next(iter(str(error).splitlines()), "")[:200]
    place = "".join(traceback.format_tb(error.__traceback__))
    telemetry.logger("comptoir.http").error(
        "request_failed", code=code, kind=type(error).__name__, message=message, place=place
    )


_LOOK = "The server's log has more under the correlation id; `comptoir doctor` checks the set-up."
