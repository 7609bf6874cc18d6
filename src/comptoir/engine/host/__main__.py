"""The host's process: take the data directory, listen, tell where, and leave when nobody has needed it for a while."""

import json
import os
import secrets
import sys
import threading
from pathlib import Path

from comptoir.engine.embedded import ENGINE, embedded_address
from comptoir.engine.host.chdb import Engine
from comptoir.engine.host.places import Places
from comptoir.engine.host.server import Host, clear
from comptoir.platform.engines.ending import Ending
from comptoir.platform.engines.home import EngineHome, write_private
from comptoir.platform.engines.locks import FileLock, Idleness

TAKE_WITHIN = 10.0


def main(arguments: list[str]) -> int:
    """Run as `python -m comptoir.engine.host '{"home": …}'`; leave at once if another host owns the directory."""
    given = json.loads(arguments[0])
    os.umask(0o077)
    home = EngineHome(Path(given["home"]))
    alone = FileLock(home.run / "warehouse.host")
    if not alone.acquire(timeout=TAKE_WITHIN):
        return 0
    spool = home.root / "spool"
    clear(spool)
    home.warehouse.mkdir(mode=0o700, exist_ok=True)
    engine = Engine(home.warehouse, spool=spool, memory_bytes=given["memory_bytes"])
    last = embedded_address(home)
    # The address of the last host is kept, so that clients of one that died find the new one without being told.
    password = last.password if last else secrets.token_urlsafe(32)
    host = listen(engine, port=last.port if last else 0, password=password, concurrency=given["concurrency"])
    ending = Ending()
    ending.listen()
    address = {"port": host.server_port, "password": password, "pid": os.getpid(), "version": engine.version}
    write_private(home.address(ENGINE), json.dumps(address))
    threading.Thread(target=host.serve_forever, name="listen", daemon=True).start()
    lease = Idleness(home.lease(ENGINE), linger=given["linger"]).wait(ending)
    host.shutdown()
    engine.close()
    if lease:
        lease.release()
    return 0


def listen(engine: Engine, *, port: int, password: str, concurrency: int) -> Host:
    """Listen on this port, or on any free one if somebody else took it meanwhile."""
    places = Places(concurrency)
    try:
        return Host(engine, port=port, password=password, places=places)
    except OSError:
        return Host(engine, port=0, password=password, places=places)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
