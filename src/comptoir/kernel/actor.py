"""Who acts: the first argument of every facade call."""

from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from comptoir.kernel.errors import Forbidden

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Scope:
    """Row and column limits of an actor. ``None`` means no limit; an empty set means nothing.

    ``masked`` and ``denied`` name groups of columns, or single metrics and dimensions: what is masked comes back as
    null and says so, what is denied is refused by name. Equal scopes see the same: it is part of every cache key.
    """

    stores: frozenset[UUID] | None = None
    channels: frozenset[str] | None = None
    sales_rep: str | None = None  # only what this sales representative sold, and who bought it
    masked: frozenset[str] = frozenset()
    denied: frozenset[str] = frozenset()

    @property
    def sees_whole_stores(self) -> bool:
        """Whether nothing of a store in sight is hidden: figures of a whole store may be shown."""
        return self.channels is None and self.sales_rep is None

    @property
    def limits_rows(self) -> bool:
        """Whether some rows of the organisation are out of sight."""
        return self.stores is not None or not self.sees_whole_stores

    @property
    def hidden(self) -> frozenset[str]:
        """Return the columns that cannot be read, one way or the other."""
        return self.masked | self.denied

    def within(self, other: "Scope") -> "Scope":
        """Return what both scopes see: what of two rules hides more holds."""
        nobody = self.sales_rep is not None and other.sales_rep not in (None, self.sales_rep)
        denied = self.denied | other.denied
        return Scope(
            stores=frozenset() if nobody else _common(self.stores, other.stores),
            channels=_common(self.channels, other.channels),
            sales_rep=self.sales_rep if self.sales_rep is not None else other.sales_rep,
            masked=(self.masked | other.masked) - denied,
            denied=denied,
        )

    def covers(self, other: "Scope") -> bool:
        """Whether nothing that ``other`` sees is hidden from this scope: only then may it be given on."""
        return (
            _holds(self.stores, other.stores)
            and _holds(self.channels, other.channels)
            and self.sales_rep in (None, other.sales_rep)
            and self.denied <= other.denied
            and self.masked <= other.hidden
        )


def _common(one: frozenset[T] | None, other: frozenset[T] | None) -> frozenset[T] | None:
    if one is None or other is None:
        return other if one is None else one
    return one & other


def _holds(whole: frozenset[T] | None, part: frozenset[T] | None) -> bool:
    return whole is None or (part is not None and part <= whole)


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, token or part of the product acting inside one organisation."""

    organisation_id: UUID
    user_id: UUID | None
    permissions: frozenset[str]
    client: str = "web"  # web, api, cli, job, system
    scope: Scope = field(default_factory=Scope)
    address: str | None = None
    correlation_id: str | None = None
    agent: str | None = None  # the program that asked, as it calls itself
    credential: str | None = None  # session:… or token:…, by id

    def require(self, permission: str) -> None:
        """Raise ``Forbidden`` unless the actor holds ``permission``; ``*`` holds all."""
        if not self.may(permission):
            raise Forbidden(
                f"This needs the permission {permission}.",
                hint="Ask an owner or admin of the organisation to grant it.",
            )

    def may(self, permission: str) -> bool:
        """Return whether the actor holds ``permission``."""
        return permission in self.permissions or "*" in self.permissions

    def may_see_store(self, store_id: UUID) -> bool:
        """Return whether the store lies inside the actor's scope."""
        return self.scope.stores is None or store_id in self.scope.stores

    def may_see_column(self, group: str) -> bool:
        """Return whether the columns of a group may be read."""
        return group not in self.scope.masked and group not in self.scope.denied

    def require_column(self, group: str, *, name: str) -> None:
        """Raise ``Forbidden`` naming a column of a group that is hidden from the actor."""
        if not self.may_see_column(group):
            raise hidden_column(name)

    def require_whole_stores(self, doing: str) -> None:
        """Raise ``Forbidden`` for an actor who sees only some channels, or one representative's orders, of a store."""
        if not self.scope.sees_whole_stores:
            raise Forbidden(
                f"{doing} needs access to whole stores, and yours is limited to some of their orders.",
                hint="Ask an owner or admin of the organisation.",
            )


def hidden_column(name: str) -> Forbidden:
    """Return the refusal of a column that is hidden from an actor."""
    return Forbidden(f"{name} is hidden from you.", hint="Ask an owner or admin of the organisation.", field=name)


def system_actor(organisation_id: UUID) -> Actor:
    """Return the actor for work the product does on its own account inside one organisation."""
    return Actor(organisation_id=organisation_id, user_id=None, permissions=frozenset({"*"}), client="system")
