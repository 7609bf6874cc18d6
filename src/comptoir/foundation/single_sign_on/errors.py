"""What can go wrong with single sign-on."""

from comptoir.kernel.errors import Invalid, NotFound, NotSignedIn


class SingleSignOnRefused(NotSignedIn):
    """An answer of an issuer that proves nothing, or of somebody who may not come."""

    code = "single_sign_on_refused"


class NoProvider(NotFound):
    """The organisation signs nobody in elsewhere."""

    code = "no_provider"


class WrongProvider(Invalid):
    """A provider that cannot work."""

    code = "wrong_provider"
