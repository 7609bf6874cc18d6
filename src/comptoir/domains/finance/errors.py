"""What can go wrong with exchange rates."""

from comptoir.kernel.errors import Invalid


class UnreadableRates(Invalid):
    """A rates file that is not what it should be; the message names the row."""

    code = "unreadable_rates"
