"""Roles as named sets of permissions, gathered from what all modules declare, and identity's own permissions."""

import difflib
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from comptoir.foundation.identity.errors import UnknownColumnGroup, UnknownPermission, UnknownRole, UnknownScope
from comptoir.kernel.actor import Scope
from comptoir.manifest import ColumnGroup, Permission

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

ORGANISATIONS_EDIT = "organisations:edit"
USERS_READ, USERS_WRITE = "users:read", "users:write"
ROLES_WRITE = "roles:write"
SIGN_IN_WRITE = "sign_in:write"
ALLOW, MASK, DENY = "allow", "mask", "deny"

PERMISSIONS = (
    Permission("users:read", "See who belongs to the organisation.", frozenset({"owner", "admin", "security"})),
    Permission("users:write", "Invite people and change their roles and access.", frozenset({"owner", "admin"})),
    Permission(ROLES_WRITE, "Make, change and delete roles and groups of stores.", frozenset({"owner", "admin"})),
    Permission(
        SIGN_IN_WRITE, "Say what signing in takes: second steps, addresses.", frozenset({"owner", "admin", "security"})
    ),
    Permission("organisations:create", "Start another organisation.", frozenset({"owner", "admin"})),
    Permission(
        ORGANISATIONS_EDIT, "Change the organisation's calendar and holidays.", frozenset({"owner", "admin", "finance"})
    ),
    Permission(
        "tokens:write", "Make and revoke API tokens of one's own.", frozenset({"owner", "admin", "finance", "security"})
    ),
    Permission("tokens:all", "See and revoke everybody's API tokens.", frozenset({"owner", "admin", "security"})),
)

_columns: dict[str, ColumnGroup] = {}
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


def declare_columns(groups: Iterable[ColumnGroup]) -> None:
    """Take in the groups of columns of all modules; the list of modules does this once, when it is made."""
    for group in groups:
        if _columns.setdefault(group.key, group) != group:
            raise RuntimeError(f"two modules declare the columns {group.key}")


def columns() -> Mapping[str, ColumnGroup]:
    """Return every group of columns by key."""
    return MappingProxyType(_columns)


def check_columns(rules: Mapping[str, str]) -> dict[str, str]:
    """Return the rules that hide something, or raise ``UnknownColumnGroup`` for what nobody declared."""
    for key, rule in rules.items():
        if key not in _columns:
            near = difflib.get_close_matches(key, _columns, n=2)
            raise UnknownColumnGroup(
                f"There are no columns {key!r}.",
                hint=f"Groups of columns: {', '.join(sorted(_columns))}.",
                field="columns",
                suggestions=near,
            )
        if rule not in (ALLOW, MASK, DENY):
            raise UnknownColumnGroup(f"Columns cannot be {rule!r}.", hint="allow, mask or deny.", field="columns")
    return {key: rule for key, rule in sorted(rules.items()) if rule != ALLOW}


def column_scope(rules: Mapping[str, str]) -> Scope:
    """Return the scope that rules of columns make."""
    masked, denied = (frozenset(key for key, one in rules.items() if one == rule) for rule in (MASK, DENY))
    return Scope(masked=masked, denied=denied)


def held(role: str, *, own: Iterable[str] | None) -> frozenset[str]:
    """Return what a role may do; ``own`` are the permissions stored for a role that is not built in."""
    return of_role(role) if role in ROLES else frozenset(own or ()) & _declared.keys()


def check_permissions(wanted: Iterable[str]) -> frozenset[str]:
    """Return permissions once each, or raise ``UnknownPermission`` with what was probably meant."""
    found = frozenset(one.strip() for one in wanted if one.strip())
    for one in sorted(found - _declared.keys()):
        near = difflib.get_close_matches(one, _declared, n=3)
        raise UnknownPermission(
            f"There is no permission {one!r}.",
            hint="`comptoir role list --permissions` shows all.",
            field="permissions",
            suggestions=near,
        )
    return found


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
        raise unknown_role(role, known=ROLES)
    return role


def unknown_role(role: str, *, known: Iterable[str]) -> UnknownRole:
    """Return the error for a role that does not exist, with what was probably meant."""
    keys = list(known)
    near = difflib.get_close_matches(role, keys, n=2)
    return UnknownRole(f"There is no role {role!r}.", hint=f"Roles: {', '.join(keys)}.", field="role", suggestions=near)


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
