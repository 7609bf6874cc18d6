"""Second pass: the actor may read every metric and dimension the query touches, filters and order included.

Columns that are masked stay in the answer as nulls. What would tell of them all the same is refused: ordering or
filtering by them. A masked dimension is not grouped by: there is one group.
"""

from dataclasses import replace

from comptoir.kernel.actor import Actor, hidden_column
from comptoir.semantic.access import check_access
from comptoir.semantic.passes.columns import BEFORE
from comptoir.semantic.plan import Plan


def check_rights(plan: Plan, *, actor: Actor) -> Plan:
    """Return the plan with what is masked, or raise ``Forbidden``."""
    query, catalogue = plan.query, plan.catalogue
    if query.filters:
        fields = dict.fromkeys(item.field for item in query.filters)
        check_access(actor, catalogue=catalogue, metrics=(), dimensions=fields)
    masked = check_access(actor, catalogue=catalogue, metrics=query.metrics, dimensions=query.dimensions, masks=True)
    if not masked:
        return plan
    for item in query.order_by:
        key = item.removeprefix("-").partition(BEFORE[:2])[0]
        if key in masked:
            raise hidden_column(key)
    left = tuple(key for key in query.dimensions if key not in masked)
    return replace(plan, masked=masked, shown=query.dimensions, query=replace(query, dimensions=left))
