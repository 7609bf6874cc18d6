"""Describing a file before anything is imported: what it is, its columns, what is open, and its first rows."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from comptoir.connectors.known import REGISTRY
from comptoir.connectors.reading.frames import ColumnView, FieldView, FitView, Planned, PreviewRow, Task
from comptoir.connectors.reading.records import effective_mapping
from comptoir.connectors.sdk.bounds import check_record
from comptoir.connectors.sdk.canonical import CustomerRecord, Line, OrderRecord, ProductRecord, Record
from comptoir.connectors.sdk.dates import DateScan
from comptoir.connectors.sdk.detection import Fit, check_format, fits_of
from comptoir.connectors.sdk.errors import Question, RowProblem, still_open
from comptoir.connectors.sdk.files.inspection import Inspection, inspect_file, sample_documents, sample_rows
from comptoir.connectors.sdk.files.rows import Row
from comptoir.connectors.sdk.formats import Built, DocumentFormat, FileFormat, Options, Reject, Survey, TableFormat
from comptoir.connectors.sdk.numbers import NumberScan
from comptoir.connectors.sdk.stream import build_group, survey_file
from comptoir.kernel.errors import ComptoirError

_ROWS = 10


def plan_file(task: Task) -> Planned:
    """Return the plan of a file; a problem that a person can mend (a missing mapping) is told in it, not raised."""
    inspection = inspect_file(Path(task.path), sheet=task.sheet)
    fits = fits_of(inspection, REGISTRY.formats)
    form = REGISTRY.format(task.format) if task.format else (fits[0].form if fits[0].fits else None)
    rows = sample_rows(inspection) if inspection.kind == "table" else []
    mapping: dict[str, str] = {}
    questions: Sequence[Question] = ()
    preview: list[PreviewRow] = []
    problem = None if form else "No known format fits this file: choose one and map its columns."
    if form is not None:
        try:
            check_format(inspection, form, fits)
            mapping = effective_mapping(task, inspection, form)
            questions, preview = _look(inspection, form, task.options, rows)
        except ComptoirError as error:
            problem = error.sentence()
    return _planned(inspection, fits, form, rows, mapping, questions, preview, problem)


def _planned(
    inspection: Inspection,
    fits: Sequence[Fit],
    form: FileFormat | None,
    rows: Sequence[Row],
    mapping: dict[str, str],
    questions: Sequence[Question],
    preview: Sequence[PreviewRow],
    problem: str | None,
) -> Planned:
    fit = next((one for one in fits if form is not None and one.form.key == form.key), fits[0])
    return Planned(
        content_hash=inspection.content_hash,
        encoding=inspection.encoding_label,
        separator=inspection.separator_label,
        sheet=inspection.sheet,
        sheets=inspection.sheets,
        rows_estimate=inspection.rows_estimate,
        format=form.key if form else None,
        confidence=fit.recognition.confidence,
        reason=fit.recognition.reason,
        formats=tuple(
            FitView(
                one.form.key,
                one.form.label,
                one.fits,
                one.recognition.missing,
                one.recognition.reason,
                one.recognition.confidence,
                mappable=bool(one.form.fields) and inspection.kind == "table",
            )
            for one in fits
        ),
        columns=tuple(_column(name, place, rows) for place, name in enumerate(inspection.columns)),
        fields=tuple(
            FieldView(one.key, one.label, one.required, one.description) for one in (form.fields if form else ())
        ),
        mapping=mapping,
        questions=tuple(questions),
        preview=tuple(preview),
        problem=problem,
        notes=tuple(f"the column {name!r} occurs more than once" for name in inspection.repeated),
    )


def _column(name: str, place: int, rows: Sequence[Row]) -> ColumnView:
    values = [row.cells[place] for row in rows if row.cells[place].strip()]
    samples = tuple(value[:80] for value in dict.fromkeys(values))[:5]
    if not values:
        return ColumnView(name, (), "empty")
    numbers, dates = NumberScan(), DateScan()
    numbers.look(values)
    dates.look(values)
    distinct = len(set(values))
    if min(numbers.point_misses, numbers.comma_misses) == 0:
        return ColumnView(name, samples, "number")
    if dates.candidates() and dates.readable >= distinct:
        return ColumnView(name, samples, "date")
    return ColumnView(name, samples, "text")


def _look(
    inspection: Inspection, form: FileFormat, options: Options, rows: Sequence[Row]
) -> tuple[Sequence[Question], list[PreviewRow]]:
    if isinstance(form, DocumentFormat):
        return (), _documents(inspection, form, options)
    survey, _ = survey_file(inspection, form, options)
    questions = survey.questions()
    return questions, [] if still_open(questions) else _table(survey, form, rows)


def _table(survey: Survey, form: TableFormat, rows: Sequence[Row]) -> list[PreviewRow]:
    """Normalise the first rows, group by group; each of the first ten gets its line of the preview."""
    normaliser = survey.normaliser()
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(normaliser.key(row.cells), []).append(row)
    shown: dict[int, PreviewRow] = {}
    for key, members in groups.items():
        for outcome in build_group(normaliser, key, members) if key else map(_no_id, members):
            _show(outcome, members, shown)
    return [shown[row.line] for row in rows[:_ROWS] if row.line in shown]


def _no_id(row: Row) -> Reject:
    return Reject(row.line, "the id of the row is empty", "", tuple(row.cells))


def _show(outcome: Built | Reject, members: Sequence[Row], shown: dict[int, PreviewRow]) -> None:
    if isinstance(outcome, Reject):
        reason = f"{outcome.reason}: {outcome.value}" if outcome.value else outcome.reason
        shown[outcome.line] = PreviewRow(outcome.line, ok=False, reason=reason)
        return
    record = outcome.record
    if isinstance(record, OrderRecord):
        for line in record.lines:
            if line.source_row is not None:
                shown[line.source_row] = PreviewRow(line.source_row, ok=True, values=_order_values(record, line))
    for row in members:
        if row.line not in shown:
            shown[row.line] = PreviewRow(row.line, ok=True, values=_values(record))


def _documents(inspection: Inspection, form: DocumentFormat, options: Options) -> list[PreviewRow]:
    preview = []
    for document in sample_documents(inspection, count=_ROWS):
        try:
            record = form.normalise(document.body, options)
            check_record(record)
            preview.append(PreviewRow(document.line, ok=True, values=_values(record)))
        except RowProblem as problem:
            preview.append(PreviewRow(document.line, ok=False, reason=problem.reason))
        except (KeyError, TypeError, AttributeError, ValueError, ArithmeticError):
            preview.append(PreviewRow(document.line, ok=False, reason=f"not shaped as {form.label} are"))
    return preview


def _order_values(record: OrderRecord, line: Line) -> dict[str, str | None]:
    discount = sum((one.amount for one in line.discounts), Decimal(0))
    tax = sum((one.amount for one in line.taxes), Decimal(0))
    at = line.booked_at or record.ordered_at
    return _order_head(record) | {
        "ordered_at": at.isoformat() if at else None,
        "sku": line.sku,
        "title": line.title,
        "quantity": _plain(line.quantity),
        "gross": _plain(line.gross),
        "discount": _plain(discount),
        "tax": _plain(tax),
        "cost": _plain(line.cost),
    }


def _order_head(record: OrderRecord) -> dict[str, str | None]:
    return {
        "order": record.number or record.source_id,
        "ordered_at": record.ordered_at.isoformat() if record.ordered_at else None,
        "status": record.status.value,
        "currency": record.currency,
    }


def _values(record: Record) -> dict[str, str | None]:
    """Return a record in a few words, without anything personal."""
    if isinstance(record, OrderRecord):
        gross = sum((line.gross for line in record.lines), Decimal(0))
        return _order_head(record) | {"lines": str(len(record.lines)), "gross": _plain(gross)}
    if isinstance(record, ProductRecord):
        first = record.variants[0] if record.variants else None
        return {
            "product": record.source_id,
            "title": record.title,
            "category": record.category,
            "variants": str(len(record.variants)),
            "sku": first.sku if first else None,
            "price": _plain(first.price) if first else None,
            "cost": _plain(first.cost) if first else None,
        }
    if isinstance(record, CustomerRecord):
        address = record.address
        return {"customer": record.source_id, "country": address.country if address else None}
    return {}


def _plain(value: Decimal | None) -> str | None:
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
