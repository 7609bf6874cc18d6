"""Rights over customers, and the built-in roles that hold them from the start."""

from comptoir.manifest import Permission

CUSTOMERS_READ = "customers:read"
CUSTOMERS_PII = "customers:pii"
CUSTOMERS_WRITE = "customers:write"

PERMISSIONS = (
    Permission(
        CUSTOMERS_READ,
        "See customers without names or addresses",
        frozenset({"owner", "admin", "marketing", "operations", "sales", "finance", "viewer"}),
    ),
    Permission(
        CUSTOMERS_PII,
        "See and search names, e-mail addresses, telephone numbers and postal addresses",
        frozenset({"owner", "admin", "operations", "sales"}),
    ),
    Permission(CUSTOMERS_WRITE, "Import customers", frozenset({"owner", "admin", "operations"})),
)
