"""What others may ask of definitions and targets. Rights are checked in the use cases.

Raises ``UnknownDefinition``, ``WrongDefinition``, ``FormulaError`` with the place, ``KeyTaken``, ``StillUsed``,
``NotYours``, and ``Forbidden`` where a definition rests on what the actor may not read.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from comptoir.composed.definitions.contracts import (
    Change,
    Checked,
    Definition,
    Graph,
    Pace,
    Target,
    TargetWanted,
    Use,
    Version,
    Wanted,
)
from comptoir.composed.definitions.errors import WrongDefinition
from comptoir.composed.definitions.model.reading import read_definition
from comptoir.composed.definitions.usecases import (
    check_formula,
    know_definitions,
    look_at_definitions,
    look_at_targets,
    pace_targets,
    save_definitions,
    save_targets,
)
from comptoir.composed.insights import facade as insights
from comptoir.composed.insights.permissions import ANALYTICS_READ
from comptoir.kernel.actor import Actor
from comptoir.kernel.time import Period
from comptoir.platform.context import Platform
from comptoir.semantic.extending import Own, OwnMetric
from comptoir.semantic.query import parse_query
from comptoir.semantic.result import Result


async def own_definitions(actor: Actor, platform: Platform, *, refresh: bool = False) -> Own:  # facades: no secret
    """Return the organisation's definitions as the semantic layer takes them."""
    return await know_definitions.own_definitions(actor, platform, refresh=refresh)


async def list_definitions(actor: Actor, platform: Platform, *, deleted: bool = False) -> Sequence[Definition]:
    """Return the organisation's own definitions the actor may read; with ``deleted`` those that may be restored."""
    actor.require(ANALYTICS_READ)
    return await look_at_definitions.list_definitions(actor, platform, deleted=deleted)


async def definition(actor: Actor, platform: Platform, *, key: str) -> Definition:
    """Return one definition, deleted or not."""
    actor.require(ANALYTICS_READ)
    return await look_at_definitions.show_definition(actor, platform, key=key)


async def versions(actor: Actor, platform: Platform, *, key: str) -> Sequence[Version]:
    """Return every version of a definition, newest first."""
    actor.require(ANALYTICS_READ)
    return await look_at_definitions.list_versions(actor, platform, key=key)


async def uses(actor: Actor, platform: Platform, *, key: str) -> Sequence[Use]:
    """Return what rests on a metric or dimension: definitions, and boards the actor may open."""
    actor.require(ANALYTICS_READ)
    return await look_at_definitions.uses_of(actor, platform, key=key)


async def graph(actor: Actor, platform: Platform, *, key: str) -> Graph:
    """Return what a metric or dimension rests on and what rests on it."""
    actor.require(ANALYTICS_READ)
    return await look_at_definitions.graph_of(actor, platform, key=key)


async def create_definition(actor: Actor, platform: Platform, *, wanted: Wanted) -> Definition:
    """Make a metric or grouping."""
    key = await save_definitions.create_definition(actor, platform, wanted=wanted)
    return await look_at_definitions.show_definition(actor, platform, key=key)


async def change_definition(actor: Actor, platform: Platform, *, key: str, change: Change) -> Definition:
    """Make a new version of a definition."""
    await save_definitions.change_definition(actor, platform, key=key, change=change)
    return await look_at_definitions.show_definition(actor, platform, key=key)


async def certify_definition(actor: Actor, platform: Platform, *, key: str, certified: bool) -> Definition:
    """Mark a definition as certified, or take the mark off."""
    await save_definitions.certify_definition(actor, platform, key=key, certified=certified)
    return await look_at_definitions.show_definition(actor, platform, key=key)


async def delete_definition(actor: Actor, platform: Platform, *, key: str) -> None:
    """Delete a definition; it is kept and can be restored."""
    await save_definitions.delete_definition(actor, platform, key=key)


