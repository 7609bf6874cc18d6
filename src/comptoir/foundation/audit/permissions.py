"""Rights of the audit module."""

from comptoir.manifest import Permission

AUDIT_READ = "audit:read"

PERMISSIONS = (
    Permission(
        key=AUDIT_READ,
        description="See and take away who changed, read and was refused what.",
        roles=frozenset({"owner", "admin", "security"}),
    ),
)
