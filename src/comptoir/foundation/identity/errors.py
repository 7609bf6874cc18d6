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


class TicketNotValid(NotSignedIn):
    """A second step that comes too late, too often, or without a first."""

    code = "second_step_over"


class LocksOneselfOut(Conflict):
    """A change after which whoever makes it could not come in again."""

    code = "locks_oneself_out"


class WeakPassword(Invalid):
    """A password nobody should use."""

    code = "weak_password"


class UnknownRole(Unknown):
    """A role that does not exist."""

    code = "unknown_role"


class UnknownScope(Unknown):
    """A scope of a token that is no permission."""

    code = "unknown_scope"


class UnknownPermission(Unknown):
    """A permission that no module declares."""

    code = "unknown_permission"


class UnknownColumnGroup(Unknown):
    """A group of columns that no module declares."""

    code = "unknown_column_group"


class RoleExists(Conflict):
    """Another role has this key."""

    code = "role_exists"


class BuiltInRole(Conflict):
    """Built-in roles stay as they are; a copy may be changed."""

    code = "built_in_role"


class RoleInUse(Conflict):
    """Members hold the role: they need another before it goes."""

    code = "role_in_use"


class LastOwner(Conflict):
    """An organisation needs an owner."""

    code = "last_owner"


class UnknownMember(NotFound):
    """Nobody here has this id."""

    code = "unknown_member"


class UnknownStoreGroup(Unknown):
    """A group of stores that does not exist."""

    code = "unknown_store_group"


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
