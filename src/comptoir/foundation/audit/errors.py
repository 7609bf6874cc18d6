"""What can go wrong with the audit trail."""

from comptoir.kernel.errors import Invalid


class WrongSearch(Invalid):
    """A search of the trail that cannot be understood."""

    code = "wrong_search"
