"""The entries of one part: every measure as an amount of the entry, converted; for distinct counts one entry a thing."""

from sqlglot import exp

from comptoir.semantic import sql
from comptoir.semantic.passes.aggregate import first_seen
from comptoir.semantic.passes.bucket import day_expression
from comptoir.semantic.passes.conditions import conditions
from comptoir.semantic.passes.convert import BOOKED, CURRENCY, FACTOR, NO_RATE, rated
from comptoir.semantic.plan import Plan, Scan
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


def entries(plan: Plan, read: Scan, *, measures: list[Measure], condition: list[str]) -> exp.Select:
    """Return the SELECT of entries with columns ``c_…``, one a measure."""
    distinct = [measure for measure in measures if measure.aggregation is Aggregation.DISTINCT]
    amounts = {f"m_{measure.key}": _amount(plan, read, measure) for measure in measures}
    matters = " OR ".join(f"ifNull({text}, 0) != 0" for text in amounts.values())
    columns = {name: sql.fragment(text) for name, text in ENTRY.items()}
    columns |= {"store": sql.column("store"), "day": sql.fragment(day_expression(plan, read))}
    columns |= {CURRENCY: sql.fragment("currency"), BOOKED: sql.fragment("booked_day")}
    columns |= {name: sql.fragment(text) for name, text in amounts.items()}
    where = sql.all_of([conditions(plan, read), sql.fragment(f"({matters})"), *map(sql.fragment, condition)])
    scanned = sql.select_from(sql.final("sales"), columns).where(where, copy=False)
    if len(distinct) == len(measures):
        scanned = sql.one_by(scanned, distinct[0].expression)
    source = rated(plan, scanned)
    chosen: dict[str, exp.Expr] = {name: sql.column(name, "s") for name in (*ENTRY, "store", "day", CURRENCY)}
    for measure in measures:
        converted = plan.converts and measure.unit.kind is Kind.MONEY
        text = f"s.m_{measure.key} * nullIf(s.{FACTOR}, {NO_RATE})" if converted else f"s.m_{measure.key}"
        chosen[f"c_{measure.key}"] = sql.fragment(text)
    return sql.select_from(sql.inner(source, "s"), chosen)


def _amount(plan: Plan, read: Scan, measure: Measure) -> str:
    if measure.aggregation is not Aggregation.DISTINCT:
        return f"if({measure.condition}, {measure.expression}, NULL)" if measure.condition else measure.expression
    condition = f"{measure.condition} AND {measure.expression} IS NOT NULL"
    if measure.first_seen:
        condition += f" AND {first_seen(plan, read, measure, by_bucket=plan.query.grain is not None)}"
    return f"if({condition}, 1, 0)"
