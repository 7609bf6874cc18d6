"""Make, change, certify, delete and restore definitions. Every change is a version; nothing is written over."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from comptoir.composed.definitions.contracts import Change, Wanted
from comptoir.composed.definitions.errors import KeyTaken, NotYours, StillUsed, TooMany, WrongDefinition
from comptoir.composed.definitions.model.reading import OwnDefinition, read_definition
from comptoir.composed.definitions.permissions import DEFINITIONS_CERTIFY, DEFINITIONS_EDIT
from comptoir.composed.definitions.repository import definitions
from comptoir.composed.definitions.repository.definitions import DefinitionRow
from comptoir.composed.definitions.usecases.know_definitions import definition_of, names_in, own_definitions
from comptoir.composed.definitions.usecases.look_at_definitions import may_edit, unknown_definition
from comptoir.composed.insights import facade as insights
from comptoir.foundation.identity import facade as identity
from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import Conflict
from comptoir.platform.context import Platform
from comptoir.platform.database.turns import take_turn
from comptoir.platform.database.unit_of_work import UnitOfWork
from comptoir.semantic.access import check_access
from comptoir.semantic.catalogue import Catalogue
from comptoir.semantic.extending import Own, OwnGrouping, OwnMetric, extend, with_grouping, with_metric

MOST = 500
TURN = "definitions"


async def create_definition(actor: Actor, platform: Platform, *, wanted: Wanted) -> str:
    """Keep a new definition and return its key. Raises what is wrong with it, ``KeyTaken`` or ``TooMany``."""
    actor.require(DEFINITIONS_EDIT)
    made = read_definition(
        key=wanted.key, kind=wanted.kind, label=wanted.label, description=wanted.description, body=wanted.body
    )
    check(actor, catalogue=await insights.catalogue_of(actor, platform), made=made)
    now = platform.clock()
    async with platform.database.begin(actor) as uow:
        await take_turn(uow, TURN)
        rows = await definitions.every(uow)
        taken = next((row for row in rows if row.key == wanted.key), None)
        if taken is not None:
            hint = "Restore it or take another key." if taken.deleted_at else "Take another key, or change that one."
            raise KeyTaken(f"There is {'was ' if taken.deleted_at else ''}a definition {wanted.key!r}.", hint=hint)
        if len(rows) >= MOST:
            raise TooMany(f"There are {MOST} definitions already.", hint="Change one that nobody uses.")
        meaning = {"label": wanted.label, "description": wanted.description, "body": dict(wanted.body)}
        by = {"version": 1, "saved_at": now, "saved_by": actor.user_id}
        state = {"owner_id": actor.user_id, "certified": False, "created_at": now}
        own = {"kind": wanted.kind, "revision": await definitions.revision(uow) + 1}
        await definitions.add(uow, values={"key": wanted.key, **meaning, **by, **state, **own})
        await definitions.add_version(uow, values={"key": wanted.key, **meaning, **by, "summary": "Made"})
        uow.audit("definition.made", wanted.key)
    await own_definitions(actor, platform, refresh=True)
    return wanted.key


async def change_definition(actor: Actor, platform: Platform, *, key: str, change: Change) -> None:
    """Make a new version of a definition. What rests on it must go on working."""
    own, catalogue = await _now(actor, platform)
    async with platform.database.begin(actor) as uow:
        row = await _changeable(uow, actor, key=key)
        if change.base_version is not None and change.base_version != row.version:
            raise Conflict("Somebody changed this definition since.", hint="Look at the newest version first.")
        meaning = {
            "label": row.label if change.label is None else change.label,
            "description": row.description if change.description is None else change.description,
            "body": row.body if change.body is None else dict(change.body),
        }
        called = await names_in(actor, platform, [row])
        made = definition_of(row, called=called, **meaning)
        check(actor, catalogue=catalogue, made=made)
        check_dependents(own, made=made, base=insights.catalogue())
        values = await _owner(actor, platform, row, change.owner)
        said = _summary(row, meaning, is_handed_on=bool(values))
        if said:
            by = {"version": row.version + 1, "saved_at": platform.clock(), "saved_by": actor.user_id}
            await definitions.add_version(uow, values={"key": key, **meaning, **by, "summary": said})
            values = {**values, **meaning, **by}
            if meaning["body"] != row.body:
                values |= {"certified": False, "certified_by": None}
            await _write(uow, key, values)
            uow.audit("definition.changed", key)
    await own_definitions(actor, platform, refresh=True)


async def certify_definition(actor: Actor, platform: Platform, *, key: str, certified: bool) -> None:
    """Mark a definition as certified, or take the mark off."""
    actor.require(DEFINITIONS_CERTIFY)
    async with platform.database.begin(actor) as uow:
        row = await _changeable(uow, actor, key=key)
        by = actor.user_id if certified else None
        if row.certified != certified:
            await _write(uow, key, {"certified": certified, "certified_by": by})
            uow.audit("definition.certified" if certified else "definition.uncertified", key)
    await own_definitions(actor, platform, refresh=True)


async def delete_definition(actor: Actor, platform: Platform, *, key: str) -> None:
    """Delete a definition. It is kept: what names it says who deleted it and who can restore it."""
    async with platform.database.begin(actor) as uow:
        await _changeable(uow, actor, key=key)
        await _write(uow, key, _mark(platform.clock(), actor.user_id))
        uow.audit("definition.deleted", key)
    await own_definitions(actor, platform, refresh=True)


async def restore_definition(actor: Actor, platform: Platform, *, key: str) -> None:
    """Bring a deleted definition back as it was."""
    async with platform.database.begin(actor) as uow:
        row = await _changeable(uow, actor, key=key, deleted=True)
        if row.deleted_at is not None:
            await _write(uow, key, _mark(None, None))
            uow.audit("definition.restored", key)
    await own_definitions(actor, platform, refresh=True)


def check(actor: Actor, *, catalogue: Catalogue, made: OwnDefinition) -> Catalogue:
    """Return the catalogue with a definition in it. Raises what is wrong with it, ``Forbidden`` where it rests on what
    the actor may not read.
    """
    if isinstance(made, OwnMetric):
        grown = with_metric(catalogue, made)
        check_access(actor, catalogue=grown, metrics=(made.key,), dimensions=())
    else:
        grown = with_grouping(catalogue, made)
        check_access(actor, catalogue=grown, metrics=(), dimensions=(made.key,))
    return grown


def check_dependents(own: Own, *, made: OwnDefinition, base: Catalogue) -> None:
    """Raise ``StillUsed`` where other definitions would stop working with this one changed."""
    before = extend(base, own)[1]
    if isinstance(made, OwnMetric):
        own = replace(own, metrics=tuple(made if one.key == made.key else one for one in own.metrics))
    elif isinstance(made, OwnGrouping):
        own = replace(own, groupings=tuple(made if one.key == made.key else one for one in own.groupings))
    broken = {key: error for key, error in extend(base, own)[1].items() if key not in before and key != made.key}
    if broken:
        key, error = next(iter(broken.items()))
        more = f" ({len(broken) - 1} more)" if len(broken) > 1 else ""
        raise StillUsed(f"{key} would stop working{more}: {error.message}", hint="Change what rests on it first.")


async def _now(actor: Actor, platform: Platform) -> tuple[Own, Catalogue]:
    own = await own_definitions(actor, platform, refresh=True)
    return own, extend(insights.catalogue(), own)[0]


async def _changeable(uow: UnitOfWork, actor: Actor, *, key: str, deleted: bool = False) -> DefinitionRow:
    actor.require(DEFINITIONS_EDIT)
    await take_turn(uow, TURN)
    row = await definitions.find(uow, key=key)
    if row is None or (row.deleted_at is not None and not deleted):
        raise unknown_definition(key, known=[one.key for one in await definitions.every(uow) if not one.deleted_at])
    if not may_edit(row, actor):
        raise NotYours("Only its owner, or who certifies definitions, may change it.", hint="Make one of your own.")
    return row


async def _write(uow: UnitOfWork, key: str, values: Mapping[str, Any]) -> None:
    await definitions.change(uow, key=key, values={**values, "revision": await definitions.revision(uow) + 1})


async def _owner(actor: Actor, platform: Platform, row: DefinitionRow, owner: UUID | None) -> dict[str, Any]:
    if owner is None or owner == row.owner_id:
        return {}
    if not await identity.names_of(actor, platform, users=[owner]):
        raise WrongDefinition("The owner is a person of the organisation.", field="owner")
    return {"owner_id": owner}


def _mark(deleted_at: datetime | None, deleted_by: UUID | None) -> dict[str, Any]:
    return {"deleted_at": deleted_at, "deleted_by": deleted_by}


def _summary(row: DefinitionRow, meaning: Mapping[str, Any], *, is_handed_on: bool) -> str:
    """What a change is in words; empty where nothing changed."""
    body = meaning["body"]
    names = [name for name in sorted({*row.body, *body}) if row.body.get(name) != body.get(name)]
    said = [name for name in ("label", "description") if meaning[name] != getattr(row, name)] + names
    said += ["owner"] if is_handed_on else []
    return f"Changed {', '.join(said)}" if said else ""
