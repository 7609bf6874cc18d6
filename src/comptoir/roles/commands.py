"""`comptoir serve` and `comptoir demo`: read settings, run the process, say where it is."""

import logging
from argparse import Namespace
from contextlib import suppress
from dataclasses import replace

from comptoir import __version__
from comptoir.composed.demo import facade as demos
from comptoir.composed.demo.contracts import DemoPlan
from comptoir.foundation.identity import facade as identity
from comptoir.kernel.errors import Invalid, Unavailable
from comptoir.kernel.guard import end_with_parent
from comptoir.platform import telemetry
from comptoir.platform.context import Platform
from comptoir.platform.http.addresses import wide_bind_warning
from comptoir.platform.settings import load_settings
from comptoir.roles import serve as process

LAST_PORT = 65535
# What they say at "info" is said better by this program, or is of no use to whoever runs it.
_TALKATIVE = ("procrastinate", "uvicorn")


async def serve(arguments: Namespace) -> int:
    """Run until stopped."""
    if arguments.with_parent:
        end_with_parent()
    settings = load_settings()
    place = process.Place(arguments.host or settings.host, settings.port if arguments.port is None else arguments.port)
    if not 0 <= place.port <= LAST_PORT:
        raise Invalid(f"{place.port} is no port.", hint=f"Ports go from 1 to {LAST_PORT}.", field="port")
    settings = replace(settings, host=place.host, port=place.port)
    telemetry.configure_logging(level=settings.log_level, form=settings.log_format)
    for library in _TALKATIVE:
        logging.getLogger(library).setLevel(logging.WARNING)
    warning = wide_bind_warning(host=place.host, public_url=settings.public_url)

    async def announce(platform: Platform, address: str | None) -> None:
        if address is None:
            print(f"Comptoir {__version__}: {arguments.role} is running.", flush=True)
            return
        print(f"Comptoir {__version__} is ready: {settings.public_url or address}", flush=True)
        if warning:
            print(f"Warning: {warning}", flush=True)
        with suppress(Unavailable):  # an engine that went away is waited for; this is only a word of welcome
            if not await identity.all_organisations(identity.HOST, platform):
                print(
                    "This home is empty: `comptoir init` makes an organisation, `comptoir demo` one to look at.",
                    flush=True,
                )

    await process.serve(settings, role=arguments.role, place=place, announce=announce)
    print("Stopped.", flush=True)
    return 0


async def demo(arguments: Namespace) -> int:
    """Make the invented organisation and serve it until stopped; its history fills behind the open panel."""
    plan = DemoPlan(stores=arguments.stores, years=arguments.years, seed=arguments.seed)
    settings = load_settings()
    place = process.Place(arguments.host or settings.host, settings.port if arguments.port is None else arguments.port)
    load = arguments.orders_per_minute
    settings = replace(
        settings,
        host=place.host,
        port=place.port,
        demo_orders_per_minute=settings.demo_orders_per_minute if load is None else max(0.0, load),
    )
    telemetry.configure_logging(level=settings.log_level, form=settings.log_format)

    async def announce(platform: Platform, address: str | None) -> None:
        state = await demos.create(identity.HOST, platform, plan=plan)
        await demos.set_live(identity.HOST, platform, is_live=arguments.live)
        link = await identity.sign_in_link(identity.HOST, platform, email=demos.OWNER)
        root = settings.public_url or address or place.address
        print(f"Comptoir {__version__} is ready: {root}", flush=True)
        print(f"Sign in (once, within 15 minutes): {root}{link.path}", flush=True)
        print(f"Another link: comptoir user link {demos.OWNER}", flush=True)
        if state.is_filling:
            print(
                f"The demo fills behind the panel: {state.orders_total - state.orders_done:,} orders to go. "
                "Ctrl-C stops; the next start goes on.",
                flush=True,
            )

    await process.serve(settings, role="all", place=place, announce=announce)
    print("Stopped.", flush=True)
    return 0
