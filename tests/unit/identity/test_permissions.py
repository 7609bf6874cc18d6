"""Roles × permissions, over what all modules of the product declare."""

import pytest

from comptoir.foundation.identity import permissions
from comptoir.foundation.identity.errors import UnknownRole, UnknownScope
from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import Forbidden
from comptoir.kernel.ids import new_id
from comptoir.manifest import Permission
from comptoir.roles.assemble import MODULES

DECLARED = [permission for module in MODULES for permission in module.permissions]


def test_every_permission_is_declared_once_by_one_module() -> None:
    keys = [permission.key for permission in DECLARED]
    assert len(keys) == len(set(keys))
    assert set(permissions.declared()) >= set(keys)


@pytest.mark.parametrize("role", sorted(permissions.ROLES))
@pytest.mark.parametrize("permission", DECLARED, ids=lambda permission: permission.key)
def test_a_role_holds_exactly_what_declarations_give_it(role: str, permission: Permission) -> None:
    actor = Actor(organisation_id=new_id(), user_id=new_id(), permissions=permissions.of_role(role))
    if role == "owner" or role in permission.roles:
        actor.require(permission.key)
    else:
        with pytest.raises(Forbidden):
            actor.require(permission.key)


@pytest.mark.parametrize("permission", DECLARED, ids=lambda permission: permission.key)
def test_declarations_name_real_roles_and_say_what_they_allow(permission: Permission) -> None:
    assert permission.roles <= permissions.EVERYBODY
    assert len(permission.description) > 10
    assert permission.key.count(":") == 1


def test_a_viewer_changes_nothing_and_sees_no_person() -> None:
    held = permissions.of_role("viewer")
    assert not {key for key in held if key.rpartition(":")[2] in {"write", "create", "all", "pii"}}


def test_only_people_who_run_the_organisation_change_who_belongs_to_it() -> None:
    may = {role for role in permissions.ROLES if "users:write" in permissions.of_role(role)}
    assert may == {"owner", "admin"}


def test_an_unknown_role_holds_nothing_and_is_refused_with_a_suggestion() -> None:
    assert permissions.of_role("emperor") == frozenset()
    with pytest.raises(UnknownRole) as caught:
        permissions.check_role("marketting")
    assert "marketing" in caught.value.suggestions


def test_scopes_are_permissions() -> None:
    assert permissions.check_scopes(["users:write", " users:read", "users:read"]) == ("users:read", "users:write")
    with pytest.raises(UnknownScope) as caught:
        permissions.check_scopes(["user:read"])
    assert "users:read" in caught.value.suggestions
    with pytest.raises(UnknownScope):
        permissions.check_scopes([" "])


def test_a_declaration_of_an_unknown_role_or_a_second_meaning_is_a_programming_error() -> None:
    with pytest.raises(RuntimeError, match="do not exist"):
        permissions.declare([Permission("x:read", "X.", frozenset({"emperor"}))])
    known = DECLARED[0]
    with pytest.raises(RuntimeError, match="two modules"):
        permissions.declare([Permission(known.key, "Something else.", known.roles)])
