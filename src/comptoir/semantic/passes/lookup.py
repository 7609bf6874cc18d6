"""Current attributes: joined to partial sums, or to the rows where partial sums are states.

A state for each key (each buyer, each month) costs more than the join does: a cohort over a year is asked in half the time.
"""

from collections.abc import Mapping

from sqlglot import exp

from comptoir.semantic import sql
from comptoir.semantic.passes.aggregate import measure_of, needs_states
from comptoir.semantic.plan import Part, Plan


def joins_rows(plan: Plan, part: Part) -> bool:
    """Whether attributes are joined to the rows of a part's reads, and not to their partial sums."""
    return (
        plan.has_lookups and not plan.is_near and any(needs_states(plan, measure_of(plan, one)) for one in part.terms)
    )


def join_lookups(plan: Plan, source: exp.Select, keys: Mapping[str, str]) -> exp.Select:
    """Join what the catalogue says now; ``keys`` are what to look up by, as fragments, by the name of the dimension."""
    for name in looked_up_names(plan):
        lookup = plan.catalogue.dimensions[name].lookup
        assert lookup is not None
        where = "organisation = {organisation:UUID}"
        table = sql.select(f"SELECT {lookup.key} AS k, {lookup.column} AS v FROM {lookup.table} FINAL WHERE {where}")
        source = sql.join_left(source, sql.inner(table, f"l_{name}"), f"l_{name}.k = {keys[name]}")
    return source


def looked_up_names(plan: Plan) -> dict[str, str]:
    """Return the joined attribute of each asked dimension that has one, as fragments."""
    return {key: f"l_{key}.v" for key in plan.query.dimensions if plan.catalogue.dimensions[key].lookup}
