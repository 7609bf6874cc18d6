"""One HTTP request as ClickHouse's interface defines it: who asks, which statement, settings, parameters, what data.

Owns limits on what is read. Data that follows an INSERT goes to a file, never into memory.
"""

import base64
import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from io import BufferedIOBase, FileIO
from pathlib import Path
from typing import TypeAlias
from urllib.parse import parse_qsl, urlsplit

from comptoir.engine.host.packing import UNPACKERS, unpacked
from comptoir.engine.host.statement import DEFAULT_FORMAT, Kind, Statement, parse, split_insert

Headers: TypeAlias = "Message[str, str]"
STATEMENT_LIMIT = 32 * 1024 * 1024
HEAD = 256 * 1024
PIECE = 256 * 1024
# Parameters of the interface that are no settings.
OWN = {
    "query", "database", "user", "password", "default_format", "query_id", "session_id", "session_timeout",
    "session_check", "quota_key", "role", "compress", "decompress", "buffer_size", "wait_end_of_query",
    "client_protocol_version", "stacktrace", "enable_http_compression", "http_zlib_compression_level",
    "send_progress_in_http_headers", "http_headers_progress_interval_ms", "add_http_cors_header",
    "cancel_http_readonly_queries_on_client_close", "http_write_exception_in_output_format", "log_comment",
}  # fmt: skip


class Refused(Exception):
    """A request the host does not run: HTTP status, ClickHouse's code and name, and why."""

    def __init__(self, status: int, code: int, name: str, message: str) -> None:
        super().__init__(f"Code: {code}. DB::Exception: {message}. ({name})")
        self.status = status
        self.code = code


@dataclass(frozen=True, slots=True)
class Ask:
    """What is to be run."""

    statement: Statement
    database: str
    settings: Mapping[str, str]
    parameters: Mapping[str, str]
    query_id: str
    caller: str
    data: Path | None = None  # file with the rows of an INSERT


def authorised(headers: Headers, query: Mapping[str, str], *, password: str) -> bool:
    """Return whether the request carries the host's password, in any of ClickHouse's three places."""
    given = headers.get("X-ClickHouse-Key") or query.get("password") or ""
    scheme, _, value = (headers.get("Authorization") or "").partition(" ")
    if scheme.lower() == "basic":
        try:
            given = base64.b64decode(value, validate=True).decode().partition(":")[2]
        except ValueError:
            return False
    return hmac.compare_digest(given.encode(), password.encode())


def query_of(target: str) -> dict[str, str]:
    """Return the parameters of a request's target."""
    return dict(parse_qsl(urlsplit(target).query, keep_blank_values=True))


def read_ask(headers: Headers, query: Mapping[str, str], body: Iterator[bytes], *, spool: Path) -> Ask:
    """Read the statement, and the data of an INSERT into ``spool``. The caller removes the file."""
    fields = dict(query)
    kind = headers.get("Content-Type") or ""
    if kind.startswith("multipart/form-data"):
        fields.update(form_fields(kind, b"".join(limited(body))))
        body = iter(())
    default_format = fields.get("default_format") or headers.get("X-ClickHouse-Format") or DEFAULT_FORMAT
    body = plain_body(headers, body)
    sql, rest = fields.get("query", ""), body
    if parse(sql).kind is not Kind.INSERT:
        sql, rest = statement_of(sql, body)
    statement = parse(sql, default_format=default_format)
    data = None
    if statement.kind is Kind.INSERT:
        data = write(spool, rest)
    settings = {name: value for name, value in fields.items() if name not in OWN and not name.startswith("param_")}
    return Ask(
        statement=statement,
        database=fields.get("database") or headers.get("X-ClickHouse-Database") or "",
        settings=settings,
        parameters={name[6:]: value for name, value in fields.items() if name.startswith("param_")},
        query_id=fields.get("query_id", ""),
        caller=fields.get("quota_key") or headers.get("X-ClickHouse-Quota") or "",
        data=data,
    )


def plain_body(headers: Headers, body: Iterator[bytes]) -> Iterator[bytes]:
    """Return the body without compression."""
    packing = headers.get("Content-Encoding") or "identity"
    if packing == "identity":
        return body
    if packing not in UNPACKERS:
        raise Refused(400, 48, "NOT_IMPLEMENTED", f"Content-Encoding {packing} is not known")
    return unpacked(body, packing=packing)


def statement_of(prefix: str, body: Iterator[bytes]) -> tuple[str, Iterator[bytes]]:
    """Split a body into its statement and the data behind it."""
    head = bytearray()
    for piece in body:
        head += piece
        if len(head) >= HEAD:
            break
    found = split_insert(bytes(head)) if not prefix.strip() else None
    if found is None:
        text = prefix.encode() + (b"\n" if prefix and head else b"") + bytes(head) + b"".join(limited(body))
        return text.decode(), iter(())
    sql, start = found
    return sql, chained(bytes(head[start:]), body)


def chained(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    """Yield what was read already, then the rest."""
    yield first
    yield from rest


def limited(body: Iterator[bytes]) -> Iterator[bytes]:
    """Yield a body that is no data, up to a limit."""
    size = 0
    for piece in body:
        size += len(piece)
        if size > STATEMENT_LIMIT:
            raise Refused(413, 307, "TOO_MANY_BYTES", "The statement is too long")
        yield piece


def form_fields(kind: str, body: bytes) -> dict[str, str]:
    """Return the text fields of a form; tables sent as files are not supported."""
    message = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)
    fields: dict[str, str] = {}
    for part in message.iter_parts():
        if part.get_filename():
            raise Refused(400, 48, "NOT_IMPLEMENTED", "External tables are not supported by the embedded engine")
        name = part.get_param("name", header="content-disposition")
        payload = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(payload, bytes):
            fields[name] = payload.decode()
    return fields


def write(path: Path, pieces: Iterator[bytes]) -> Path:
    """Write pieces to a new file. When that fails the rest is still read, or the client would never hear why."""
    failure: OSError | None = None
    with path.open("xb", buffering=0) as file:
        for piece in pieces:
            if failure is None:
                failure = write_whole(file, piece)
    if failure is not None:
        raise failure
    return path


def write_whole(file: FileIO, piece: bytes) -> OSError | None:
    """Write all of a piece, or return what kept it from the disk."""
    left = memoryview(piece)
    try:
        while left:
            left = left[file.write(left) :]
    except OSError as error:
        return error
    return None


def body_of(stream: BufferedIOBase, headers: Headers) -> Iterator[bytes]:
    """Yield a request's body, of known length or chunked; a body cut short raises ``ConnectionError``."""
    if "chunked" in (headers.get("Transfer-Encoding") or "").lower():
        yield from chunked(stream)
        return
    left = int(headers.get("Content-Length") or 0)
    while left > 0:
        piece = stream.read(min(left, PIECE))
        if not piece:
            raise ConnectionError("the body ended early")
        left -= len(piece)
        yield piece


def chunked(stream: BufferedIOBase) -> Iterator[bytes]:
    """Yield the chunks of a chunked body (RFC 9112, section 7.1)."""
    while True:
        line = stream.readline(64)
        try:
            size = int(line.split(b";")[0], 16)
        except ValueError as error:
            raise ConnectionError("the body ended early") from error
        left = size
        while left > 0:
            piece = stream.read(min(left, PIECE))
            if not piece:
                raise ConnectionError("the body ended early")
            left -= len(piece)
            yield piece
        stream.readline(4)
        if size == 0:
            return
