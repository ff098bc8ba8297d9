"""Kills, limits and full devices: real processes, real signals, real errors of the operating system."""

import errno
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.folders.archive_kit import day as on_day
from tests.support.folders.archive_kit import titles, trial, write_run
from trialscape.archive import Archive
from trialscape.archive.files.parts import Part, archive_errors
from trialscape.archive.view import load_view
from trialscape.database import shared_connection
from trialscape.errors import ArchiveError

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and limits of this kind are those of POSIX systems")

ROOT = Path(__file__).resolve().parents[2]
KILLS = 8

# Run number n finds the trials 0 to 9 and changes one of them, so that the number of runs determines the content.
WRITE_FOR_EVER = """
import sys
from pathlib import Path
from tests.support.folders.archive_kit import day, trial, write_run
from trialscape.archive import Archive
archive = Archive(Path(sys.argv[1]))
while True:
    number = len(archive.runs())
    print("run", flush=True)
    write_run(archive, day(number), {"til": [trial(i, f"run {number - (number - i) % 10}") for i in range(10)]})
    if number % 5 == 4:
        archive.compact()
"""

WRITE_UNDER_A_LIMIT = """
import random, resource, sys
from pathlib import Path
from tests.support.folders.archive_kit import day, trial, write_run
from trialscape.archive import Archive
from trialscape.errors import ArchiveError
limit = int(sys.argv[2])
letters = random.Random(1).choices("abcdefghijklmnopqrstuvwxyz", k=200_000)
records = [trial(n, "".join(letters[n * 2000 : n * 2000 + 2000])) for n in range(100)]
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    write_run(Archive(Path(sys.argv[1])), day(1), {"til": records})
except ArchiveError as error:
    print(error)
"""


def python(program: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", program, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_a_writer_killed_at_any_time_loses_and_duplicates_no_record(tmp_path: Path) -> None:
    archive, chance = Archive(tmp_path / "archive"), random.Random(6)
    for _ in range(KILLS):
        with python(WRITE_FOR_EVER, str(archive.folder)) as process:
            assert process.stdout is not None
            # A line is printed before each run, so after two lines one run is complete, however slow the machine is.
            for _ in range(chance.randint(2, 4)):
                process.stdout.readline()
            time.sleep(chance.uniform(0, 0.2))
            process.send_signal(signal.SIGKILL)
        runs = len(archive.runs())
        assert archive.verify() == []
        assert titles(archive) == {
            f"NCT{i:08d}": f"run {runs - 1 - (runs - 1 - i) % 10}" for i in range(10 if runs else 0)
        }
        assert len(list(archive.history())) == (9 + runs if runs else 0)
    assert len(archive.runs()) >= KILLS
    write_run(archive, on_day(len(archive.runs())), {})
    assert {path.name for path in (archive.folder / "parts").iterdir()} == {part.name for part in live_parts(archive)}


def live_parts(archive: Archive) -> list[Part]:
    return list(load_view(archive.folder).parts())


@pytest.mark.parametrize("limit", [100, 1_000, 20_000])
def test_a_failed_write_leaves_the_archive_unchanged(tmp_path: Path, limit: int) -> None:
    """A limit on the size of files replaces a full disk: the same call fails in the same place."""
    archive = Archive(tmp_path / "archive")
    write_run(archive, on_day(0), {"til": [trial(1, "A")]})
    files = sorted(path for path in archive.folder.rglob("*") if path.is_file())
    with python(WRITE_UNDER_A_LIMIT, str(archive.folder), str(limit)) as process:
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert said.startswith("The archive failed while ")
    assert said.count("\n") == 1
    assert sorted(path for path in archive.folder.rglob("*") if path.is_file()) == files
    assert archive.verify() == []
    assert titles(archive) == {"NCT00000001": "A"}
    write_run(archive, on_day(1), {"til": [trial(1, "B")]})
    assert titles(archive) == {"NCT00000001": "B"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_full_disk_is_reported_as_a_full_disk() -> None:
    with (
        pytest.raises(ArchiveError, match="disk is full while testing; free some space") as caught,
        archive_errors("testing"),
    ):
        write_to_full_device()
    assert isinstance(caught.value.__cause__, OSError)
    assert caught.value.__cause__.errno == errno.ENOSPC
    with pytest.raises(ArchiveError, match="disk is full while testing"), archive_errors("testing"):
        copy_to_full_device()


def write_to_full_device() -> None:
    with Path("/dev/full").open("wb", buffering=0) as device:
        device.write(b"x")


def copy_to_full_device() -> None:
    with shared_connection() as database:
        database.execute("COPY (SELECT 1 AS one) TO '/dev/full' (FORMAT parquet)")


def test_a_read_only_folder_is_reported(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("the superuser may write everywhere")
    tmp_path.chmod(0o500)
    with pytest.raises(ArchiveError, match="preparing the archive"):
        write_run(Archive(tmp_path / "archive"), on_day(0), {})
    tmp_path.chmod(0o700)
