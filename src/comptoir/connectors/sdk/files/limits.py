"""How much of a file the readers accept. Every refusal names the limit it met."""

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB
GIB = 1024 * MIB


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds that keep a hostile or broken file from taking the machine."""

    unpacked_bytes: int = 64 * GIB
    ratio: int = 250  # unpacked ÷ packed, looked at once ``ratio_from`` bytes came out
    ratio_from: int = 16 * MIB
    line_bytes: int = 4 * MIB
    columns: int = 2_000
    document_bytes: int = 16 * MIB  # one JSON document
    archive_entries: int = 2_000
    workbook_bytes: int = 512 * MIB  # all parts of a workbook, unpacked
    workbook_cells: int = 6_000_000  # area of the used range: the sheet is held in memory
    row_group_bytes: int = 512 * MIB  # one Parquet row group, unpacked


DEFAULT = Limits()


def size(count: int) -> str:
    """Return a byte count as people say it."""
    for unit, step in (("GiB", GIB), ("MiB", MIB), ("KiB", KIB)):
        if count >= step:
            return f"{count / step:.0f} {unit}"
    return f"{count} bytes"
