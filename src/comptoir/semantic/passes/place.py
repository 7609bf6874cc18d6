"""Where a row of a result lies: conditions that an entry is in its group, by what is grouped, not by what filters match."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from comptoir.kernel.errors import Invalid
from comptoir.kernel.time import Grain
from comptoir.semantic import sql
from comptoir.semantic.passes.bucket import bucket, day_expression, instant_expression
from comptoir.semantic.passes.conditions import TYPES, dimension_expression
from comptoir.semantic.plan import Plan, Scan


def place(plan: Plan, read: Scan, at: Mapping[str, Any]) -> tuple[list[str], dict[str, Any]]:
    """Return conditions and their parameters for a row (dimension or period → value as shown)."""
    found: list[str] = []
    values: dict[str, Any] = {}
    for index, (key, value) in enumerate(at.items()):
        name = f"at_{index}"
        if key == "period":
            start = bucket(plan, day=day_expression(plan, read), instant=instant_expression(plan, read))
            is_hour = plan.query.grain is Grain.HOUR
            found.append(f"{sql.render(start)} = {{{name}:{'DateTime' if is_hour else 'Date'}}}")
            values[name] = _start(value, is_hour=is_hour)
            continue
        dimension = plan.catalogue.dimensions[key]
        text = dimension_expression(plan, read, key=key)
        kind = TYPES[dimension.type]
        if dimension.resolved:
            store = plan.tenant.store(str(value))
            kind, value = "UUID", store.id if store else None
        if dimension.lookup:
            look = dimension.lookup
            known = "IS NOT NULL" if value is None else f"= {{{name}:{kind}}}"
            where = f"organisation = {{organisation:UUID}} AND {look.column} {known}"
            inside = f"ifNull({text} IN (SELECT {look.key} FROM {look.table} FINAL WHERE {where}), 0)"
            found.append(f"NOT {inside}" if value is None else inside)
        else:
            found.append(f"{text} IS NULL" if value is None else f"{text} = {{{name}:{kind}}}")
        if value is not None:
            values[name] = value
    return found, values


def _start(value: Any, *, is_hour: bool) -> date | datetime:
    try:
        return datetime.fromisoformat(str(value)) if is_hour else date.fromisoformat(str(value))
    except ValueError as error:
        raise Invalid(f"{value!r} is no period of this result.", field="row.period") from error
