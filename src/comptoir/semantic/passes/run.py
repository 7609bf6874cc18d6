"""The last pass: the bound plan meets the warehouse, within the caller's budget."""

from dataclasses import replace
from typing import Any

from comptoir.kernel.errors import OverBudget
from comptoir.platform.warehouse import QueryResult, Warehouse
from comptoir.semantic.passes.budget import Allowance, too_many_groups
from comptoir.semantic.plan import Bound

GROUP_LIMIT = "rows to GROUP BY"
LIGHT = {"max_threads": 1, "compile_expressions": 0, "compile_aggregate_expressions": 0}


async def run_bound(
    warehouse: Warehouse, bound: Bound, *, allowance: Allowance, caller: str, is_light: bool = False
) -> QueryResult:
    """Return all rows. Raises ``OverBudget`` naming the budget, ``Unavailable`` when the engine is away.

    A light plan runs on one thread and is not compiled: for its few rows both cost more than reading them.
    """
    settings: dict[str, Any] = {**allowance.settings, **(LIGHT if is_light else {})}
    try:
        return await warehouse.query(
            bound.compiled.sql, bound.parameters, settings=settings, budget=replace(allowance.cost, caller=caller)
        )
    except OverBudget as error:
        if GROUP_LIMIT in str(error.details.get("said", "")):
            raise too_many_groups(allowance) from error
        raise
