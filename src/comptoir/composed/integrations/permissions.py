"""Rights over imports, and the built-in roles that hold them from the start."""

from comptoir.manifest import Permission

IMPORTS_READ = "imports:read"
IMPORTS_WRITE = "imports:write"

PERMISSIONS = (
    Permission(
        IMPORTS_READ, "See imports and what they did", frozenset({"owner", "admin", "operations", "finance", "sales"})
    ),
    Permission(
        IMPORTS_WRITE,
        "Import files, see their rejects and take imports back",
        frozenset({"owner", "admin", "operations"}),
    ),
)
