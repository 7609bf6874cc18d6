"""ClickHouse's HTTP interface: answers on the connection what the engine gives, errors with ClickHouse's codes.

Small answers go out as one send with their length; large ones are chunked, and an error in the middle is told in the
way ClickHouse tells it, so that no client takes half an answer for a whole one.
"""

import itertools
import json
import os
import re
import secrets
import time
from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager, closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from comptoir.engine.host.chdb import Counts, Engine, Session
from comptoir.engine.host.places import Places, Watch
from comptoir.engine.host.request import Ask, Refused, authorised, body_of, query_of, read_ask
from comptoir.engine.host.statement import Kind

WHOLE = 1024 * 1024  # answers up to this many bytes are sent whole
CODE = re.compile(r"Code: (\d+)")
STATUS = {
    **dict.fromkeys((62, 6, 26, 27, 36, 38, 41, 42, 43, 44, 46, 47, 50, 53, 69, 72, 115, 117, 386, 456, 457, 215), 400),
    **dict.fromkeys((60, 81, 16), 404),
    **dict.fromkeys((202, 243), 503),
    307: 413,
}
FATAL = 236
numbers = itertools.count(1)


class Host(ThreadingHTTPServer):
    """Listens on loopback; one thread a connection."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, engine: Engine, *, port: int, password: str, places: Places) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.engine = engine
        self.password = password
        self.places = places
        self.watch = Watch()

    def handle_error(self, request: object, client_address: object) -> None:
        """A connection that broke is the client's business."""


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server_version = "comptoir-engine-host"
    sys_version = ""
    wbufsize = 64 * 1024
    disable_nagle_algorithm = True
    timeout = 300
    server: Host

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class names it
        """Say nothing: statements may hold names of people."""

    def do_GET(self) -> None:
        """Answer /ping without a password, anything else as a statement."""
        if urlsplit(self.path).path == "/ping":
            self.whole(200, b"Ok.\n", {})
        else:
            self.do_POST()

    def do_POST(self) -> None:
        """Run one statement."""
        query = query_of(self.path)
        body = body_of(self.rfile, self.headers)
        if not authorised(self.headers, query, password=self.server.password):
            self.close_connection = True
            self.fail(401, 516, "Code: 516. DB::Exception: Authentication failed. (AUTHENTICATION_FAILED)")
            return
        spooled = self.server.engine.spool / f"{next(numbers)}.in"
        try:
            ask = read_ask(self.headers, query, body, spool=spooled)
            with self.server.places.one(ask.caller):
                self.run(ask)
        except Refused as error:
            self.close_connection = True
            self.fail(error.status, error.code, str(error))
        except RuntimeError as error:
            self.refuse(str(error))
        except UnicodeDecodeError:
            self.close_connection = True
            self.fail(400, 62, "Code: 62. DB::Exception: The statement is not UTF-8. (SYNTAX_ERROR)")
        except OSError as error:
            self.close_connection = True
            if not isinstance(error, ConnectionError):
                self.fail(500, 243, f"Code: 243. DB::Exception: {error.strerror}. (NOT_ENOUGH_SPACE)")
        finally:
            spooled.unlink(missing_ok=True)

    def run(self, ask: Ask) -> None:
        """Run the statement and answer; stop it when the client leaves."""
        engine, counts, started = self.server.engine, Counts(), time.perf_counter_ns()
        with (
            engine.session(ask.database, ask.settings) as session,
            self.watching(session),
            closing(self.pieces(ask, session, counts)) as pieces,
        ):
            self.answer(ask, pieces, counts, started)

    def watching(self, session: Session) -> AbstractContextManager[None]:
        """Cancel the statement of a client that leaves."""
        return self.server.watch.over(self.connection, lambda: self.server.engine.cancel(session))

    def pieces(self, ask: Ask, session: Session, counts: Counts) -> Generator[bytes, None, None]:
        """Yield the answer."""
        engine = self.server.engine
        if ask.data is not None:
            engine.insert(session, ask.statement.from_file(str(ask.data)), counts)
        elif ask.statement.kind is Kind.READ:
            yield from engine.read(session, ask.statement, ask.parameters, counts)
        else:
            yield engine.run(session, ask.statement, ask.parameters, counts)

    def answer(self, ask: Ask, pieces: Iterator[bytes], counts: Counts, started: int) -> None:
        """Send a small answer whole, a large one in chunks."""
        buffered = bytearray()
        for piece in pieces:
            buffered += piece
            if len(buffered) > WHOLE:
                self.stream(ask, bytes(buffered), pieces)
                return
        summary = {
            "read_rows": str(counts.read_rows),
            "read_bytes": str(counts.read_bytes),
            "written_rows": str(counts.written_rows),
            "result_rows": str(counts.result_rows),
            "elapsed_ns": str(time.perf_counter_ns() - started),
        }
        self.whole(200, bytes(buffered), {**self.common(ask), "X-ClickHouse-Summary": json.dumps(summary)})

    def stream(self, ask: Ask, first: bytes, rest: Iterator[bytes]) -> None:
        """Send a chunked answer."""
        tag = secrets.token_hex(8)
        self.send_response(200)
        for name, value in {**self.common(ask), "X-ClickHouse-Exception-Tag": tag}.items():
            self.send_header(name, value)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.chunk(first)
        try:
            for piece in rest:
                self.chunk(piece)
        except RuntimeError as error:
            self.close_connection = True
            message = self.worded(str(error))
            self.chunk(
                f"\r\n__exception__\r\n{tag}\r\n{message}\n{len(message) + 1} {tag}\r\n__exception__\r\n".encode()
            )
            self.wfile.flush()
            raise ConnectionError("told in the stream") from error
        self.wfile.write(b"0\r\n\r\n")
        self.wfile.flush()

    def chunk(self, piece: bytes) -> None:
        """Send one chunk."""
        if piece:
            self.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")

    def common(self, ask: Ask) -> dict[str, str]:
        """Return the headers ClickHouse puts on every answer."""
        return {
            "Content-Type": "text/plain; charset=UTF-8",
            "X-ClickHouse-Format": ask.statement.fmt,
            "X-ClickHouse-Timezone": "UTC",
            "X-ClickHouse-Query-Id": ask.query_id or secrets.token_hex(16),
        }

    def whole(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        """Send status, headers and body together: apart, delayed acknowledgements cost 40 ms."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def refuse(self, message: str) -> None:
        """Answer with an error of the engine."""
        found = CODE.search(message)
        code = int(found[1]) if found else 1001
        if code == FATAL:
            # chDB caught a crash inside itself and answers nothing any more: a fresh process does.
            os._exit(70)
        if "No space left on device" in message or "File too large" in message:
            code = 243
        self.fail(STATUS.get(code, 500), code, message)

    def fail(self, status: int, code: int, message: str) -> None:
        """Answer with an error."""
        body = self.worded(message).encode() + b"\n"
        self.whole(
            status, body, {"Content-Type": "text/plain; charset=UTF-8", "X-ClickHouse-Exception-Code": str(code)}
        )

    def worded(self, message: str) -> str:
        """Return an error's text as ClickHouse ends it."""
        return f"{message} (version {self.server.engine.version})"


def clear(spool: Path) -> None:
    """Remove what an earlier host left behind."""
    spool.mkdir(mode=0o700, parents=True, exist_ok=True)
    for file in spool.iterdir():
        file.unlink()
