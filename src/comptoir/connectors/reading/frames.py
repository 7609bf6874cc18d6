"""What travels between the process that reads a file and the one that stores records. Shapes only, as MessagePack."""

from collections import Counter

import msgspec
from msgspec import Struct

from comptoir.connectors.sdk.canonical import OrderRecord
from comptoir.connectors.sdk.errors import FileProblem, NeedsAnswer, OverLimit, Question, WrongFormat
from comptoir.connectors.sdk.formats import Built, Options, Reject
from comptoir.kernel.errors import ComptoirError, Invalid, Unknown


class Task(Struct, frozen=True):
    """One file to read. ``format`` is ``None`` only for a plan: then the best one is found."""

    path: str
    name: str  # what people call the file
    options: Options
    format: str | None = None
    sheet: str | None = None
    plan: bool = False


class Opened(Struct, frozen=True, tag="opened"):
    """The file could be opened and surveyed: rows are its records (an estimate for JSON)."""

    content_hash: str
    format: str
    subject: str
    rows: int
    columns: tuple[str, ...] = ()
    mapping: dict[str, str] = {}
    notes: tuple[str, ...] = ()


class Batch(Struct, frozen=True, tag="batch"):
    """Some records and rejects; ``rows`` counts the source rows behind both."""

    records: list[Built]
    rejects: list[Reject]
    rows: int

    def statuses(self) -> Counter[tuple[str, str]]:
        """Count the orders by the source's word for where they stand and what it became."""
        orders = [built.record for built in self.records if isinstance(built.record, OrderRecord)]
        return Counter([(one.source_status[:80], one.status.value) for one in orders if one.source_status is not None])

    def notes(self) -> Counter[str]:
        """Count what the format noted about records."""
        return Counter([note for built in self.records for note in built.notes])


class ColumnView(Struct, frozen=True):
    """A column as the mapping table shows it."""

    name: str
    samples: tuple[str, ...]
    type: str  # text, number, date, empty


class FitView(Struct, frozen=True):
    """A format and whether the file fits it."""

    key: str
    label: str
    fits: bool
    missing: tuple[str, ...]
    reason: str
    confidence: float
    mappable: bool = False  # not recognised, but a person may say which column holds what


class FieldView(Struct, frozen=True):
    """A field that a column can feed."""

    key: str
    label: str
    required: bool
    description: str


class PreviewRow(Struct, frozen=True):
    """One of the first rows as it would be imported, or why it would not."""

    row: int
    ok: bool
    reason: str | None = None
    values: dict[str, str | None] = {}


class Planned(Struct, frozen=True, tag="planned"):
    """Everything a person decides an import by."""

    content_hash: str
    encoding: str | None
    separator: str | None
    sheet: str | None
    sheets: tuple[str, ...]
    rows_estimate: int
    format: str | None
    confidence: float
    reason: str
    formats: tuple[FitView, ...]
    columns: tuple[ColumnView, ...]
    fields: tuple[FieldView, ...]
    mapping: dict[str, str]
    questions: tuple[Question, ...]
    preview: tuple[PreviewRow, ...]
    problem: str | None  # why it cannot be started as it stands
    notes: tuple[str, ...] = ()


class Failed(Struct, frozen=True, tag="failed"):
    """The file cannot be read; nothing follows."""

    code: str
    message: str
    hint: str | None = None
    field: str | None = None
    suggestions: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()


Frame = Opened | Batch | Planned | Failed
encode = msgspec.msgpack.Encoder(uuid_format="bytes").encode
decode = msgspec.msgpack.Decoder(Frame).decode
encode_task = msgspec.json.Encoder().encode
decode_task = msgspec.json.Decoder(Task).decode
_KINDS: dict[str, type[ComptoirError]] = {
    kind.code: kind for kind in (FileProblem, WrongFormat, OverLimit, Unknown, Invalid)
}


def failed(error: ComptoirError) -> Failed:
    """Return an error as a frame."""
    questions = error.questions if isinstance(error, NeedsAnswer) else ()
    return Failed(error.code, error.message, error.hint, error.field, error.suggestions, questions)


def error_of(frame: Failed) -> ComptoirError:
    """Return a frame as the error it was."""
    if frame.questions:
        return NeedsAnswer(frame.questions)
    kind = _KINDS.get(frame.code, ComptoirError)
    return kind(frame.message, hint=frame.hint, field=frame.field, suggestions=frame.suggestions)
