"""``comptoir demo fill|remove``. Making and serving the demo is wired in roles."""

import argparse
import signal
import sys

from comptoir.composed.demo import facade
from comptoir.foundation.identity import facade as identity
from comptoir.kernel.guard import end_with_parent
from comptoir.platform.context import open_platform
from comptoir.platform.settings import load_settings


async def remove(_arguments: argparse.Namespace) -> int:
    """Remove the demo and say what went."""
    async with open_platform(load_settings()) as platform:
        removed = await facade.remove(identity.HOST, platform)
    sys.stdout.write(f"The demo is gone: {removed} rows removed. Your own organisations are as they were.\n")
    return 0


async def fill(arguments: argparse.Namespace) -> int:
    """Tell the missing history and say how much there is."""
    if arguments.with_parent:
        end_with_parent()
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # the parent's way to ask: end in order
    async with open_platform(load_settings()) as platform:
        found = await facade.fill(identity.HOST, platform)
    sys.stdout.write(f"The demo is complete: {found.orders_total:,} orders.\n")
    return 0
