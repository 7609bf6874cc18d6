"""One socket as the hub sees it: who it is, what it follows, what waits for it. Few objects and no task of its own.

What waits is at most one answer a subscription, and that one is read when it is sent: a slow reader gets the newest.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from comptoir.platform.http.principal import Credential, Principal
from comptoir.platform.live import messages
from comptoir.platform.live.feed import Feed
from comptoir.platform.live.limits import Bucket, Limits

Send = Callable[[Any], Awaitable[None]]
FRAME_CHARACTERS = 256 * 1024


class Client:
    """A socket that was let in."""

    __slots__ = (
        "_bucket", "_changed", "_limits", "abort", "closing", "credential", "feeds", "lines", "notes", "pending",
        "principal", "queued", "send", "sending_since",
    )  # fmt: skip

    def __init__(
        self,
        *,
        principal: Principal,
        credential: Credential,
        send: Send,
        abort: Callable[[], None] | None,
        lines: bool,
        limits: Limits,
        changed: "Callable[[Client], None]",
        now: float,
    ) -> None:
        self.principal, self.credential = principal, credential
        self.send, self.abort, self.lines = send, abort, lines
        self.feeds: dict[str, Feed] = {}
        self.pending: dict[str, Feed] = {}
        self.notes: list[str] = []
        self.closing: int | None = None
        self.sending_since: float | None = None
        self.queued = False
        self._limits, self._changed = limits, changed
        self._bucket = Bucket(limits=limits, now=now)

    def may_speak(self, now: float) -> bool:
        """Count a message; False when there were too many."""
        return self._bucket.take(limits=self._limits, now=now)

    @property
    def floods(self) -> bool:
        """Whether more short answers wait than a reader may leave lying."""
        return len(self.notes) > self._limits.notes

    def offer(self, id_: str, feed: Feed) -> None:
        """Put the newest answer of a subscription in line, in place of an older one."""
        self.pending[id_] = feed
        self._changed(self)

    def note(self, text: str) -> None:
        """Put a short answer in line; beyond the limit further ones are dropped and the hub closes."""
        if not self.floods:
            self.notes.append(text)
        self._changed(self)

    def take(self) -> str | None:
        """Return the next frame, made of the newest there is; None when nothing waits."""
        if self.closing is not None:
            return None
        if not self.lines:
            return self._next()
        parts: list[str] = []
        size = 0
        while size < FRAME_CHARACTERS and (text := self._next()) is not None:
            parts.append(text)
            size += len(text)
        return "\n".join(parts) if parts else None

    def _next(self) -> str | None:
        if self.notes:
            return self.notes.pop(0)
        while self.pending:
            id_ = next(iter(self.pending))
            feed = self.pending.pop(id_)
            if feed.tail is not None:
                return messages.result(id_, feed.tail)
        return None
