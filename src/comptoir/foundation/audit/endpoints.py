"""The audit trail over HTTP: search it, take it away, check it; what a security team looks at first."""

from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import get, post
from litestar.di import Provide
from litestar.params import QueryParameter
from litestar.response import Stream

from comptoir.foundation.audit import facade, schemas
from comptoir.foundation.audit.contracts import Search
from comptoir.foundation.audit.usecases.list_entries import csv_file, json_lines
from comptoir.foundation.identity import facade as identity
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform
from comptoir.platform.http.openapi import answers

Instant = Annotated[
    str | None,
    QueryParameter(
        description="an instant with its offset: 2025-12-31T12:00:00Z", schema_extra={"format": "date-time"}
    ),
]
_FORMS = {"csv": (csv_file, "text/csv"), "jsonl": (json_lines, "application/x-ndjson")}


def _wanted(
    since: Instant = None,
    until: Instant = None,
    user: UUID | None = None,
    kind: str | None = None,
    action: str | None = None,
    outcome: str | None = None,
    q: str | None = None,
) -> Search:
    first, last = (schemas.instant_of(text, field=name) for name, text in (("since", since), ("until", until)))
    return schemas.search_of(since=first, until=last, user=user, kind=kind, action=action, outcome=outcome, text=q)


_SEARCH = {"wanted": Provide(_wanted, sync_to_thread=False)}


@get("/audit", tags=["audit"], dependencies=_SEARCH)
async def list_entries(
    actor: Actor, platform: Platform, wanted: Search, cursor: str | None = None, limit: int = 50
) -> dict[str, Any]:
    """Search the audit trail, newest first."""
    return schemas.page_body(await facade.entries(actor, platform, wanted=wanted, cursor=cursor, limit=limit))


@get("/audit/export", tags=["audit"], dependencies=_SEARCH, opt=answers("text/csv", "application/x-ndjson"))
async def export_entries(
    actor: Actor, platform: Platform, wanted: Search, form: Literal["csv", "jsonl"] = "csv"
) -> Stream:
    """Download all entries of a search, as CSV or as JSON lines with every field that was sealed."""
    writer, media_type = _FORMS[form]
    found = await facade.export(actor, platform, wanted=wanted)
    ours = await identity.organisation(actor, platform)
    headers = {
        "content-disposition": f'attachment; filename="{ours.slug}-audit.{form}"',
        "cache-control": "no-store",
    }
    return Stream(writer(found), media_type=media_type, headers=headers)


@get("/audit/security", tags=["audit"])
async def read_security(actor: Actor, platform: Platform, days: int = 14) -> dict[str, Any]:
    """Read what a security team looks at first: counts by day, what is unusual, the newest of each kind."""
    return schemas.security_body(await facade.security(actor, platform, days=days))


@post("/audit/verify", status_code=200, tags=["audit"])
async def verify(actor: Actor, platform: Platform) -> dict[str, Any]:
    """Check the organisation's chain entry by entry and read where it was altered, if it was."""
    return {"items": [schemas.verdict_body(one) for one in await facade.verify(actor, platform)]}


ROUTES = (list_entries, export_entries, read_security, verify)
