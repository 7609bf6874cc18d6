"""In which state a store's connection is. Pure."""

from collections.abc import Sequence
from datetime import datetime

from comptoir.platform.inbox_reading import Kept
from comptoir.platform.webhook_refusals import Refusal

OUR_TEST = "test-"  # how delivery ids of our own tests begin


def connection_state(
    *,
    is_supported: bool,
    is_secret_set: bool,
    ended_at: datetime | None,
    newest: Sequence[Kept],
    refusals: Sequence[Refusal],
) -> str:
    """Return the state; ``newest`` are the last deliveries and ``refusals`` those since the secret was set."""
    if not is_supported:
        return "unsupported"
    if not is_secret_set:
        return "no_secret"
    if ended_at is not None:
        return "ended"
    if refusals and (not newest or max(one.last_at for one in refusals) > newest[0].received_at):
        return "refused"
    told = any(not one.delivery_id.startswith(OUR_TEST) for one in newest)
    return "receiving" if told else "waiting"
