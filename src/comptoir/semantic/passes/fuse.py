"""One statement for a family: rows of all its questions, told apart by their periods (window) and their keys (set).

Every question keeps the fragments of its own plan; only parameters that differ by window carry its number. Where there
is one window a row is read and summed once for all; where there are several, a row counts in each that it lies in.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlglot import exp

from comptoir.semantic import sql
from comptoir.semantic.passes.aggregate import is_distinct, measure_of
from comptoir.semantic.passes.bind import bound, fetched_rows, values_of
from comptoir.semantic.passes.bucket import aligned, bucket, day_expression, instant_expression, side_of
from comptoir.semantic.passes.conditions import within
from comptoir.semantic.passes.convert import RATE, rated
from comptoir.semantic.passes.family import Family, Keys, Member, spans_of
from comptoir.semantic.passes.figures import figure
from comptoir.semantic.passes.finish import labelled, ordered
from comptoir.semantic.passes.gather import TOTAL, adding, looked_up, noted, summed, sums_of
from comptoir.semantic.passes.render import check_scope, settings_clause, tables_of
from comptoir.semantic.passes.scan import (
    FOREIGN,
    PERIOD,
    SIDE,
    attributes,
    bucket_of,
    entries,
    guards_currency,
    keys_of,
    rate_keys,
    sums,
)
from comptoir.semantic.passes.storage import is_light
from comptoir.semantic.plan import CURRENT, PREVIOUS, Bound, Compiled, Plan, Scan
from comptoir.semantic.sql import Expression

LANE, WINDOW, SET = "k_lane", "k_window", "k_set"  # a lane is one period of one window
HERE, ALONE = "x_here", "alone_"  # how much of a group is of the current period; notes of that period alone
_OWN = "from_day|to_day|previous_[a-z]+_day|cut|cuts|cut_stores|uncut_stores|align_from|align_to"
_NUMBERED = re.compile(rf"\{{({_OWN})(?=\s*:)")
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Fused:
    """A statement for a family: its text and tables, and the names of what it gives."""

    compiled: Compiled

    def rows_of(
        self, family: Family, member: Member, compiled: Compiled, rows: Mapping[Row, list[Row]]
    ) -> list[Row] | None:
        """Return a member's rows as its own statement would give them, the total first; None where that is not known."""
        names, is_plain = self.compiled.fetched, family.is_plain(member)
        extras = {name: f"{ALONE}{name}" for name in compiled.extras} if is_plain else {}
        places = [names.index(extras.get(name, name)) for name in compiled.fetched if name != TOTAL]
        marks = [1, 0] if compiled.has_total_row else [0]
        found: list[Row] = []
        for mark in marks:
            keys = () if mark else member.keys
            own = rows.get((member.window, mark_of(family.keys, keys)), [])
            if is_plain and keys:
                here = names.index(HERE)
                present = [row for row in own if row[here]]
                if len(present) < len(own) and len(own) >= fetched_rows(family.plan):
                    return None
                own = present
            lead = (mark,) if compiled.has_total_row else ()
            found += [(*lead, *(row[place] for place in places)) for row in own]
        return found

    def by_group(self, rows: Sequence[Row]) -> Mapping[Row, list[Row]]:
        """Return rows by window and set, each in the order of the statement."""
        names, found = self.compiled.fetched, dict[Row, list[Row]]()
        window, mark = (names.index(name) if name in names else None for name in (WINDOW, SET))
        for row in rows:
            place = (0 if window is None else row[window], 0 if mark is None else row[mark])
            found.setdefault(place, []).append(row)
        return found


def mark_of(keys: Keys, own: Keys) -> int:
    """Return the number of a set, as ``grouping`` gives it: a bit for each key that rows are not grouped by."""
    return sum(1 << place for place, key in enumerate(reversed(keys)) if key not in own)


def fuse(family: Family) -> Fused:
    """Return the statement of a family."""
    plan = family.plan
    tree = _finished(family, plan)
    check_scope(tree, plan=plan)
    compiled = Compiled(
        sql=sql.render(tree) + settings_clause(),
        columns=(),
        fetched=tuple(column.alias for column in tree.selects),
        has_total_row=True,
        extras=(),
        tables=tables_of(tree),
    )
    return Fused(compiled)


