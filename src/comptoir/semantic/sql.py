"""Building blocks of the SQL tree. ClickHouse's dialect of SQLGlot; identifiers always quoted, values always parameters."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, cast

from sqlglot import exp, parse_one

Expression = exp.Expr
WIDE = "Nullable(Decimal(76, 30))"
FACTOR = "Nullable(Decimal(76, 18))"
DIVISOR = "Nullable(Decimal(76, 12))"


def column(name: str, table: str | None = None) -> exp.Column:
    """Return a quoted column."""
    return exp.column(name, table=table, quoted=True)


def quoted(name: str) -> str:
    """Return a column's name as it stands in a fragment."""
    return f'"{name}"'


def function(name: str, *arguments: Expression | str | int) -> exp.Anonymous:
    """Return a ClickHouse function by its own name, left as it is."""
    return exp.Anonymous(this=name, expressions=[_literal(item) for item in arguments])


def parameter(name: str, kind: str) -> Expression:
    """Return a server-side parameter ``{name:Type}``."""
    return fragment(f"{{{name}:{kind}}}")


def fragment(text: str) -> Expression:
    """Return a developer's ClickHouse expression as a tree, a fresh copy each time."""
    return _parsed(text).copy()


def select(text: str) -> exp.Select:
    """Return a developer's SELECT as a tree."""
    return cast("exp.Select", fragment(text))


@lru_cache(maxsize=2000)
def _parsed(text: str) -> Expression:
    return parse_one(text, read="clickhouse")


def cast_to(tree: Expression, kind: str) -> Expression:
    """Return CAST(tree AS kind)."""
    outer = fragment(f"CAST(x AS {kind})")
    outer.find(exp.Column).replace(tree)  # type: ignore[union-attr]  # the fragment above has one
    return outer


def named(tree: Expression, alias: str) -> Expression:
    """Return ``tree AS alias``."""
    return exp.alias_(tree, alias, quoted=True, copy=False)


def all_of(conditions: Iterable[Expression]) -> Expression:
    """Return the conjunction."""
    return exp.and_(*conditions, copy=False)


def final(table: str) -> exp.Final:
    """Return a replaced table read with FINAL: superseded rows never count."""
    return exp.Final(this=exp.to_table(table))


def inner(tree: exp.Query, alias: str) -> exp.Subquery:
    """Return a sub-select with a name."""
    return tree.subquery(alias, copy=False)


def select_from(source: Expression, columns: Mapping[str, Expression]) -> exp.Select:
    """Return SELECT of named columns FROM a source. Trees are taken, not copied: copying dominated compilation."""
    chosen = [named(tree, name) for name, tree in columns.items()]
    return exp.select(*chosen, copy=False).from_(cast("Any", source), copy=False)


def join_left(tree: exp.Select, table: exp.Subquery, on: str) -> exp.Select:
    """Return the select with a LEFT JOIN."""
    return tree.join(table, on=fragment(on), join_type="LEFT", copy=False)


def one_by(tree: exp.Select, by: str) -> exp.Select:
    """Return the select with at most one row for each value (LIMIT 1 BY)."""
    return tree.limit(exp.Limit(expression=exp.Literal.number(1), expressions=[fragment(by)]), copy=False)


def from_only(source: Expression) -> exp.Select:
    """Return a SELECT of nothing yet FROM a source."""
    return exp.select().from_(cast("Any", source), copy=False)


def grouped(select: exp.Select, keys: Sequence[Expression], *, with_total: bool) -> exp.Select:
    """Group a select by expressions; ``with_total`` adds one row over everything."""
    if not keys:
        return select
    if not with_total:
        return select.group_by(*keys, copy=False)
    sets = exp.GroupingSets(expressions=[exp.Tuple(expressions=list(keys)), exp.Tuple(expressions=[])])
    select.set("group", exp.Group(grouping_sets=[sets]))
    return select


def nullable_division(over: Expression, under: Expression) -> Expression:
    """Return a wide quotient that is null where the divisor is zero."""
    divisor = function("nullIf", cast_to(under, DIVISOR), 0)
    return exp.Div(this=cast_to(over, WIDE), expression=divisor)


def product(one: Expression, other: Expression) -> Expression:
    """Return a wide product: exact to 18 decimals of the second factor, in the decimals of a quotient."""
    return cast_to(exp.Mul(this=cast_to(one, WIDE), expression=cast_to(other, FACTOR)), WIDE)


def number(text: str) -> Expression:
    """Return a number that is written down, as a decimal: a bare literal would be a float."""
    return cast_to(exp.Literal.string(text), "Decimal(38, 12)")


def render(tree: Expression) -> str:
    """Return the SQL text."""
    return tree.sql(dialect="clickhouse", identify=True, pretty=True)


def _literal(item: Any) -> Expression:
    if isinstance(item, str):
        return exp.Literal.string(item)
    if isinstance(item, int):
        return exp.Literal.number(item)
    return cast("Expression", item)
