"""Sums of several facts → one row a group, joined on dimensions after each fact was summed on its own.

A union grouped by the keys: unknown keys meet each other (a join would lose them) and nothing can fan out. A group
that a part has no row for counts nothing there, which is 0 for sums and null for what rests on known values only.
"""

from sqlglot import exp

from comptoir.semantic import sql
from comptoir.semantic.passes.aggregate import measure_of
from comptoir.semantic.passes.convert import CARRIED
from comptoir.semantic.passes.gather import MISSING, SIDES, TOTAL, gather
from comptoir.semantic.passes.scan import FOREIGN, guards_currency, keys_of, needs_gathering, scan
from comptoir.semantic.plan import Part, Plan
from comptoir.semantic.sql import Expression
from comptoir.semantic.terms import Term
from comptoir.semantic.vocabulary import Aggregation

PART = "part"
_COMBINED = {
    CARRIED: f"max({CARRIED})",
    MISSING: f"groupUniqArrayArray({MISSING})",
    FOREIGN: f"sum(ifNull({FOREIGN}, 0))",
}


def merge(plan: Plan) -> exp.Select:
    """Return the SELECT with keys ``g_…``, the total mark, and sums ``c_…`` and ``p_…`` (the earlier period)."""
    done = [gather(plan, part) if needs_gathering(plan) else scan(plan, part, part.scans[0]) for part in plan.parts]
    if len(done) == 1:
        return done[0]
    names = [*(f"g_{alias}" for alias in keys_of(plan).values()), *([TOTAL] if plan.has_total else [])]
    columns: dict[str, Expression] = {name: sql.column(name) for name in names}
    for number, part in enumerate(plan.parts):
        for name, term in sums_of(plan, part):
            columns[name] = _pick(plan, term, name, number)
    columns |= {name: sql.fragment(_COMBINED[name]) for name in extras_of(plan)}
    pieces = [
        _piece(plan, part, select, names, number)
        for number, (part, select) in enumerate(zip(plan.parts, done, strict=True))
    ]
    select = sql.select_from(sql.inner(exp.union(*pieces, distinct=False, copy=False), "u"), columns)
    return sql.grouped(select, names, with_total=False)


def extras_of(plan: Plan) -> tuple[str, ...]:
    """Return the columns that carry what notes are made of."""
    if plan.exports:
        return ()
    if plan.converts:
        return (CARRIED, MISSING)
    return (FOREIGN,) if any(guards_currency(plan, part) for part in plan.parts) else ()


def sums_of(plan: Plan, part: Part) -> list[tuple[str, Term]]:
    """Return the columns of a part's sums with their terms."""
    return [(f"{SIDES[side]}_{term.name}", term) for side in plan.sides for term in part.terms]


def _piece(plan: Plan, part: Part, select: exp.Select, keys: list[str], number: int) -> exp.Select:
    columns: list[Expression] = [sql.column(name) for name in keys]
    for other in plan.parts:
        for name, _ in sums_of(plan, other):
            columns.append(sql.column(name) if other is part else sql.named(exp.null(), name))
    for name in extras_of(plan):
        has_it = guards_currency(plan, part) if name == FOREIGN else plan.converts
        columns.append(sql.column(name) if has_it else sql.named(exp.null(), name))
    columns.append(sql.named(sql.fragment(str(number)), PART))
    return exp.select(*columns, copy=False).from_(sql.inner(select, "d"), copy=False)


def _pick(plan: Plan, term: Term, name: str, number: int) -> Expression:
    value = f'anyOrNullIf("{name}", {PART} = {number})'
    if measure_of(plan, term).aggregation is Aggregation.SUM_OR_NULL:
        return sql.fragment(value)
    return sql.fragment(f"if(countIf({PART} = {number}) = 0, 0, {value})")
