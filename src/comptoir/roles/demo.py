"""`comptoir demo`: make the invented organisation, serve the panel, print a link that signs in."""

from argparse import Namespace
from dataclasses import replace

from comptoir import __version__
from comptoir.composed.demo import facade as demo
from comptoir.composed.demo.contracts import DemoPlan
from comptoir.composed.demo.model.stores import STORES
from comptoir.foundation.identity import facade as identity
from comptoir.kernel.errors import Invalid
from comptoir.platform import telemetry
from comptoir.platform.context import Platform
from comptoir.platform.settings import load_settings
from comptoir.roles import serve as process


async def run(arguments: Namespace) -> int:
    """Serve until stopped; history fills behind the open panel."""
    plan = checked_plan(arguments)
    settings = load_settings()
    place = process.Place(arguments.host, arguments.port)
    settings = replace(settings, host=place.host, port=place.port)
    telemetry.configure_logging(level=settings.log_level, form=settings.log_format)

    async def announce(platform: Platform, address: str | None) -> None:
        state = await demo.create(platform, plan)
        await demo.set_live(platform, is_live=arguments.live)
        link = await identity.sign_in_link(identity.HOST, platform, email=demo.OWNER)
        root = settings.public_url or address or place.address
        print(f"Comptoir {__version__} is ready: {root}", flush=True)
        print(f"Sign in (once, within 15 minutes): {root}{link.path}", flush=True)
        print(f"Another link: comptoir user link {demo.OWNER}", flush=True)
        if state.is_filling:
            print(
                f"The demo fills behind the panel: {state.orders_total - state.orders_done:,} orders to go. "
                "Ctrl-C stops; the next start goes on.",
                flush=True,
            )

    await process.serve(settings, role="all", place=place, announce=announce)
    print("Stopped.", flush=True)
    return 0


def checked_plan(arguments: Namespace) -> DemoPlan:
    """Return what to tell, or raise ``Invalid`` with the range that fits."""
    if not 1 <= arguments.stores <= len(STORES):
        raise Invalid(f"--stores {arguments.stores} does not fit.", hint=f"The demo has 1 to {len(STORES)} stores.")
    if not 1 <= arguments.years <= 5:
        raise Invalid(f"--years {arguments.years} does not fit.", hint="The demo tells 1 to 5 years.")
    return DemoPlan(stores=arguments.stores, years=arguments.years, seed=arguments.seed)
