"""One distinct question and everybody who follows it. Owns its newest answer as the text all of them are sent."""

from typing import Protocol

from comptoir.platform.live import messages
from comptoir.platform.live.ports import Question, Seen


class Follower(Protocol):
    """Who is told."""

    def offer(self, id_: str, feed: "Feed") -> None:
        """Put the newest answer in line."""
        ...

    def note(self, text: str) -> None:
        """Put a short text in line."""
        ...


class Feed:
    """Holds the last answer only; a slower reader misses what lies between."""

    __slots__ = ("followers", "next_at", "problem", "question", "running", "seen", "tail")

    def __init__(self, question: Question) -> None:
        self.question = question
        self.followers: dict[tuple[Follower, str], int | None] = {}
        self.seen: Seen | None = None
        self.tail: str | None = None
        self.problem: bytes | None = None
        self.running = False
        self.next_at = 0.0

    def answered(self, seen: Seen, payload: bytes) -> None:
        """Keep a new answer and put it before every follower."""
        self.seen, self.problem = seen, None
        self.tail = messages.result_tail(seen.version, payload)
        for client, id_ in self.followers:
            self.greet(client, id_)

    def failed(self, problem: bytes) -> None:
        """Tell every follower, once for each kind of failure; the last answer stays theirs."""
        if problem == self.problem:
            return
        self.problem = problem
        for client, id_ in self.followers:
            client.note(messages.refusal(id_, problem))

    def greet(self, client: Follower, id_: str) -> None:
        """Bring one follower up to date."""
        if self.tail is None or self.seen is None:
            return
        has = self.followers.get((client, id_))
        self.followers[(client, id_)] = None
        if has == self.seen.version and not self.question.ticks:
            client.note(messages.unchanged(id_, has))
        else:
            client.offer(id_, self)
