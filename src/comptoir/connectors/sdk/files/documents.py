"""Reading JSON: an array, an object that wraps one (``{"items": […]}``), or one document a line. Streaming.

Numbers with a decimal point become ``Decimal``: money never passes through a float.
"""

import io
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from comptoir.connectors.sdk.errors import FileProblem, OverLimit
from comptoir.connectors.sdk.files.limits import Limits, size
from comptoir.connectors.sdk.files.rows import Document, Flaw

_CHUNK = 1 << 18
_BLANK = re.compile(r"[ \t\r\n]*")
_WRAPPED = re.compile(
    r'\s*\{\s*(?:"[a-z_]+"\s*:\s*(?:\d+|"[^"]*"|null)\s*,\s*)*"(items|orders|products|customers|data)"\s*:\s*(?=\[)'
)
SHAPES = {"lines": "JSON Lines", "array": "JSON array", "wrapped": "JSON", "values": "JSON"}
_ENDS = {"array": ("]",), "wrapped": ("]",), "values": ("",)}


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a JSON number")


_DECODER = json.JSONDecoder(parse_float=Decimal, parse_constant=_refuse_constant)


def looks_like_json(head: str) -> bool:
    """Return whether the text begins as a JSON array or object does."""
    start = head.lstrip("\ufeff \t\r\n")
    return start.startswith("{") or (start.startswith("[") and start[1:].lstrip()[:1] in ("{", "]", ""))


def shape_of(head: str) -> str:
    """Return ``lines``, ``array``, ``wrapped`` or ``values`` (documents over several lines) by the file's beginning."""
    start = head.lstrip("\ufeff \t\r\n")
    if start.startswith("["):
        return "array"
    if _WRAPPED.match(start):
        return "wrapped"
    first = start.split("\n", 1)[0].rstrip()
    return "values" if first.endswith(("{", "[", ",")) and len(first) < 400 else "lines"


def read_documents(text: io.TextIOWrapper, *, shape: str, name: str, limits: Limits) -> Iterator[Document | Flaw]:
    """Yield every object of the file; one that cannot be read is a ``Flaw`` where reading can go on after it."""
    if shape == "lines":
        return _read_lines(text, name, limits)
    return _read_values(text, shape, name, limits)


def _read_lines(text: io.TextIOWrapper, name: str, limits: Limits) -> Iterator[Document | Flaw]:
    number = 0
    while line := text.readline(limits.document_bytes + 1):
        number += 1
        if len(line) > limits.document_bytes:
            raise OverLimit(f"Line {number} of {name} is larger than {size(limits.document_bytes)}, the limit.")
        stripped = line.strip("\ufeff \t\r\n")
        if not stripped:
            continue
        value = _decode(stripped)
        if value is None:
            yield Flaw(number, "the line is not a JSON document", [stripped[:10_000]])
        else:
            yield _document(number, value)


def _decode(source: str) -> Any:
    """Return the one value that ``source`` holds, ``None`` where it does not hold exactly one."""
    try:
        value, end = _DECODER.raw_decode(source)
    except (ValueError, RecursionError):
        return None
    return value if end == len(source) else None


def _document(line: int, value: Any) -> Document | Flaw:
    if isinstance(value, dict):
        return Document(line, value)
    return Flaw(line, "the JSON value is not an object", [str(value)[:1_000]])


class _Window:
    """The part of the text being decoded; grows until a value is complete, then forgets it."""

    def __init__(self, text: io.TextIOWrapper, name: str, limit: int) -> None:
        self._text = text
        self._name = name
        self._limit = limit
        self.buffer = ""
        self.position = 0

    def more(self) -> bool:
        """Read on; return whether there was anything."""
        chunk = self._text.read(max(_CHUNK, len(self.buffer) - self.position))
        if len(self.buffer) - self.position + len(chunk) > self._limit + _CHUNK * 2 and self.position == 0:
            raise OverLimit(f"A document of {self._name} is larger than {size(self._limit)}, the limit.")
        self.buffer = self.buffer[self.position :] + chunk
        self.position = 0
        return bool(chunk)

    def next_character(self) -> str:
        """Skip blanks and return the next character without taking it; "" at the end."""
        while True:
            found = _BLANK.match(self.buffer, self.position)
            self.position = found.end() if found else self.position
            if self.position < len(self.buffer):
                return self.buffer[self.position]
            if not self.more():
                return ""

    def value(self) -> Any:
        """Take the next JSON value."""
        while True:
            try:
                value, end = _DECODER.raw_decode(self.buffer, self.position)
            except json.JSONDecodeError as error:
                cut_off = "Unterminated" in error.msg or error.pos >= len(self.buffer) - 16
                if not cut_off or not self.more():
                    raise
                continue
            # A number may go on in the next chunk: it is complete only when something follows.
            if end < len(self.buffer) or self.buffer[end - 1] in '}]"' or not self.more():
                self.position = end
                return value


def _read_values(text: io.TextIOWrapper, shape: str, name: str, limits: Limits) -> Iterator[Document | Flaw]:
    window = _Window(text, name, limits.document_bytes)
    window.more()
    if shape == "wrapped":
        opening = _WRAPPED.match(window.buffer)
        window.position = opening.end() if opening else 0
    if shape != "values":
        if window.next_character() != "[":
            raise FileProblem(f"{name} is not a JSON array of objects.")
        window.position += 1
    number = 0
    while (character := window.next_character()) not in _ENDS[shape]:
        if character == ",":
            window.position += 1
            continue
        number += 1
        try:
            value = window.value() if character else None
        except (ValueError, RecursionError):
            value = None
        if value is None:
            yield Flaw(number, "the JSON ends or breaks here; nothing after it could be read", [])
            return
        yield _document(number, value)
