"""Reading Parquet files, one slice of a row group at a time."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from comptoir.connectors.sdk.errors import FileProblem, OverLimit
from comptoir.connectors.sdk.files.limits import Limits, size
from comptoir.connectors.sdk.files.rows import Flaw, Row
from comptoir.connectors.sdk.files.workbook import cell_text


def open_parquet(path: Path, *, limits: Limits) -> tuple[list[str], int, Iterator[Row | Flaw]]:
    """Return column names, row count and the rows (numbered from 1), cells as text."""
    try:
        table = pq.ParquetFile(path)
    except (pa.ArrowException, OSError) as error:
        raise FileProblem(f"{path.name} is a damaged Parquet file.") from error
    metadata = table.metadata
    names = list(table.schema_arrow.names)
    if len(names) > limits.columns:
        raise OverLimit(f"{path.name} has {len(names)} columns, more than {limits.columns}, the limit.")
    for index in range(metadata.num_row_groups):
        unpacked = metadata.row_group(index).total_byte_size
        if unpacked > limits.row_group_bytes:
            raise OverLimit(
                f"A row group of {path.name} unpacks to {size(unpacked)}, more than {size(limits.row_group_bytes)}, the limit.",
                hint="Write it with smaller row groups, or as CSV.",
            )
    return names, metadata.num_rows, _rows(table, path.name)


def _rows(table: pq.ParquetFile, name: str) -> Iterator[Row | Flaw]:
    number = 0
    try:
        for batch in table.iter_batches(batch_size=2_000):
            columns = [[cell_text(value) for value in column.to_pylist()] for column in batch.columns]
            for cells in zip(*columns, strict=True):
                number += 1
                yield Row(number, list(cells))
    except (pa.ArrowException, OSError) as error:
        raise FileProblem(f"{name} is damaged after row {number:,}.") from error
