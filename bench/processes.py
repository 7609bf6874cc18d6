"""Runs the product's command line as a person would, in a home of its own, and measures processes."""

import asyncio
import os
import sys
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import AF_INET, SOCK_STREAM, socket

COMMAND = (sys.executable, "-m", "comptoir")
READY_WITHIN = 120.0


def environment(home: Path) -> dict[str, str]:
    """The caller's environment with this home, and without settings of the caller's own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COMPTOIR_")}
    for name in ("DATABASE_URL", "WAREHOUSE_URL", "BROKER_URL"):
        kept.pop(name, None)
    return {**kept, "COMPTOIR_HOME": str(home)}


@dataclass(frozen=True, slots=True)
class Finished:
    """A command that ended: its output, its time and the largest memory it took."""

    out: str
    seconds: float
    peak_mb: float


async def comptoir(*arguments: str, home: Path, accept: Iterable[int | None] = (0,)) -> Finished:
    """Run one command to its end; an unaccepted exit code is an error with what it printed."""
    start = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *COMMAND, *arguments, env=environment(home), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    watch = asyncio.create_task(peak_memory(process.pid))
    out, err = await process.communicate()
    seconds = time.perf_counter() - start
    watch.cancel()
    peak = await asyncio.gather(watch, return_exceptions=True)
    if process.returncode not in accept:
        raise RuntimeError(f"comptoir {' '.join(arguments)} ended with {process.returncode}: {err.decode()[-800:]}")
    return Finished(out=out.decode(), seconds=seconds, peak_mb=peak[0] if isinstance(peak[0], float) else 0.0)


async def peak_memory(pid: int) -> float:
    """Follow the high-water mark the kernel keeps, until cancelled; return it in MB."""
    peak = 0.0
    try:
        while True:
            peak = max(peak, status(pid).get("VmHWM", 0.0))
            await asyncio.sleep(0.1)
    except asyncio.CancelledError:
        return peak


def status(pid: int) -> Mapping[str, float]:
    """The sizes of a process as the kernel tells them, in MB; empty once it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return {}
    pairs = (line.split() for line in lines if line.endswith("kB"))
    return {name.rstrip(":"): int(size) / 1024 for name, size, _ in pairs}


def proportional_memory(pid: int) -> float:
    """Memory of a process in MB, shared pages divided among those who share them."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:"))


def processes_of(home: Path) -> list[int]:
    """Every process that names this home: in its command line, its working directory or its environment."""
    found: list[int] = []
    needle = str(home).encode()
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            told = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
            where = bytes((folder / "cwd").readlink())
        except OSError:
            continue
        if int(folder.name) != os.getpid() and (needle in told or needle in where):
            found.append(int(folder.name))
    return found


def free_port() -> int:
    with socket(AF_INET, SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@asynccontextmanager
async def serving(home: Path) -> AsyncIterator[tuple[str, float]]:
    """Start `comptoir serve`; yield its address and the seconds until it was ready."""
    port = free_port()
    start = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *COMMAND, "serve", "--port", str(port), env=environment(home),
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        address = f"http://127.0.0.1:{port}"
        while not await asyncio.to_thread(answers, f"{address}/health/ready"):
            if process.returncode is not None or time.perf_counter() - start > READY_WITHIN:
                raise RuntimeError(f"comptoir serve was not ready within {READY_WITHIN:.0f} s")
            await asyncio.sleep(0.02)
        yield address, time.perf_counter() - start
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def new_home(home: Path) -> Path:
    """A home with one organisation and no store."""
    home.mkdir(parents=True)
    await comptoir("init", "--organisation", "Bench", "--currency", "EUR", "--timezone", "Europe/Berlin", home=home)
    return home


async def home_with_store(home: Path) -> Path:
    """A home with one organisation and the store `bench`."""
    await new_home(home)
    store = ("store", "add", "bench", "--name", "Bench", "--currency", "EUR", "--timezone", "Europe/Berlin")
    await comptoir(*store, "--platform", "custom", home=home)
    return home
