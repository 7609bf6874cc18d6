"""Signals are few, small and carry no more than who and which version."""

import asyncio
from uuid import UUID

from comptoir.engine.projector.loop import LONGEST, SHORTEST, Pace
from comptoir.engine.projector.wakeups import Wakeups
from comptoir.platform.signals import read_versions, versions_text

ONE, TWO = UUID(int=1), UUID(int=2)


async def test_versions_of_one_organisation_collapse_into_the_newest():
    sent = []
    wakeups = Wakeups(send=lambda text: collect(sent, text))
    for version in (3, 5, 4):
        wakeups.announce(ONE, version)
    wakeups.announce(TWO, 1)
    assert await wakeups.flush() == 2
    assert await wakeups.flush() == 0
    assert [read_versions(text) for text in sent] == [{ONE: 5, TWO: 1}]


async def collect(sent, text):
    sent.append(text)


async def test_a_signal_stays_far_below_what_aborts_a_transaction():
    sent = []
    wakeups = Wakeups(send=lambda text: collect(sent, text))
    for number in range(200):
        wakeups.announce(UUID(int=number), 10**15)
    while await wakeups.flush():
        pass
    assert len(sent) == 3
    assert max(map(len, sent)) < 8000


async def test_it_sends_what_comes_until_it_is_stopped():
    sent, stop, heard = [], asyncio.Event(), asyncio.Event()

    async def send(text):
        sent.append(text)
        heard.set()

    wakeups = Wakeups(send=send, gap=0.001)
    running = asyncio.create_task(wakeups.run(stop=stop))
    wakeups.announce(ONE, 1)
    await asyncio.wait_for(heard.wait(), 5)
    stop.set()
    await asyncio.wait_for(running, 5)
    assert sent == [versions_text({ONE: 1})]


def test_the_pace_slows_while_there_is_nothing_and_recovers_at_once():
    pace = Pace()
    waits = [pace.after(worked=False) for _ in range(12)]
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST
    assert pace.after(worked=True) == 0.0
    assert pace.after(worked=False) == SHORTEST * 2
