"""Access as people read and write it: stores by their short names. Owns shapes only."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from comptoir.foundation.identity.contracts import Member, Role
from comptoir.manifest import ColumnGroup


@dataclass(frozen=True, slots=True)
class AccessChange:
    """What to change of what somebody sees; a name that is missing stays, ``None`` lifts a limit.

    Names: stores (short names), store_groups, channels, sales_rep, columns.
    """

    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NamedGroup:
    """A group of stores by their short names, as far as whoever asks may see them."""

    key: str
    name: str
    stores: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamedAccess:
    """What somebody sees, by short names of stores."""

    stores: tuple[str, ...] | None
    store_groups: tuple[str, ...] | None
    channels: tuple[str, ...] | None
    sales_rep: str | None
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ListedMember:
    """A member of a list."""

    member: Member
    role_name: str
    access: NamedAccess


@dataclass(frozen=True, slots=True)
class DeclaredPermission:
    """A permission with the module that declares it."""

    key: str
    description: str
    module: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything roles and access are made of."""

    roles: tuple[Role, ...]
    permissions: tuple[DeclaredPermission, ...]
    columns: tuple[ColumnGroup, ...]
    store_groups: tuple[NamedGroup, ...]


@dataclass(frozen=True, slots=True)
class ExplainedPermission:
    """A permission somebody holds or lacks, and by which role."""

    permission: DeclaredPermission
    is_held: bool
    why: str


@dataclass(frozen=True, slots=True)
class ExplainedStore:
    """A store somebody sees, and why."""

    slug: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class ExplainedColumns:
    """A group of columns, its rule, and the metrics and dimensions that the rule is about."""

    group: ColumnGroup
    rule: str
    metrics: tuple[str, ...]
    dimensions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExplainedAccess:
    """What somebody can see, and why."""

    listed: ListedMember
    permissions: tuple[ExplainedPermission, ...]
    stores: tuple[ExplainedStore, ...]
    columns: tuple[ExplainedColumns, ...]
