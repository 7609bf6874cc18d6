"""Sums of several facts → one row a group, joined on dimensions after each fact was summed on its own.

A union grouped by the keys: unknown keys meet each other (a join would lose them) and nothing can fan out. A group
that a part has no row for counts nothing there, which is 0 for sums and null for what rests on known values only.
"""

from sqlglot import exp

from comptoir.semantic import sql
from comptoir.semantic.passes.aggregate import measure_of
from comptoir.semantic.passes.convert import USED
from comptoir.semantic.passes.gather import MISSING, TOTAL, Gathered, gather, sums_of
from comptoir.semantic.passes.scan import FOREIGN, guards_currency, keys_of
from comptoir.semantic.plan import Part, Plan
from comptoir.semantic.sql import Expression
from comptoir.semantic.terms import Term
from comptoir.semantic.vocabulary import Aggregation

PART = "part"
_COMBINED = {
    MISSING: f"groupUniqArrayArray(u.{MISSING})",
    USED: f"groupUniqArrayArray(u.{USED})",
    FOREIGN: f"sum(ifNull(u.{FOREIGN}, 0))",
}


def merge(plan: Plan) -> Gathered:
    """Return what gives one row a group: keys, the total mark, and sums ``c_…`` and ``p_…`` (the earlier period)."""
    done = [gather(plan, part) for part in plan.parts]
    if len(done) == 1:
        return done[0]
    pieces = [
        _piece(plan, part, gathered, number)
        for number, (part, gathered) in enumerate(zip(plan.parts, done, strict=True))
    ]
    keys = {alias: f'u."g_{alias}"' for alias in keys_of(plan).values()}
    total = f"u.{TOTAL}" if plan.has_total else None
    return Gathered(
        source=sql.from_only(sql.inner(exp.union(*pieces, distinct=False, copy=False), "u")),
        keys=keys,
        sums={
            name: _pick(plan, term, name, number)
            for number, part in enumerate(plan.parts)
            for name, term in sums_of(plan, part)
        },
        extras={name: _COMBINED[name] for name in extras_of(plan)},
        total=total,
        groups=(*keys.values(), *([total] if total else [])),
    )


def extras_of(plan: Plan) -> tuple[str, ...]:
    """Return the columns that carry what notes are made of."""
    if plan.exports:
        return ()
    if plan.converts:
        return (USED,) if plan.is_near else (USED, MISSING)
    return (FOREIGN,) if any(guards_currency(plan, part) for part in plan.parts) else ()


def _piece(plan: Plan, part: Part, gathered: Gathered, number: int) -> exp.Select:
    """One part's rows in the shape of all: null for the sums of the others, and which part it was."""
    columns: dict[str, Expression] = {f"g_{alias}": sql.fragment(text) for alias, text in gathered.keys.items()}
    if gathered.total:
        columns[TOTAL] = sql.fragment(gathered.total)
    for other in plan.parts:
        for name, _ in sums_of(plan, other):
            columns[name] = sql.fragment(gathered.sums[name]) if other is part else exp.null()
    for name in extras_of(plan):
        columns[name] = sql.fragment(gathered.extras[name]) if name in gathered.extras else exp.null()
    columns[PART] = sql.fragment(str(number))
    return gathered.select(columns, with_total=plan.has_total)


def _pick(plan: Plan, term: Term, name: str, number: int) -> str:
    value = f'anyOrNullIf(u."{name}", u.{PART} = {number})'
    if measure_of(plan, term).aggregation is Aggregation.SUM_OR_NULL:
        return value
    return f"if(countIf(u.{PART} = {number}) = 0, 0, {value})"
