"""The entries of one part: every measure as an amount of the entry, converted; for distinct counts one entry a thing."""

from sqlglot import exp

from comptoir.semantic import sql
from comptoir.semantic.passes.aggregate import first_seen
from comptoir.semantic.passes.bucket import day_expression
from comptoir.semantic.passes.conditions import conditions, narrowed
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


def entries(
    plan: Plan, read: Scan, *, measures: list[Measure], condition: list[str], adds_up: bool = True
) -> exp.Select:
    """Return the SELECT of entries with columns ``c_…``, one a measure; ``adds_up``: their sums are to be the figure."""
    distinct = [measure for measure in measures if measure.aggregation is Aggregation.DISTINCT]
    amounts = {f"m_{measure.key}": _amount(plan, read, measure) for measure in measures}
    matters = " OR ".join(f"ifNull({text}, 0) != 0" for text in amounts.values())
    columns = {name: sql.fragment(text) for name, text in ENTRY.items()}
    columns |= {"store": sql.column("store"), "day": sql.fragment(day_expression(plan, read))}
    columns |= {CURRENCY: sql.fragment("currency"), BOOKED: sql.fragment("booked_day")}
    columns |= {name: sql.fragment(text) for name, text in amounts.items()}
    where = sql.all_of([conditions(plan, read), sql.fragment(f"({matters})"), *map(sql.fragment, condition)])
    scanned = sql.select_from(sql.final("sales"), columns).where(where, copy=False)
    if len(distinct) == len(measures) and len({(measure.expression, measure.only) for measure in distinct}) == 1:
        scanned = sql.one_by(scanned, distinct[0].expression)
    elif distinct and adds_up:
        scanned = _marked_once(scanned, list(columns), distinct)
    source = rated(plan, scanned)
    chosen: dict[str, exp.Expr] = {name: sql.column(name, "s") for name in (*ENTRY, "store", "day", CURRENCY)}
    for measure in measures:
        converted = plan.converts and measure.unit.kind is Kind.MONEY
        text = f"s.m_{measure.key} * nullIf(s.{FACTOR}, {NO_RATE})" if converted else f"s.m_{measure.key}"
        chosen[f"c_{measure.key}"] = sql.fragment(text)
    return sql.select_from(sql.inner(source, "s"), chosen)


def _marked_once(scanned: exp.Select, names: list[str], distinct: list[Measure]) -> exp.Select:
    """Leave the mark of each thing on its newest entry only, so that things beside sums add up to their number too."""
    for measure in distinct:
        scanned = scanned.select(sql.named(sql.fragment(measure.expression), f"t_{measure.key}"), copy=False)
    marks = {f"m_{measure.key}": f"t_{measure.key}" for measure in distinct}
    columns: dict[str, exp.Expr] = {name: sql.column(name, "u") for name in names}
    for mark, thing in marks.items():
        newest = f'row_number() OVER (PARTITION BY u."{thing}", u."{mark}" ORDER BY u.occurred_at DESC, u.entry DESC)'
        columns[mark] = sql.fragment(f'if({newest} = 1, u."{mark}", 0)')
    once = sql.select_from(sql.inner(scanned, "u"), columns)
    matters = " OR ".join(f'ifNull(v."{name}", 0) != 0' for name in names if name.startswith("m_"))
    left = {name: sql.column(name, "v") for name in names}
    return sql.select_from(sql.inner(once, "v"), left).where(sql.fragment(matters), copy=False)


def _amount(plan: Plan, read: Scan, measure: Measure) -> str:
    if measure.aggregation is not Aggregation.DISTINCT:
        condition = narrowed(plan, read, measure, condition=measure.condition)
        return f"if({condition}, {measure.expression}, NULL)" if condition else measure.expression
    condition = f"{narrowed(plan, read, measure, condition=measure.condition)} AND {measure.expression} IS NOT NULL"
    if measure.first_seen:
        condition += f" AND {first_seen(plan, read, measure, by_bucket=plan.query.grain is not None)}"
    return f"if({condition}, 1, 0)"
