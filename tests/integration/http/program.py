"""`comptoir` as a person types it: a process that runs to its end, or one that goes on."""

import json
import re
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.waiting import until

START_WITHIN = 60.0


class Program:
    """A running `comptoir`, its output kept."""

    def __init__(self, words: Sequence[str], *, environment: Mapping[str, str], log: Path) -> None:
        self.log = log
        command = [sys.executable, "-m", "comptoir", *words]
        with log.open("wb") as output:
            self.process = subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.STDOUT)

    @property
    def text(self) -> str:
        return self.log.read_text(errors="replace")

    def says(self, pattern: str) -> re.Match[str]:
        """Wait until the output holds ``pattern``."""

        def look() -> re.Match[str] | None:
            assert self.process.poll() is None or re.search(pattern, self.text), self.text
            return re.search(pattern, self.text)

        found = until(look, within=START_WITHIN, what=f"{pattern!r} in the output")
        assert found is not None
        return found

    def address(self) -> str:
        return self.says(r"is ready: (http://\S+)")[1]

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=40)


def run(*words: str, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "comptoir", *words]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL
    )


def link_token(environment: dict[str, str]) -> str:
    done = run("user", "link", "owner@example.test", "--json", environment=environment)
    assert done.returncode == 0, done.stderr
    return str(json.loads(done.stdout)["link"]).partition("#token=")[2]
