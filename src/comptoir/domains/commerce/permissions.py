"""Rights over stores and products, and the built-in roles that hold them from the start."""

from comptoir.manifest import Permission

STORES_READ = "stores:read"
STORES_WRITE = "stores:write"
PRODUCTS_READ = "products:read"
PRODUCTS_WRITE = "products:write"

EVERYONE = frozenset({"owner", "admin", "marketing", "operations", "sales", "finance", "security", "viewer"})

PERMISSIONS = (
    Permission(STORES_READ, "See stores and their settings", EVERYONE),
    Permission(STORES_WRITE, "Add, edit and remove stores", frozenset({"owner", "admin"})),
    Permission(PRODUCTS_READ, "See products, variants and costs", EVERYONE - {"security"}),
    Permission(PRODUCTS_WRITE, "Import products and costs", frozenset({"owner", "admin", "operations"})),
)
