"""What can go wrong when people ask for a comparison."""

from comptoir.kernel.errors import Conflict


class AlreadyComparing(Conflict):
    """A comparison is under way; a second one would read the same rows."""

    code = "already_comparing"
