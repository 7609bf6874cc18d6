"""The master key is encrypted anew beside whatever runs, and the trail of the home tells of it."""

import base64
import os
import subprocess
import sys
from dataclasses import replace

import pytest
from sqlalchemy import text

from comptoir.platform import master_key
from comptoir.platform.context import open_platform
from comptoir.platform.secrets import KeyProblem

pytestmark = pytest.mark.engine

OLD, NEW = (base64.b64encode(bytes([number]) * 32).decode() for number in (1, 2))


def command(settings, *words, keys=()):
    environ = dict(
        os.environ,
        COMPTOIR_HOME=str(settings.home),
        COMPTOIR_UNSAFE_FAST="yes",
        COMPTOIR_KEY_ENCRYPTION_KEY=",".join(keys),
    )
    done = subprocess.run(
        [sys.executable, "-m", "comptoir", "key", *words],
        env=environ,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


async def test_the_key_changes_beside_an_open_home(own_settings):
    async with open_platform(own_settings) as platform:
        sealed = platform.secrets.seal(b"x", "c")
        assert command(own_settings, "encrypt")[0] != 0
        assert command(own_settings, "encrypt", keys=(OLD,))[0] == 0
        code, said = command(own_settings, "encrypt", keys=(NEW, OLD))
        assert code == 0, said
        assert OLD not in said
        assert NEW not in said
        code, said = command(own_settings, "show", keys=(OLD,))
        assert code != 0
        assert "encrypted under key" in said
        assert platform.secrets.open(sealed, "c") == b"x"
        async with platform.database.begin_system() as uow:
            rows = await uow.execute(text("SELECT action FROM audit_entries"))
            assert [row.action for row in rows] == ["master_key.encrypted", "master_key.encrypted"]
    with pytest.raises(KeyProblem, match="no key-encryption key"):
        master_key.load(own_settings)
    assert master_key.load(replace(own_settings, key_encryption_key=(NEW,))).open(sealed, "c") == b"x"
