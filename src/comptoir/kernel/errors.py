"""One error family: each error knows its code, HTTP status, whether to retry, whether to wake someone, and the way out."""

from collections.abc import Mapping, Sequence


class ComptoirError(Exception):
    """Base of every error that may reach a person. ``message`` says what was wrong, ``hint`` what to do."""

    code = "internal_error"
    status = 500
    retryable = False
    alerting = True

    def __init__(
        self,
        message: str,
        *,
        hint: str | None = None,
        field: str | None = None,
        suggestions: Sequence[str] = (),
        details: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.field = field
        self.suggestions = tuple(suggestions)
        self.details = dict(details or {})

    def sentence(self) -> str:
        """Return message, suggestion and hint as one line for a terminal."""
        parts = [self.message]
        if self.suggestions:
            parts.append(f"Did you mean {', '.join(self.suggestions)}?")
        if self.hint:
            parts.append(self.hint)
        return " ".join(parts)


class Invalid(ComptoirError):
    """The request cannot be understood or contradicts itself."""

    code = "invalid"
    status = 422
    alerting = False


class Unknown(Invalid):
    """A name that does not exist: metric, dimension, store, field."""

    code = "unknown_name"


class NotFound(ComptoirError):
    """The object does not exist for this actor."""

    code = "not_found"
    status = 404
    alerting = False


class Forbidden(ComptoirError):
    """The actor lacks a permission or the object is outside the actor's scope."""

    code = "forbidden"
    status = 403
    alerting = False


class NotSignedIn(ComptoirError):
    """No valid session or token."""

    code = "not_signed_in"
    status = 401
    alerting = False


class Conflict(ComptoirError):
    """The object is in a state, or at a version, that does not allow this."""

    code = "conflict"
    status = 409
    alerting = False


class TooLarge(ComptoirError):
    """A body, file or decompressed size over its limit."""

    code = "too_large"
    status = 413
    alerting = False


class TooManyRequests(ComptoirError):
    """A throttle is closed; ``details['retry_after']`` holds seconds."""

    code = "too_many_requests"
    status = 429
    retryable = True
    alerting = False


class OverBudget(Invalid):
    """A query would cost more than its caller may spend; the message names the budget."""

    code = "over_budget"


class Unavailable(ComptoirError):
    """An engine or a dependency is away or full; the same call may work later."""

    code = "unavailable"
    status = 503
    retryable = True