def bind_family(family: Family, fused: Fused) -> Bound:
    """Return the statement with the values of all members."""
    values = values_of(family.plan)
    for number, window in enumerate(family.windows):
        own = values_of(window)
        values |= {f"{name}_{number}": value for name, value in own.items() if re.fullmatch(_OWN, name)}
        values["rates_from"] = min(values["rates_from"], own["rates_from"])
    return bound(fused.compiled, values)


def _finished(family: Family, plan: Plan) -> exp.Select:
    part, several = plan.parts[0], len(family.windows) > 1
    reads = [_read(family, plan, read) for read in part.scans]
    together: exp.Query = reads[0] if len(reads) == 1 else exp.union(*reads, distinct=False, copy=False)
    is_summed = _sums_first(family, plan)
    if is_summed:
        together = _summed_once(family, plan, together)
    source = sql.from_only(sql.inner(together if plan.is_near else rated(plan, together), "s"))
    source, known = looked_up(plan, part, source)
    keys = {name: known[alias] for name, alias in keys_of(plan).items()}
    columns: dict[str, Expression] = {WINDOW: sql.fragment(f"s.{WINDOW}")} if several else {}
    if keys:
        columns[SET] = sql.fragment(f"grouping({', '.join(keys.values())})" if plan.is_near else f"s.{SET}")
    columns |= {name: sql.fragment(labelled(plan, name, key)) for name, key in keys.items()}
    totals = {name: summed(plan, term, side=side) for side in plan.sides for name, term in sums_of(plan, part, side)}
    for key in plan.query.metrics:
        columns |= figure(plan, key, sums=totals)
    columns |= {name: sql.fragment(text) for name, text in noted(plan, part, in_sums=is_summed).items()}
    if family.has_plain:
        alone = noted(plan, part, current=True, in_sums=is_summed)
        columns |= {ALONE + name: sql.fragment(text) for name, text in alone.items()}
        columns[HERE] = sql.fragment(f"countIf(s.{SIDE} = {CURRENT})")
    chosen = source.select(*(sql.named(tree, name) for name, tree in columns.items()), copy=False)
    select = _grouped(family, chosen, keys)
    if plan.previous and plan.query.grain:
        bit = mark_of(family.keys, tuple(key for key in family.keys if key != "period"))
        has_partner = f"bitAnd({SET}, {bit}) != 0 OR toUInt32({keys['period']}) != 0"
        select = select.having(sql.fragment(has_partner), copy=False)
    places = [name for name in (WINDOW, SET) if name in columns]
    if not places:
        return select
    select = select.order_by(*(sql.column(name) for name in places), *(ordered(plan) if keys else ()), copy=False)
    most = exp.Limit(expression=sql.parameter("rows", "UInt64"), expressions=[sql.column(name) for name in places])
    return select.limit(most, copy=False)


def _sums_first(family: Family, plan: Plan) -> bool:
    """Whether many entries are summed by all keys together before they are by each set: every set is a pass over rows."""
    measures = [measure_of(plan, term) for term in plan.parts[0].terms]
    is_many = plan.is_near and not all(is_light(member.plan) for member in family.members)
    return is_many and bool(family.keys) and not any(is_distinct(plan, one) for one in measures)


def _summed_once(family: Family, plan: Plan, entries: exp.Query) -> exp.Select:
    """Sums of entries by period, window and every key."""
    sides = [SIDE] if plan.previous else []
    windows = [WINDOW] if len(family.windows) > 1 else []
    keys = [*windows, *sides, *keys_of(plan).values()]
    columns: dict[str, Expression] = {name: sql.column(name, "e") for name in keys}
    for term in plan.parts[0].terms:
        columns[f"m_{term.name}"] = sql.fragment(f'{adding(measure_of(plan, term))}(e."m_{term.name}")')
    if guards_currency(plan, plan.parts[0]):
        columns[FOREIGN] = sql.fragment(f"sum(e.{FOREIGN})")
    if plan.converts:
        columns[RATE] = sql.fragment(f"groupUniqArray(e.{RATE})")
    select = sql.select_from(sql.inner(entries, "e"), columns)
    return sql.grouped(select, [sql.column(name, "e") for name in keys], with_total=False)


