"""What ClickHouse's error codes mean to the rest of the product."""

import re
from collections.abc import Mapping

from comptoir.kernel.errors import ComptoirError, OverBudget
from comptoir.platform.engines.errors import EngineUnavailable, storage_full

# https://github.com/ClickHouse/ClickHouse/blob/master/src/Common/ErrorCodes.cpp
BUDGETS: Mapping[int, tuple[str, str]] = {
    158: ("rows read", "max_rows_to_read"),
    159: ("time", "max_execution_time"),
    160: ("estimated time", "max_execution_time"),
    191: ("size of a set", "max_rows_in_set"),
    241: ("memory", "max_memory_usage"),
    307: ("bytes read", "max_bytes_to_read"),
    396: ("rows of the result", "max_result_rows"),
}
BUSY = {202}
FULL = 243
MISSING = {60, 81}
CANCELLED = {394}
CODE = re.compile(r"Code: (\d+)")
PREFIX = re.compile(r"\A.*?server response: ", re.DOTALL)
TRAILER = re.compile(r"\s*\(version [^)]*\)?.*\Z", re.DOTALL)


class QueryFailed(ComptoirError):
    """ClickHouse refused a statement; ``details["code"]`` is its number. A mistake of ours, not of the person."""

    code = "query_failed"


class WarehouseMissing(EngineUnavailable):
    """The warehouse has no such table: it is new, or was lost and is being rebuilt from PostgreSQL."""

    code = "warehouse_missing"


class Busy(EngineUnavailable):
    """Too many queries run at once."""

    code = "warehouse_busy"


def away(reason: str) -> EngineUnavailable:
    """Return the error for a warehouse that does not answer."""
    return EngineUnavailable(f"The warehouse went away while it worked: {reason}", hint="Try again.")


def told_at_the_end(tail: bytes) -> ComptoirError | None:
    """Return the error ClickHouse wrote behind a part of an answer, if it did."""
    _, found, block = tail.partition(b"__exception__\r\n")
    said = block.decode(errors="replace") if found else ""
    code = CODE.search(said)
    return explained(int(code[1]), said[code.start() :]) if code else None


def explained(code: int | None, message: str) -> ComptoirError:
    """Return the product's error for an error of ClickHouse."""
    said = PREFIX.sub("", TRAILER.sub("", message)).strip()
    details = {"code": code, "said": said}
    if code == FULL or "No space left on device" in said or "File too large" in said:
        return storage_full("The warehouse")
    if code is not None and code in BUDGETS:
        name, setting = BUDGETS[code]
        return OverBudget(
            f"The query needs more {name} than its budget ({setting}) allows.",
            hint="Ask for a shorter range, a coarser grain, fewer dimensions or more filters.",
            details={**details, "budget": setting},
        )
    if code in BUSY:
        return Busy("The warehouse is answering too many queries at once.", hint="Try again in a moment.")
    if code in MISSING:
        return WarehouseMissing(
            "The warehouse is not there yet.",
            hint="It is being built from PostgreSQL; try again soon.",
            details=details,
        )
    if code in CANCELLED:
        return EngineUnavailable("The query was cancelled.", hint="Try again.", details=details)
    return QueryFailed("The warehouse could not run the query.", hint=said[:500], details=details)
