"""Members, roles and access as the REST interface shows and takes them."""

from typing import Any

from msgspec import UNSET, Struct, UnsetType

from comptoir.composed.members.contracts import (
    AccessChange,
    ExplainedAccess,
    ListedMember,
    NamedAccess,
    NamedGroup,
    Vocabulary,
)
from comptoir.foundation.identity.contracts import Role


class AccessBody(Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody sees; what is left out stays, null lifts a limit.

    Stores by short name. ``columns`` says allow, mask or deny by group of columns.
    """

    stores: list[str] | UnsetType | None = UNSET
    store_groups: list[str] | UnsetType | None = UNSET
    channels: list[str] | UnsetType | None = UNSET
    sales_rep: str | UnsetType | None = UNSET
    columns: dict[str, str] | UnsetType | None = UNSET


class Invitee(Struct, forbid_unknown_fields=True):
    """Somebody to make a member."""

    email: str
    role: str
    name: str | None = None
    access: AccessBody = AccessBody()


class MemberChangeBody(Struct, forbid_unknown_fields=True):
    """What to change of a member."""

    role: str | None = None
    access: AccessBody = AccessBody()


class RoleDraft(Struct, forbid_unknown_fields=True):
    """A role to make: of permissions, or a copy of the role it is based on."""

    name: str
    description: str = ""
    permissions: list[str] | None = None
    based_on: str | None = None


class RoleChangeBody(Struct, forbid_unknown_fields=True):
    """What to change of a role; what is left out stays."""

    name: str | None = None
    description: str | None = None
    permissions: list[str] | None = None


class GroupBody(Struct, forbid_unknown_fields=True):
    """A group of stores by their short names."""

    name: str
    stores: list[str]


def access_change(body: AccessBody) -> AccessChange:
    """Translate what to change of what somebody sees."""
    given = {name: getattr(body, name) for name in body.__struct_fields__}
    return AccessChange({name: value for name, value in given.items() if value is not UNSET})


def access_body(access: NamedAccess) -> dict[str, Any]:
    """Translate what somebody sees."""
    return {
        "stores": access.stores,
        "store_groups": access.store_groups,
        "channels": access.channels,
        "sales_rep": access.sales_rep,
        "columns": access.columns,
    }


def member_body(listed: ListedMember) -> dict[str, Any]:
    """Translate a member."""
    user = listed.member.user
    return {
        "id": user.id,
        "email": user.email,
        "name": user.name,
        "role": listed.member.role,
        "role_name": listed.role_name,
        "access": access_body(listed.access),
        "is_limited": listed.member.access.is_limited,
        "has_password": user.has_password,
        "created_at": user.created_at,
        "seen_at": listed.member.seen_at,
    }


def role_body(role: Role) -> dict[str, Any]:
    """Translate a role."""
    return {
        "key": role.key,
        "name": role.name,
        "description": role.description,
        "permissions": sorted(role.permissions),
        "is_builtin": role.is_builtin,
        "based_on": role.based_on,
        "members": role.members,
    }


def group_body(group: NamedGroup) -> dict[str, Any]:
    """Translate a group of stores."""
    return {"key": group.key, "name": group.name, "stores": group.stores}


def vocabulary_body(found: Vocabulary) -> dict[str, Any]:
    """Translate everything roles and access are made of."""
    return {
        "items": [role_body(one) for one in found.roles],
        "permissions": [_permission(one.key, one.description, one.module) for one in found.permissions],
        "columns": [{"key": one.key, "label": one.label, "description": one.description} for one in found.columns],
        "store_groups": [group_body(one) for one in found.store_groups],
    }


def explained_body(found: ExplainedAccess) -> dict[str, Any]:
    """Translate what somebody can see, and why."""
    return {
        "member": member_body(found.listed),
        "permissions": [
            _permission(one.permission.key, one.permission.description, one.permission.module)
            | {"is_held": one.is_held, "why": one.why}
            for one in found.permissions
        ],
        "stores": [{"slug": one.slug, "name": one.name, "why": one.why} for one in found.stores],
        "channels": found.listed.access.channels,
        "sales_rep": found.listed.access.sales_rep,
        "columns": [
            {
                "key": one.group.key,
                "label": one.group.label,
                "description": one.group.description,
                "rule": one.rule,
                "metrics": one.metrics,
                "dimensions": one.dimensions,
            }
            for one in found.columns
        ],
    }


def _permission(key: str, description: str, module: str) -> dict[str, Any]:
    return {"key": key, "description": description, "module": module}
