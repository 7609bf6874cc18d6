"""Rights over stores and products, and the built-in roles that hold them from the start."""

from comptoir.kernel.actor import Actor
from comptoir.manifest import ColumnGroup, Permission

STORES_READ = "stores:read"
STORES_WRITE = "stores:write"
PRODUCTS_READ = "products:read"
PRODUCTS_WRITE = "products:write"
COSTS_READ = "costs:read"

COST = ColumnGroup(
    "cost", "Cost and margin", "What goods cost, and what is worked out from it: profit, margin, coverage"
)
COLUMNS = (COST,)

EVERYONE = frozenset({"owner", "admin", "marketing", "operations", "sales", "finance", "security", "viewer"})

PERMISSIONS = (
    Permission(STORES_READ, "See stores and their settings", EVERYONE),
    Permission(STORES_WRITE, "Add, edit and remove stores", frozenset({"owner", "admin"})),
    Permission(PRODUCTS_READ, "See products, variants and costs", EVERYONE - {"security"}),
    Permission(PRODUCTS_WRITE, "Import products and costs", frozenset({"owner", "admin", "operations"})),
)


def may_see_costs(actor: Actor) -> bool:
    """Return whether costs, and what is made of them, may leave: by permission, and by the rules of columns."""
    return actor.may(COSTS_READ) and actor.may_see_column(COST.key)
