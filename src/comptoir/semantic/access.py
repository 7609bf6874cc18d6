"""Who may ask what: permissions of metrics and dimensions, rules of columns. Decides, and touches no SQL.

A column that is denied is refused by name. One that is masked may be asked for and comes back as null; nothing may be
told by it: not an order, not a filter, not the rows behind it.
"""

from collections.abc import Iterable

from comptoir.kernel.actor import Actor, hidden_column
from comptoir.kernel.errors import Forbidden
from comptoir.semantic.catalogue import Catalogue, Needs

READ = "analytics:read"
NOTHING: frozenset[str] = frozenset()


def check_access(
    actor: Actor, *, catalogue: Catalogue, metrics: Iterable[str], dimensions: Iterable[str], masks: bool = False
) -> frozenset[str]:
    """Raise ``Forbidden`` unless the actor may read every metric, everything it rests on, and every dimension.

    Returns the keys that are masked for the actor: none, unless ``masks`` says that nulls will do for them.
    """
    actor.require(READ)
    masked: list[str] = []
    for key in metrics:
        if _is_masked(actor, key=key, needs=catalogue.needs_of_metric(key), masks=masks):
            masked.append(key)
    for key in dimensions:
        if _is_masked(actor, key=key, needs=catalogue.needs_of_dimension(key), masks=masks):
            masked.append(key)
    return frozenset(masked) if masked else NOTHING


def may_read(actor: Actor, *, catalogue: Catalogue, metric: str) -> bool:
    """Return whether the actor may see figures of a metric."""
    return _is_open(actor, catalogue.needs_of_metric(metric))


def may_group(actor: Actor, *, catalogue: Catalogue, dimension: str) -> bool:
    """Return whether the actor may see values of a dimension."""
    return _is_open(actor, catalogue.needs_of_dimension(dimension))


def rights_key(actor: Actor) -> tuple[object, ...]:
    """Return what of an actor decides a result: equal keys may share a cached one."""
    return actor.organisation_id, actor.scope, actor.permissions


def _is_open(actor: Actor, needs: Needs) -> bool:
    return actor.scope.hidden.isdisjoint(needs.columns) and _lacks(actor, needs) is None


def _lacks(actor: Actor, needs: Needs) -> str | None:
    if needs.permissions <= actor.permissions or "*" in actor.permissions:
        return None
    return min(needs.permissions - actor.permissions)


def _is_masked(actor: Actor, *, key: str, needs: Needs, masks: bool) -> bool:
    if not needs.columns.isdisjoint(actor.scope.denied):
        raise hidden_column(key)
    permission = _lacks(actor, needs)
    if permission is not None:
        raise Forbidden(
            f"{key} needs the permission {permission}.",
            hint="Ask an owner or admin of the organisation to grant it.",
            field=key,
        )
    is_masked = not needs.columns.isdisjoint(actor.scope.masked)
    if is_masked and not masks:
        raise hidden_column(key)
    return is_masked
