"""`comptoir key show|encrypt|decrypt`: how the master key rests on this machine."""

import asyncio
from argparse import Namespace
from dataclasses import asdict

from comptoir.kernel.actor import Actor
from comptoir.platform import master_key
from comptoir.platform.audit import HOUSE
from comptoir.platform.context import open_platform
from comptoir.platform.master_key import Resting
from comptoir.platform.settings import load_settings
from comptoir.platform.terminal import say_json

HOST = Actor(organisation_id=HOUSE, user_id=None, permissions=frozenset({"*"}), client="cli")


async def show(arguments: Namespace) -> int:
    """Print how the master key rests, and prove that it opens."""
    told(arguments, await asyncio.to_thread(master_key.resting, load_settings()))
    return 0


async def encrypt(arguments: Namespace) -> int:
    """Write the master key anew under the first key-encryption key, beside whatever runs, and note it in the trail."""
    settings = load_settings()
    async with open_platform(settings) as platform:
        before = await asyncio.to_thread(master_key.resting, settings)
        after = await asyncio.to_thread(master_key.encrypt, settings)
        async with platform.database.begin_system(by=HOST) as uow:
            uow.audit(
                "master_key.encrypted", "master key", {"under": before.encrypted_by}, {"under": after.encrypted_by}
            )
    told(arguments, after)
    return 0


async def decrypt(arguments: Namespace) -> int:
    """Write the master key plain, beside whatever runs, and note it in the trail."""
    settings = load_settings()
    async with open_platform(settings) as platform:
        before = await asyncio.to_thread(master_key.resting, settings)
        await asyncio.to_thread(master_key.decrypt, settings)
        async with platform.database.begin_system(by=HOST) as uow:
            uow.audit("master_key.decrypted", "master key", {"under": before.encrypted_by}, {"under": None})
    told(arguments, await asyncio.to_thread(master_key.resting, settings))
    return 0


def told(arguments: Namespace, found: Resting) -> None:
    """Say where the key lies and what opens it."""
    if arguments.json:
        say_json(asdict(found) | {"file": str(found.file), "is_current": found.is_current})
        return
    how = f"encrypted under key {found.encrypted_by}" if found.encrypted_by else "plain"
    print(f"{found.file}: {how}.")
    if found.source:
        print(f"{found.source} gives {', '.join(found.offered)}; the first encrypts, every one opens.")
    if not found.is_current and found.offered:
        print("Run `comptoir key encrypt` to encrypt it under the first.")
