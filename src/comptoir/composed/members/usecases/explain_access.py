"""What somebody can see, and why: each permission with its role, each store with its reason, what columns hide."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from comptoir.composed.insights import facade as insights
from comptoir.composed.members.contracts import (
    DeclaredPermission,
    ExplainedAccess,
    ExplainedColumns,
    ExplainedPermission,
    ExplainedStore,
    ListedMember,
)
from comptoir.domains.commerce import facade as commerce
from comptoir.foundation.identity import facade as identity
from comptoir.foundation.identity import permissions as rights
from comptoir.foundation.identity.contracts import Access, Grant, StoreGroup
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform
from comptoir.platform.modules import MODULES
from comptoir.platform.modules import named as loaded
from comptoir.semantic.catalogue import Catalogue


def declared() -> tuple[DeclaredPermission, ...]:
    """Return every permission with the module that declares it, in the order of modules."""
    return tuple(
        DeclaredPermission(one.key, one.description, module.name)
        for module in loaded(MODULES)
        for one in module.permissions
    )


async def explain_access(
    actor: Actor, platform: Platform, *, listed: ListedMember, grant: Grant, groups: Sequence[StoreGroup]
) -> ExplainedAccess:
    """Return what a member can see; stores out of the reader's own sight are not told of."""
    catalogue = await insights.catalogue_of(actor, platform)
    async with platform.database.begin(actor) as uow:
        stores = [one for one in await commerce.stores_by_id(actor, uow) if actor.may_see_store(one.id)]
    access = listed.member.access
    reached = [one for one in stores if grant.scope.stores is None or one.id in grant.scope.stores]
    return ExplainedAccess(
        listed=listed,
        permissions=tuple(_permission(one, grant, listed.role_name) for one in declared()),
        stores=tuple(ExplainedStore(one.slug, one.name, _why(one.id, access, groups)) for one in reached),
        columns=tuple(_columns(key, access.columns, catalogue) for key in rights.columns()),
    )


def _permission(one: DeclaredPermission, grant: Grant, role: str) -> ExplainedPermission:
    is_held = one.key in grant.permissions
    return ExplainedPermission(one, is_held, f"The role {role} {'gives' if is_held else 'does not give'} it.")


def _why(store: UUID, access: Access, groups: Sequence[StoreGroup]) -> str:
    if access.stores is None and access.store_groups is None:
        return "All stores are open to this member."
    names = [one.name for one in groups if one.key in (access.store_groups or ()) and store in one.stores]
    reasons = ["it is named"] if store in (access.stores or ()) else []
    reasons += [f"it is in the group {name}" for name in names]
    text = " and ".join(reasons)
    return f"{text[:1].upper()}{text[1:]}."


def _columns(key: str, rules: Mapping[str, str], catalogue: Catalogue) -> ExplainedColumns:
    return ExplainedColumns(
        group=rights.columns()[key],
        rule=rules.get(key, rights.ALLOW),
        metrics=tuple(sorted(one for one in catalogue.metrics if key in catalogue.groups_of(one))),
        dimensions=tuple(sorted(one for one in catalogue.dimensions if key in catalogue.groups_of(one))),
    )


async def grant_held(actor: Actor, platform: Platform, *, user_id: UUID) -> Grant:
    """Return what a member holds now; nothing for one who may not sign in."""
    found = await identity.grant_of(actor, platform, user_id=user_id)
    return found or Grant(None, frozenset(), actor.scope)
