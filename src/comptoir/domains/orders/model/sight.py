"""Whether an order lies in what an actor is limited to. Rules without I/O; PostgreSQL's policies hold the same."""

from uuid import UUID

from comptoir.kernel.actor import Actor


def in_sight(actor: Actor, *, store_id: UUID, channel: str | None, sales_rep: str | None) -> bool:
    """Return whether the actor may see an order of this store and channel, sold by this representative."""
    scope = actor.scope
    return (
        actor.may_see_store(store_id)
        and (scope.channels is None or channel in scope.channels)
        and scope.sales_rep in (None, sales_rep)
    )
