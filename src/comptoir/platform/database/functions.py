"""SQL that belongs to a table but that its declaration cannot say: functions, expression indexes."""

from sqlalchemy import DDL, Table, event


def after_create(table: Table, statement: str) -> None:
    """Run ``statement`` once when ``table`` is created. Written as SQL reads: a percent sign is a percent sign."""
    event.listen(table, "after_create", DDL(statement.replace("%", "%%")))  # type: ignore[no-untyped-call]
