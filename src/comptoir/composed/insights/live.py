"""Questions for the live hub: their canonical form, what their answers rest on, and the answer as REST gives it."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Hashable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

import msgspec

from comptoir.composed.insights import facade
from comptoir.composed.insights.contracts import result_out
from comptoir.composed.insights.permissions import ANALYTICS_READ
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform
from comptoir.platform.http.authentication import SessionCookie
from comptoir.platform.http.principal import Authenticator
from comptoir.platform.live import signals
from comptoir.platform.live.hub import Hub
from comptoir.platform.live.limits import Limits
from comptoir.platform.live.ports import Question, Seen
from comptoir.platform.live.serving import Door
from comptoir.platform.signals import VERSIONS
from comptoir.semantic.access import rights_key
from comptoir.semantic.query import Filter, Query, parse_query

REMEMBERED_BYTES = 2_000


@dataclass(frozen=True, slots=True)
class FigureAnswers:
    """The port of the hub on the semantic layer of a platform."""

    platform: Platform

    def read(self, actor: Actor, raw: bytes) -> Question:
        """Return a question that equal ones of equal rights share; what only orders conditions is not looked at."""
        actor.require(ANALYTICS_READ)
        query = _remembered(raw) if len(raw) <= REMEMBERED_BYTES else _read(raw)
        ticks = query.same_minute and query.compare is not None
        return Question(key=(rights_key(actor), actor.client, query), actor=actor, query=query, ticks=ticks)

    async def seen(self, questions: Sequence[Question]) -> Sequence[Seen | Exception]:
        """Return what answers rest on; questions that read the same stores, days and tables share one look."""
        memory: facade.Looks = {}
        found = await asyncio.gather(*(self._seen(one, memory) for one in questions), return_exceptions=True)
        return [one if isinstance(one, Seen | Exception) else RuntimeError(str(one)) for one in found]

    async def _seen(self, question: Question, memory: facade.Looks) -> Seen:
        version, mark = await facade.rests_on(question.actor, self.platform, query=question.query, memory=memory)
        return Seen(version=version, mark=mark)

    async def answers(self, questions: Sequence[Question]) -> AsyncGenerator[tuple[int, bytes | Exception], None]:
        """Yield exactly what ``POST /api/v1/query`` answers; questions of equal rights are asked together."""
        together: dict[Hashable, list[int]] = {}
        for place, question in enumerate(questions):
            rights = (rights_key(question.actor), question.actor.client)
            together.setdefault(rights, []).append(place)
        for places in together.values():
            asked = [questions[place] for place in places]
            found = facade.answers(asked[0].actor, self.platform, queries=[one.query for one in asked])
            async with contextlib.aclosing(found) as answers:
                async for index, one in answers:
                    told = one if isinstance(one, Exception) else msgspec.json.encode(result_out(one))
                    yield places[index], told


def _read(raw: bytes) -> Query:
    return canonical(parse_query(msgspec.json.decode(raw)))


# Everybody who opens the panel asks the same, and after a restart all at once.
_remembered = lru_cache(maxsize=2_000)(_read)


def canonical(query: Query) -> Query:
    """Return the query with its conditions, and the values of those that are sets, in one order."""
    conditions = {
        replace(one, value=tuple(sorted(set(one.value), key=repr)))
        if one.op in ("in", "not_in") and isinstance(one.value, tuple)
        else one
        for one in query.filters
    }
    return replace(query, filters=tuple(sorted(conditions, key=_place)))


def _place(condition: Filter) -> tuple[str, str, str]:
    return condition.field, condition.op, repr(condition.value)


def live_door(
    platform: Platform, *, authenticator: Authenticator, cookie: SessionCookie, limits: Limits | None = None
) -> Door:
    """Return what lets sockets of a web process in, with the hub behind it; that runs while somebody is connected."""
    hub = Hub(
        answers=FigureAnswers(platform),
        look=partial(signals.look, platform),
        still=authenticator.still,
        listen=partial(signals.listen, platform, channel=VERSIONS),
        clock=lambda: platform.clock(),
        refused=platform.refusals.note_message,
        limits=limits,
    )
    return Door(hub=hub, authenticator=authenticator, cookie=cookie, permission=ANALYTICS_READ)
