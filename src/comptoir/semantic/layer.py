"""The semantic layer of one process: catalogue, caches and the way from a query to its answer.

Owns no connection: warehouse, versions and organisations are handed in as ports, so that the layer can be tested
without PostgreSQL and knows no domain.
"""

import asyncio
import time
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from comptoir.kernel.actor import Actor
from comptoir.kernel.clock import Clock
from comptoir.kernel.errors import Unknown
from comptoir.platform.warehouse import QueryResult, Warehouse
from comptoir.semantic.access import rights_key
from comptoir.semantic.cache import Cache, result_cache
from comptoir.semantic.catalogue import Catalogue
from comptoir.semantic.extending import Own, extend
from comptoir.semantic.factors import Factors, FactorSource
from comptoir.semantic.passes.bind import bind
from comptoir.semantic.passes.budget import Allowance, allowance_of
from comptoir.semantic.passes.convert import USED
from comptoir.semantic.passes.gather import MISSING
from comptoir.semantic.passes.line import Surroundings, make_plan
from comptoir.semantic.passes.render import render
from comptoir.semantic.passes.run import run_bound
from comptoir.semantic.passes.scan import FOREIGN
from comptoir.semantic.passes.storage import is_light
from comptoir.semantic.plan import Bound, Compiled, Plan
from comptoir.semantic.query import Query
from comptoir.semantic.result import Result, extras_of, names_every_store, notes_of, read_rows
from comptoir.semantic.tenant import Tenant

PLANS = 2000
EXTENDED = 200  # organisations whose catalogue is kept
REMEMBERED = 600.0  # seconds in which a store's number of entries may be out of date; a new currency is noticed at once
ENTRIES_SEEN = """
SELECT store, groupUniqArray(toString(currency)), toFloat64(sum(entries)) / uniqExact(day)
FROM sales_daily WHERE organisation = {organisation:UUID} GROUP BY store
"""


@dataclass(frozen=True, slots=True)
class Versions:
    """What a result is made from: newest version it touches (own and shared), and what it says about itself."""

    touched: tuple[int, int]
    data_version: int
    as_of: datetime
    stale_since: datetime | None = None

    @property
    def shared(self) -> int:
        """Return the newest version of what all organisations share: the rates."""
        return self.touched[1]


@dataclass(frozen=True, slots=True)
class EntriesSeen:
    """What the stores' entries were found to have at an instant of the monotonic clock: currencies, entries a day."""

    at: float
    currencies: Mapping[UUID, Iterable[str]]
    daily: Mapping[UUID, float]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on its way to its answer: its plan, its statement, and what the data was like when it came."""

    actor: Actor
    plan: Plan
    bound: Bound
    before: Versions
    started: float


class Sources(Protocol):
    """Where the layer learns of organisations and versions."""

    async def tenant(self, actor: Actor, *, refresh: bool = False) -> Tenant:
        """Return the actor's organisation; ``refresh`` reads it anew."""

    async def versions(
        self,
        actor: Actor,
        *,
        stores: Iterable[UUID] | None,
        days: tuple[date, date] | None,
        tables: tuple[str, ...],
        now: datetime,
    ) -> Versions:
        """Return the versions of what a plan reads."""


class OwnDefinitions(Protocol):
    """Where the layer learns of an organisation's own definitions."""

    async def __call__(self, actor: Actor, *, refresh: bool = False) -> Own:
        """Return the definitions of the actor's organisation: the same object until one changes."""


