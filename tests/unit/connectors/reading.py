"""Writing small files and reading them back as records, for the tests of formats."""

from pathlib import Path

from comptoir.connectors.known import REGISTRY
from comptoir.connectors.sdk.canonical import OrderRecord, ProductRecord
from comptoir.connectors.sdk.files.inspection import Inspection, inspect_file, open_documents, open_rows
from comptoir.connectors.sdk.files.rows import Document, Flaw, Row
from comptoir.connectors.sdk.formats import Built, Options, Outcome, Reject
from comptoir.connectors.sdk.grouping import IN_MEMORY
from comptoir.connectors.sdk.stream import read_records

BERLIN = Options(currency="EUR", timezone="Europe/Berlin", prices="gross")


def write(directory: Path, content: str | bytes, name: str = "file.csv") -> Path:
    path = directory / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def rows_of(path: Path) -> list[Row | Flaw]:
    with open_rows(inspect_file(path)) as rows:
        return list(rows)


def documents_of(path: Path) -> list[Document | Flaw]:
    with open_documents(inspect_file(path)) as documents:
        return list(documents)


def outcomes(
    path: Path,
    form: str,
    options: Options = BERLIN,
    *,
    in_memory: int = IN_MEMORY,
    inspection: Inspection | None = None,
) -> list[Outcome]:
    found = inspection or inspect_file(path)
    return list(read_records(found, REGISTRY.format(form), options, in_memory=in_memory))


def orders_of(path: Path, form: str, options: Options = BERLIN) -> dict[str, OrderRecord]:
    """Every order by its id; a reject fails the test."""
    result = {}
    for outcome in outcomes(path, form, options):
        assert isinstance(outcome, Built), outcome
        assert isinstance(outcome.record, OrderRecord)
        result[outcome.record.source_id] = outcome.record
    return result


def products_of(path: Path, form: str, options: Options = BERLIN) -> dict[str, ProductRecord]:
    result = {}
    for outcome in outcomes(path, form, options):
        assert isinstance(outcome, Built), outcome
        assert isinstance(outcome.record, ProductRecord)
        result[outcome.record.source_id] = outcome.record
    return result


def rejects_of(path: Path, form: str, options: Options = BERLIN) -> list[Reject]:
    return [outcome for outcome in outcomes(path, form, options) if isinstance(outcome, Reject)]
