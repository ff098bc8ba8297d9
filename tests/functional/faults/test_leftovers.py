"""What a killed or failed refresh leaves is removed by the next one, also when that one finds nothing new."""

import errno
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.folders.faulty_files import Fault
from tests.support.folders.refresh_kit import ROOT, leftover_files, make_config, trial
from tests.support.registry.faulty_registry import FaultyRegistry, faulty_registry
from trialscape.cli.main import main
from trialscape.steps.digest.send_digest import NEWEST, newest_digest
from trialscape.steps.run.heartbeat import read_refresh_status

# A refresh that is killed when it is about to put the pointer to its digest into place.
KILLED = """
import os, signal, sys
from trialscape.cli.main import main
real = os.replace
def replace(source, target):
    if os.path.basename(target) == "newest":
        os.kill(os.getpid(), signal.SIGKILL)
    real(source, target)
os.replace = replace
main(sys.argv[1:])
"""


@pytest.fixture(scope="module")
def registry() -> Iterator[FaultyRegistry]:
    with faulty_registry() as served:
        served.serve("2026-02-02", [trial(n) for n in range(1, 6)])
        yield served


def _arguments(tmp_path: Path, registry: FaultyRegistry) -> list[str]:
    config = make_config(tmp_path / "config")
    return ["refresh", "--config", str(config), "--data", str(tmp_path / "data"), "--base-url", registry.base_url]


@pytest.mark.skipif(sys.platform == "win32", reason="a signal of this kind is that of POSIX systems")
def test_a_refresh_without_news_removes_files_of_killed_runs(registry: FaultyRegistry, tmp_path: Path) -> None:
    data, arguments = tmp_path / "data", _arguments(tmp_path, registry)
    killed = subprocess.run([sys.executable, "-c", KILLED, *arguments], cwd=ROOT, capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert [path.name.split(".")[1] for path in (data / "digests").glob(".*")] == [NEWEST]
    # A kill between the removals of a version and of its log leaves the log.
    (data / "warehouse" / "2026-02-01-0.20260201T090000000000.duckdb.wal").write_bytes(b"log")
    # A kill while rules are copied, by another process.
    (data / "rules" / ".0123456789ab.zip.1.unfinished").write_bytes(b"PK")
    # Kills while a result or the progress of an import is written.
    unfinished = [
        next((data / "readings").iterdir()) / ".shares-0123.json.1.unfinished",
        data / ".import.json.1.unfinished",
        data / "warehouse" / ".current.1.unfinished",
    ]
    for path in unfinished:
        path.write_bytes(b"{")
    assert main(arguments) == 0
    assert newest_digest(data)
    assert not [path for path in unfinished if path.exists()]
    assert _hidden(data) == []
    assert leftover_files(data) == []
    assert {path.name for path in data.iterdir() if path.is_file()} == {"heartbeat.json", "refresh.lock"}


def test_a_failing_heartbeat_does_not_hide_the_error_of_the_run(
    tmp_path: Path, registry: FaultyRegistry, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [*_arguments(tmp_path, registry)[:-1], "http://127.0.0.1:9/api/v2"]
    (tmp_path / "data").mkdir()
    # The first heartbeat says that the run has begun.
    fault = Fault("replace", 2, errno.ENOSPC)
    fault.put(monkeypatch, tmp_path / "data")
    assert main(arguments) == 12
    assert fault.hits == 1
    assert "gave no usable response" in capsys.readouterr().err
    status = read_refresh_status(tmp_path / "data")
    assert status is not None
    assert status.state == "running"


def _hidden(data: Path) -> list[Path]:
    return [path for path in data.rglob(".*") if path.is_file()]
