"""Aggregates of several facts and periods → one row a group, joined on dimensions after each was summed on its own.

A union grouped by the keys: unknown keys meet each other (a join would lose them) and nothing can fan out. A group
that a part has no row for counts nothing there, which is 0 for sums and null for what rests on known values only.
"""

from sqlglot import exp

from comptoir.semantic import sql
from comptoir.semantic.passes.convert import CARRIED
from comptoir.semantic.passes.gather import MISSING, TOTAL, gather
from comptoir.semantic.passes.scan import FOREIGN, guards_currency, keys_of, needs_gathering, scan
from comptoir.semantic.plan import CURRENT, PREVIOUS, Part, Plan
from comptoir.semantic.sql import Expression
from comptoir.semantic.vocabulary import Aggregation

SIDES = {CURRENT: "c", PREVIOUS: "p"}
PART = "part"


def merge(plan: Plan) -> exp.Select:
    """Return the SELECT with keys ``g_…``, the total mark, and measures ``c_…`` and ``p_…`` (the earlier period)."""
    pieces = [(side, part) for side in plan.sides for part in plan.parts]
    columns: dict[str, Expression] = {f"g_{alias}": sql.column(f"g_{alias}") for alias in keys_of(plan).values()}
    if plan.has_total:
        columns[TOTAL] = sql.column(TOTAL)
    keys = tuple(columns)
    alone = len(pieces) == 1
    for number, (side, part) in enumerate(pieces):
        for key in part.measures:
            source = source_name(plan, key)
            columns[f"{SIDES[side]}_{key}"] = sql.column(source) if alone else _pick(plan, key, source, number)
    for name in extras_of(plan):
        columns[name] = sql.column(name) if alone else sql.fragment(_COMBINED[name])
    selects = [_piece(plan, part, side=side, number=number, alone=alone) for number, (side, part) in enumerate(pieces)]
    source_tree = selects[0] if alone else exp.union(*selects, distinct=False, copy=False)
    select = sql.select_from(sql.inner(source_tree, "u"), columns)
    return select if alone else sql.grouped(select, keys, with_total=False)


def extras_of(plan: Plan) -> tuple[str, ...]:
    """Return the columns that carry what notes are made of."""
    if plan.exports:
        return ()
    if plan.converts:
        return (CARRIED, MISSING)
    return (FOREIGN,) if any(guards_currency(plan, part) for part in plan.parts) else ()


def source_name(plan: Plan, measure: str) -> str:
    """Return a measure's column in a finished part."""
    return f"g_{measure}" if needs_gathering(plan) else f"m_{measure}"


_COMBINED = {
    CARRIED: f"max({CARRIED})",
    MISSING: f"groupUniqArrayArray({MISSING})",
    FOREIGN: f"sum(ifNull({FOREIGN}, 0))",
}


def _piece(plan: Plan, part: Part, *, side: int, number: int, alone: bool) -> exp.Select:
    done = gather(plan, part, side=side) if needs_gathering(plan) else scan(plan, part, side=side)
    if alone:
        return done
    names = [*(f"g_{alias}" for alias in keys_of(plan).values()), *([TOTAL] if plan.has_total else [])]
    columns: list[Expression] = [sql.column(name) for name in names]
    own = {*part.measures}
    for key in plan.measures:
        name = source_name(plan, key)
        columns.append(sql.column(name) if key in own else sql.named(exp.null(), name))
    columns.extend(_extra(plan, part, name) for name in extras_of(plan))
    columns.append(sql.named(sql.fragment(str(number)), PART))
    return exp.select(*columns, copy=False).from_(sql.inner(done, "d"), copy=False)


def _extra(plan: Plan, part: Part, name: str) -> Expression:
    has_it = guards_currency(plan, part) if name == FOREIGN else plan.converts
    return sql.column(name) if has_it else sql.named(exp.null(), name)


def _pick(plan: Plan, key: str, source: str, number: int) -> Expression:
    value = f"anyOrNullIf({source}, {PART} = {number})"
    if plan.catalogue.measures[key].aggregation is Aggregation.SUM_OR_NULL:
        return sql.fragment(value)
    return sql.fragment(f"if(countIf({PART} = {number}) = 0, 0, {value})")
