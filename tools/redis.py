"""A real Redis on a port of its own, for tests: Debian's, brought where it is missing and root may."""

import shutil
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from tools.debian import bring

UP_WITHIN = 30.0


def install() -> str | None:
    """Bring Debian's package; return why that cannot be, or None once it is there."""
    return None if shutil.which("redis-server") else bring("redis-server")


@dataclass
class Redis:
    """A broker that can be started, and started again on the same port."""

    port: int
    folder: Path
    running: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Its address as ``BROKER_URL`` has it."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> "subprocess.Popen[bytes]":
        """Start it and wait until it listens."""
        program = shutil.which("redis-server")
        assert program, "install first"
        words = [program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder)]
        self.running.append(subprocess.Popen(words, stdout=subprocess.DEVNULL))
        until = time.monotonic() + UP_WITHIN
        while not self._listens():
            if time.monotonic() > until:
                raise RuntimeError(f"redis did not listen within {UP_WITHIN:.0f} s")
            time.sleep(0.02)
        return self.running[-1]

    def stop(self) -> None:
        """End every process it was."""
        for process in self.running:
            process.kill()
            process.wait()

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0
