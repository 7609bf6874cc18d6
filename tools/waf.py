"""Runs nginx with the files of deploy/waf in front of an address, in a folder of its own, for the tests.

Owns what differs from a real installation: the port, where logs lie, and that no TLS is spoken.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from tools.debian import bring
from tools.live_panel import free_port

FILES = Path(__file__).resolve().parents[1] / "deploy" / "waf"
PACKAGES = ("nginx", "libnginx-mod-http-modsecurity", "modsecurity-crs")
NEEDED = (
    Path("/usr/sbin/nginx"),
    Path("/usr/lib/nginx/modules/ngx_http_modsecurity_module.so"),
    Path("/etc/modsecurity/crs/crs-setup.conf"),
)
UP_WITHIN = 60.0


@dataclass(frozen=True, slots=True)
class Wall:
    """A running nginx: its address, and the log of what it refused."""

    address: str
    log: Path


def install() -> str | None:
    """Bring Debian's packages; return why that cannot be, or None once they are there."""
    return None if all(path.exists() for path in NEEDED) else bring(*PACKAGES)


@contextmanager
def standing_before(upstream: str) -> Iterator[Wall]:
    """Yield a wall before ``upstream`` (host:port); it ends with the context."""
    with tempfile.TemporaryDirectory(prefix="comptoir-waf-", dir="/tmp") as name:
        folder = Path(name)
        folder.chmod(0o755)
        port = free_port()
        laid_out(folder, port=port, upstream=upstream)
        command = [str(NEEDED[0]), "-p", name, "-c", "nginx.conf", "-g", "daemon off;"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        try:
            wait_until_up(process, port=port)
            yield Wall(address=f"http://127.0.0.1:{port}", log=folder / "logs" / "comptoir-waf.log")
        finally:
            process.terminate()
            process.wait(timeout=20)
            if process.stderr:
                process.stderr.close()


def laid_out(folder: Path, *, port: int, upstream: str) -> None:
    """Copy the files and say where things are here; everything else stays as it is delivered."""
    for part in ("logs", "cache"):
        (folder / part).mkdir(mode=0o777)
        (folder / part).chmod(0o777)
    places = {
        "/var/log/nginx/": f"{folder}/logs/",
        "/var/cache/nginx-comptoir": f"{folder}/cache",
        "/run/nginx-comptoir.pid": f"{folder}/nginx.pid",
        "/etc/comptoir/waf/": f"{folder}/",
    }
    for file in FILES.glob("*.conf"):
        text = file.read_text()
        for usual, here in places.items():
            text = text.replace(usual, here)
        (folder / file.name).write_text(text)
    (folder / "listen.conf").write_text(f"listen 127.0.0.1:{port};\n")
    (folder / "upstream.conf").write_text(f"server {upstream};\n")


def wait_until_up(process: "subprocess.Popen[str]", *, port: int) -> None:
    deadline = time.monotonic() + UP_WITHIN
    while time.monotonic() < deadline:
        if process.poll() is not None:
            said = process.stderr.read() if process.stderr else ""
            raise RuntimeError(f"nginx did not start: {said[-800:]}")
        try:
            urlopen(f"http://127.0.0.1:{port}/health/live", timeout=5).close()  # loopback, built here
        except HTTPError:
            return
        except (URLError, OSError):
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"nginx did not answer within {UP_WITHIN:.0f} s")


if __name__ == "__main__":
    sys.exit(install())
