"""What can go wrong with stores and products, as sentences for the person who asked."""

from comptoir.kernel.errors import Conflict, Invalid, NotFound


class UnknownStore(NotFound):
    """No store of that name in the organisation, or outside the actor's scope."""

    code = "unknown_store"


class InvalidStore(Invalid):
    """A field of a store does not hold."""

    code = "invalid_store"


class StoreExists(Conflict):
    """The slug is taken in this organisation."""

    code = "store_exists"


class StoreHasOrders(Conflict):
    """A store with orders is removed only on explicit request."""

    code = "store_has_orders"


class UnknownProduct(NotFound):
    """No product of that id is visible to the actor."""

    code = "unknown_product"
