"""chDB inside the host: its connections, their settings, and running statements on them.

Owns one data directory. One connection serves one request at a time; requests with equal settings share it by turns.
"""

import importlib
import itertools
import os
import sys
import threading
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from comptoir.engine.host.statement import PIECEWISE, Statement, quoted
from comptoir.engine.host.writes import Writes

IDLE_KEPT = 8
FILE_PIECE = 1024 * 1024
NOT_STREAMABLE = "Streaming query is not supported"


@dataclass(slots=True)
class Session:
    """A connection with its settings; ``tag`` finds its running query."""

    raw: Any
    key: tuple[object, ...]
    tag: str
    cancelled: threading.Event = field(default_factory=threading.Event)


@dataclass(slots=True)
class Counts:
    """What a statement read and wrote, for the summary header."""

    read_rows: int = 0
    read_bytes: int = 0
    result_rows: int = 0
    written_rows: int = 0


class Engine:
    """The open data directory."""

    def __init__(self, data: Path, *, spool: Path, memory_bytes: int) -> None:
        # chDB imports pyarrow when it finds it, which costs 60 MB that the host never uses.
        sys.modules["pyarrow"] = None  # type: ignore[assignment]
        self._driver = importlib.import_module("chdb")._chdb
        options = {
            "max_server_memory_usage": memory_bytes,
            "mark_cache_size": 64 * 1024 * 1024,
            "uncompressed_cache_size": 0,
            "background_pool_size": 2,
            "background_schedule_pool_size": 2,
            "log-level": "fatal",
        }
        self._url = f"{data}?{urlencode(options)}"
        self.spool = spool
        self.writes = Writes(data)
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._idle: list[Session] = []
        self._killer_lock = threading.Lock()
        self._killer = self._driver.connect(self._url)
        self.version = self._killer.query("SELECT version()", "TSVRaw").bytes().decode().strip()

    @contextmanager
    def session(self, database: str, settings: Mapping[str, str]) -> Iterator[Session]:
        """Lend a connection with this database and these settings."""
        key = (database, *sorted(settings.items()))
        session = self._take(key) or self._open(key, database, settings)
        try:
            yield session
        except BaseException:
            session.raw.close()
            raise
        self._give_back(session)

    def _take(self, key: tuple[object, ...]) -> Session | None:
        with self._lock:
            for place in range(len(self._idle) - 1, -1, -1):
                if self._idle[place].key == key:
                    return self._idle.pop(place)
        return None

    def _open(self, key: tuple[object, ...], database: str, settings: Mapping[str, str]) -> Session:
        raw = self._driver.connect(self._url)
        tag = f"comptoir-{os.getpid()}-{next(self._numbers)}"
        wanted = {**settings, "log_comment": tag}
        try:
            raw.query("SET " + ", ".join(f"{name} = {quoted(value)}" for name, value in wanted.items()), "TSV")
            if database:
                raw.query("USE `" + database.replace("\\", "\\\\").replace("`", "\\`") + "`", "TSV")
        except BaseException:
            raw.close()
            raise
        return Session(raw, key, tag)

    def _give_back(self, session: Session) -> None:
        if session.cancelled.is_set():
            session.raw.close()
            return
        with self._lock:
            self._idle.append(session)
            surplus = self._idle.pop(0) if len(self._idle) > IDLE_KEPT else None
        if surplus:
            surplus.raw.close()

    def cancel(self, session: Session) -> None:
        """Stop what runs on a session, from any thread."""
        session.cancelled.set()
        with self._killer_lock:
            self._killer.query(f"KILL QUERY WHERE Settings['log_comment'] = {quoted(session.tag)} ASYNC", "TSV")

    def read(
        self, session: Session, statement: Statement, parameters: Mapping[str, str], counts: Counts
    ) -> Generator[bytes, None, None]:
        """Yield the answer of a SELECT piece by piece; memory is bounded whatever its size and format."""
        if statement.fmt not in PIECEWISE:
            yield from self._read_through_file(session, statement, parameters)
            return
        try:
            stream = session.raw.send_query(statement.sql, statement.fmt, params=dict(parameters))
        except RuntimeError as error:
            if NOT_STREAMABLE not in str(error):
                raise
            yield self.run(session, statement, parameters, counts)
            return
        headings, is_empty = PIECEWISE[statement.fmt], True
        for piece in self._pieces(session, stream, headings, counts):
            is_empty = False
            yield piece
        if is_empty and headings:  # a stream without rows has no heading either
            yield self.run(session, statement, parameters, counts)

    def _pieces(self, session: Session, stream: Any, headings: int, counts: Counts) -> Iterator[bytes]:
        finished = first = False
        try:
            while True:
                piece = session.raw.streaming_fetch_result(stream)
                if piece is None or piece.rows_read() == 0:
                    finished = True
                    return
                counts.result_rows += piece.rows_read()
                block = piece.bytes()
                yield without_lines(block, headings) if first else block
                first = True
        except RuntimeError:
            finished = True
            raise
        finally:
            if not finished:
                session.cancelled.set()
                session.raw.streaming_cancel_query(stream)

    def _read_through_file(
        self, session: Session, statement: Statement, parameters: Mapping[str, str]
    ) -> Iterator[bytes]:
        """Formats with a frame around the rows (Parquet, Arrow, JSON) are only whole when chDB writes them whole."""
        path = self.spool / f"{session.tag}.out"
        try:
            session.raw.query(statement.into_file(str(path)), "TSV", params=dict(parameters))
            with path.open("rb") as file:
                while block := file.read(FILE_PIECE):
                    yield block
        finally:
            path.unlink(missing_ok=True)

    def run(self, session: Session, statement: Statement, parameters: Mapping[str, str], counts: Counts) -> bytes:
        """Run a statement whose answer is small."""
        with self.writes.checked(session.raw) if statement.writes else nullcontext():
            result = session.raw.query(statement.sql, statement.fmt, params=dict(parameters))
        counts.read_rows += result.storage_rows_read()
        counts.read_bytes += result.storage_bytes_read()
        counts.written_rows += result.rows_written()
        return bytes(result.bytes())

    def insert(self, session: Session, sql: str, counts: Counts) -> None:
        """Run an INSERT from a file."""
        with self.writes.checked(session.raw):
            counts.written_rows += session.raw.query(sql, "TSV").rows_written()

    def close(self) -> None:
        """Write what is in memory and let the directory go."""
        for session in self._idle:
            session.raw.close()
        self._idle.clear()
        self._killer.close()


def without_lines(block: bytes, lines: int) -> bytes:
    """Drop the heading lines that every piece after the first repeats."""
    start = 0
    for _ in range(lines):
        start = block.index(b"\n", start) + 1
    return block[start:]
