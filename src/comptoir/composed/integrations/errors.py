"""What can be wrong with an import as a whole. What is wrong with a file is said by the connectors' errors."""

from comptoir.kernel.errors import Conflict, Invalid, NotFound


class UnknownImport(NotFound):
    """There is no such import in the actor's organisation."""

    code = "unknown_import"


class ImportBusy(Conflict):
    """The import is in a state that does not allow this."""

    code = "import_busy"


class NotReady(Invalid):
    """The import cannot be started: something is missing or open."""

    code = "import_not_ready"
