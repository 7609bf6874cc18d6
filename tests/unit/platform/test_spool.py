"""What lies plain on the disk goes with its process, however that ends."""

import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

from comptoir.platform.spool import Spool

HOLDS = """
import sys
from pathlib import Path
from comptoir.platform.spool import Spool
with Spool(Path(sys.argv[1])).place("import") as place:
    (place / "plain.csv").write_text("Ada Lovelace")
    print(place, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "temporary")


def test_a_place_is_private_and_goes_after_use(spool: Spool, tmp_path: Path) -> None:
    with spool.place("rejects") as place:
        (place / "a" / "b").mkdir(parents=True)
        assert place.stat().st_mode & 0o077 == 0
    with pytest.raises(ZeroDivisionError), spool.place("rejects") as place:
        raise ZeroDivisionError
    assert list((tmp_path / "temporary").iterdir()) == []


def test_a_home_without_places_is_swept_too(spool: Spool, tmp_path: Path) -> None:
    assert spool.sweep() == 0
    assert not (tmp_path / "temporary").exists()


def test_a_killed_process_leaves_nothing_that_is_not_swept_and_a_living_one_keeps_its_place(
    spool: Spool, tmp_path: Path
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(tmp_path / "temporary")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        place = Path(process.stdout.readline().strip())
        assert spool.sweep() == 0
        assert (place / "plain.csv").exists()
        process.kill()
    assert place.exists()
    assert spool.sweep() == 1
    assert not place.exists()


def test_places_made_while_others_sweep_stay(spool: Spool) -> None:
    over: list[bool] = []

    def sweeping() -> None:
        while not over:
            spool.sweep()

    sweeper = Thread(target=sweeping)
    sweeper.start()
    try:
        for number in range(200):
            with spool.place("import") as place:
                (place / "file").write_text(str(number))
    finally:
        over.append(True)
        sweeper.join()
