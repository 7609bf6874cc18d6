"""Rights over orders, and the built-in roles that hold them from the start."""

from comptoir.manifest import Permission

ORDERS_READ = "orders:read"
ORDERS_WRITE = "orders:write"

PERMISSIONS = (
    Permission(
        ORDERS_READ,
        "See orders, their refunds, entries and source records",
        frozenset({"owner", "admin", "marketing", "operations", "sales", "finance", "viewer"}),
    ),
    Permission(ORDERS_WRITE, "Import orders and take an import back", frozenset({"owner", "admin", "operations"})),
)
