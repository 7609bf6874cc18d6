"""Every function of a facade and every command has a rule of access: the rights it asks for, or why it asks for none.

Functions that ask for rights themselves are found by reading them. All others are named here with what answers for
them; one that is not named fails.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from comptoir.foundation.identity import permissions
from comptoir.platform.modules import MODULES, named

PACKAGE = Path(__file__).parents[2] / "src" / "comptoir"
ASKS = {"require", "require_people", "_only_host", "_may_read", "_may_write", "check_access"}
BELOW = "the function it calls asks"
OWN = "about oneself: the actor's own user"
NOBODY = "before anybody is known, or finding out who it is"
WORK = "the product's own work on what it holds, inside a call that asked"
FREE = "no secret: filtered by what the actor may see"

RULES: dict[str, dict[str, str]] = {
    "composed/boards": {"session_start": FREE},
    "composed/definitions": dict.fromkeys(
        (
            "create_definition",
            "change_definition",
            "certify_definition",
            "delete_definition",
            "restore_definition",
            "set_target",
            "change_target",
            "remove_target",
        ),
        BELOW,
    )
    | {"own_definitions": FREE},
    "composed/demo": {"session_progress": FREE, "fill": WORK, "tell": WORK},
    "composed/insights": dict.fromkeys(
        ("run", "answers", "rests_on", "explain", "rows", "export", "metrics", "dimensions", "preview", "values"), BELOW
    )
    | dict.fromkeys(("catalogue", "layer_of", "catalogue_of"), FREE),
    "composed/members": dict.fromkeys(
        (
            "vocabulary",
            "members",
            "remove_member",
            "explain",
            "create_role",
            "change_role",
            "delete_role",
            "delete_group",
            "user_named",
        ),
        BELOW,
    ),
    "composed/storefronts": {"storefronts": BELOW, "add_store": BELOW, "session_stores": FREE},
    "domains/commerce": {"stores_by_id": WORK, "holidays": FREE, "resolve_line_products": WORK},
    "domains/customers": dict.fromkeys(
        ("resolve", "set_first_orders", "note_sales", "settle_merges", "tell_export"), WORK
    ),
    "domains/finance": {"ensure_reference": WORK},
    "domains/orders": {"search": FREE},
    "foundation/factors": dict.fromkeys(
        (
            "own_factors",
            "start_code",
            "confirm_code",
            "start_passkey",
            "add_passkey",
            "rename_factor",
            "remove_factor",
            "renew_recovery_codes",
        ),
        OWN,
    )
    | dict.fromkeys(
        ("enrolled", "enrolled_among", "challenge", "verify", "passkey_person", "policies", "site_of"), NOBODY
    )
    | dict.fromkeys(("forget_person", "set_policy", "remove_policy"), WORK),
    "foundation/identity": dict.fromkeys(
        (
            "change_calendar",
            "create_organisation",
            "make_token",
            "change_sign_in_policy",
            "add_member",
            "invite",
            "change_member",
            "remove_member",
            "create_role",
            "change_role",
            "delete_role",
            "save_store_group",
            "delete_store_group",
        ),
        BELOW,
    )
    | dict.fromkeys(
        (
            "command_actor",
            "job_actor",
            "sign_in",
            "sign_in_with_link",
            "sign_in_with_passkey",
            "take_second_step",
            "passkey_challenge",
            "sign_in_from_elsewhere",
        ),
        NOBODY,
    )
    | dict.fromkeys(
        (
            "session_state",
            "switch_organisation",
            "change_password",
            "sessions",
            "end_session",
            "end_other_sessions",
            "accept_device",
            "own_challenge",
            "prove",
            "account_of",
            "choose_week_start",
            "role_of",
            "tokens",
            "revoke_token",
        ),
        OWN,
    )
    | {"meet_person": WORK, "check_role_key": WORK, "organisation": FREE, "names_of": FREE, "keeps_house": FREE},
    "foundation/single_sign_on": {"save_provider": BELOW, "remove_provider": BELOW}
    | dict.fromkeys(("ways", "depart", "arrive"), NOBODY),
    "semantic": dict.fromkeys(("run", "answers", "explain", "rows", "export"), BELOW),
}

# Commands run as the host, who owns the home, inside one organisation; these are the ones that act for no organisation.
HOST = "runs as whoever holds the machine"
COMMANDS: dict[str, str] = {
    "processes": "serve",
    "identity": "init organisation user token",
    "audit": "audit",
    "finance": "rates",
    "insights": "query explain metrics dimensions",
    "boards": "boards",
    "integrations": "import imports",
    "members": "user role",
    "storefronts": "store",
    "upkeep": "rebuild reconcile",
    "demo": "demo",
    "ingest": "inbox",
    "admin": "doctor migrate key backup",
}


def facades() -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for file in sorted([*PACKAGE.glob("*/*/facade.py"), *PACKAGE.glob("*/facade.py")]):
        for node in ast.parse(file.read_text()).body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
                yield str(file.parent.relative_to(PACKAGE)), node


def asks(node: ast.AST) -> bool:
    """Whether a function asks for a right itself."""
    calls = [one.func for one in ast.walk(node) if isinstance(one, ast.Call)]
    names = {
        one.attr if isinstance(one, ast.Attribute) else one.id
        for one in calls
        if isinstance(one, ast.Attribute | ast.Name)
    }
    return not names.isdisjoint(ASKS)


def test_every_function_of_a_facade_has_a_rule() -> None:
    without = [
        f"{module}: {node.name}"
        for module, node in facades()
        if not asks(node) and node.name not in RULES.get(module, {})
    ]
    assert not without, "say who may call them: " + ", ".join(without)


def test_no_rule_is_left_over() -> None:
    known = {(module, node.name) for module, node in facades() if not asks(node)}
    left = [f"{module}: {name}" for module, names in RULES.items() for name in names if (module, name) not in known]
    assert not left, ", ".join(left)


def test_whoever_leaves_asking_to_others_calls_one_who_asks() -> None:
    """A function that leaves it to what it calls does call something that asks, in its own module or in a facade."""
    asking = {node.name for _, node in facades() if asks(node)} | set(_asking_use_cases())
    idle = []
    for module, node in facades():
        if RULES.get(module, {}).get(node.name) != BELOW:
            continue
        calls = {
            one.func.attr for one in ast.walk(node) if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute)
        }
        calls |= {one.func.id for one in ast.walk(node) if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)}
        beside = {name for other, names in RULES.items() for name, why in names.items() if why == BELOW}
        if calls.isdisjoint(asking) and calls.isdisjoint(beside - {node.name}):
            idle.append(f"{module}: {node.name}")
    assert not idle, ", ".join(idle)


def _asking_use_cases() -> Iterator[str]:
    # The semantic layer plans every question, and planning asks: methods are not seen below.
    yield from ("source_page", "export_file", "plan", "run", "answers", "explain", "rows", "export")
    for file in [*PACKAGE.glob("*/*/usecases/*.py"), *PACKAGE.glob("semantic/*.py")]:
        tree = ast.parse(file.read_text())
        own = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
        direct = {name for name, node in own.items() if asks(node)}
        for name, node in own.items():
            called = {
                one.func.id for one in ast.walk(node) if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)
            }
            if name in direct or called & direct:
                yield name


def test_every_command_has_a_rule() -> None:
    found = {
        module.name: {command.path[0] for command in module.commands} for module in named(MODULES) if module.commands
    }
    assert found == {module: set(words.split()) for module, words in COMMANDS.items()}, HOST


def test_every_permission_is_held_by_owners_and_asked_for_somewhere() -> None:
    source = "\n".join(file.read_text() for file in PACKAGE.rglob("*.py") if file.name != "permissions.py")
    declarations = "\n".join(file.read_text() for file in PACKAGE.rglob("permissions.py"))
    constants = dict(_constants(declarations))
    idle = [
        key
        for key in permissions.declared()
        if f'"{key}"' not in source
        and constants.get(key, "no such name") not in source
        and f"({constants.get(key)})" not in declarations  # asked for beside its declaration
    ]
    assert not idle, f"declared and never asked for: {', '.join(idle)}"
    assert permissions.of_role("owner") == set(permissions.declared())


def _constants(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        names, equals, values = line.partition(" = ")
        if equals and names.replace(", ", "").replace("_", "").isupper():
            keys = [one.strip().strip('"') for one in values.split(",")]
            yield from zip(keys, names.split(", "), strict=False)
