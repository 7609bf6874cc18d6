"""The tree becomes text, unless a table of tenants is read without the organisation: then nothing is rendered."""

from collections.abc import Iterator

from sqlglot import exp

from comptoir.semantic import sql
from comptoir.semantic.passes.columns import columns_of
from comptoir.semantic.passes.finish import finish
from comptoir.semantic.passes.merge import extras_of
from comptoir.semantic.plan import Compiled, Plan

SHARED = frozenset({"rates"})
SCOPE = "organisation"


class UnscopedPlan(RuntimeError):
    """A programming error: a plan that could read another organisation's rows."""


def render(plan: Plan) -> Compiled:
    """Return SQL, columns and tables of a plan; raise ``UnscopedPlan`` without its mandatory scope."""
    if plan.scope is None:
        raise UnscopedPlan("a plan without a scope cannot be rendered")
    tree = finish(plan)
    check_scope(tree, plan=plan)
    return Compiled(
        sql=sql.render(tree) + settings_clause(),
        columns=columns_of(plan),
        fetched=tuple(column.alias for column in tree.selects),
        has_total_row=plan.has_total,
        extras=extras_of(plan),
        tables=tuple(sorted({*tables_of(tree), *(SHARED if plan.takes_factors else ())})),
    )


# join_use_nulls: a rate or attribute that is not there is null, not 0. A day is part of every key and decides the
# partition, so that versions of one row never lie in two partitions and each can be replaced on its own.
SETTINGS = {"join_use_nulls": 1, "do_not_merge_across_partitions_select_final": 1}


def settings_clause() -> str:
    """Return the settings a plan's meaning rests on, part of the text so that a copied statement means the same."""
    return "\nSETTINGS " + ", ".join(f"{name} = {value}" for name, value in SETTINGS.items())


def check_scope(tree: exp.Expression, *, plan: Plan) -> None:
    """Raise ``UnscopedPlan`` when any SELECT reads a tenant's table without ``organisation = {organisation}``.

    Facts must be narrowed by the stores, channels and representatives of the scope as well.
    """
    if plan.scope is None:
        raise UnscopedPlan("a plan without a scope cannot be rendered")
    facts = {name for fact in plan.catalogue.facts.values() for name in (fact.table, fact.rollup)}
    for table in tree.find_all(exp.Table):
        if table.name in SHARED:
            continue
        select = table.find_ancestor(exp.Select)
        found = narrowing(select) if select is not None else frozenset()
        if SCOPE not in found:
            raise UnscopedPlan(f"{table.name} would be read without its organisation")
        missing = plan.scope.parameters - found if table.name in facts else frozenset()
        if missing:
            raise UnscopedPlan(f"{table.name} would be read without {', '.join(sorted(missing))}")


def narrowing(select: exp.Select) -> frozenset[str]:
    """Return the parameters that every row of a SELECT must fit: equal to the organisation, or one of a list."""
    where = select.args.get("where")
    return frozenset() if where is None else frozenset(filter(None, map(_narrows, _conjuncts(where.this))))


def _narrows(part: exp.Expr) -> str | None:
    if isinstance(part, exp.EQ) and isinstance(part.right, exp.Placeholder):
        return SCOPE if part.left.name == part.right.name == SCOPE else None
    if isinstance(part, exp.In) and isinstance(part.args.get("field"), exp.Placeholder):
        return str(part.args["field"].name)
    return None


def _conjuncts(tree: exp.Expr) -> Iterator[exp.Expr]:
    """What must all hold for the condition to hold; an OR is one of them, whatever is inside."""
    if isinstance(tree, exp.Paren):
        yield from _conjuncts(tree.this)
    elif isinstance(tree, exp.And):
        yield from _conjuncts(tree.left)
        yield from _conjuncts(tree.right)
    else:
        yield tree


def tables_of(tree: exp.Expression) -> tuple[str, ...]:
    """Return the tables a tree reads."""
    return tuple(sorted({table.name for table in tree.find_all(exp.Table)}))
