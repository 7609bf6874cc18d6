"""What can go wrong with lists, as sentences for the person who asked."""

from comptoir.kernel.errors import Invalid


class WrongList(Invalid):
    """A sort, a filter or a cursor that the list does not know."""

    code = "wrong_list"
