"""One thing that was looked at, and looking so that a failure to look is a finding too."""

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from comptoir.kernel.errors import ComptoirError

FINE, WARNING, WRONG = "ok", "warning", "wrong"
REPORT = "Run `COMPTOIR_DEBUG=1 comptoir doctor` and look at the engine's log in logs/ of the home."


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found, and what to do unless all is well."""

    check: str
    state: str
    detail: str
    hint: str | None = None


Found = list[Finding] | Finding


async def looked(check: str, look: Callable[[], Found | Awaitable[Found]]) -> list[Finding]:
    """Run one check; whatever it stumbles over is what it found."""
    try:
        answer = look()
        found = await answer if inspect.isawaitable(answer) else answer
    except ComptoirError as error:
        return [Finding(check, WRONG, error.message, error.hint)]
    except Exception as error:  # noqa: BLE001  a doctor that falls over what is broken is of no use
        return [Finding(check, WRONG, f"cannot be looked at: {type(error).__name__}: {error}".strip(": "), REPORT)]
    return found if isinstance(found, list) else [found]
