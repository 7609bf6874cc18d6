"""Second pass: the actor may read every metric and dimension the query touches, filters and order included."""

from comptoir.kernel.actor import Actor
from comptoir.semantic.access import check_access
from comptoir.semantic.plan import Plan


def check_rights(plan: Plan, *, actor: Actor) -> Plan:
    """Return the plan or raise ``Forbidden``."""
    fields = [item.field for item in plan.query.filters]
    check_access(
        actor,
        catalogue=plan.catalogue,
        metrics=plan.query.metrics,
        dimensions=dict.fromkeys((*plan.query.dimensions, *fields)),
    )
    return plan
