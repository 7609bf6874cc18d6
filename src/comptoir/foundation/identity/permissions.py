"""Roles as named sets of permissions, gathered from what all modules declare, and identity's own permissions."""

import difflib
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from comptoir.foundation.identity.errors import UnknownRole, UnknownScope
from comptoir.manifest import Permission

ROLES: Mapping[str, str] = MappingProxyType(
    {
        "owner": "Everything, for ever: the organisation belongs to owners.",
        "admin": "Everything but making owners.",
        "marketing": "Sales, customers and campaigns.",
        "operations": "Orders, products, stock and imports.",
        "sales": "Orders and customers.",
        "finance": "Sales, costs, rates and exports.",
        "security": "People, tokens and what happened.",
        "viewer": "Reads figures without personal data.",
    }
)
EVERYBODY = frozenset(ROLES)

PERMISSIONS = (
    Permission("users:read", "See who belongs to the organisation.", frozenset({"owner", "admin", "security"})),
    Permission("users:write", "Invite people and change their roles.", frozenset({"owner", "admin"})),
    Permission("organisations:create", "Start another organisation.", frozenset({"owner", "admin"})),
    Permission(
        "tokens:write", "Make and revoke API tokens of one's own.", frozenset({"owner", "admin", "finance", "security"})
    ),
    Permission("tokens:all", "See and revoke everybody's API tokens.", frozenset({"owner", "admin", "security"})),
)

_declared: dict[str, Permission] = {}
_sets: dict[str, frozenset[str]] = {}


def declare(permissions: Iterable[Permission]) -> None:
    """Take in the permissions of all modules; the list of modules does this once, when it is made."""
    for permission in permissions:
        unknown = permission.roles - EVERYBODY
        if unknown:
            raise RuntimeError(f"{permission.key} names roles that do not exist: {', '.join(sorted(unknown))}")
        if _declared.setdefault(permission.key, permission) != permission:
            raise RuntimeError(f"two modules declare the permission {permission.key}")
    _sets.clear()


def declared() -> Mapping[str, Permission]:
    """Return every permission by key."""
    return MappingProxyType(_declared)


def of_role(role: str) -> frozenset[str]:
    """Return what a role may do. Owners may do everything that is declared; an unknown role nothing."""
    if role not in _sets:
        held = (key for key, permission in _declared.items() if role == "owner" or role in permission.roles)
        _sets[role] = frozenset(held)
    return _sets[role]


def check_role(role: str) -> str:
    """Return the role, or raise ``UnknownRole`` with what was probably meant."""
    if role not in ROLES:
        near = difflib.get_close_matches(role, ROLES, n=2)
        raise UnknownRole(
            f"There is no role {role!r}.", hint=f"Roles: {', '.join(ROLES)}.", field="role", suggestions=near
        )
    return role


def check_scopes(scopes: Iterable[str]) -> tuple[str, ...]:
    """Return the scopes sorted and once each, or raise ``UnknownScope`` with what was probably meant."""
    wanted = sorted({scope.strip() for scope in scopes if scope.strip()})
    for scope in wanted:
        if scope not in _declared:
            near = difflib.get_close_matches(scope, _declared, n=3)
            raise UnknownScope(
                f"There is no scope {scope!r}.",
                hint=f"Scopes are permissions: {', '.join(sorted(_declared))}.",
                field="scopes",
                suggestions=near,
            )
    if not wanted:
        raise UnknownScope(
            "A token needs at least one scope.", hint=f"Scopes: {', '.join(sorted(_declared))}.", field="scopes"
        )
    return tuple(wanted)
