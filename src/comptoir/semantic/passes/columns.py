"""What the columns of a result are called, their types and units."""

from dataclasses import replace

from comptoir.kernel.time import Grain
from comptoir.semantic.formula import scales
from comptoir.semantic.plan import OutputColumn, Plan
from comptoir.semantic.vocabulary import Aggregation, Kind

BEFORE, CHANGE, SHARE = "__previous", "__change", "__change_pct"


def columns_of(plan: Plan) -> tuple[OutputColumn, ...]:
    """Return period, dimensions, metrics and their comparisons, in the order of the rows."""
    found: list[OutputColumn] = []
    if plan.query.grain:
        found.append(OutputColumn(name="period", type="datetime" if plan.query.grain is Grain.HOUR else "date"))
    for key in plan.query.dimensions if plan.shown is None else plan.shown:
        kind = "integer" if plan.catalogue.dimensions[key].type == "integer" else "string"
        found.append(OutputColumn(name=key, type=kind, is_masked=key in plan.masked))
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
    return [replace(column, is_masked=True) for column in found] if key in plan.masked else found


def is_whole(plan: Plan, key: str) -> bool:
    """Counts of things are whole; counts of units may be fractions (1.5 kg) and then travel as decimals."""
    if plan.catalogue.metrics[key].unit.kind is not Kind.COUNT:
        return False
    if any(scales(plan.catalogue.formulas[inner]) for inner in plan.catalogue.metrics_in(key)):
        return False
    measures = (plan.catalogue.measures[name] for name in plan.catalogue.measures_of(key))
    return all(measure.aggregation is Aggregation.DISTINCT for measure in measures)