def _grouped(family: Family, select: exp.Select, keys: Mapping[str, str]) -> exp.Select:
    """Group by window and each set of keys: sums of a read in it, what is still unsummed around it."""
    is_near = family.members[0].plan.is_near
    several = [f"s.{WINDOW}"] if len(family.windows) > 1 else []
    if not is_near and keys:
        return sql.grouped(
            select, [sql.fragment(one) for one in (*several, f"s.{SET}", *keys.values())], with_total=False
        )
    return _in_sets(family, select, several, keys)


def _in_sets(family: Family, select: exp.Select, always: list[str], keys: Mapping[str, str]) -> exp.Select:
    if not keys:
        return sql.grouped(select, [sql.fragment(one) for one in always], with_total=False)
    sets = [
        exp.Tuple(expressions=[sql.fragment(one) for one in (*always, *(keys[name] for name in own))])
        for own in family.sets
    ]
    select.set("group", exp.Group(grouping_sets=[exp.GroupingSets(expressions=sets)]))
    return select


def _read(family: Family, plan: Plan, read: Scan) -> exp.Select:
    """One read: entries as they are, or their sums by every set of keys."""
    keys, inside = _lanes(family, plan, read)
    told = [next(iter(keys))] if keys else []  # the lane decides window and side
    own: dict[str, str] = {}
    if plan.query.grain:
        keys[PERIOD] = _bucket(family, plan, read)
        own["period"] = sql.quoted(PERIOD)
    for name, text in attributes(plan, plan.parts[0], read).items():
        keys[f"d_{name}"] = sql.fragment(text)
        own[name] = sql.quoted(f"d_{name}")
    if plan.is_near:
        select = entries(plan, plan.parts[0], read, keys=keys)
        return select.where(inside, copy=False) if inside else select
    rates = rate_keys(plan, read)
    if own:
        keys[SET] = sql.fragment(f"grouping({', '.join(own.values())})")
    select = sums(plan, plan.parts[0], read, keys=keys | rates, is_partial=True)
    if inside:
        select = select.where(inside, copy=False)
    return _in_sets(family, select, [sql.quoted(one) for one in (*told, *rates)], own)


def _lanes(family: Family, plan: Plan, read: Scan) -> tuple[dict[str, Expression], Expression | None]:
    """What tells a row's period and window, and where there are several windows that it lies in one of them."""
    if len(family.windows) == 1:
        return ({SIDE: sql.fragment(side_of(plan, read))} if plan.previous else {}), None
    lanes = [
        (2 * number + span.side, numbered(within(window, one, span), number))
        for number, window in enumerate(family.windows)
        for one, span in spans_of(window, uses_rollup=read.uses_rollup)
    ]
    mask = " + ".join(f"if({text}, {1 << lane}, 0)" for lane, text in lanes)
    keys = {
        LANE: sql.fragment(f"arrayJoin(bitPositionsToArray(toUInt64({mask})))"),
        WINDOW: sql.fragment(f"intDiv({LANE}, 2)"),
    }
    if plan.previous:
        keys[SIDE] = sql.fragment(f"{LANE} % 2")
    return keys, sql.fragment("(" + " OR ".join(f"({text})" for _, text in lanes) + ")")


def _bucket(family: Family, plan: Plan, read: Scan) -> Expression:
    if len(family.windows) == 1:
        return bucket_of(plan, read)
    start = bucket(plan, day=day_expression(plan, read), instant=instant_expression(plan, read))
    moved = [(number, window) for number, window in enumerate(family.windows) if window.alignment]
    if not moved:
        return start
    text = sql.render(start)
    cases = "".join(
        f"{LANE} = {2 * number + PREVIOUS}, {numbered(sql.render(aligned(window, start.copy())), number)}, "
        for number, window in moved
    )
    return sql.fragment(f"multiIf({cases}{text})")


def numbered(text: str, number: int) -> str:
    """Return a fragment with the parameters of a window by its number."""
    return _NUMBERED.sub(rf"{{\1_{number}", text)
