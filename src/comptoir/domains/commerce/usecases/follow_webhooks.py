"""The connection of a store to its platform: secrets for the intake, whether one is set, whether the platform ended it."""

from collections.abc import Sequence

from comptoir.connectors.sdk.canonical import ConnectionRecord
from comptoir.domains.commerce.contracts import ApplyResult, Door, Store, WebhookState
from comptoir.domains.commerce.repository import stores as repository
from comptoir.platform.database.unit_of_work import UnitOfWork
from comptoir.platform.secrets import Sealed


async def doors(uow: UnitOfWork) -> list[Door]:
    """Return every store of every organisation with its secret; one whose secret cannot be opened counts as without."""
    found = []
    for store, sealed in await repository.all_secrets(uow):
        try:
            secret = uow.secrets.open(sealed, f"store/{store.id}") if sealed is not None else None
        except Sealed:
            secret = None
        found.append(Door(store.id, store.organisation_id, store.slug, store.platform, secret))
    return found


async def webhook_state(uow: UnitOfWork, *, store: Store) -> WebhookState:
    """Return whether a secret is set and when the platform ended the connection."""
    sealed = await repository.webhook_secret(uow, store_id=store.id)
    return WebhookState(sealed is not None, await repository.connection_ended_at(uow, store_id=store.id))


async def apply_connections(uow: UnitOfWork, *, store: Store, records: Sequence[ConnectionRecord]) -> ApplyResult:
    """Note the latest moment at which the platform ended the connection."""
    last = max(record.ended_at for record in records)
    changed = await repository.end_connection(uow, store_id=store.id, at=last)
    return ApplyResult(updated=int(changed), unchanged=int(not changed))
