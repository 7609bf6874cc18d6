"""The entries behind one figure: the same scope, range, filters and conversion as the figure, one row an entry.

Figures that count distinct things (orders, buyers) show one entry a thing. Each measure keeps its own column, and
``value`` is the metric's formula over them: summed over all rows it is the figure, except for ratios, where it is null.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlglot import exp

from comptoir.kernel.errors import Invalid
from comptoir.kernel.time import Grain
from comptoir.semantic import sql
from comptoir.semantic.formula import Binary, Formula, Negative
from comptoir.semantic.passes.aggregate import first_seen
from comptoir.semantic.passes.bind import bind
from comptoir.semantic.passes.bucket import bucket, day_expression, instant_expression
from comptoir.semantic.passes.conditions import TYPES, conditions, dimension_expression
from comptoir.semantic.passes.formulas import written_out
from comptoir.semantic.passes.gather import FACTOR, rated
from comptoir.semantic.passes.render import check_scope, settings_clause, tables_of
from comptoir.semantic.passes.scan import BOOKED, CURRENCY
from comptoir.semantic.plan import CURRENT, Bound, Compiled, OutputColumn, Part, Plan
from comptoir.semantic.vocabulary import Aggregation, Kind, Measure

ENTRY = {
    "entry": "entry",
    "order": '"order"',
    "kind": "kind",
    "occurred_at": "occurred_at",
    "sku": "sku",
    "product": "product_title",
    "quantity": "units - units_returned",
}
KEY = "ORDER BY occurred_at DESC, entry DESC"


@dataclass(frozen=True, slots=True)
class RowsQuery:
    """SQL of a page of entries and of how many there are."""

    page: Bound
    count: Bound
    measures: tuple[str, ...]


def source_rows(
    plan: Plan, *, metric: str, at: Mapping[str, Any], after: tuple[Any, str] | None, limit: int
) -> RowsQuery:
    """Return the page of entries behind ``metric`` in the row ``at`` (dimension or period → value as shown)."""
    part = Part(fact=plan.parts[0].fact, measures=plan.catalogue.measures_of(metric), uses_rollup=False)
    measures = [plan.catalogue.measures[key] for key in part.measures]
    condition, values = _place(plan, part, at)
    inner = _entries(plan, part, measures=measures, condition=condition)
    value = written_out(plan, plan.catalogue.formulas[metric], prefix="c") if is_additive(plan, metric) else exp.null()
    columns = [
        sql.fragment(text) for text in (*ENTRY, "store", "day", CURRENCY, *(f"c_{key}" for key in part.measures))
    ]
    page = exp.select(*columns, sql.named(value, "value"), copy=False).from_(sql.inner(inner, "e"), copy=False)
    if after:
        page = page.where(
            sql.fragment("(occurred_at, entry) < ({after_at:DateTime64(3, 'UTC')}, {after_entry:UUID})"), copy=False
        )
        values |= {"after_at": after[0], "after_entry": after[1]}
    page = page.order_by(sql.fragment("occurred_at").desc(), sql.fragment("entry").desc(), copy=False)
    page = page.limit(sql.parameter("page", "UInt32"), copy=False)
    count = exp.select(sql.named(sql.fragment("count()"), "entries"), copy=False).from_(
        sql.inner(inner.copy(), "e"), copy=False
    )
    values["page"] = limit + 1
    return RowsQuery(_bound(plan, page, values), _bound(plan, count, values), part.measures)


def is_additive(plan: Plan, metric: str) -> bool:
    """Whether the metric of a whole is the sum over its parts: no division anywhere in its formula."""

    def divides(tree: Formula) -> bool:
        match tree:
            case Binary(operator, left, right):
                return operator in "*/" or divides(left) or divides(right)
            case Negative(operand):
                return divides(operand)
            case _:
                return False

    return not any(divides(plan.catalogue.formulas[key]) for key in plan.catalogue.metrics_in(metric))


def _entries(plan: Plan, part: Part, *, measures: list[Measure], condition: list[str]) -> exp.Select:
    distinct = [measure for measure in measures if measure.aggregation is Aggregation.DISTINCT]
    amounts = {f"m_{measure.key}": _amount(plan, part, measure) for measure in measures}
    matters = " OR ".join(f"ifNull({text}, 0) != 0" for text in amounts.values())
    columns = {name: sql.fragment(text) for name, text in ENTRY.items()}
    columns |= {"store": sql.column("store"), "day": sql.fragment(day_expression(plan, part))}
    columns |= {CURRENCY: sql.fragment("currency"), BOOKED: sql.fragment("booked_day")}
    columns |= {name: sql.fragment(text) for name, text in amounts.items()}
    where = sql.all_of(
        [conditions(plan, part, side=CURRENT), sql.fragment(f"({matters})"), *map(sql.fragment, condition)]
    )
    scanned = sql.select_from(sql.final("sales"), columns).where(where, copy=False)
    if len(distinct) == len(measures):
        scanned = sql.one_by(scanned, distinct[0].expression)
    source = rated(plan, scanned)
    chosen: dict[str, exp.Expr] = {name: sql.column(name, "s") for name in (*ENTRY, "store", "day", CURRENCY)}
    for measure in measures:
        converted = plan.converts and measure.unit.kind is Kind.MONEY
        text = (
            f"CAST(s.m_{measure.key} AS Nullable(Decimal(76, 6))) * s.{FACTOR}" if converted else f"s.m_{measure.key}"
        )
        chosen[f"c_{measure.key}"] = sql.fragment(text)
    return sql.select_from(sql.inner(source, "s"), chosen)


def _amount(plan: Plan, part: Part, measure: Measure) -> str:
    if measure.aggregation is not Aggregation.DISTINCT:
        return f"if({measure.condition}, {measure.expression}, NULL)" if measure.condition else measure.expression
    condition = f"{measure.condition} AND {measure.expression} IS NOT NULL"
    if measure.first_seen:
        condition += f" AND {first_seen(plan, part, measure, side=CURRENT, by_bucket=plan.query.grain is not None)}"
    return f"if({condition}, 1, 0)"


def _place(plan: Plan, part: Part, at: Mapping[str, Any]) -> tuple[list[str], dict[str, Any]]:
    """Conditions that an entry lies in the group of a row: by what it is grouped by, not by what filters match."""
    found: list[str] = []
    values: dict[str, Any] = {}
    for index, (key, value) in enumerate(at.items()):
        name = f"at_{index}"
        if key == "period":
            start = bucket(plan, day=day_expression(plan, part), instant=instant_expression(plan, part))
            is_hour = plan.query.grain is Grain.HOUR
            found.append(f"{sql.render(start)} = {{{name}:{'DateTime' if is_hour else 'Date'}}}")
            values[name] = _start(value, is_hour=is_hour)
            continue
        dimension = plan.catalogue.dimensions[key]
        text = dimension_expression(plan, part, key=key)
        kind = TYPES[dimension.type]
        if dimension.resolved:
            store = plan.tenant.store(str(value))
            kind, value = "UUID", store.id if store else None
        if dimension.lookup:
            look = dimension.lookup
            known = "IS NOT NULL" if value is None else f"= {{{name}:{kind}}}"
            where = f"organisation = {{organisation:UUID}} AND {look.column} {known}"
            inside = f"ifNull({text} IN (SELECT {look.key} FROM {look.table} FINAL WHERE {where}), 0)"
            found.append(f"NOT {inside}" if value is None else inside)
        else:
            found.append(f"{text} IS NULL" if value is None else f"{text} = {{{name}:{kind}}}")
        if value is not None:
            values[name] = value
    return found, values


def _start(value: Any, *, is_hour: bool) -> date | datetime:
    try:
        return datetime.fromisoformat(str(value)) if is_hour else date.fromisoformat(str(value))
    except ValueError as error:
        raise Invalid(f"{value!r} is no period of this result.", field="row.period") from error


def _bound(plan: Plan, tree: exp.Select, values: Mapping[str, Any]) -> Bound:
    check_scope(tree)
    text = sql.render(tree) + settings_clause()
    bound = bind(plan, compiled=Compiled(text, (), False, (), tables_of(tree)))
    own = {name: value for name, value in values.items() if f"{{{name}: " in text}
    return Bound(compiled=bound.compiled, parameters={**bound.parameters, **own})


def row_columns(measures: tuple[str, ...], plan: Plan) -> tuple[OutputColumn, ...]:
    """Return the columns of a page of entries."""
    plain = [("order", "string"), ("kind", "string"), ("occurred_at", "datetime"), ("store", "string"), ("day", "date")]
    plain += [("currency", "string"), ("sku", "string"), ("product", "string"), ("quantity", "decimal")]
    found = [OutputColumn(name, kind) for name, kind in plain]
    for key in measures:
        is_money = plan.catalogue.measures[key].unit.kind is Kind.MONEY
        found.append(OutputColumn(key, "decimal", plan.currency if is_money else "count"))
    return (*found, OutputColumn("value", "decimal"))
