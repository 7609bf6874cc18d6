"""Who acts: the first argument of every facade call."""

from dataclasses import dataclass, field
from uuid import UUID

from comptoir.kernel.errors import Forbidden


@dataclass(frozen=True, slots=True)
class Scope:
    """Row and column limits of an actor. ``None`` means no limit; an empty set means nothing."""

    stores: frozenset[UUID] | None = None
    masked: frozenset[str] = frozenset()  # keys of dimensions and metrics the actor may not read


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


def system_actor(organisation_id: UUID) -> Actor:
    """Return the actor for work the product does on its own account inside one organisation."""
    return Actor(organisation_id=organisation_id, user_id=None, permissions=frozenset({"*"}), client="system")
