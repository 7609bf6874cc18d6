"""Rights of the finance module."""

from comptoir.manifest import Permission

PERMISSIONS = (
    Permission(
        key="rates:read",
        description="See exchange rates and how far they are published.",
        roles=frozenset({"owner", "admin", "finance", "marketing", "operations", "sales", "security", "viewer"}),
    ),
    Permission(
        key="rates:write",
        description="Import exchange rates.",
        roles=frozenset({"owner", "admin", "finance"}),
    ),
)
