"""The words of the protocol: what clients may say, and the texts they are answered with. JSON, one message a line."""

import json

import msgspec

from comptoir.kernel.errors import ComptoirError, Invalid
from comptoir.platform.http import problems

# One message a frame, or as many as wait, each on a line of its own.
SINGLE, LINES = "comptoir.live", "comptoir.live.lines"
BEARER = "bearer."

NOT_SIGNED_IN, RIGHTS_CHANGED, TRY_LATER, TOO_SLOW = 4401, 4403, 1013, 1013
PONG = '{"type":"pong"}'
HEARTBEAT = '{"type":"heartbeat"}'


class Message(msgspec.Struct):
    """Anything a client may say; which members count depends on ``type``."""

    type: str
    id: str | None = None
    query: msgspec.Raw = msgspec.Raw()  # read apart: thousands of sockets say the same
    version: int | None = None
    token: str | None = None


_decoder = msgspec.json.Decoder(Message)


def read(text: str | None) -> Message:
    """Read one message or raise ``Invalid``."""
    if text is None:
        raise Invalid("Messages are JSON texts, not binary frames.")
    try:
        return _decoder.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise Invalid(f"This message cannot be read: {str(error)[:200]}.") from error


def result_tail(version: int, payload: bytes) -> str:
    """Return what every subscriber of a key is sent alike; made once an execution."""
    return f'"version":{version},"result":{payload.decode()}}}'


def result(id_: str, tail: str) -> str:
    """Return the result of one subscription around the shared text."""
    return f'{{"type":"result","id":{json.dumps(id_)},{tail}'


def unchanged(id_: str, version: int) -> str:
    """Say that the client already has the newest."""
    return f'{{"type":"unchanged","id":{json.dumps(id_)},"version":{version}}}'


def problem_of(error: Exception) -> bytes:
    """Return the problem document of an error; an unexpected one says nothing of itself."""
    if isinstance(error, ComptoirError):
        return problems.encoded(problems.of_error(error))
    return problems.encoded(problems.problem(500, code="internal_error", detail="Something went wrong on the server."))


def refusal(id_: str | None, problem: bytes) -> str:
    """Say what was wrong with a message or with the execution of a subscription."""
    return f'{{"type":"error","id":{json.dumps(id_)},"problem":{problem.decode()}}}'
