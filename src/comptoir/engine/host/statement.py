"""What the HTTP interface must know of a statement: does it read, does data follow, in which format is the answer."""

import re
from dataclasses import dataclass
from enum import Enum

LEADING = re.compile(r"\A(?:\s+|--[^\n]*(?:\n|\Z)|#[! ][^\n]*(?:\n|\Z)|/\*.*?\*/|\()*", re.DOTALL)
FORMAT_AT_END = re.compile(r"\bFORMAT\s+(\w+)\s*(SETTINGS\s[^;]*)?;?\s*\Z", re.IGNORECASE)
INPUT = re.compile(r"(?<=\bFROM\s)input\(", re.IGNORECASE)
INSERT_HEAD = re.compile(
    rb"\A\s*INSERT\s+INTO\b.*?\bFORMAT[ \t\r\n]+(\w+)[ \t]*(?:\r?\n|;|\Z)", re.IGNORECASE | re.DOTALL
)
DEFAULT_FORMAT = "TabSeparated"
WRITING = {"INSERT", "ALTER", "OPTIMIZE"}
# Formats whose pieces may be written one after the other, and how many heading lines each piece repeats.
PIECEWISE = {
    "Native": 0,
    "TabSeparated": 0, "TSV": 0, "TabSeparatedRaw": 0, "TSVRaw": 0, "CSV": 0, "JSONEachRow": 0, "NDJSON": 0,
    "JSONLines": 0, "JSONCompactEachRow": 0, "JSONStringsEachRow": 0, "RowBinary": 0, "LineAsString": 0,
    "TabSeparatedWithNames": 1, "TSVWithNames": 1, "CSVWithNames": 1, "JSONCompactEachRowWithNames": 1,
    "TabSeparatedWithNamesAndTypes": 2, "TSVWithNamesAndTypes": 2, "CSVWithNamesAndTypes": 2,
    "JSONCompactEachRowWithNamesAndTypes": 2,
}  # fmt: skip


class Kind(Enum):
    """What the host does with a statement."""

    READ = "read"
    INSERT = "insert"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement and the format of its answer, or of the data that follows an INSERT."""

    sql: str
    kind: Kind
    fmt: str
    writes: bool = False

    def into_file(self, path: str) -> str:
        """Return the read with its answer sent to a file."""
        found = FORMAT_AT_END.search(self.sql)
        body = self.sql[: found.start()] if found else self.sql.rstrip().rstrip(";")
        settings = f" {found[2]}" if found and found[2] else ""
        return f"{body}\nINTO OUTFILE {quoted(path)} TRUNCATE FORMAT {self.fmt}{settings}"

    def from_file(self, path: str) -> str:
        """Return the INSERT with its data taken from a file."""
        found = FORMAT_AT_END.search(self.sql)
        if found is None:
            raise ValueError("an INSERT with data must name its FORMAT")
        head, settings = self.sql[: found.start()], ""
        if INPUT.search(head):
            # The data of a file, in the structure that input() names.
            source = f"file({quoted(path)}, {quoted(found[1])}, "
            return INPUT.sub(lambda _: source, head, count=1).strip()
        own = re.search(r"\bSETTINGS\s[^()]*\Z", head, re.IGNORECASE)
        if own:
            head, settings = head[: own.start()], f" {own[0].strip()}"
        return f"{head} FROM INFILE {quoted(path)}{settings} FORMAT {found[1]}"


def parse(sql: str, *, default_format: str = DEFAULT_FORMAT) -> Statement:
    """Classify a statement by its first word and its trailing FORMAT."""
    start = LEADING.match(sql)
    rest = sql[start.end() if start else 0 :]
    word = re.match(r"\w*", rest)
    first = word[0].upper() if word else ""
    named = FORMAT_AT_END.search(sql)
    if first == "INSERT" and named:
        return Statement(sql, Kind.INSERT, named[1], writes=True)
    kind = Kind.READ if first in ("SELECT", "WITH") else Kind.OTHER
    return Statement(sql, kind, named[1] if named else default_format, writes=first in WRITING)


def split_insert(head: bytes) -> tuple[str, int] | None:
    """Return the INSERT statement at the head of a body and where its data begins; None if it is no such body."""
    found = INSERT_HEAD.match(head)
    if found is None:
        return None
    return found[0].decode().strip().rstrip(";"), found.end()


def quoted(text: str) -> str:
    """Return a ClickHouse string literal."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
