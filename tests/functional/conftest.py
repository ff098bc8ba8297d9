"""A warehouse built once a run from the bundled demonstration, for every test of the faces."""

import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.folders.made_once import made_once
from trialscape.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "cassettes" / "demo"

Run = Callable[..., tuple[int, str, str]]
_PROGRAM = "from trialscape.entry import run; run()"


@pytest.fixture(scope="session")
def demo_source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder into which both editions of the demonstration were refreshed; not to be changed."""
    return made_once(tmp_path_factory, "demo", refresh_demo)


def refresh_demo(data: Path) -> None:
    """Refresh both editions of the demonstration into a data folder."""
    assert main(["demo", "--data", str(data)]) == 0


@pytest.fixture
def demo(demo_source: Path, tmp_path: Path) -> Path:
    """Return a copy of the demonstration's data folder that a test may change."""
    return Path(shutil.copytree(demo_source, tmp_path / "data"))


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Return a function that runs the command line and gives exit code, standard output and standard error."""

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        capfdbinary.readouterr()
        code = main([str(argument) for argument in arguments])
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return call


def in_terminal(*arguments: str | Path, **more: str) -> str:
    """Return what a command shows in a terminal of 100 columns."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "COLUMNS": "100", "TERM": "xterm-256color", **more}
    command = [sys.executable, "-c", _PROGRAM, *map(str, arguments)]
    with subprocess.Popen(command, stdout=theirs, stderr=subprocess.DEVNULL, env=environment) as process:
        os.close(theirs)
        parts = []
        try:
            while part := os.read(ours, 65536):
                parts.append(part)
        except OSError:
            # Linux reports the end of a terminal as an error.
            pass
        assert process.wait() == 0
    os.close(ours)
    return b"".join(parts).decode().replace("\r\n", "\n")
