"""The outermost SELECT: labels, formulas, rounding at the edge, change columns, stable order, limit; the total comes first.

``change`` is the difference of the two figures as shown; ``change_pct`` is the exact change as a fraction of the
earlier figure's size, null where that is zero.
"""

from sqlglot import exp

from comptoir.kernel.time import Grain
from comptoir.semantic import sql
from comptoir.semantic.passes.figures import figure
from comptoir.semantic.passes.gather import TOTAL
from comptoir.semantic.passes.merge import extras_of, merge
from comptoir.semantic.passes.scan import PERIOD, keys_of
from comptoir.semantic.plan import Plan
from comptoir.semantic.sql import Expression
from comptoir.semantic.vocabulary import DataType

STORE_LABEL = "nullIf({slugs:Array(String)}[indexOf({store_ids:Array(UUID)}, %s)], '')"
FORMULA_START = r"^[=+@\t\r-]"


def finish(plan: Plan) -> exp.Select:
    """Return the whole SELECT."""
    gathered = merge(plan)
    columns: dict[str, Expression] = {TOTAL: sql.fragment(gathered.total)} if gathered.total else {}
    for name, alias in keys_of(plan).items():
        tree = sql.fragment(labelled(plan, name, gathered.keys[alias]))
        columns[name] = _as_filed(plan, name, tree) if plan.exports else tree
    columns = _with_masked(plan, columns)
    for key in plan.query.metrics:
        columns |= figure(plan, key, sums=gathered.sums)
    columns |= {name: sql.fragment(gathered.extras[name]) for name in extras_of(plan)}
    select = gathered.select(columns, with_total=plan.has_total and len(plan.parts) == 1)
    if not plan.has_keys:
        return select
    if plan.previous and plan.query.grain:
        has_partner = f"toUInt32({gathered.keys[PERIOD]}) != 0"
        wanted = f"{TOTAL} = 1 OR {has_partner}" if plan.has_total else has_partner
        select = select.having(sql.fragment(wanted), copy=False)
    return select.order_by(*_order(plan), copy=False).limit(sql.parameter("rows", "UInt64"), copy=False)


def _with_masked(plan: Plan, columns: dict[str, Expression]) -> dict[str, Expression]:
    """Put the dimensions that are masked at their places, as nulls."""
    if plan.shown is None:
        return columns
    names = [name for name in columns if name not in plan.query.dimensions]
    nothing = {key: sql.fragment("CAST(NULL AS Nullable(String))") for key in plan.masked}
    return {name: columns[name] if name in columns else nothing[name] for name in (*names, *plan.shown)}


def labelled(plan: Plan, name: str, key: str) -> str:
    """Return a key as people know it, as a fragment: stores by their short names."""
    return STORE_LABEL % key if name != "period" and plan.catalogue.dimensions[name].resolved else key


def _as_filed(plan: Plan, name: str, tree: Expression) -> Expression:
    """A key as a file shows it: hours with their offset, texts that a spreadsheet could take for a formula marked."""
    if name == "period":
        if plan.query.grain is not Grain.HOUR:
            return tree
        text = sql.function("formatDateTime", tree, "%Y-%m-%dT%H:%i:%S%z", sql.parameter("zone", "String"))
        return sql.function("replaceRegexpOne", text, r"(\d\d)$", r":\1")
    if plan.catalogue.dimensions[name].type is not DataType.STRING or plan.catalogue.dimensions[name].resolved:
        return tree
    harmless = tree.copy()
    return sql.function(
        "if", sql.function("match", tree, FORMULA_START), sql.function("concat", "'", harmless.copy()), harmless
    )


def _order(plan: Plan) -> list[Expression]:
    """Total first, then as asked, then by the keys so that equal figures keep their places; unknown keys come last."""
    order: list[Expression] = [exp.Ordered(this=sql.column(TOTAL), desc=True)] if plan.has_total else []
    return order + ordered(plan)


def ordered(plan: Plan) -> list[Expression]:
    """Return by what groups are ordered: as asked, then by the keys."""
    asked = list(asked_order(plan))
    named = {item.removeprefix("-") for item in asked}
    asked += [name for name in keys_of(plan) if name not in named]
    return [
        exp.Ordered(this=sql.column(item.removeprefix("-")), desc=item.startswith("-"), nulls_first=False)
        for item in asked
    ]


def asked_order(plan: Plan) -> tuple[str, ...]:
    """Return the order that was asked for, else time, else the first figure from the largest down."""
    return plan.query.order_by or (("period",) if plan.query.grain else (f"-{plan.query.metrics[0]}",))
