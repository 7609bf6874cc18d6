"""Rights over the installation, and the built-in roles that hold them from the start."""

from comptoir.manifest import Permission

SYSTEM_READ = "system:read"
SYSTEM_WRITE = "system:write"

PERMISSIONS = (
    Permission(
        SYSTEM_READ,
        "See how the installation stands: lag, engines, disk, data accuracy",
        frozenset({"owner", "admin", "operations", "security"}),
    ),
    Permission(SYSTEM_WRITE, "Compare all places of the data and repair what differs", frozenset({"owner", "admin"})),
)
