"""Which currency the result speaks, and whether entries must be converted into it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from uuid import UUID

from comptoir.semantic.plan import Plan
from comptoir.semantic.query import Op
from comptoir.semantic.vocabulary import Kind


def choose_currency(plan: Plan, *, currencies: Mapping[UUID, Iterable[str]]) -> Plan:
    """Return the plan with its currency: asked for, else the stores' common one, else the organisation's.

    ``currencies`` says which currencies the entries of each store have; a store it does not know may have any.
    """
    if not any(plan.catalogue.measures[key].unit.kind is Kind.MONEY for key in plan.measures):
        return plan
    common = {store.currency for store in plan.stores}
    currency = plan.query.currency or (common.pop() if len(common) == 1 else plan.tenant.currency)
    wanted = {currency}
    known = (set(currencies.get(store, ())) for store in _read_stores(plan, currencies))
    left = _left_by_filters(plan)
    found = (some if left is None else some & left for some in known)
    foreign = set().union(*found) - wanted
    return replace(plan, currency=currency, converts=bool(foreign), foreign=tuple(sorted(foreign)))


def _left_by_filters(plan: Plan) -> set[str] | None:
    """The currencies that filters name, or None where none does."""
    named = [item.value for item in plan.filters if item.field == "currency" and item.op in (Op.EQ, Op.IN)]
    sets = [{str(one) for one in value} if isinstance(value, tuple) else {str(value)} for value in named]
    return set.intersection(*sets) if sets else None


def _read_stores(plan: Plan, currencies: Mapping[UUID, Iterable[str]]) -> Iterable[UUID]:
    if plan.scope is not None and plan.scope.stores is not None:
        return plan.scope.stores
    return currencies