async def restore_definition(actor: Actor, platform: Platform, *, key: str) -> Definition:
    """Bring a deleted definition back."""
    await save_definitions.restore_definition(actor, platform, key=key)
    return await look_at_definitions.show_definition(actor, platform, key=key)


async def check(
    actor: Actor,
    platform: Platform,
    *,
    formula: str,
    filters: Any = None,
    key: str | None = None,
    at: int | None = None,
) -> Checked:
    """Return what a formula means while it is typed: unit, names, problems with their places, completions."""
    actor.require(ANALYTICS_READ)
    catalogue = await insights.catalogue_of(actor, platform)
    return check_formula.check_formula(actor, catalogue=catalogue, formula=formula, filters=filters, key=key, at=at)


async def preview(actor: Actor, platform: Platform, *, wanted: Wanted, query: Mapping[str, Any]) -> Result:
    """Return the answer to a query with a definition that is not saved."""
    actor.require(ANALYTICS_READ)
    made = read_definition(
        key=wanted.key, kind=wanted.kind, label=wanted.label, description=wanted.description, body=wanted.body
    )
    catalogue = save_definitions.check(actor, catalogue=await insights.catalogue_of(actor, platform), made=made)
    if not isinstance(query, Mapping):
        raise WrongDefinition("query is an object.", field="query")
    named = {"metrics": [made.key]} if isinstance(made, OwnMetric) else {"dimensions": [made.key]}
    asked = parse_query({"metrics": ["net_sales"], **named, **query})
    return await insights.preview(actor, platform, query=asked, catalogue=catalogue)


async def list_targets(
    actor: Actor,
    platform: Platform,
    *,
    metric: str | None = None,
    store: str | None = None,
    first: date | None = None,
    last: date | None = None,
) -> Sequence[Target]:
    """Return the targets the actor may see, by first day; those whose period meets ``first`` to ``last``."""
    actor.require(ANALYTICS_READ)
    return await look_at_targets.list_targets(actor, platform, metric=metric, store=store, first=first, last=last)


async def target_periods(actor: Actor, platform: Platform, *, period: str, day: date) -> Sequence[Period]:
    """Return the periods a target may be set for around ``day``: one before, its own, twelve after.

    Months, quarters and years are the organisation's fiscal ones. Raises ``WrongTarget``.
    """
    actor.require(ANALYTICS_READ)
    save_targets.check_period(period)
    return await look_at_targets.periods_around(actor, platform, period=period, day=day, before=1, after=12)


async def set_target(actor: Actor, platform: Platform, *, wanted: TargetWanted) -> Target:
    """Set a target; needs ``targets:edit``. Raises ``WrongTarget`` or ``TargetThere``."""
    made = await save_targets.create_target(actor, platform, wanted=wanted)
    return await look_at_targets.show_target(actor, platform, id_=made)


async def change_target(
    actor: Actor, platform: Platform, *, target_id: UUID, amount: Decimal, currency: str | None = None
) -> Target:
    """Change how much a target asks for; needs ``targets:edit``. Raises ``WrongTarget`` or ``UnknownTarget``."""
    await save_targets.change_target(actor, platform, id_=target_id, amount=amount, currency=currency)
    return await look_at_targets.show_target(actor, platform, id_=target_id)


async def remove_target(actor: Actor, platform: Platform, *, target_id: UUID) -> None:
    """Remove a target; needs ``targets:edit``. Raises ``UnknownTarget``."""
    await save_targets.remove_target(actor, platform, id_=target_id)


async def pace(
    actor: Actor, platform: Platform, *, metric: str, store: str | None, period: str, start: date | None
) -> Pace:
    """Return where a figure stands on its way to its target, weighted by how business spreads over days.

    Days are the stores'; ``start`` of None is the running period. Raises ``UnknownTarget``.
    """
    actor.require(ANALYTICS_READ)
    return await pace_targets.pace_of(actor, platform, metric=metric, store=store, period=period, start=start)
