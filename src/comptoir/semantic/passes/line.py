"""The line of passes a query goes through, in order. Stateless: what it needs beside the query is handed in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from comptoir.kernel.actor import Actor
from comptoir.kernel.time import Grain
from comptoir.semantic.catalogue import Catalogue
from comptoir.semantic.passes.budget import Allowance, check_budget
from comptoir.semantic.passes.compare import add_comparison
from comptoir.semantic.passes.currency import choose_currency
from comptoir.semantic.passes.resolve import resolve
from comptoir.semantic.passes.rights import check_rights
from comptoir.semantic.passes.scope import add_scope, visible
from comptoir.semantic.passes.storage import choose_storage
from comptoir.semantic.plan import Plan
from comptoir.semantic.query import Query
from comptoir.semantic.tenant import Tenant


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What decides a plan beside the query: definitions, the organisation, the clock.

    ``currencies`` and ``daily`` are what its stores' entries were seen to have: currencies, and entries a day.
    """

    catalogue: Catalogue
    tenant: Tenant
    now: datetime
    currencies: Mapping[UUID, Iterable[str]]
    allowance: Allowance
    daily: Mapping[UUID, float] = field(default_factory=dict)


def make_plan(query: Query, *, actor: Actor, around: Surroundings) -> Plan:
    """Return the plan of a query or raise what a person must know: unknown name, forbidden, over budget."""
    tenant = visible(around.tenant, actor=actor)
    knows_all = tenant is around.tenant
    plan = resolve(query, catalogue=around.catalogue, tenant=tenant, now=around.now, knows_all_stores=knows_all)
    plan = check_rights(plan, actor=actor)
    plan = add_scope(plan, actor=actor)
    plan = check_budget(plan, allowance=around.allowance)
    plan = add_comparison(plan)
    plan = choose_currency(plan, currencies=around.currencies)
    plan = choose_storage(plan, daily=around.daily)
    return replace(plan, notes=_notes(plan))


def _notes(plan: Plan) -> tuple[str, ...]:
    notes = []
    if plan.query.grain is Grain.HOUR and plan.query.day == "store" and len(plan.zones) > 1:
        notes.append(f"hours are in {plan.zone}, days are each store's own")
    if plan.alignment and plan.alignment.unpaired:
        what = "days" if plan.query.grain in (Grain.DAY, Grain.HOUR) else "buckets"
        notes.append(
            f"{plan.alignment.unpaired} {what} of the earlier period stand beside none: they count in the totals only"
        )
    return tuple(notes)
