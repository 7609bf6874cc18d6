"""Rights of the demo."""

from comptoir.manifest import Permission

PERMISSIONS = (
    Permission(
        key="demo:manage",
        description="Remove the demo organisation.",
        roles=frozenset({"owner", "admin"}),
    ),
)
