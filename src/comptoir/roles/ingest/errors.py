"""Why a delivery was not taken, in words for whoever set the webhook up."""

from comptoir.kernel.errors import Invalid, NotSignedIn


class NotSigned(NotSignedIn):
    """The delivery is not signed with the store's secret."""

    code = "bad_signature"


class NoSecret(NotSignedIn):
    """The store has no secret, so nothing can be proven to come from its platform."""

    code = "no_webhook_secret"


class Unreadable(Invalid):
    """The delivery is signed and stored, and nobody can read it."""

    code = "unreadable_delivery"
    status = 400
