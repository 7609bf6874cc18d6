"""The storefronts module."""

from comptoir.domains.commerce.contracts import PLATFORMS, PRICES
from comptoir.manifest import Argument, Command, Module

_HANDLERS = "comptoir.composed.storefronts.commands"
_SLUG = Argument(("slug",), "short name of the store, as in URLs and queries")
_NAME = Argument(("--name",), "name on screens")
_SECRET = Argument(
    ("--webhook-secret-file",), "file that holds the secret with which the platform signs", {"metavar": "FILE"}
)
_CURRENCY = "currency of the store, ISO 4217 such as EUR"
_ZONE = "time zone of the store's day, such as Europe/Berlin"
_PRICES = "whether list prices include tax"

MODULE = Module(
    name="storefronts",
    description="Stores as people see them: settings, what was sold, the last import, where webhooks go.",
    routers=("comptoir.composed.storefronts.endpoints:ROUTES",),
    session={"stores": "comptoir.composed.storefronts.facade:session_stores"},
    commands=(
        Command(
            path=("store", "add"),
            help="add a store",
            handler=f"{_HANDLERS}:add_store",
            arguments=(
                _SLUG,
                _NAME,
                Argument(("--currency",), _CURRENCY, {"required": True}),
                Argument(("--timezone",), _ZONE, {"required": True}),
                Argument(("--platform",), "what runs the store", {"choices": PLATFORMS, "required": True}),
                Argument(("--prices",), _PRICES, {"choices": PRICES, "default": "gross"}),
                _SECRET,
            ),
        ),
        Command(path=("store", "list"), help="list the stores", handler=f"{_HANDLERS}:list_stores"),
        Command(
            path=("store", "edit"),
            help="change a store",
            handler=f"{_HANDLERS}:edit_store",
            arguments=(
                _SLUG,
                _NAME,
                Argument(("--currency",), _CURRENCY),
                Argument(("--timezone",), _ZONE),
                Argument(("--prices",), _PRICES, {"choices": PRICES}),
                _SECRET,
            ),
        ),
        Command(
            path=("store", "secret"),
            help="set the secret with which a store's platform signs its webhooks, or make one",
            handler=f"{_HANDLERS}:set_secret",
            arguments=(
                _SLUG,
                Argument(("--file",), "file that holds the secret; left out, one is made and shown once"),
            ),
        ),
        Command(
            path=("store", "remove"),
            help="remove a store",
            handler=f"{_HANDLERS}:remove_store",
            arguments=(
                _SLUG,
                Argument(("--with-orders",), "remove its orders with it", {"action": "store_true"}),
            ),
        ),
    ),
)
