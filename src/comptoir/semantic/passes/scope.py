"""Third pass: the mandatory scope. Organisation always; stores, channels and representatives where the actor has limits.

Limits beside stores are values of dimensions: the conditions are those of a filter, and nothing renders without them.
"""

from collections.abc import Iterator
from dataclasses import replace

from comptoir.kernel.actor import Actor, Scope
from comptoir.kernel.errors import Forbidden
from comptoir.semantic.plan import MandatoryScope, Plan
from comptoir.semantic.tenant import Tenant

CHANNEL, REPRESENTATIVE = "channel", "sales_rep"  # the dimensions that scopes limit


def visible(tenant: Tenant, *, actor: Actor) -> Tenant:
    """Return an organisation with the stores the actor may see: the others have no name here, not even in an error."""
    if actor.scope.stores is None:
        return tenant
    return replace(tenant, stores=tuple(store for store in tenant.stores if actor.may_see_store(store.id)))


def add_scope(plan: Plan, *, actor: Actor) -> Plan:
    """Return the plan limited to the actor's organisation, stores, channels and representative."""
    if plan.tenant.id != actor.organisation_id:
        raise Forbidden("This organisation is not the actor's.")
    limits = tuple(limits_of(actor.scope))
    for key, _ in limits:
        _check_reach(plan, key)
    allowed = tuple(store for store in plan.stores if actor.may_see_store(store.id))
    is_limited = plan.limits_stores or actor.scope.stores is not None
    return replace(
        plan,
        stores=allowed,
        scope=MandatoryScope(
            organisation=actor.organisation_id,
            stores=tuple(store.id for store in allowed) if is_limited else None,
            limits=limits,
        ),
    )


def limits_of(scope: Scope) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield dimension and allowed values of what a scope limits beside stores."""
    if scope.channels is not None:
        yield CHANNEL, tuple(sorted(scope.channels))
    if scope.sales_rep is not None:
        yield REPRESENTATIVE, (scope.sales_rep,)


def _check_reach(plan: Plan, key: str) -> None:
    """Raise ``Forbidden`` for a figure over a fact that cannot tell by what the actor is limited."""
    dimension = plan.catalogue.dimensions.get(key)
    for name in plan.measures:
        if dimension is None or plan.catalogue.measures[name].fact not in dimension.expressions:
            raise Forbidden(f"Your access is limited by {key}, and this figure cannot be told apart by it.", field=key)
