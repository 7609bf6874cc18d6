"""The keeper: the small process that starts the embedded PostgreSQL, starts it again when it dies, and stops it.

Started by the first process that needs PostgreSQL, in a session of its own. Stops the server when nobody has held a
lease for the linger time. Imports the standard library only, so that it stays small.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from comptoir.platform.engines import postgres
from comptoir.platform.engines.account import engine_account
from comptoir.platform.engines.ending import Ending
from comptoir.platform.engines.home import EngineHome, write_private
from comptoir.platform.engines.locks import ROUND, FileLock, Idleness

ENGINE = "postgres"
STOP_WITHIN = 60.0
MANY_FAILURES = 20


class Keeper:
    """Watches one server and the leases on it."""

    def __init__(self, home: EngineHome, *, linger: float, unsafe: bool) -> None:
        self.home = home
        self.linger = linger
        self.cluster = postgres.Cluster(home, engine_account(home.postgres), unsafe=unsafe)
        self.child: subprocess.Popen[bytes] | None = None
        self.failures = 0
        self.ending = Ending()

    def run(self) -> int:
        """Keep the server until nobody needs it; return the exit code."""
        if not self.cluster.exists():
            self.cluster.create()
        idleness = Idleness(self.home.lease(ENGINE), linger=self.linger)
        while not self.ending.wait(ROUND if self.child else 0):
            self.revive()
            if self.failures > MANY_FAILURES:
                return 1
            lease = idleness.over()
            if lease:
                self.stop()
                lease.release()
                return 0
        self.stop()
        return 0

    def revive(self) -> None:
        """Start the server unless it runs."""
        if self.child is not None:
            if self.child.poll() is None:
                return
            self.failures += 1
            self.child = None
        if self.cluster.running() is None:
            self.child = self.cluster.start()

    def stop(self) -> None:
        """End sessions, write a checkpoint, and wait for the server to be gone."""
        deadline = time.monotonic() + STOP_WITHIN
        pid = self.cluster.running()
        if pid is None:
            return
        postgres.stop(pid)
        while time.monotonic() < deadline and self.cluster.running() == pid:
            if self.child is not None:
                self.child.poll()
            time.sleep(0.02)


def main(arguments: list[str]) -> int:
    """Run as `python -m comptoir.platform.engines.keeper '{"home": …}'`; leave at once if another keeper is there."""
    given = json.loads(arguments[0])
    home = EngineHome(Path(given["home"]))
    alone = FileLock(home.run / "postgres.keeper")
    if not alone.acquire(timeout=2.0):
        return 0
    keeper = Keeper(home, linger=given["linger"], unsafe=given["unsafe"])
    keeper.ending.listen()
    write_private(home.address(ENGINE), json.dumps({"pid": os.getpid()}))
    return keeper.run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
