"""What can go wrong with people and organisations."""

from comptoir.kernel.errors import Conflict, Invalid, NotFound, NotSignedIn, TooManyRequests, Unknown


class WrongCredentials(NotSignedIn):
    """E-mail and password do not belong together; says no more, so that nobody learns which e-mails exist."""

    code = "wrong_credentials"


class LinkNotValid(NotSignedIn):
    """A sign-in link that was used, has expired or never existed."""

    code = "link_not_valid"


class SignInThrottled(TooManyRequests):
    """Too many failed attempts for this account from this address."""

    code = "sign_in_throttled"


class WeakPassword(Invalid):
    """A password nobody should use."""

    code = "weak_password"


class UnknownRole(Unknown):
    """A role that does not exist."""

    code = "unknown_role"


class UnknownScope(Unknown):
    """A scope of a token that is no permission."""

    code = "unknown_scope"


class UnknownOrganisation(NotFound):
    """An organisation that does not exist, or not for this person."""

    code = "unknown_organisation"


class UnknownUser(NotFound):
    """No user has this e-mail."""

    code = "unknown_user"


class UserExists(Conflict):
    """The person is already a member."""

    code = "user_exists"


class NoOrganisation(Conflict):
    """The home has no organisation yet."""

    code = "no_organisation"


class WrongPassword(Invalid):
    """The current password, asked for before a change, is another."""

    code = "wrong_password"
