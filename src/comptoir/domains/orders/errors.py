"""What can go wrong with orders, as sentences for the person who asked."""

from comptoir.kernel.errors import Invalid, NotFound, TooLarge


class TooManyRecords(TooLarge):
    """More records in one call than one transaction takes."""

    code = "too_many_records"


class UnknownOrder(NotFound):
    """No order of that id is visible to the actor."""

    code = "unknown_order"


class WrongCursor(Invalid):
    """A paging cursor that this list did not give out, or gave out for another sort."""

    code = "wrong_cursor"


class WrongSort(Invalid):
    """A sort that the list does not know."""

    code = "wrong_sort"
