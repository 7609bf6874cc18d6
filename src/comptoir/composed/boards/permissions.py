"""Rights over boards, and the built-in roles that hold them from the start."""

from comptoir.manifest import Permission

BOARDS_READ = "boards:read"
BOARDS_EDIT = "boards:edit"
BOARDS_MANAGE = "boards:manage"

_EVERYONE = frozenset({"owner", "admin", "marketing", "operations", "sales", "finance", "security", "viewer"})

PERMISSIONS = (
    Permission(BOARDS_READ, "Open one's own boards and those that are shared; choose favourites and a home", _EVERYONE),
    Permission(
        BOARDS_EDIT,
        "Make boards, change one's own and those shared with one's role, write notes",
        _EVERYONE - {"viewer"},
    ),
    Permission(
        BOARDS_MANAGE,
        "Change boards of the organisation, give roles the board they start with, take shared boards over",
        frozenset({"owner", "admin"}),
    ),
)
