"""One process from start to graceful end: open the platform, listen, run loops and jobs, close.

Says nothing itself: what a person should read goes through ``announce``.
"""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass

import uvicorn

from comptoir.engine.identity import refuse_newer
from comptoir.kernel.errors import Conflict
from comptoir.platform import figures, telemetry
from comptoir.platform.children import run_beside
from comptoir.platform.context import Platform, open_platform
from comptoir.platform.http.addresses import wide_bind_warning
from comptoir.platform.live.limits import MESSAGE_BYTES
from comptoir.platform.settings import Settings
from comptoir.roles.kinds import ROLES, Role
from comptoir.roles.port_owner import owner_of_port
from comptoir.roles.worker import background

# How long open requests and running loops may take to end after a signal.
GRACE_SECONDS = 10
BACKLOG = 2048

Announce = Callable[[Platform, str | None], Awaitable[None]]
Extra = Callable[..., Awaitable[None]]


class PortTaken(Conflict):
    """Another process listens there."""

    code = "port_taken"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a process listens."""

    host: str
    port: int

    @property
    def address(self) -> str:
        """The panel's address as a person on this machine types it."""
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)  # noqa: S104  # said, not bound
        return f"http://{f'[{host}]' if ':' in host and not host.startswith('[') else host}:{self.port}"


async def serve(
    settings: Settings, *, role: str, place: Place, announce: Announce, extras: Sequence[Extra] = ()
) -> None:
    """Run a process of ``role`` until SIGINT or SIGTERM.

    ``announce`` is called once it answers, with its address (None for a role that does not listen). ``extras`` are
    further loops (platform, *, stop), started with the others.
    """
    kind = ROLES[role]
    # Bound first: a taken port must be said before engines are started.
    listener = bind(place) if kind.listens else None
    try:
        async with open_platform(settings) as platform:
            refuse_newer(await platform.warehouse.health())
            await _run(platform, kind=kind, place=place, listener=listener, announce=announce, extras=extras)
    finally:
        if listener is not None:
            listener.close()


async def _run(
    platform: Platform,
    *,
    kind: Role,
    place: Place,
    listener: socket.socket | None,
    announce: Announce,
    extras: Sequence[Extra],
) -> None:
    from comptoir.roles.worker import supervise

    stop = asyncio.Event()
    with stopping_on_signals(stop):
        tasks = background(platform, role=kind, stop=stop)
        if kind.beside:
            loop = beside(kind.beside, port=listener.getsockname()[1] if listener else place.port)
            tasks.append(asyncio.create_task(supervise(platform, name=kind.beside, loop=loop, stop=stop)))
        if listener is None:
            tasks.append(asyncio.create_task(supervise(platform, name="figures", loop=writing(kind), stop=stop)))
        for extra in extras:
            tasks.append(asyncio.create_task(supervise(platform, name=extra.__name__, loop=extra, stop=stop)))
        try:
            if listener is None:
                await announce(platform, None)
                await stop.wait()
            else:
                await _listen(platform, kind=kind, place=place, listener=listener, announce=announce, stop=stop)
        finally:
            stop.set()
            await _end(tasks)


def writing(kind: Role) -> Extra:
    """Return a loop that writes the figures of a process that does not listen, under its role's name."""
    name = next(name for name, role in ROLES.items() if role is kind)

    async def run(platform: Platform, *, stop: asyncio.Event) -> None:
        await figures.write_forever(platform, process=name, stop=stop)

    return run


def beside(role: str, *, port: int) -> Extra:
    """Return a loop that runs a process of another role beside this one; it is told where this one listens."""

    async def run(platform: Platform, *, stop: asyncio.Event) -> None:
        known = {
            "COMPTOIR_HOST": platform.settings.host,
            "COMPTOIR_PORT": str(port),
            "COMPTOIR_DEMO_ORDERS_PER_MINUTE": str(platform.settings.demo_orders_per_minute),
        }
        await run_beside(platform.settings, ("serve", "--role", role), stop=stop, environ=known)

    return run


async def _listen(
    platform: Platform,
    *,
    kind: Role,
    place: Place,
    listener: socket.socket,
    announce: Announce,
    stop: asyncio.Event,
) -> None:
    from comptoir.roles.web import web_application

    warning = wide_bind_warning(host=place.host, public_url=platform.settings.public_url)
    if warning:
        telemetry.logger("comptoir.roles").warning("wide_bind", detail=warning)
    address = Place(place.host, listener.getsockname()[1]).address
    application = web_application(platform, only_hooks=kind.only_hooks)
    server = Server(
        configuration(application),
        when_ready=lambda: announce(platform, address),
    )
    serving = asyncio.create_task(server.serve(sockets=[listener]), name="web")
    stopped = asyncio.create_task(stop.wait(), name="stop")
    try:
        await asyncio.wait([serving, stopped], return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopped.cancel()
        server.should_exit = True
        try:
            await serving
        finally:
            await application.close()


class Server(uvicorn.Server):
    """uvicorn without signal handlers of its own: a process has one way to stop, whatever it runs."""

    def __init__(self, config: uvicorn.Config, *, when_ready: Callable[[], Awaitable[None]]) -> None:
        super().__init__(config)
        self._when_ready = when_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets=sockets)
        await self._when_ready()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to the process."""
        yield


def configuration(application: object) -> uvicorn.Config:
    """Return how uvicorn runs the application."""
    return uvicorn.Config(
        application,  # type: ignore[arg-type]
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        ws_max_size=MESSAGE_BYTES,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        backlog=BACKLOG,
    )


def bind(place: Place) -> socket.socket:
    """Return a listening socket; raises ``PortTaken`` with who has it and what to type instead."""
    family = socket.AF_INET6 if ":" in place.host else socket.AF_INET
    # With the protocol named, asyncio sets TCP_NODELAY on what is accepted; without it every answer waits 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((place.host.strip("[]"), place.port))
    except OSError as error:
        listener.close()
        raise _cannot_bind(place, error) from error
    listener.listen(BACKLOG)
    listener.setblocking(False)
    return listener


def _cannot_bind(place: Place, error: OSError) -> Conflict:
    import errno

    if error.errno == errno.EADDRINUSE:
        owner = owner_of_port(place.port)
        free = next_free(place)
        return PortTaken(
            f"Port {place.port} is taken{f' by {owner}' if owner else ''}.",
            hint=f"Stop that, or type: comptoir serve --port {free}",
            details={"port": place.port, "owner": owner, "free": free},
        )
    return PortTaken(f"{place.host}:{place.port} cannot be listened on: {error.strerror}.", hint="Choose another.")


def next_free(place: Place) -> int:
    """Return the nearest port above that is free now."""
    for port in range(place.port + 1, min(place.port + 50, 65536)):
        with socket.socket(socket.AF_INET6 if ":" in place.host else socket.AF_INET) as trial:
            try:
                trial.bind((place.host.strip("[]"), port))
            except OSError:
                continue
            return port
    return 0


@contextlib.contextmanager
def stopping_on_signals(stop: asyncio.Event) -> Iterator[None]:
    """Set ``stop`` on SIGINT and SIGTERM; a second signal ends the process at once."""
    loop = asyncio.get_running_loop()

    def received(number: int) -> None:
        if stop.is_set():
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, received, number)
    try:
        yield
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)


async def _end(tasks: Sequence[asyncio.Task[None]]) -> None:
    """Wait for the loops, then take away those that do not listen."""
    if not tasks:
        return
    _, slow = await asyncio.wait(tasks, timeout=GRACE_SECONDS)
    for task in slow:
        telemetry.logger("comptoir.roles").warning("loop_slow", loop=task.get_name())
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
