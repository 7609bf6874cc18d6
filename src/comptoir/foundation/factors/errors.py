"""What can go wrong with second factors."""

from comptoir.kernel.errors import Conflict, Invalid, NotFound, NotSignedIn


class WrongCode(NotSignedIn):
    """A code that does not fit, was used before or has expired; or a passkey of somebody else."""

    code = "wrong_code"


class PasskeyRefused(NotSignedIn):
    """What a device sent does not answer its challenge."""

    code = "passkey_refused"


class WrongFirstCode(Invalid):
    """The first code, which shows that an app has the secret, does not fit."""

    code = "wrong_first_code"


class PasskeysNeedName(Conflict):
    """Passkeys are bound to a name; a panel that is open under an address has none."""

    code = "passkeys_need_name"


class UnknownFactor(NotFound):
    """The person has no such factor."""

    code = "unknown_factor"


class TooManyFactors(Conflict):
    """Nobody needs that many."""

    code = "too_many_factors"


class NoFactor(Conflict):
    """Recovery codes are for people who have a factor."""

    code = "no_factor"
