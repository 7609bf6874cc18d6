"""Members and roles: what this module brings to the product."""

from comptoir.foundation.identity.module import ORGANISATION
from comptoir.manifest import Argument, Command, Module

_HANDLERS = "comptoir.composed.members.commands"
_EMAIL = Argument(("email",), "e-mail of the member")

MODULE = Module(
    name="members",
    description="Who may do and see what in an organisation, and why: members, roles, groups of stores.",
    routers=("comptoir.composed.members.endpoints:ROUTES",),
    commands=(
        Command(
            path=("user", "role"),
            help="give a member another role",
            handler=f"{_HANDLERS}:set_role",
            arguments=(_EMAIL, Argument(("role",), "key of the role, as `comptoir role list` shows it"), ORGANISATION),
        ),
        Command(
            path=("user", "access"),
            help="change what a member sees: stores, channels, one representative's orders, columns",
            handler=f"{_HANDLERS}:set_access",
            arguments=(
                _EMAIL,
                Argument(("--stores",), "short names separated by commas; all: every store"),
                Argument(("--store-groups",), "groups of stores separated by commas; all: no groups"),
                Argument(("--channels",), "channels separated by commas; all: every channel"),
                Argument(("--sales-rep",), "the representative whose orders and customers are seen; all: everybody's"),
                Argument(("--columns",), "rules such as cost=mask,personal=deny; all: nothing is hidden"),
                ORGANISATION,
            ),
        ),
        Command(
            path=("user", "explain"),
            help="show what a member can see, and why",
            handler=f"{_HANDLERS}:explain_user",
            arguments=(_EMAIL, ORGANISATION),
        ),
        Command(
            path=("user", "remove"),
            help="take somebody out of the organisation",
            handler=f"{_HANDLERS}:remove_user",
            arguments=(_EMAIL, ORGANISATION),
        ),
        Command(
            path=("role", "list"),
            help="show roles, or the permissions they are made of",
            handler=f"{_HANDLERS}:list_roles",
            arguments=(
                Argument(("--permissions",), "show permissions instead", {"action": "store_true"}),
                ORGANISATION,
            ),
        ),
        Command(
            path=("role", "create"),
            help="make a role",
            handler=f"{_HANDLERS}:create_role",
            arguments=(
                Argument(("name",), "its name"),
                Argument(("--permissions",), "permissions separated by commas; default: those of --based-on"),
                Argument(("--based-on",), "key of a role to copy"),
                Argument(("--description",), "what it is for"),
                ORGANISATION,
            ),
        ),
        Command(
            path=("role", "remove"),
            help="delete a role",
            handler=f"{_HANDLERS}:remove_role",
            arguments=(
                Argument(("key",), "key of the role"),
                Argument(("--replacement",), "key of the role its members get"),
                ORGANISATION,
            ),
        ),
    ),
)
