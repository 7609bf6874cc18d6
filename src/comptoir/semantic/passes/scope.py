"""Third pass: the mandatory scope. Organisation always; stores where the actor or the filters limit them."""

from dataclasses import replace

from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import Forbidden
from comptoir.semantic.plan import MandatoryScope, Plan


def add_scope(plan: Plan, *, actor: Actor) -> Plan:
    """Return the plan limited to the actor's organisation and stores."""
    if plan.tenant.id != actor.organisation_id:
        raise Forbidden("This organisation is not the actor's.")
    allowed = tuple(store for store in plan.stores if actor.may_see_store(store.id))
    is_limited = plan.limits_stores or actor.scope.stores is not None
    return replace(
        plan,
        stores=allowed,
        scope=MandatoryScope(
            organisation=actor.organisation_id,
            stores=tuple(store.id for store in allowed) if is_limited else None,
        ),
    )
