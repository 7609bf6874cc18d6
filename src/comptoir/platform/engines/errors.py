"""What can go wrong with an engine, in the words of the person who has to act."""

from comptoir.kernel.errors import Unavailable


class EngineUnavailable(Unavailable):
    """An engine does not answer. Reads may be tried again; writes were either acknowledged or did not happen."""

    code = "engine_unavailable"


class EngineCannotStart(EngineUnavailable):
    """An embedded engine cannot be started in this home as it is."""

    code = "engine_cannot_start"


class StorageFull(Unavailable):
    """The disk is full: nothing more can be written until space is freed. Reads go on."""

    code = "storage_full"


def storage_full(what: str) -> StorageFull:
    """Return the error for a write that found no space; ``what`` is the engine or file that wrote."""
    return StorageFull(
        f"{what} could not write: the disk is full.",
        hint="Free some space; nothing has to be restarted, and the same work can be tried again.",
    )
