"""The values of one query for the parameters of its compiled shape."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from comptoir.semantic.condition import LISTS, Filter, Op
from comptoir.semantic.passes.bucket import fiscal_values
from comptoir.semantic.passes.filters import fitting_stores
from comptoir.semantic.plan import Bound, Compiled, Plan, limit_name

EPOCH_DAYS = timedelta(days=2)


def bind(plan: Plan, *, compiled: Compiled) -> Bound:
    """Return the compiled shape with its parameters."""
    return bound(compiled, values_of(plan))


def fetched_rows(plan: Plan) -> int:
    """Return how many rows a statement gives at most: the total and one more than asked for tell that there are more."""
    return plan.query.limit + (0 if plan.exports else 2)


def bound(compiled: Compiled, values: Mapping[str, Any]) -> Bound:
    """Return a compiled shape with those of the values that its SQL names."""
    named = {name: value for name, value in values.items() if f"{{{name}: " in compiled.sql}
    return Bound(compiled=compiled, parameters=named)


def values_of(plan: Plan) -> dict[str, Any]:
    """Return every value that the SQL of a plan may name."""
    assert plan.scope is not None
    values: dict[str, Any] = {
        **plan.catalogue.values,
        "organisation": plan.scope.organisation,
        "stores": list(plan.scope.stores or ()),
        **{limit_name(key): list(allowed) for key, allowed in plan.scope.limits},
        "store_ids": [store.id for store in plan.tenant.stores],
        "slugs": [store.slug for store in plan.tenant.stores],
        "currency": plan.currency,
        "currencies": list(plan.currencies),
        "rate_set": plan.tenant.rate_set,
        "zone": plan.zone,
        # The total, and one more to know whether there is more.
        "rows": fetched_rows(plan),
        "cut_stores": list(plan.cuts),
        "cuts": list(plan.cuts.values()),
        "cut": plan.common_cut,
        "uncut_stores": list(plan.uncut_stores),
    }
    return values | fiscal_values(plan) | _ranges(plan) | _filters(plan) | _alignment(plan) | _zones(plan)


def _ranges(plan: Plan) -> dict[str, Any]:
    period, earlier = plan.query.range, plan.previous
    if period is None:
        return {"rates_from": "1970-01-01"}
    values: dict[str, Any] = {"from_day": period.start, "to_day": period.end}
    first = period.start
    if earlier:
        values |= {"previous_from_day": earlier.start, "previous_to_day": earlier.end}
        first = min(first, earlier.start)
    if plan.first_cut:
        values |= {"previous_whole_day": plan.first_cut - timedelta(days=1), "previous_cut_day": plan.first_cut}
    # No entry is booked before the day it counts on; the organisation's day may lie one beside the store's.
    return values | {"rates_from": first - EPOCH_DAYS}


def _filters(plan: Plan) -> dict[str, Any]:
    values: dict[str, Any] = {}
    asked = [(f"filter_{index}", condition) for index, condition in enumerate(plan.filters)]
    for name, condition in (*asked, *_own(plan)):
        if plan.catalogue.dimensions[condition.field].resolved:
            values[name] = [
                store.id for store in fitting_stores(plan.tenant.stores, conditions=[condition], is_checked=True)
            ]
        elif condition.op is Op.BETWEEN and isinstance(condition.value, tuple):
            values |= {f"{name}_low": condition.value[0], f"{name}_high": condition.value[1]}
        elif condition.op in LISTS and isinstance(condition.value, tuple):
            values[name] = list(condition.value)
        else:
            values[name] = condition.value
    return values


def _own(plan: Plan) -> list[tuple[str, Filter]]:
    """The conditions of the definitions in a plan, by the names of their parameters."""
    return [one for key in plan.measures for one in plan.catalogue.measures[key].only]


def _alignment(plan: Plan) -> dict[str, Any]:
    if plan.alignment is None:
        return {}
    before, after = ([_stamp(pair[side]) for pair in plan.alignment.pairs] for side in (0, 1))
    return {"align_from": before, "align_to": after}


def _stamp(start: date | datetime) -> date | int:
    return int(start.timestamp()) if isinstance(start, datetime) else start


def _zones(plan: Plan) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for index, name in enumerate(plan.zones):
        values[f"zone_{index}"] = name
        values[f"zone_stores_{index}"] = [store.id for store in plan.stores if store.timezone == name]
    return values
