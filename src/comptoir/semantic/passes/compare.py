"""The earlier period, its buckets beside those of the asked one, and the minute at which it is cut."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from comptoir.kernel.time import Grain, day_of
from comptoir.semantic.calendar import align, earlier_day, earlier_period, fiscal_for, same_wall_clock
from comptoir.semantic.plan import Plan
from comptoir.semantic.tenant import Store


def add_comparison(plan: Plan) -> Plan:
    """Return the plan with zone of hours, earlier period, alignment and cuts."""
    plan = replace(plan, zone=_zone(plan))
    query = plan.query
    if query.compare is None or query.range is None:
        return plan
    cuts = _cuts(plan)
    fiscal = fiscal_for(query.range, query.grain, plan.tenant.calendar)
    earlier = earlier_period(query.range, query.compare, fiscal)
    plan = replace(plan, previous=earlier, cuts=cuts, first_cut=_first_cut(plan, cuts))
    if query.grain is None:
        return plan
    spread = 1 if query.grain is Grain.HOUR and query.day == "store" and plan.zones != (plan.zone,) else 0
    alignment = align(
        query.range,
        compare=query.compare,
        grain=query.grain,
        calendar=plan.tenant.calendar,
        zone_name=plan.zone,
        spread=spread,
    )
    return replace(plan, alignment=alignment)


def _zone(plan: Plan) -> str:
    """The zone of hour labels: the stores' common one on store days, else the organisation's."""
    if plan.query.day == "store" and len(plan.zones) == 1:
        return plan.zones[0]
    return plan.tenant.timezone


def _cuts(plan: Plan) -> dict[UUID, datetime]:
    """Same minute: where the asked period holds today, each store's earlier period ends at the same local time."""
    query = plan.query
    if not query.same_minute or query.range is None or query.compare is None:
        return {}
    period, compare = query.range, query.compare
    fiscal = fiscal_for(period, query.grain, plan.tenant.calendar)
    cuts: dict[UUID, datetime] = {}
    for store in plan.stores:
        zone_name = _zone_of(plan, store)
        if period.start <= day_of(plan.now, zone_name) <= period.end:
            cut = same_wall_clock(
                plan.now,
                on=lambda day: earlier_day(day, period=period, compare=compare, fiscal=fiscal),
                zone_name=zone_name,
            )
            cuts[store.id] = cut or plan.now
    if not cuts:
        return {}
    return {store.id: plan.now for store in plan.stores} | cuts  # a period that is over elsewhere is not cut there


def _first_cut(plan: Plan, cuts: Mapping[UUID, datetime]) -> date | None:
    days = [day_of(cuts[store.id], _zone_of(plan, store)) for store in plan.stores if store.id in cuts]
    return min(days, default=None)


def _zone_of(plan: Plan, store: Store) -> str:
    return store.timezone if plan.query.day == "store" else plan.tenant.timezone
