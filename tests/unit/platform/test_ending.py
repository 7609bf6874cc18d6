"""Asked to end by signal, again and again, while waiting: the wait always ends."""

import os
import subprocess
import sys

from comptoir.platform.engines.ending import Ending

WAITS = """
import sys
from comptoir.platform.engines.ending import Ending
ending = Ending()
ending.listen()
print("ready", flush=True)
while not ending.wait(0.0001):
    pass
print("ended", flush=True)
"""


def test_nobody_asked() -> None:
    assert Ending().wait(0) is False


def test_asking_is_heard_by_every_later_wait_and_never_blocks() -> None:
    ending = Ending()
    for _ in range(100_000):  # more than a pipe holds
        ending.ask()
    assert ending.wait(0) is True
    assert ending.wait(10) is True


def test_a_signal_in_any_instant_ends_the_wait() -> None:
    for _ in range(20):
        process = subprocess.Popen([sys.executable, "-c", WAITS], stdout=subprocess.PIPE, text=True, env=os.environ)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.terminate()
        said, _ = process.communicate(timeout=60)
        assert (said, process.returncode) == ("ended\n", 0)
