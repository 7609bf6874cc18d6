"""From a file to canonical records: read, survey, group, normalise. Pure of any database; bounded in memory."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from msgspec.structs import replace

from comptoir.connectors.sdk.bounds import check_record
from comptoir.connectors.sdk.canonical import OrderRecord
from comptoir.connectors.sdk.errors import NeedsAnswer, RowProblem, still_open
from comptoir.connectors.sdk.files.inspection import Inspection, open_documents, open_rows
from comptoir.connectors.sdk.files.rows import Flaw, Row
from comptoir.connectors.sdk.formats import (
    Built,
    DocumentFormat,
    FileFormat,
    Normaliser,
    Options,
    Outcome,
    Reject,
    Survey,
    TableFormat,
)
from comptoir.connectors.sdk.grouping import IN_MEMORY, MOST_ROWS, group_rows

_BATCH = 2_000
Progress = Callable[[int], None]


def survey_file(inspection: Inspection, form: TableFormat, options: Options) -> tuple[Survey, int]:
    """Look at every row; return the survey and the number of records."""
    survey = form.survey(inspection.columns, options)
    count = 0
    with open_rows(inspection) as found:
        while batch := list(islice(found, _BATCH)):
            count += len(batch)
            survey.look([row for row in batch if isinstance(row, Row)])
    return survey, count


def read_records(
    inspection: Inspection, form: FileFormat, options: Options, *, in_memory: int = IN_MEMORY
) -> Iterator[Outcome]:
    """Yield every record of the file and every row that could not be read.

    Raises ``NeedsAnswer`` before the first record when the file can be read in two ways.
    """
    if isinstance(form, DocumentFormat):
        yield from _documents(inspection, form, options)
        return
    survey, _ = survey_file(inspection, form, options)
    yield from surveyed_records(inspection, survey, in_memory=in_memory)


def surveyed_records(inspection: Inspection, survey: Survey, *, in_memory: int = IN_MEMORY) -> Iterator[Outcome]:
    """Yield the records of a table whose survey is done."""
    if questions := still_open(survey.questions()):
        raise NeedsAnswer(questions)
    yield from _table(inspection, survey.normaliser(), in_memory)


def _table(inspection: Inspection, normaliser: Normaliser, in_memory: int) -> Iterator[Outcome]:
    rejects: list[Reject] = []

    def keep(rows: Iterator[Row | Flaw]) -> Iterator[Row]:
        for row in rows:
            if isinstance(row, Row):
                yield row
            else:
                rejects.append(_reject(row))

    def too_many(row: Row) -> None:
        rejects.append(Reject(row.line, f"more than {MOST_ROWS:,} rows share one id", "", tuple(row.cells)))

    with open_rows(inspection) as found:
        groups = group_rows(
            keep(found), normaliser.key, byte_count=inspection.byte_count, excess=too_many, in_memory=in_memory
        )
        for key, rows in groups:
            if key:
                yield from build_group(normaliser, key, rows)
            else:
                yield from (Reject(row.line, "the id of the row is empty", "", tuple(row.cells)) for row in rows)
            if rejects:
                yield from rejects
                rejects.clear()
    yield from rejects


def build_group(normaliser: Normaliser, key: str, rows: Sequence[Row]) -> Iterator[Outcome]:
    """Build one group; a problem of the group as a whole rejects all of its rows."""
    found: list[Outcome] = []
    try:
        found += normaliser.build(key, rows)
        for outcome in found:
            if isinstance(outcome, Built):
                check_record(outcome.record)
    except RowProblem as problem:
        refused = [outcome for outcome in found if isinstance(outcome, Reject)]
        known = {reject.line for reject in refused}
        yield from refused
        for row in rows:
            if row.line not in known:
                yield Reject(row.line, problem.reason, problem.value, tuple(row.cells))
    else:
        yield from found


def _reject(flaw: Flaw) -> Reject:
    return Reject(flaw.line, flaw.reason, "", tuple(flaw.cells))


def _documents(inspection: Inspection, form: DocumentFormat, options: Options) -> Iterator[Outcome]:
    with open_documents(inspection) as found:
        for document in found:
            if isinstance(document, Flaw):
                yield _reject(document)
                continue
            try:
                record = form.normalise(document.body, options)
                check_record(record)
                yield Built(replace(record, source_row=document.line) if isinstance(record, OrderRecord) else record)
            except RowProblem as problem:
                yield Reject(document.line, problem.reason, problem.value, _excerpt(document.body))
            except (KeyError, TypeError, AttributeError, ValueError, ArithmeticError) as error:
                reason = f"the document is not shaped as {form.label} are"
                yield Reject(document.line, reason, f"{type(error).__name__}: {error}"[:200], _excerpt(document.body))


def _excerpt(body: dict[str, object]) -> tuple[str, ...]:
    """Return what finds the document again, without its personal content."""
    names = ("id", "entity_id", "number", "increment_id", "name", "status")
    return tuple(
        f"{name}={body[name]}"[:100] for name in names if name in body and not isinstance(body[name], (dict, list))
    )