@dataclass(slots=True)
class SemanticLayer:
    """One a process. ``results`` of None switches the result cache off (benchmarks).

    ``catalogue`` is what modules declare; ``own`` adds the definitions of the organisation that asks.
    """

    warehouse: Warehouse
    sources: Sources
    catalogue: Catalogue
    clock: Clock
    plans: Cache[Compiled] = field(default_factory=lambda: Cache(limit=PLANS))
    results: Cache[Result] | None = field(default_factory=result_cache)
    entries: dict[UUID, EntriesSeen] = field(default_factory=dict)
    looking: asyncio.Lock = field(default_factory=asyncio.Lock)
    own: OwnDefinitions | None = None
    extended: Cache[tuple[Own, Catalogue]] = field(default_factory=lambda: Cache(limit=EXTENDED))
    factors: FactorSource = field(init=False)

    def __post_init__(self) -> None:
        """Rates are read from the same warehouse as everything else."""
        self.factors = FactorSource(self.warehouse)

    async def catalogue_of(self, actor: Actor, *, refresh: bool = False) -> Catalogue:
        """Return the definitions there are for the actor's organisation, built once a version of its own."""
        if self.own is None:
            return self.catalogue
        own = await self.own(actor, refresh=refresh)
        known = self.extended.get(actor.organisation_id)
        if known is None or known[0] is not own:
            known = (own, extend(self.catalogue, own)[0])
            self.extended.put(actor.organisation_id, known)
        return known[1]

    def with_catalogue(self, catalogue: Catalogue) -> "SemanticLayer":
        """Return the same layer, caches included, under other definitions: for one that is not saved yet."""
        return replace(self, catalogue=catalogue, own=None)

    async def plan(
        self,
        actor: Actor,
        query: Query,
        *,
        allowance: Allowance | None = None,
        refresh: bool = False,
        now: datetime | None = None,
    ) -> Plan:
        """Return the plan of a query for an actor; ``now`` is the instant that questions asked at once have in common."""
        actor.require("analytics:read")
        seen = await self._entries(actor, refresh=refresh)
        around = Surroundings(
            catalogue=await self.catalogue_of(actor, refresh=refresh),
            tenant=await self.sources.tenant(actor, refresh=refresh),
            now=now or self.clock(),
            currencies=seen.currencies,
            daily=seen.daily,
            allowance=allowance or allowance_of(actor.client),
        )
        try:
            return make_plan(query, actor=actor, around=around)
        except Unknown:
            if refresh:
                raise
        # A store may have been added since.
        return await self.plan(actor, query, allowance=allowance, refresh=True, now=now)

    def compiled(self, plan: Plan) -> Compiled:
        """Return the SQL of a plan's shape, rendered once."""
        found = self.plans.get(plan.shape)
        if found is None:
            found = render(plan)
            self.plans.put(plan.shape, found)
        return found

    def bound(self, plan: Plan) -> Bound:
        """Return the SQL of a plan with its values."""
        return bind(plan, compiled=self.compiled(plan))

    async def run(self, actor: Actor, query: Query) -> Result:
        """Return the answer: cached when nothing it rests on has changed, else run once."""
        started = time.perf_counter()
        plan = await self.plan(actor, query)
        bound = self.bound(plan)
        asked = Asked(actor, plan, bound, await self.versions(actor, plan, bound.compiled), started)
        return self.kept(asked) or await self.answer(asked)

    def kept(self, asked: "Asked") -> Result | None:
        """Return the answer that is kept, if nothing it rests on has changed."""
        key = self._key(asked.actor, asked.plan, asked.bound)
        found = self.results.get((key, asked.before.touched)) if self.results is not None else None
        return found and found.as_cached(
            as_of=asked.before.as_of,
            data_version=asked.before.data_version,
            stale_since=asked.before.stale_since,
            elapsed_ms=_since(asked.started),
        )

    async def answer(self, asked: "Asked") -> Result:
        """Return the answer, run now."""
        plan, bound, found, notes = await self._fetch(asked.actor, asked.plan, asked.bound, asked.before)
        asked = replace(asked, plan=plan, bound=bound)
        result = result_of(asked, found, notes=notes)
        if self.results is not None:
            self.keep(asked, result, after=await self.versions(asked.actor, plan, self.compiled(plan)))
        return result

    async def versions(self, actor: Actor, plan: Plan, compiled: Compiled) -> Versions:
        """Return the versions of what a plan reads."""
        assert plan.scope is not None
        return await self.sources.versions(
            actor, stores=plan.scope.stores, days=_days(plan), tables=compiled.tables, now=plan.now
        )

    async def explained(self, actor: Actor, plan: Plan) -> Bound:
        """Return the SQL of a plan with all its values, as it would run now."""
        bound = self.bound(plan)
        seen = await self.versions(actor, plan, bound.compiled)
        return bound.given((await self.factors.of(plan, version=seen.shared)).parameters)

    async def _fetch(
        self, actor: Actor, plan: Plan, bound: Bound, seen: Versions
    ) -> tuple[Plan, Bound, QueryResult, tuple[str, ...]]:
        """Run; where entries need another conversion, or are of another store, than was known: look again.

        Returns the question's plan as it is known from now on, and the statement that gave the rows.
        """
        found, extras, factors = await self._answer(actor, plan, bound, seen)
        if not is_whole(plan, bound.compiled, found, factors=factors):
            plan = await self.plan(actor, plan.query, refresh=True)
            joined = replace(plan, is_near=False)
            bound = self.bound(joined)
            seen = await self.versions(actor, joined, bound.compiled)
            found, extras, factors = await self._answer(actor, joined, bound, seen)
        return plan, bound, found, notes_of(plan, extras, carried=factors.carried_among(extras.get(USED, ())))

    async def _answer(
        self, actor: Actor, plan: Plan, bound: Bound, seen: Versions
    ) -> tuple[QueryResult, Mapping[str, Any], Factors]:
        factors = await self.factors.of(plan, version=seen.shared)
        found = await self._ask(actor, plan, bound.given(factors.parameters))
        return found, extras_of(bound.compiled, found), factors

    async def _ask(self, actor: Actor, plan: Plan, bound: Bound) -> QueryResult:
        caller = str(actor.user_id or actor.client)
        allowance = allowance_of(actor.client)
        return await run_bound(self.warehouse, bound, allowance=allowance, caller=caller, is_light=is_light(plan))

    def keep(self, asked: "Asked", result: Result, *, after: Versions) -> None:
        """Keep an answer for whoever asks next, unless what it rests on changed while it ran."""
        if self.results is not None and after.touched == asked.before.touched:
            key = self._key(asked.actor, asked.plan, self.bound(asked.plan))
            self.results.put((key, asked.before.touched), result)

    def _key(self, actor: Actor, plan: Plan, bound: Bound) -> Hashable:
        """Everything that decides a result but the data: rights, shape (with the definitions), values, resolved clock."""
        values = tuple(sorted((name, repr(value)) for name, value in bound.parameters.items()))
        return rights_key(actor), plan.shape, values

    async def _entries(self, actor: Actor, *, refresh: bool) -> EntriesSeen:
        asked = time.monotonic()
        since = asked if refresh else asked - REMEMBERED
        async with self.looking:
            known = self.entries.get(actor.organisation_id)
            if known is None or known.at < since:
                now = time.monotonic()
                found = (await self.warehouse.query(ENTRIES_SEEN, {"organisation": actor.organisation_id})).rows
                known = EntriesSeen(now, {row[0]: tuple(row[1]) for row in found}, {row[0]: row[2] for row in found})
                self.entries[actor.organisation_id] = known
            return known


