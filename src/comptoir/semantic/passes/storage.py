"""Which tables each fact is read from, and in how few reads.

The roll-up serves where it knows every dimension, filter and term, but for the days that an unfinished comparison cuts:
those, and everything else, are read from raw entries. Periods that do not overlap are read together.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import groupby
from uuid import UUID

from comptoir.kernel.time import Grain
from comptoir.semantic.plan import CURRENT, NOW_SPAN, PREVIOUS, Part, Plan, Scan, Span
from comptoir.semantic.terms import Term

DEFAULT_BASES = ("return", "order")
FEW_DAYS = 4
FEW_ENTRIES = 300_000  # what one thread reads, converts and sums in about a tenth of a second
# Converting entries one by one costs less than telling their sums apart by day and currency, until memory says stop.
MANY_ENTRIES = 2_000_000
RECENT = timedelta(days=100)  # an edit of an entry in sight is booked between then and now
CUT_DAY = "previous_cut_day"


def choose_storage(plan: Plan, *, daily: Mapping[UUID, float]) -> Plan:
    """Return the plan with one part a fact; ``daily`` is about how many entries a day each store has."""
    assert plan.scope is not None
    read = daily if plan.scope.stores is None else plan.scope.stores
    plan = replace(plan, daily_entries=sum(daily.get(store, 0) for store in read))
    terms = dict.fromkeys(term for key in plan.query.metrics for term in plan.catalogue.terms[key])
    facts = dict.fromkeys(plan.catalogue.measures[term.first].fact for term in terms)
    plan = replace(plan, parts=tuple(_part(plan, fact, tuple(terms)) for fact in facts))
    return replace(plan, is_near=_is_near(plan))


def is_light(plan: Plan) -> bool:
    """Whether a plan reads roll-ups and few entries of a few days only."""
    spans = [
        span for part in plan.parts for read in part.scans if not read.uses_rollup for span in read.spans or (None,)
    ]
    return _are_few(plan, sum(FEW_DAYS + 1 if span is None else _days(plan, span) for span in spans))


def _is_near(plan: Plan) -> bool:
    asked = plan.query.range
    if asked is None:
        return False
    periods = [asked, plan.previous] if plan.previous else [asked]
    first = min(period.start for period in periods)
    days = sum(period.days for period in periods)
    if first < plan.now.date() - RECENT:
        return False
    reads_entries = not any(read.uses_rollup for part in plan.parts for read in part.scans)
    return _are_few(plan, days) or (plan.converts and reads_entries and days * plan.daily_entries <= MANY_ENTRIES)


def _are_few(plan: Plan, days: int) -> bool:
    return days <= FEW_DAYS and days * plan.daily_entries <= FEW_ENTRIES


def _days(plan: Plan, span: Span) -> int:
    asked, earlier = plan.query.range, plan.previous
    if span.side == CURRENT:
        return asked.days if asked else 0
    if earlier is None:
        return 0
    first = plan.first_cut if span.first == CUT_DAY and plan.first_cut else earlier.start
    return (earlier.end - first).days + 1


def _part(plan: Plan, fact: str, terms: tuple[Term, ...]) -> Part:
    own = tuple(term for term in terms if plan.catalogue.measures[term.first].fact == fact)
    return Part(fact=fact, terms=own, scans=_scans(plan, fact, own))


def _scans(plan: Plan, fact: str, terms: tuple[Term, ...]) -> tuple[Scan, ...]:
    can_roll = _may_use_rollup(plan, fact, terms)
    if plan.query.range is None:
        return (Scan(fact, uses_rollup=can_roll, spans=()),)
    spans = _spans(plan, divided=can_roll)
    # Where all of the earlier period is cut, one read of few raw days costs less than two reads.
    can_roll = can_roll and not (len(spans) == 2 and spans[1].is_cut)
    stored = [(can_roll and not span.is_cut, span) for span in spans]
    together = _disjoint(plan)
    scans: list[Scan] = []
    for rolled, group in groupby(sorted(stored, key=lambda item: item[0]), key=lambda item: item[0]):
        near = tuple(span for _, span in group)
        sets = [near] if together else [(span,) for span in near]
        scans.extend(Scan(fact, uses_rollup=rolled, spans=some) for some in sets)
    return tuple(scans)


def _spans(plan: Plan, *, divided: bool) -> list[Span]:
    """The asked period, and the earlier one; ``divided``: its whole days apart from those that are cut."""
    if plan.previous is None:
        return [NOW_SPAN]
    earlier = Span(PREVIOUS, "previous_from_day", "previous_to_day")
    if plan.first_cut is None or plan.first_cut > plan.previous.end:
        return [NOW_SPAN, earlier]
    if not divided or plan.first_cut <= plan.previous.start:
        return [NOW_SPAN, replace(earlier, is_cut=True)]
    whole = Span(PREVIOUS, "previous_from_day", "previous_whole_day")
    return [NOW_SPAN, whole, Span(PREVIOUS, CUT_DAY, "previous_to_day", is_cut=True)]


def _disjoint(plan: Plan) -> bool:
    asked, earlier = plan.query.range, plan.previous
    return asked is None or earlier is None or earlier.end < asked.start or asked.end < earlier.start


def _may_use_rollup(plan: Plan, fact: str, terms: tuple[Term, ...]) -> bool:
    rollup = plan.catalogue.facts[fact].rollup
    if rollup is None or plan.query.grain is Grain.HOUR or plan.bases[1:] != DEFAULT_BASES:
        return False
    own = [one.field for term in terms for key, _ in term.signed for _, one in plan.catalogue.measures[key].only]
    limits = () if plan.scope is None else (key for key, _ in plan.scope.limits)
    used = (*plan.query.dimensions, *(item.field for item in plan.filters), *own, *limits)
    return all(rollup in plan.catalogue.dimensions[key].expressions for key in used) and all(
        plan.catalogue.measures[key].rollup for term in terms for key, _ in term.signed
    )
