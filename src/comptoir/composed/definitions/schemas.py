"""Definitions as the REST interface shows and takes them."""

import re
from decimal import Decimal
from typing import Any
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

from comptoir.composed.definitions.contracts import (
    Change,
    Checked,
    Definition,
    Graph,
    Named,
    Pace,
    Target,
    TargetWanted,
    Use,
    Version,
    Wanted,
    Who,
)
from comptoir.composed.definitions.errors import WrongTarget
from comptoir.composed.definitions.model.reading import MEMBERS
from comptoir.semantic.query import parse_day

_AMOUNT = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,12})?")


class DefinitionBody(Struct, forbid_unknown_fields=True):
    """A definition to make: what its kind takes, and nothing of another."""

    key: str
    kind: str
    label: str
    description: str = ""
    formula: str | UnsetType = UNSET
    filters: list[dict[str, Any]] | UnsetType = UNSET
    unit: str | UnsetType | None = UNSET
    direction: str | UnsetType | None = UNSET
    dimension: str | UnsetType = UNSET
    edges: list[Any] | UnsetType = UNSET
    labels: list[Any] | UnsetType | None = UNSET
    map: dict[str, Any] | UnsetType = UNSET
    other: str | UnsetType | None = UNSET


class ChangeBody(Struct, forbid_unknown_fields=True):
    """What to change of a definition; what is left out stays."""

    label: str | None = None
    description: str | None = None
    owner: UUID | None = None
    base_version: int | None = None
    certified: bool | None = None
    formula: str | UnsetType = UNSET
    filters: list[dict[str, Any]] | UnsetType = UNSET
    unit: str | UnsetType | None = UNSET
    direction: str | UnsetType | None = UNSET
    dimension: str | UnsetType = UNSET
    edges: list[Any] | UnsetType = UNSET
    labels: list[Any] | UnsetType | None = UNSET
    map: dict[str, Any] | UnsetType = UNSET
    other: str | UnsetType | None = UNSET


class PreviewBody(Struct, forbid_unknown_fields=True):
    """A definition that is not saved, and the query to see it by; its metrics or dimensions may be left out."""

    definition: DefinitionBody
    query: dict[str, Any] = {}


class CheckBody(Struct, forbid_unknown_fields=True):
    """A formula while it is typed; ``at`` is where, ``key`` the metric it belongs to."""

    formula: str
    filters: list[dict[str, Any]] | None = None
    key: str | None = None
    at: int | None = None


def wanted(body: DefinitionBody) -> Wanted:
    """Return a definition as sent."""
    return Wanted(body.key, body.kind, body.label, body.description, _members(body))


def change(body: ChangeBody, *, before: Definition) -> Change:
    """Return a change; members that are left out keep what they had."""
    sent = _members(body)
    merged = {name: value for name, value in {**before.body, **sent}.items() if value is not None}
    return Change(body.label, body.description, merged if sent else None, body.owner, body.base_version)


def has_change(body: ChangeBody) -> bool:
    """Whether more than the mark of certification is to change."""
    return bool(_members(body)) or any(one is not None for one in (body.label, body.description, body.owner))


def _members(body: DefinitionBody | ChangeBody) -> dict[str, Any]:
    names = dict.fromkeys(name for members in MEMBERS.values() for name in members)
    found = {name: getattr(body, name) for name in names if getattr(body, name) is not UNSET}
    return (
        found if isinstance(body, ChangeBody) else {name: value for name, value in found.items() if value is not None}
    )


def definition_body(found: Definition) -> dict[str, Any]:
    """Return a definition as it travels: what its kind takes lies beside what all have."""
    plain = {name: getattr(found, name) for name in found.__dataclass_fields__ if name != "body"}
    people = ("owner", "certified_by", "saved_by", "deleted_by")
    return {**plain, **{name: _who(plain[name]) for name in people}, **found.body}


def version_body(found: Version) -> dict[str, Any]:
    """Return a version as it travels."""
    return {
        "version": found.version,
        "label": found.label,
        "description": found.description,
        "summary": found.summary,
        "saved_at": found.saved_at,
        "saved_by": _who(found.saved_by),
        **found.body,
    }


def use_body(found: Use) -> dict[str, Any]:
    """Return a use as it travels."""
    return {"kind": found.kind, "key": found.key, "label": found.label}


def graph_body(found: Graph) -> dict[str, Any]:
    """Return a graph as it travels."""
    nodes = [{"key": one.key, "label": one.label, "kind": one.kind, "is_custom": one.is_custom} for one in found.nodes]
    return {"nodes": nodes, "edges": [{"from": one, "to": other} for one, other in found.edges]}


def checked_body(found: Checked) -> dict[str, Any]:
    """Return what is known of a formula as it travels."""
    return {
        "ok": found.ok,
        "unit": found.unit,
        "names": [_named(one) for one in found.names],
        "problems": [
            {"message": one.message, "start": one.start, "end": one.end, "suggestions": list(one.suggestions)}
            for one in found.problems
        ],
        "completions": [_named(one) for one in found.completions],
    }


def _named(found: Named) -> dict[str, Any]:
    return {name: getattr(found, name) for name in found.__dataclass_fields__}


def _who(found: Who | None) -> dict[str, Any] | None:
    return None if found is None else {"id": found.id, "name": found.name}


class TargetBody(Struct, forbid_unknown_fields=True):
    """A target to set; ``store`` null means all stores together, ``currency`` null the organisation's."""

    metric: str
    period: str
    start: str
    amount: str
    store: str | None = None
    currency: str | None = None


class TargetChangeBody(Struct, forbid_unknown_fields=True):
    """How much a target asks for; ``currency`` null leaves it."""

    amount: str
    currency: str | None = None


def target_wanted(body: TargetBody) -> TargetWanted:
    """Return a target as sent. Raises ``WrongTarget``."""
    start = parse_day(body.start, field="start")
    return TargetWanted(body.metric, body.period, start, amount_of(body.amount), body.store, body.currency)


def amount_of(text: str) -> Decimal:
    """Read a decimal number. Raises ``WrongTarget``."""
    if not _AMOUNT.fullmatch(text):
        raise WrongTarget("An amount is a number such as 12500.00.", field="amount")
    return Decimal(text)


def target_body(found: Target) -> dict[str, Any]:
    """Return a target as it travels; amounts are decimal texts."""
    plain = {name: getattr(found, name) for name in found.__dataclass_fields__}
    return {**plain, "amount": _plain(found.amount), "saved_by": _who(found.saved_by)}


def pace_body(found: Pace) -> dict[str, Any]:
    """Return a pace as it travels; amounts and shares are decimal texts."""
    amounts = ("actual", "expected_by_now", "ahead_by", "share_done", "expected_at_end")
    of_day = ("share", "expected", "expected_so_far", "actual")
    return {
        "target": target_body(found.target),
        "method": found.method,
        "statement": found.statement,
        **{name: _plain(getattr(found, name)) for name in amounts},
        "days": [
            {"day": one.day, "is_holiday": one.is_holiday, **{name: _plain(getattr(one, name)) for name in of_day}}
            for one in found.days
        ],
    }


def _plain(amount: Decimal | None) -> str | None:
    if amount is None:
        return None
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
