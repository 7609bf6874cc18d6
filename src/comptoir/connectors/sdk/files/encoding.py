"""Finding out how a text file is encoded, from all of its bytes, and what else is odd about them.

One pass over the unpacked bytes also gives the content hash, the line count and the longest-line guard, because
reading a large file twice for that would cost more than everything else here.
"""

import codecs
import hashlib
import re
from dataclasses import dataclass
from typing import BinaryIO

from comptoir.connectors.sdk.errors import FileProblem, OverLimit
from comptoir.connectors.sdk.files.limits import Limits, size

_CHUNK = 1 << 20
_BROKEN = re.compile("[\udc80-\udcff]")
_UNDEFINED_CP1252 = (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d")
_TEXT = bytes({*range(32, 256), *b"\t\n\r\f\x01\x1b\x1f"})
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
LABELS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 with byte order mark",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32": "UTF-32",
    "cp1252": "Windows-1252",
    "latin-1": "ISO 8859-1",
}


@dataclass(frozen=True, slots=True)
class TextScan:
    """What one pass over the bytes found."""

    encoding: str  # a Python codec name
    content_hash: str  # SHA-256 of the unpacked bytes
    byte_count: int
    line_count: int
    has_nul: bool
    has_broken_text: bool  # some bytes do not fit the encoding: rows with them are rejected


def _looks_binary(head: bytes) -> bool:
    """More than one control character in fifty is no text; a few stray NULs may be."""
    return len(head.translate(None, _TEXT)) > max(len(head) // 50, 4)


def marked_encoding(head: bytes) -> str | None:
    """Return the encoding that a byte order mark, or the look of the first bytes, gives away."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    pairs = len(head) // 2
    if pairs >= 8:
        if head[1::2].count(0) > pairs * 0.7:
            return "utf-16-le"
        if head[::2].count(0) > pairs * 0.7:
            return "utf-16-be"
    return None


class _Utf8Judge:
    """Counts what would be broken and what would be fine if the bytes were UTF-8."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        self.broken = 0
        self.foreign = 0

    def look(self, chunk: bytes, *, final: bool = False) -> None:
        text = self._decoder.decode(chunk, final)
        if not text.isascii():
            broken = len(_BROKEN.findall(text)) if _BROKEN.search(text) else 0
            self.broken += broken
            # Only the proportion matters, so counting bytes beyond ASCII is exact enough and needs no search.
            self.foreign += max(len(chunk) - len(text), 0)


class _LineGuard:
    """Counts lines and refuses one that is longer than the limit."""

    def __init__(self, limit: int, name: str) -> None:
        self.lines = 0
        self._open = 0
        self._limit = limit
        self._name = name

    def look(self, chunk: bytes) -> None:
        feeds = chunk.count(b"\n")
        mark = b"\n" if feeds else b"\r"
        self.lines += feeds or chunk.count(b"\r")
        first, last = chunk.find(mark), chunk.rfind(mark)
        if first < 0:
            self._open += len(chunk)
        else:
            self._check(self._open + first)
            self._open = len(chunk) - last - 1
        self._check(self._open)

    def _check(self, length: int) -> None:
        if length > self._limit:
            raise OverLimit(
                f"Line {self.lines + 1} of {self._name} is longer than {size(self._limit)}, the limit for one line."
            )


def scan_text(stream: BinaryIO, *, name: str, limits: Limits, whole_lines: bool = True) -> TextScan:
    """Read the stream to its end and say how it is encoded. ``whole_lines`` off: no limit on line length (JSON)."""
    digest = hashlib.sha256()
    judge, guard = _Utf8Judge(), _LineGuard(limits.line_bytes if whole_lines else 1 << 62, name)
    total, has_nul, odd = 0, False, False
    head = stream.read(_CHUNK)
    marked = marked_encoding(head[:4096])
    if marked is None and _looks_binary(head[:4096]):
        raise FileProblem(f"{name} is not a text file.", hint="CSV, TSV, XLSX, Parquet, JSON or JSON Lines are read.")
    chunk = head
    while chunk:
        digest.update(chunk)
        total += len(chunk)
        guard.look(chunk)
        has_nul = has_nul or (marked is None and 0 in chunk)
        if marked in (None, "utf-8-sig"):
            judge.look(chunk)
            odd = odd or (judge.broken > 0 and any(byte in chunk for byte in _UNDEFINED_CP1252))
        chunk = stream.read(_CHUNK)
    judge.look(b"", final=True)
    encoding = marked or _verdict(judge, odd=odd)
    broken = judge.broken > 0 and encoding.startswith("utf-8")
    return TextScan(encoding, digest.hexdigest(), total, guard.lines, has_nul, broken)


def _verdict(judge: _Utf8Judge, *, odd: bool) -> str:
    """UTF-8 when it all fits, or when it nearly always does (a few damaged bytes); else a one-byte code page."""
    if judge.broken == 0 or judge.foreign > 4 * judge.broken:
        return "utf-8"
    return "latin-1" if odd else "cp1252"
