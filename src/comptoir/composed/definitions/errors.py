"""What can go wrong with definitions and targets, as sentences for the person who asked."""

from comptoir.kernel.errors import Conflict, Forbidden, Invalid, NotFound


class UnknownDefinition(NotFound):
    """The organisation has no such definition of its own."""

    code = "unknown_definition"


class WrongDefinition(Invalid):
    """A definition that is not as one must be."""

    code = "wrong_definition"


class KeyTaken(Conflict):
    """Another definition has this key, or had it and may be restored."""

    code = "key_taken"


class StillUsed(Conflict):
    """Other definitions would stop working."""

    code = "definition_used"


class TooMany(Conflict):
    """The organisation has as many definitions or targets as it may have."""

    code = "too_many_definitions"


class NotYours(Forbidden):
    """Only its owner, or who certifies, may change this."""

    code = "definition_not_yours"


class UnknownTarget(NotFound):
    """There is no such target for this person."""

    code = "unknown_target"


class TargetThere(Conflict):
    """This metric has a target for the same stores and period already."""

    code = "target_there"


class WrongTarget(Invalid):
    """A target that is not as one must be."""

    code = "wrong_target"
