"""The entries behind one figure: the same scope, range, filters and conversion as the figure, one row an entry.

Figures that count distinct things (orders, buyers) show one entry a thing. Each measure keeps its own column, and
``value`` is the metric's formula over them: summed over all rows it is the figure, except for ratios, where it is null.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlglot import exp

from comptoir.semantic import sql
from comptoir.semantic.formula import Binary, Formula, Name, Negative, names_of
from comptoir.semantic.passes.bind import bind
from comptoir.semantic.passes.convert import CURRENCY
from comptoir.semantic.passes.entries import ENTRY, entries
from comptoir.semantic.passes.formulas import Summed, written_out
from comptoir.semantic.passes.place import place
from comptoir.semantic.passes.render import check_scope, settings_clause, tables_of
from comptoir.semantic.plan import NOW_SPAN, Bound, Compiled, OutputColumn, Plan, Scan
from comptoir.semantic.vocabulary import Kind


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
    keys = plan.catalogue.measures_of(metric)
    read = Scan(plan.parts[0].fact, uses_rollup=False, spans=(NOW_SPAN,) if plan.query.range else ())
    condition, values = place(plan, read, at)
    measures, adds_up = [plan.catalogue.measures[key] for key in keys], is_additive(plan, metric)
    inner = entries(plan, read, measures=measures, condition=condition, adds_up=adds_up)
    formula = plan.catalogue.formulas[metric]
    value = written_out(plan, formula, summed=_measure_column(plan)) if adds_up else exp.null()
    columns = [sql.fragment(text) for text in (*ENTRY, "store", "day", CURRENCY, *(f"c_{key}" for key in keys))]
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
    return RowsQuery(_bound(plan, page, values), _bound(plan, count, values), keys)


def _measure_column(plan: Plan) -> Summed:
    measures = plan.catalogue.measures
    return lambda tree: f"c_{tree.key}" if isinstance(tree, Name) and tree.key in measures else None


def is_additive(plan: Plan, metric: str) -> bool:
    """Whether the metric of a whole is the sum over its parts: nothing in its formula is divided by or times a figure."""
    return all(_is_linear(plan.catalogue.formulas[key]) for key in plan.catalogue.metrics_in(metric))


def _is_linear(tree: Formula) -> bool:
    match tree:
        case Binary("*", left, right):
            return (not names_of(left) or not names_of(right)) and _is_linear(left) and _is_linear(right)
        case Binary("/", left, right):
            return not names_of(right) and _is_linear(left)
        case Binary(_, left, right):
            return _is_linear(left) and _is_linear(right)
        case Negative(operand):
            return _is_linear(operand)
        case _:
            return True


def _bound(plan: Plan, tree: exp.Select, values: Mapping[str, Any]) -> Bound:
    check_scope(tree, plan=plan)
    text = sql.render(tree) + settings_clause()
    bound = bind(plan, compiled=Compiled(text, (), (), False, (), tables_of(tree)))
    own = {name: value for name, value in values.items() if f"{{{name}: " in text}
    return Bound(compiled=bound.compiled, parameters={**bound.parameters, **own})


def row_columns(measures: tuple[str, ...], plan: Plan, *, metric: str) -> tuple[OutputColumn, ...]:
    """Return the columns of a page of entries; ``value`` is an entry's part in the figure of ``metric``."""
    plain = [("order", "string"), ("kind", "string"), ("occurred_at", "datetime"), ("store", "string"), ("day", "date")]
    plain += [("currency", "string"), ("sku", "string"), ("product", "string"), ("quantity", "decimal")]
    found = [OutputColumn(name, kind) for name, kind in plain]
    for key in measures:
        is_money = plan.catalogue.measures[key].unit.kind is Kind.MONEY
        found.append(OutputColumn(key, "decimal", plan.currency if is_money else "count"))
    is_money = plan.catalogue.metrics[metric].unit.kind is Kind.MONEY
    return (*found, OutputColumn("value", "decimal", plan.currency if is_money else None))
