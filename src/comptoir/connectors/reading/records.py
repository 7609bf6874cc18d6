"""Reading one file to its end: opened, then batches. A generator, for a thread or a process of its own."""

from collections.abc import Iterator
from pathlib import Path

from comptoir.connectors.known import REGISTRY
from comptoir.connectors.reading.frames import Batch, Opened, Task
from comptoir.connectors.sdk.detection import check_format, fits_of
from comptoir.connectors.sdk.errors import WrongFormat
from comptoir.connectors.sdk.files.inspection import Inspection, inspect_file
from comptoir.connectors.sdk.formats import Built, FileFormat, Outcome, Reject, TableFormat
from comptoir.connectors.sdk.mapping import suggest_mapping
from comptoir.connectors.sdk.stream import read_records, survey_file, surveyed_records

MOST_RECORDS = 10_000
MOST_ROWS = 30_000


def read_frames(task: Task) -> Iterator[Opened | Batch]:
    """Yield ``Opened`` and every batch. Errors about the whole file are raised before the first batch."""
    inspection = inspect_file(Path(task.path), sheet=task.sheet)
    form = chosen_format(task, inspection)
    notes = tuple(
        f"the column {name!r} occurs more than once; later ones are named {name} (2) …" for name in inspection.repeated
    )
    if isinstance(form, TableFormat):
        survey, count = survey_file(inspection, form, task.options)
        outcomes = surveyed_records(inspection, survey)
        mapping = effective_mapping(task, inspection, form)
    else:
        outcomes, count, mapping = read_records(inspection, form, task.options), inspection.rows_estimate, {}
    batches = _batched(outcomes)
    first = next(batches, None)  # a question is raised before anything is said to be open
    yield Opened(inspection.content_hash, form.key, form.subject.value, count, inspection.columns, mapping, notes)
    if first is not None:
        yield first
        yield from batches


def chosen_format(task: Task, inspection: Inspection) -> FileFormat:
    """Return the format asked for if the file can be of it, else the one it fits best."""
    fits = fits_of(inspection, REGISTRY.formats)
    if task.format is None:
        if not fits[0].fits:
            raise WrongFormat(
                f"{task.name} fits no known format; it is {inspection.what}.",
                hint="Say which with --format, and map its columns with --map FIELD=COLUMN.",
            )
        return fits[0].form
    form = REGISTRY.format(task.format)
    check_format(inspection, form, fits)
    return form


def effective_mapping(task: Task, inspection: Inspection, form: FileFormat) -> dict[str, str]:
    """Return the mapping given, else the one proposed."""
    if not form.fields:
        return {}
    return dict(task.options.mapping) or suggest_mapping(inspection.columns, form.fields)


def _batched(outcomes: Iterator[Outcome]) -> Iterator[Batch]:
    records: list[Built] = []
    rejects: list[Reject] = []
    rows = 0
    for outcome in outcomes:
        if isinstance(outcome, Built):
            records.append(outcome)
            rows += outcome.rows
        else:
            rejects.append(outcome)
            rows += 1
        if len(records) >= MOST_RECORDS or rows >= MOST_ROWS:
            yield Batch(records, rejects, rows)
            records, rejects, rows = [], [], 0
    if records or rejects:
        yield Batch(records, rejects, rows)
