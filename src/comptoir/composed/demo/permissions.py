"""Rights of the demo."""

from comptoir.manifest import Permission

MANAGE = "demo:manage"

PERMISSIONS = (
    Permission(
        key=MANAGE,
        description="Make, fill and remove the demo organisation.",
        roles=frozenset({"owner", "admin"}),
    ),
)
