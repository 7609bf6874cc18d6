"""Who may ask what: permissions of metrics and dimensions, masked keys. Decides, and touches no SQL."""

from collections.abc import Iterable

from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import Forbidden
from comptoir.semantic.catalogue import Catalogue

READ = "analytics:read"


def check_access(actor: Actor, *, catalogue: Catalogue, metrics: Iterable[str], dimensions: Iterable[str]) -> None:
    """Raise ``Forbidden`` unless the actor may read every metric, everything it rests on, and every dimension."""
    actor.require(READ)
    for key in metrics:
        for inner in sorted(catalogue.metrics_in(key)):
            _check(actor, key=key, part=inner, permission=catalogue.metrics[inner].permission)
    for key in dimensions:
        _check(actor, key=key, part=key, permission=catalogue.dimensions[key].permission)


def may_read(actor: Actor, *, catalogue: Catalogue, metric: str) -> bool:
    """Return whether a metric may be offered to the actor."""
    parts = catalogue.metrics_in(metric)
    permissions = {catalogue.metrics[part].permission for part in parts} - {None}
    return not parts & actor.scope.masked and all(actor.may(str(permission)) for permission in permissions)


def may_group(actor: Actor, *, catalogue: Catalogue, dimension: str) -> bool:
    """Return whether a dimension may be offered to the actor."""
    permission = catalogue.dimensions[dimension].permission
    return dimension not in actor.scope.masked and (permission is None or actor.may(permission))


def rights_key(actor: Actor) -> tuple[object, ...]:
    """Return what of an actor decides a result: equal keys may share a cached one."""
    stores = actor.scope.stores
    return (
        actor.organisation_id,
        None if stores is None else tuple(sorted(stores)),
        tuple(sorted(actor.scope.masked)),
        tuple(sorted(actor.permissions)),
    )


def _check(actor: Actor, *, key: str, part: str, permission: str | None) -> None:
    if part in actor.scope.masked:
        raise Forbidden(f"{key} is hidden from you.", hint="Ask an owner or admin of the organisation.", field=key)
    if permission is not None and not actor.may(permission):
        raise Forbidden(
            f"{key} needs the permission {permission}.",
            hint="Ask an owner or admin of the organisation to grant it.",
            field=key,
        )
