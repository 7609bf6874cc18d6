"""What the hub is handed: who reads and answers questions, who still may ask, what became visible. Knows no domain."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from comptoir.kernel.actor import Actor
from comptoir.platform.http.principal import Credential, Principal


@dataclass(frozen=True, slots=True)
class Question:
    """A question that was understood. Equal keys hold the same rights and share executions and answers."""

    key: Hashable
    actor: Actor
    query: Any
    ticks: bool  # the clock alone can change the answer


@dataclass(frozen=True, slots=True)
class Seen:
    """What an answer rests on now: the newest version it touches, and what else decides it (the resolved clock)."""

    version: int
    mark: Hashable = None


class Answers(Protocol):
    """Reads and runs questions."""

    def read(self, actor: Actor, raw: bytes) -> Question:
        """Return the question that a JSON text asks in its canonical form, or raise an error of the family."""
        ...

    async def seen(self, questions: Sequence[Question]) -> Sequence[Seen | Exception]:
        """Return for each question what its answer rests on now, or why it has none."""
        ...

    def answers(self, questions: Sequence[Question]) -> AsyncGenerator[tuple[int, bytes | Exception], None]:
        """Yield the place of each question with its answer as JSON in one line, or why it has none, as they come."""
        ...


@dataclass(frozen=True, slots=True)
class State:
    """How an organisation's figures stand. ``waiting`` is when the oldest thing nobody sees yet came in."""

    data_version: int
    shared_version: int
    as_of: datetime
    waiting: datetime | None
    rebuilding: bool


Look = Callable[[Collection[UUID]], Awaitable[Mapping[UUID, State]]]
Heard = Callable[[Mapping[UUID, int] | None], None]
Listen = Callable[[Heard], Awaitable[None]]
Still = Callable[[Collection[Credential]], Awaitable[Mapping[Credential, Principal]]]
