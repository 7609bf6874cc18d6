"""The identity module: organisations, people, their rights and credentials; the commands that start a home."""

from comptoir.foundation.identity.permissions import PERMISSIONS, ROLES
from comptoir.kernel.fiscal import Pattern
from comptoir.manifest import Argument, Command, Module

_COMMANDS = "comptoir.foundation.identity.commands"
ORGANISATION = Argument(("--organisation",), "slug of the organisation; default: the home's oldest real one")
_EMAIL = Argument(("email",), "e-mail of the person")

MODULE = Module(
    name="identity",
    description="Organisations, people, roles, sessions and tokens.",
    routers=("comptoir.foundation.identity.endpoints:ROUTERS",),
    tables=("comptoir.foundation.identity.tables",),
    permissions=PERMISSIONS,
    commands=(
        Command(
            path=("init",),
            help="create a home with an organisation and its owner",
            handler=f"{_COMMANDS}:init",
            arguments=(
                Argument(("--organisation",), "name of the organisation"),
                Argument(("--currency",), "its currency (ISO 4217), e.g. EUR"),
                Argument(("--timezone",), "its time zone (IANA), e.g. Europe/Berlin; default: this machine's"),
                Argument(("--admin-email",), "e-mail of the first owner"),
                Argument(("--admin-password-file",), "file whose first line is the owner's password"),
            ),
        ),
        Command(
            path=("organisation", "show"),
            help="show an organisation with its calendar",
            handler=f"{_COMMANDS}:show_organisation",
            arguments=(ORGANISATION,),
        ),
        Command(
            path=("organisation", "calendar"),
            help="change when weeks and fiscal years begin, and whose holidays are kept",
            handler=f"{_COMMANDS}:change_calendar",
            arguments=(
                Argument(("--week-start",), "first day of the week, e.g. monday"),
                Argument(("--fiscal",), f"how fiscal years are cut: {', '.join(Pattern)}"),
                Argument(("--first-month",), "calendar month (1 to 12) that fiscal years begin in", {"type": int}),
                Argument(("--anchor",), "which weekday of the month ends a year of whole weeks: last or nearest"),
                Argument(("--starts",), "first days of custom months, separated by commas; at last the day after"),
                Argument(("--holidays",), "countries and parts such as DE,US-CA; stores: those of its stores; none"),
                ORGANISATION,
            ),
        ),
        Command(
            path=("organisation", "security"),
            help="show or change what signing in takes: second steps and addresses by role",
            handler=f"{_COMMANDS}:change_sign_in",
            arguments=(
                Argument(("--second-step",), "roles that must have a second step, separated by commas; none"),
                Argument(
                    ("--from",),
                    "addresses a role may come from, e.g. finance=203.0.113.0/24,2001:db8::/32; *=… for everybody; "
                    "none for anywhere; may be repeated",
                    {"action": "append", "dest": "networks", "metavar": "ROLE=RANGES"},
                ),
                ORGANISATION,
            ),
        ),
        Command(
            path=("user", "create"),
            help="make somebody a member and print a sign-in link",
            handler=f"{_COMMANDS}:create_user",
            arguments=(
                _EMAIL,
                Argument(("--role",), f"one of {', '.join(ROLES)}", {"required": True}),
                Argument(("--name",), "the person's name"),
                ORGANISATION,
            ),
        ),
        Command(
            path=("user", "list"),
            help="show the people of an organisation",
            handler=f"{_COMMANDS}:list_users",
            arguments=(ORGANISATION,),
        ),
        Command(
            path=("user", "link"),
            help="print a single-use sign-in link (15 minutes)",
            handler=f"{_COMMANDS}:link_user",
            arguments=(_EMAIL,),
        ),
        Command(
            path=("user", "recover"),
            help="end all sessions and second steps of somebody locked out and print a new link to set a password with",
            handler=f"{_COMMANDS}:recover_user",
            arguments=(_EMAIL,),
        ),
        Command(
            path=("token", "create"),
            help="make an API token and print it, once",
            handler=f"{_COMMANDS}:create_token",
            arguments=(
                Argument(("--name",), "what the token is for", {"required": True}),
                Argument(("--scopes",), "permissions separated by commas, e.g. analytics:read", {"required": True}),
                Argument(("--expires",), "time span after which it ends, e.g. 90d; default: never"),
                ORGANISATION,
            ),
        ),
        Command(
            path=("token", "list"),
            help="show an organisation's API tokens without their secrets",
            handler=f"{_COMMANDS}:list_tokens",
            arguments=(ORGANISATION,),
        ),
        Command(
            path=("token", "revoke"),
            help="end an API token",
            handler=f"{_COMMANDS}:revoke_token",
            arguments=(
                Argument(("token",), "prefix or id of the token, as `comptoir token list` shows it"),
                ORGANISATION,
            ),
        ),
    ),
)
