"""Imports as the REST interface shows and takes them."""

from typing import Any

import msgspec
from msgspec import Struct

from comptoir.composed.integrations.contracts import Import, ImportOptions, ImportPage

_PLAN = ("formats", "columns", "fields", "preview", "problem", "notes")


class OptionsBody(Struct, forbid_unknown_fields=True):
    """A person's answers; null means: find out, or the store's."""

    date_format: str | None = None
    number_format: str | None = None
    currency: str | None = None
    timezone: str | None = None
    tax_included: bool | None = None
    discount_is_rate: bool | None = None
    replace: bool = False
    sheet: str | None = None


class PlanBody(Struct, forbid_unknown_fields=True):
    """What a person decides about an upload."""

    store: str | None = None
    format: str | None = None
    mapping: dict[str, str] = {}
    options: OptionsBody = msgspec.field(default_factory=OptionsBody)


def options_of(body: OptionsBody) -> ImportOptions:
    """Return the options as the contract."""
    return ImportOptions(**msgspec.structs.asdict(body))


def import_body(item: Import) -> dict[str, Any]:
    """Return an import with its plan, as far as it has one."""
    body = summary_body(item)
    plan = item.plan or {}
    body["detected"] = None
    if plan:
        body["detected"] = {
            "format": plan.get("format"),
            "confidence": plan.get("confidence"),
            "reason": plan.get("reason"),
            "encoding": plan.get("encoding"),
            "separator": plan.get("separator"),
            "sheet": plan.get("sheet"),
            "sheets": plan.get("sheets"),
            "rows_estimate": plan.get("rows_estimate"),
        }
        body |= {name: plan.get(name) for name in _PLAN}
        asked = plan.get("questions") or ()
        body["questions"] = [question for question in asked if question.get("answer") is None]
        body["answered"] = [question for question in asked if question.get("answer") is not None]
    return body


def summary_body(item: Import) -> dict[str, Any]:
    """Return an import without its plan."""
    result = msgspec.to_builtins(item.result)
    return {
        "id": str(item.id),
        "file": item.file,
        "size": item.size,
        "store": item.store,
        "format": item.format,
        "mapping": dict(item.mapping),
        "options": msgspec.to_builtins(item.options),
        "state": item.state,
        "progress": {"read": item.result.read, "total": max(item.total, item.result.read)},
        "result": result | {"changed_nothing": item.result.changed_nothing} if item.started_at else None,
        "error": item.error,
        "has_rejects": item.has_rejects,
        "can_undo": item.state in ("done", "failed"),
        "created_at": item.created_at.isoformat(),
        "started_at": item.started_at.isoformat() if item.started_at else None,
        "finished_at": item.finished_at.isoformat() if item.finished_at else None,
    }


def page_body(page: ImportPage) -> dict[str, Any]:
    """Return a page of imports."""
    return {"items": [summary_body(item) for item in page.items], "next_cursor": page.next_cursor}
