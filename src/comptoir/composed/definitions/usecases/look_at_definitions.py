"""Read definitions: lists, one of them, its versions, what rests on it, and what it rests on."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from comptoir.composed.boards import facade as boards
from comptoir.composed.definitions.contracts import METRIC, Definition, Graph, Node, Use, Version, Who
from comptoir.composed.definitions.errors import UnknownDefinition
from comptoir.composed.definitions.permissions import DEFINITIONS_CERTIFY, DEFINITIONS_EDIT
from comptoir.composed.definitions.repository import definitions
from comptoir.composed.definitions.repository.definitions import DefinitionRow
from comptoir.composed.definitions.usecases.know_definitions import names_in
from comptoir.composed.insights import facade as insights
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform
from comptoir.semantic.access import may_group, may_read
from comptoir.semantic.catalogue import Catalogue, nearest
from comptoir.semantic.rules.formula_units import describe


async def list_definitions(actor: Actor, platform: Platform, *, deleted: bool) -> list[Definition]:
    """Return the definitions the actor may read, by name; or those that were deleted."""
    async with platform.database.begin(actor) as uow:
        rows = [row for row in await definitions.every(uow) if (row.deleted_at is not None) == deleted]
    catalogue = await insights.catalogue_of(actor, platform)
    called = await names_in(actor, platform, rows)
    return [as_seen(row, actor, catalogue=catalogue, called=called) for row in rows if is_open(row, actor, catalogue)]


async def show_definition(actor: Actor, platform: Platform, *, key: str) -> Definition:
    """Return one definition, deleted or not."""
    row = await _row(actor, platform, key=key)
    catalogue = await insights.catalogue_of(actor, platform)
    return as_seen(row, actor, catalogue=catalogue, called=await names_in(actor, platform, [row]))


async def list_versions(actor: Actor, platform: Platform, *, key: str) -> list[Version]:
    """Return every version of a definition, newest first."""
    await _row(actor, platform, key=key)
    async with platform.database.begin(actor) as uow:
        rows = await definitions.versions(uow, key=key)
    called = await names_in(actor, platform, rows)
    return [
        Version(
            version=row.version,
            label=row.label,
            description=row.description,
            body=row.body,
            summary=row.summary,
            saved_at=row.saved_at,
            saved_by=who(row.saved_by, called),
        )
        for row in rows
    ]


async def uses_of(actor: Actor, platform: Platform, *, key: str) -> list[Use]:
    """Return the definitions that rest on a name, and the boards one may open that ask for it or for one of these."""
    catalogue = await insights.catalogue_of(actor, platform)
    dependents = [one for one in dependents_of(catalogue, key) if may_read(actor, catalogue=catalogue, metric=one)]
    found = [Use(METRIC, one, catalogue.metrics[one].label) for one in dependents]
    named = await boards.boards_naming(actor, platform, name=key)
    return [*found, *(Use("board", str(one.id), one.name) for one in named)]


async def graph_of(actor: Actor, platform: Platform, *, key: str) -> Graph:
    """Return a name with everything it rests on and everything that rests on it."""
    catalogue = await insights.catalogue_of(actor, platform)
    is_metric = key in catalogue.metrics
    if not is_metric:
        catalogue.dimension(key, field="key")
    below = catalogue.metrics_in(key) if is_metric else set(catalogue.bases_of(key))
    above = set(dependents_of(catalogue, key))
    wanted = set(below) | above | {key}
    edges: set[tuple[str, str]] = set()
    for one in sorted(wanted):
        for part in _parts(catalogue, one):
            if part in wanted or one in below or one == key:
                edges.add((one, part))
    names = sorted(wanted | {name for edge in edges for name in edge})
    seen = {name for name in names if _may_see(actor, catalogue, name)}
    nodes = [_node(catalogue, name) for name in names if name in seen]
    return Graph(nodes=nodes, edges=sorted(edge for edge in edges if set(edge) <= seen))


def dependents_of(catalogue: Catalogue, key: str) -> list[str]:
    """Return the metrics that rest on a metric, or have conditions on a dimension, themselves or through others."""
    if key in catalogue.metrics:
        return sorted(one for one in catalogue.metrics if one != key and key in catalogue.metrics_in(one))
    return sorted(
        one
        for one in catalogue.metrics
        if any(key in catalogue.bases_of(field) for field in catalogue.dimensions_in(one))
    )


def as_seen(row: DefinitionRow, actor: Actor, *, catalogue: Catalogue, called: Mapping[UUID, str]) -> Definition:
    """Return a row as its reader sees it."""
    metric = catalogue.metrics.get(row.key) if row.kind == METRIC else None
    return Definition(
        key=row.key,
        kind=row.kind,
        label=row.label,
        description=row.description,
        body=row.body,
        unit=describe(metric.unit) if metric else None,
        owner=who(row.owner_id, called),
        version=row.version,
        certified=row.certified,
        certified_by=who(row.certified_by, called),
        created_at=row.created_at,
        saved_at=row.saved_at,
        saved_by=who(row.saved_by, called),
        deleted_at=row.deleted_at,
        deleted_by=who(row.deleted_by, called),
        may_edit=may_edit(row, actor),
        problem=catalogue.absent.get(row.key) if row.deleted_at is None else None,
    )


def may_edit(row: DefinitionRow, actor: Actor) -> bool:
    """Whether the actor may change, delete or restore a definition."""
    is_own = actor.user_id is not None and actor.user_id in (row.owner_id, row.deleted_by)
    return actor.may(DEFINITIONS_CERTIFY) or (is_own and actor.may(DEFINITIONS_EDIT))


def is_open(row: DefinitionRow, actor: Actor, catalogue: Catalogue) -> bool:
    """Whether the actor may know a definition: what rests on hidden figures is hidden too."""
    if row.key in catalogue.metrics:
        return may_read(actor, catalogue=catalogue, metric=row.key)
    if row.key in catalogue.dimensions:
        return may_group(actor, catalogue=catalogue, dimension=row.key)
    return may_edit(row, actor) or row.deleted_at is None


def who(user: UUID | None, called: Mapping[UUID, str]) -> Who | None:
    """Return a person; None for the host and for who has left."""
    return Who(user, called[user]) if user is not None and user in called else None


async def _row(actor: Actor, platform: Platform, *, key: str) -> DefinitionRow:
    async with platform.database.begin(actor) as uow:
        rows = await definitions.every(uow)
    catalogue = await insights.catalogue_of(actor, platform)
    for row in rows:
        if row.key == key and is_open(row, actor, catalogue):
            return row
    raise unknown_definition(key, known=[row.key for row in rows if is_open(row, actor, catalogue)])


def unknown_definition(key: str, *, known: Sequence[str]) -> UnknownDefinition:
    """Return the error for a key nobody here defined."""
    looks = nearest(key[:60], known=known)
    return UnknownDefinition(f"The organisation has no definition {key[:60]!r}.", field="key", suggestions=looks)


def _parts(catalogue: Catalogue, key: str) -> tuple[str, ...]:
    if key in catalogue.metrics:
        return (*catalogue.parts_of(key), *(one.field for one in catalogue.metrics[key].filters))
    base = catalogue.dimensions[key].base
    return (base,) if base else ()


def _may_see(actor: Actor, catalogue: Catalogue, key: str) -> bool:
    if key in catalogue.metrics:
        return may_read(actor, catalogue=catalogue, metric=key)
    return may_group(actor, catalogue=catalogue, dimension=key)


def _node(catalogue: Catalogue, key: str) -> Node:
    if key in catalogue.metrics:
        metric = catalogue.metrics[key]
        return Node(key, metric.label, METRIC, metric.is_custom)
    dimension = catalogue.dimensions[key]
    return Node(key, dimension.label, "dimension", dimension.is_custom)
