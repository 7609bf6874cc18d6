"""Between access as it is stored (ids of stores) and as people write it (short names)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from comptoir.composed.members.contracts import AccessChange, NamedAccess, NamedGroup
from comptoir.domains.commerce import facade as commerce
from comptoir.domains.commerce.errors import UnknownStore
from comptoir.foundation.identity.contracts import Access, StoreGroup
from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import Invalid
from comptoir.platform.context import Platform

FIELDS = ("stores", "store_groups", "channels", "sales_rep", "columns")


async def slugs(actor: Actor, platform: Platform) -> Mapping[UUID, str]:
    """Return the stores the actor may see, by id."""
    async with platform.database.begin(actor) as uow:
        found = await commerce.stores_by_id(actor, uow)
    return {store.id: store.slug for store in found if actor.may_see_store(store.id)}


def named(access: Access, *, known: Mapping[UUID, str]) -> NamedAccess:
    """Return an access by short names; stores out of the reader's sight are left out."""
    stores = None if access.stores is None else _names(access.stores, known)
    return NamedAccess(stores, access.store_groups, access.channels, access.sales_rep, access.columns)


def named_group(group: StoreGroup, *, known: Mapping[UUID, str]) -> NamedGroup:
    """Return a group by short names."""
    return NamedGroup(group.key, group.name, _names(group.stores, known))


def changed(before: Access, change: AccessChange, *, known: Mapping[UUID, str]) -> Access:
    """Return an access after a change. Raises ``UnknownStore`` or ``Invalid``."""
    values: dict[str, Any] = {name: getattr(before, name) for name in FIELDS}
    for name, value in change.values.items():
        if name not in FIELDS:
            raise Invalid(f"Access has no {name!r}.", hint=f"It has {', '.join(FIELDS)}.", field="access")
        values[name] = ids_of(value, known=known) if name == "stores" and isinstance(value, list) else value
    columns = values["columns"] or {}
    several = {name: _texts(values[name], field=name) for name in ("store_groups", "channels")}
    return Access(values["stores"], several["store_groups"], several["channels"], values["sales_rep"], columns)


def ids_of(names: Sequence[object], *, known: Mapping[UUID, str]) -> tuple[UUID, ...]:
    """Return stores by their short names, or raise ``UnknownStore``."""
    ids = {slug: store for store, slug in known.items()}
    for name in names:
        if name not in ids:
            hint = f"There are: {', '.join(sorted(ids))}." if ids else None
            raise UnknownStore(f"There is no store {str(name)[:40]!r}.", hint=hint, field="stores")
    return tuple(ids[str(name)] for name in names)


def _names(stores: Iterable[UUID], known: Mapping[UUID, str]) -> tuple[str, ...]:
    return tuple(sorted(known[store] for store in stores if store in known))


def _texts(values: Sequence[object] | None, *, field: str) -> tuple[str, ...] | None:
    if values is None:
        return None
    texts = [str(one).strip() for one in values]
    if not all(texts):
        raise Invalid(f"{field} takes a list of names.", field=field)
    return tuple(texts)
