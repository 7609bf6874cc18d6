"""Bringing what waits to sockets: a short task for a socket that has something, none for one that has not.

Owns slowness: a socket that takes nothing for ``drain_within`` seconds is cut off.
"""

import asyncio
import contextlib
from collections.abc import Callable

from comptoir.platform import telemetry
from comptoir.platform.live.client import Client
from comptoir.platform.live.limits import Limits

AT_ONCE = 200
CLOSE_WITHIN = 5.0


class Delivery:
    """Sends to all sockets of a hub."""

    def __init__(self, *, limits: Limits, timer: Callable[[], float]) -> None:
        self.log = telemetry.logger("comptoir.live")
        self._limits, self._timer = limits, timer
        self._queue: list[Client] = []
        self._wake = asyncio.Event()
        self._tasks: dict[Client, asyncio.Task[None]] = {}
        self._ending: set[asyncio.Task[None]] = set()

    def changed(self, client: Client) -> None:
        """Remember that something waits for a socket; never waits itself."""
        if not client.queued and client.closing is None:
            client.queued = True
            self._queue.append(client)
            self._wake.set()

    async def run(self) -> None:
        """Send until cancelled. What changes within a moment travels in one frame; a crowd's moment is longer."""
        sent_to = 0
        try:
            while True:
                await self._wake.wait()
                await asyncio.sleep(self._limits.moment(sent_to))
                self._wake.clear()
                clients, self._queue = self._queue, []
                sent_to = len(clients)
                for number, client in enumerate(clients):
                    client.queued = False
                    if client not in self._tasks and client.closing is None:
                        self._tasks[client] = asyncio.create_task(self._drain(client))
                    if number % AT_ONCE == AT_ONCE - 1:
                        await asyncio.sleep(0)
        finally:
            for task in self._tasks.values():
                task.cancel()

    async def _drain(self, client: Client) -> None:
        try:
            while (text := client.take()) is not None:
                client.sending_since = self._timer()
                await client.send({"type": "websocket.send", "bytes": None, "text": text})
        except Exception as error:  # noqa: BLE001  # gone: its own receiving loop sees it too
            self.log.debug("live_socket_gone", kind=type(error).__name__)
        finally:
            client.sending_since = None
            self._tasks.pop(client, None)

    def cut_slow(self) -> None:
        """Cut off the sockets that do not take what they are sent."""
        now = self._timer()
        for client in [*self._tasks]:
            since = client.sending_since
            if since is not None and now - since > self._limits.drain_within:
                client.closing = 1013
                self._cut(client)

    def end(self, client: Client, code: int) -> None:
        """Say goodbye with a code; a socket that does not even take that is cut off."""
        task = asyncio.create_task(self._end(client, code))
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def _end(self, client: Client, code: int) -> None:
        sending = asyncio.ensure_future(client.send({"type": "websocket.close", "code": code, "reason": ""}))
        done, _ = await asyncio.wait({sending}, timeout=CLOSE_WITHIN)
        if not done:
            sending.cancel()
            self._cut(client)
        await asyncio.gather(sending, return_exceptions=True)

    def _cut(self, client: Client) -> None:
        task = self._tasks.get(client)
        if task is not None:
            task.cancel()
        if client.abort is not None:
            with contextlib.suppress(Exception):
                client.abort()
