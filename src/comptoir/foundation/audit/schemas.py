"""The audit trail as the REST interface shows it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from comptoir.foundation.audit.contracts import Kept, Kind, Page, Search, Security, Verdict
from comptoir.foundation.audit.errors import WrongSearch
from comptoir.foundation.audit.model import kind_of
from comptoir.platform.audit import HOUSE

OUTCOMES = ("done", "refused")


def instant_of(text: str | None, *, field: str) -> datetime | None:
    """Read an instant as it stands in a query. Raises ``WrongSearch``."""
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        hint = "Write it as 2025-01-31T00:00:00Z."
        raise WrongSearch(f"{text[:40]!r} is no instant.", hint=hint, field=field) from error


def search_of(
    *,
    since: datetime | None,
    until: datetime | None,
    user: UUID | None,
    kind: str | None,
    action: str | None,
    outcome: str | None,
    text: str | None,
) -> Search:
    """Return a search. Raises ``WrongSearch`` for a kind or an outcome that does not exist."""
    if kind and kind not in tuple(Kind):
        raise WrongSearch(f"There is no kind {kind!r}.", hint=f"Kinds: {', '.join(Kind)}.", field="kind")
    if outcome and outcome not in OUTCOMES:
        raise WrongSearch(f"There is no outcome {outcome!r}.", hint="done or refused.", field="outcome")
    for name, value in (("since", since), ("until", until)):
        if value is not None and value.tzinfo is None:
            raise WrongSearch(f"{name} lacks its offset.", hint="Write it as 2025-01-31T00:00:00Z.", field=name)
    return Search(
        since=since,
        until=until,
        user_id=user,
        kind=Kind(kind) if kind else None,
        action=action or None,
        outcome=outcome or None,
        text=text or None,
    )


def entry_body(kept: Kept, *, names: Mapping[UUID, str]) -> dict[str, Any]:
    """Return an entry with the name of who acted."""
    one = kept.entry
    return {
        "id": one.id,
        "at": one.at,
        "action": one.action,
        "kind": kind_of(one.action),
        "subject": one.subject,
        "outcome": one.outcome,
        "count": one.count,
        "who": {"id": one.user_id, "name": names.get(one.user_id)} if one.user_id else None,
        "client": one.client,
        "credential": one.credential,
        "address": one.address,
        "agent": one.agent,
        "correlation_id": one.correlation,
        "before": _json(one.before),
        "after": _json(one.after),
        "house": one.organisation_id == HOUSE,
        "sequence": kept.sequence,
        "hash": kept.hash.hex() if kept.hash else None,
    }


def page_body(page: Page) -> dict[str, Any]:
    """Return a page of entries."""
    return {
        "items": [entry_body(one, names=page.names) for one in page.items],
        "next_cursor": page.next_cursor,
    }


def security_body(found: Security) -> dict[str, Any]:
    """Return what a security team looks at first."""
    return {
        "days": found.days,
        "counts": found.counts,
        "alerts": [
            {
                "kind": one.kind,
                "who": {"id": one.user_id, "name": found.names.get(one.user_id)} if one.user_id else None,
                "address": one.address,
                "count": one.count,
                "usual": one.usual,
                "day": one.day,
            }
            for one in found.alerts
        ],
        "newest": {kind: [entry_body(one, names=found.names) for one in rows] for kind, rows in found.newest.items()},
        "chain": {"entries": found.chained_to, "last_root": found.last_root, "public_key": found.public_key.hex()},
    }


def verdict_body(verdict: Verdict) -> dict[str, Any]:
    """Return what checking a chain found."""
    return {
        "house": verdict.organisation_id == HOUSE,
        "organisation": verdict.organisation_id,
        "holds": verdict.holds,
        "entries": verdict.entries,
        "first": verdict.first,
        "last": verdict.last,
        "roots": verdict.roots,
        "waiting": verdict.waiting,
        "removed_to": verdict.removed_to,
        "faults": [
            {"kind": one.kind, "sequence": one.sequence, "entry": one.entry_id, "detail": one.detail}
            for one in verdict.faults
        ],
        "more_faults": verdict.more_faults,
    }


def _json(text: str | None) -> msgspec.Raw | None:
    return None if text is None else msgspec.Raw(text.encode())
