"""Rights over definitions and targets, and the built-in roles that hold them from the start."""

from comptoir.manifest import Permission

DEFINITIONS_EDIT = "definitions:edit"
DEFINITIONS_CERTIFY = "definitions:certify"
TARGETS_EDIT = "targets:edit"

PERMISSIONS = (
    Permission(
        DEFINITIONS_EDIT,
        "Make metrics and groupings for the organisation, change and delete one's own",
        frozenset({"owner", "admin", "marketing", "operations", "sales", "finance"}),
    ),
    Permission(
        DEFINITIONS_CERTIFY,
        "Mark metrics and groupings as certified; change, delete and restore anybody's",
        frozenset({"owner", "admin", "finance"}),
    ),
    Permission(TARGETS_EDIT, "Set, change and remove targets", frozenset({"owner", "admin", "sales", "finance"})),
)
