"""What can go wrong with customers, as sentences for the person who asked. Never with anything personal in them."""

from comptoir.kernel.errors import NotFound


class UnknownCustomer(NotFound):
    """No customer of that id in the organisation."""

    code = "unknown_customer"
