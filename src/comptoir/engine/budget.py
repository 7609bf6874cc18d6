"""Budgets as ClickHouse settings: what one query, and one caller, may cost."""

from typing import Any

from comptoir.platform.warehouse import Budget

# Always: exact results, nulls for misses of outer joins, and a refusal instead of a silently cut result.
EXACT: dict[str, Any] = {
    "join_use_nulls": 1,
    "result_overflow_mode": "throw",
    "read_overflow_mode": "throw",
    "timeout_overflow_mode": "throw",
}
UNLIMITED = Budget(seconds=0, memory_bytes=0)
INTERACTIVE = Budget(seconds=30, memory_bytes=1024**3, result_rows=1_000_000)
STREAMED = Budget(seconds=900, memory_bytes=1024**3)


def settings_of(budget: Budget) -> dict[str, Any]:
    """Return the settings and the quota key of a budget."""
    limits = {
        "max_execution_time": budget.seconds,
        "max_memory_usage": budget.memory_bytes,
        "max_rows_to_read": budget.rows_read,
        "max_result_rows": budget.result_rows,
    }
    found = EXACT | {name: value for name, value in limits.items() if value}
    if budget.caller:
        found["quota_key"] = budget.caller
    return found
