"""What the semantic layer asks of the rest: the organisation with its stores, and versions of what a query reads.

An organisation is remembered for a few seconds: its currency, zone and stores change rarely, and a question that names
a store nobody knows yet reads it anew. Questions that come at once share one reading.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import cast
from uuid import UUID

from comptoir.domains.commerce import facade as commerce
from comptoir.foundation.identity import facade as identity
from comptoir.kernel.actor import Actor, system_actor
from comptoir.platform.context import Platform
from comptoir.platform.modules import MODULES, named
from comptoir.platform.versions import seen
from comptoir.semantic.extending import Own
from comptoir.semantic.layer import OwnDefinitions, Versions
from comptoir.semantic.tenant import Store, Tenant

REMEMBERED = 3.0  # seconds
# Versions are kept for facts by bucket; a roll-up changes with its fact.
_FACTS = {"sales_daily": "sales"}


@dataclass(slots=True)
class PlatformSources:
    """The ports of the layer on an open platform."""

    platform: Platform
    _tenants: dict[UUID, tuple[float, Tenant]] = field(default_factory=dict)
    _reading: defaultdict[UUID, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))

    async def tenant(self, actor: Actor, *, refresh: bool = False) -> Tenant:
        """Return the actor's organisation with all its stores."""
        asked = time.monotonic()
        since = asked if refresh else asked - REMEMBERED
        async with self._reading[actor.organisation_id]:
            known = self._tenants.get(actor.organisation_id)
            if known is None or known[0] < since:
                known = self._tenants[actor.organisation_id] = (time.monotonic(), await self._read(actor))
        return known[1]

    async def _read(self, actor: Actor) -> Tenant:
        reader = system_actor(actor.organisation_id)
        async with self.platform.database.begin(reader) as uow:
            organisation = await identity.organisation(reader, uow)
            stores = await commerce.stores_by_id(reader, uow)
        return Tenant(
            id=organisation.id,
            currency=organisation.currency,
            timezone=organisation.timezone,
            calendar=organisation.calendar,
            stores=tuple(
                Store(id=one.id, slug=one.slug, currency=one.currency, timezone=one.timezone) for one in stores
            ),
        )

    async def versions(
        self,
        actor: Actor,
        *,
        stores: Iterable[UUID] | None,
        days: tuple[date, date] | None,
        tables: tuple[str, ...],
        now: datetime,
    ) -> Versions:
        """Return the newest version among what a plan reads, with how fresh it is."""
        facts = tuple(dict.fromkeys(_FACTS.get(table, table) for table in tables))
        touched, fresh = await seen(self.platform.database, actor, stores=stores, days=days, facts=facts, now=now)
        return Versions(
            touched=touched, data_version=fresh.data_version, as_of=fresh.as_of or now, stale_since=fresh.stale_since
        )


def own_definitions(platform: Platform) -> OwnDefinitions | None:
    """Return the port that gives organisations' own definitions, from the module that keeps them."""
    names = [module.definitions for module in named(MODULES) if module.definitions]
    if not names:
        return None
    read = named(names[0])

    async def own(actor: Actor, *, refresh: bool = False) -> Own:
        return cast("Own", await read(actor, platform, refresh=refresh))

    return own
