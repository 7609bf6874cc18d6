"""What can go wrong with deliveries, as sentences for the person who asked."""

from comptoir.kernel.errors import Conflict, Invalid, NotFound


class UnknownDelivery(NotFound):
    """No delivery of that id in the organisation, or of a store outside the actor's scope."""

    code = "unknown_delivery"


class NotParked(Conflict):
    """Only a parked delivery can be edited or set aside."""

    code = "not_parked"


class NoWebhooks(Invalid):
    """The store's platform delivers nothing."""

    code = "no_webhooks"


class BodyGone(NotFound):
    """The body was sealed for a person who was erased: nobody can read it."""

    code = "body_gone"
