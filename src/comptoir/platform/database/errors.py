"""What errors of PostgreSQL mean to the rest of the product."""

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from comptoir.kernel.errors import ComptoirError, Conflict, Invalid, Unavailable
from comptoir.platform.engines.errors import EngineUnavailable, storage_full

DISK_FULL = "53100"
# Serialisation failure and deadlock: the transaction did nothing and may be tried again.
TRY_AGAIN = {"40001", "40P01"}
# Connection failures, shutdowns, "the database system is starting up", too many connections.
AWAY_CLASSES = ("08", "57P", "53300")
READ_ONLY = "25006"
OUT_OF_RANGE = "22003"


class DatabaseBusy(Conflict):
    """Two transactions stood in each other's way; the same call may succeed now."""

    code = "database_busy"
    retryable = True


class NoConnectionFree(Unavailable):
    """Every connection this process may hold was in use for longer than a request waits."""

    code = "no_connection_free"


def sqlstate(error: BaseException) -> str | None:
    """Return the five letters by which PostgreSQL names an error, through SQLAlchemy's wrapper."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    state = getattr(cause, "sqlstate", None)
    return state if isinstance(state, str) else None


def translated(error: BaseException) -> ComptoirError | None:
    """Return the product's error for a failure of the engine; None for errors that belong to a statement."""
    if isinstance(error, PoolTimeout):
        return NoConnectionFree("Every connection to PostgreSQL is in use.", hint="Try again in a moment.")
    state = sqlstate(error)
    if state == DISK_FULL or "No space left on device" in str(error) or "File too large" in str(error):
        return storage_full("PostgreSQL")
    if isinstance(error, DBAPIError) and state is None and "cannot contain NUL" in str(error.orig):
        return Invalid("Text cannot hold the character NUL.", hint="Send the text without it.")
    if state == OUT_OF_RANGE:
        return Invalid("A number is larger than can be kept.", hint="Send a smaller one.")
    if state in TRY_AGAIN:
        return DatabaseBusy("Two changes stood in each other's way.", hint="Try again.")
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    if lost or (state or "").startswith(AWAY_CLASSES) or (state is None and is_connection_failure(error)):
        return EngineUnavailable(
            "PostgreSQL went away while it worked; what was not acknowledged did not happen.", hint="Try again."
        )
    return None


def is_connection_failure(error: BaseException) -> bool:
    """Return whether the driver itself lost the server (it has no SQLSTATE then)."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    return type(cause).__name__ in ("OperationalError", "InterfaceError", "PoolTimeout")