def is_whole(plan: Plan, compiled: Compiled, found: QueryResult, *, factors: Factors) -> bool:
    """Whether what was known of stores, currencies and rates was enough for what the entries turned out to have."""
    extras = extras_of(compiled, found)
    is_known = not extras.get(FOREIGN) and set(extras.get(MISSING, ())) <= set(plan.currencies)
    return is_known and names_every_store(compiled, found) and factors.covers(extras.get(USED, ()))


def result_of(asked: Asked, found: QueryResult, *, notes: tuple[str, ...]) -> Result:
    """Return the answer to a question from the rows of its statement."""
    rows, totals, truncated = read_rows(asked.plan, asked.bound.compiled, found)
    before = asked.before
    return Result(
        columns=asked.bound.compiled.columns,
        rows=rows,
        totals=totals,
        as_of=before.as_of,
        data_version=before.data_version,
        stale=before.stale_since is not None,
        stale_since=before.stale_since,
        truncated=truncated,
        elapsed_ms=_since(asked.started),
        cached=False,
        notes=notes,
    )


def _days(plan: Plan) -> tuple[date, date] | None:
    """The days a plan reads, where versions are kept by them: on the default bases, both periods of a comparison."""
    period, earlier = plan.query.range, plan.previous
    if period is None or plan.bases[1:] != ("return", "order"):
        return None
    return (min(period.start, earlier.start), max(period.end, earlier.end)) if earlier else (period.start, period.end)


def _since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 2)
