"""A catalogue, an organisation and a plan, without engines."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from comptoir.composed.insights.facade import catalogue
from comptoir.kernel.actor import Actor, Scope
from comptoir.semantic.passes.budget import SCREEN
from comptoir.semantic.passes.line import Surroundings, make_plan
from comptoir.semantic.plan import Plan
from comptoir.semantic.query import parse_query
from comptoir.semantic.tenant import Store, Tenant

ORGANISATION = UUID(int=1)
BERLIN, BOSTON, PARIS = (UUID(int=10 + index) for index in range(3))
TENANT = Tenant(
    id=ORGANISATION,
    currency="CHF",
    timezone="Europe/Zurich",
    stores=(
        Store(BERLIN, "berlin", "EUR", "Europe/Berlin"),
        Store(BOSTON, "boston", "USD", "America/New_York"),
        Store(PARIS, "paris", "EUR", "Europe/Paris"),
    ),
)
NOW = datetime(2025, 11, 22, 12, 30, tzinfo=UTC)
CURRENCIES = {BERLIN: ("EUR",), BOSTON: ("USD",), PARIS: ("EUR",)}


def an_actor(
    *permissions: str,
    stores: frozenset[UUID] | None = None,
    masked: tuple[str, ...] = (),
    denied: tuple[str, ...] = (),
    channels: tuple[str, ...] | None = None,
    sales_rep: str | None = None,
) -> Actor:
    held = frozenset(permissions or ("*",))
    allowed = frozenset(channels) if channels is not None else None
    scope = Scope(stores, allowed, sales_rep, masked=frozenset(masked), denied=frozenset(denied))
    return Actor(ORGANISATION, None, held, scope=scope)


def plan_of(actor: Actor | None = None, **query: Any) -> Plan:
    around = Surroundings(catalogue(), TENANT, NOW, CURRENCIES, SCREEN)
    return make_plan(parse_query({"metrics": ["net_sales"], **query}), actor=actor or an_actor(), around=around)


def stores(*slugs: str) -> dict[str, Any]:
    return {"field": "store", "op": "in", "value": list(slugs)}
