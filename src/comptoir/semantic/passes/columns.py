"""What the columns of a result are called, their types and units."""

from comptoir.kernel.time import Grain
from comptoir.semantic.plan import OutputColumn, Plan
from comptoir.semantic.vocabulary import Aggregation, Kind

BEFORE, CHANGE, SHARE = "__previous", "__change", "__change_pct"


def columns_of(plan: Plan) -> tuple[OutputColumn, ...]:
    """Return period, dimensions, metrics and their comparisons, in the order of the rows."""
    found: list[OutputColumn] = []
    if plan.query.grain:
        found.append(OutputColumn(name="period", type="datetime" if plan.query.grain is Grain.HOUR else "date"))
    for key in plan.query.dimensions:
        kind = plan.catalogue.dimensions[key].type
        found.append(OutputColumn(name=key, type="integer" if kind == "integer" else "string"))
    for key in plan.query.metrics:
        found.extend(_metric_columns(plan, key))
    return tuple(found)


def _metric_columns(plan: Plan, key: str) -> list[OutputColumn]:
    metric = plan.catalogue.metrics[key]
    kind = "integer" if is_whole(plan, key) else "decimal"
    unit = metric.unit.currency or plan.currency if metric.unit.kind is Kind.MONEY else str(metric.unit.kind)
    suffixes = ("", BEFORE, CHANGE) if plan.previous else ("",)
    found = [OutputColumn(f"{key}{suffix}", kind, unit, key, metric.version) for suffix in suffixes]
    if plan.previous:
        found.append(OutputColumn(f"{key}{SHARE}", "decimal", str(Kind.PERCENT), key, metric.version))
    return found


def is_whole(plan: Plan, key: str) -> bool:
    """Counts of things are whole; counts of units may be fractions (1.5 kg) and then travel as decimals."""
    if plan.catalogue.metrics[key].unit.kind is not Kind.COUNT:
        return False
    measures = (plan.catalogue.measures[name] for name in plan.catalogue.measures_of(key))
    return all(measure.aggregation is Aggregation.DISTINCT for measure in measures)
