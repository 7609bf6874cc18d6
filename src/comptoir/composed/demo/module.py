"""The demo module."""

from comptoir.composed.demo.permissions import PERMISSIONS
from comptoir.manifest import Argument, Command, Module

_STORES = Argument(flags=("--stores",), help="how many stores, 1 to 12", options={"type": int, "default": 12})
_YEARS = Argument(flags=("--years",), help="years of history, 1 to 5", options={"type": int, "default": 2})
_SEED = Argument(flags=("--seed",), help="another seed tells another history", options={"type": int, "default": 7})
_LIVE = Argument(
    flags=("--live",),
    help="new orders go on arriving; --no-live ends the history now",
    options={"action": "boolean", "default": True},
)
_LOAD = Argument(
    flags=("--orders-per-minute",),
    help="orders a minute beside those of the demo's own curve, to see how a load feels",
    options={"type": float},
)
_HOST = Argument(
    flags=("--host",),
    help="address to listen on",
)
_PORT = Argument(flags=("--port",), help="port to listen on", options={"type": int})

MODULE = Module(
    name="demo",
    description="An invented organisation to look around in, badged everywhere, removable without a trace.",
    tables=("comptoir.composed.demo.tables",),
    permissions=PERMISSIONS,
    session={"demo": "comptoir.composed.demo.facade:session_progress"},
    loops={"worker": ("comptoir.composed.demo.facade:tell",)},
    commands=(
        Command(
            path=("demo",),
            help="make the demo organisation and serve it; prints a sign-in link",
            handler="comptoir.roles.commands:demo",
            arguments=(_STORES, _YEARS, _SEED, _LIVE, _LOAD, _HOST, _PORT),
        ),
        Command(
            path=("demo", "fill"),
            help="tell what is missing of the demo's history; a running panel does this behind itself",
            handler="comptoir.composed.demo.commands:fill",
            arguments=(
                Argument(
                    flags=("--with-parent",),
                    help="stop when the process that started this one ends",
                    options={"action": "store_true"},
                ),
            ),
        ),
        Command(
            path=("demo", "remove"),
            help="remove the demo organisation without a trace",
            handler="comptoir.composed.demo.commands:remove",
        ),
    ),
)
