"""Which table each fact is read from: the roll-up where it knows every dimension, filter and measure, else raw entries."""

from dataclasses import replace

from comptoir.kernel.time import Grain
from comptoir.semantic.plan import Part, Plan

DEFAULT_BASES = ("return", "order")


def choose_storage(plan: Plan) -> Plan:
    """Return the plan with one part a fact."""
    facts = dict.fromkeys(plan.catalogue.measures[key].fact for key in plan.measures)
    return replace(plan, parts=tuple(_part(plan, fact) for fact in facts))


def _part(plan: Plan, fact_key: str) -> Part:
    measures = tuple(key for key in plan.measures if plan.catalogue.measures[key].fact == fact_key)
    return Part(fact=fact_key, measures=measures, uses_rollup=_may_use_rollup(plan, fact_key, measures))


def _may_use_rollup(plan: Plan, fact_key: str, measures: tuple[str, ...]) -> bool:
    rollup = plan.catalogue.facts[fact_key].rollup
    if rollup is None or plan.query.grain is Grain.HOUR or plan.cuts or plan.bases[1:] != DEFAULT_BASES:
        return False
    used = (*plan.query.dimensions, *(item.field for item in plan.filters))
    return all(rollup in plan.catalogue.dimensions[key].expressions for key in used) and all(
        plan.catalogue.measures[key].rollup for key in measures
    )
