"""Brings Debian's packages that tests and tools use, where root may; one process at a time."""

import fcntl
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

LOCK = Path(tempfile.gettempdir()) / "comptoir-debian.lock"


def bring(*packages: str) -> str | None:
    """Install packages; return why that cannot be, or None once they are there."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return f"not installed: sudo apt-get install {' '.join(packages)}"
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive", RUNLEVEL="1")
    with LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for arguments in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
            done = subprocess.run(["apt-get", *arguments], env=environment, capture_output=True, text=True, check=False)
            if done.returncode:
                return f"apt-get {arguments[0]} failed: {done.stderr.strip()[-500:]}"
    return None
