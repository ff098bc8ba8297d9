"""Warehouses built once a run: of the bundled demonstration, and of an archive of three runs on several days."""

import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.folders.days import on, three_runs
from tests.support.folders.made_once import made_once
from trialscape.cli.main import main
from trialscape.config.load import load_config
from trialscape.paths import config_folder
from trialscape.steps.build.build_warehouse import build_warehouse
from trialscape.steps.history.past_landscape import build_past_landscape
from trialscape.steps.inputs.as_of import LandscapeMoment
from trialscape.warehouse import current_path, open_current

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "cassettes" / "demo"

Run = Callable[..., tuple[int, str, str]]
Built = Callable[..., Path]
_PROGRAM = "from trialscape.entry import run; run()"


@pytest.fixture(scope="session")
def demo_source(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a data folder into which both editions of the demonstration were refreshed; not to be changed."""
    data = made_once(tmp_path_factory, "demo", refresh_demo)
    # A file that is open already is opened again in 2 ms instead of 29 ms, by each of many hundred commands.
    with open_current(data / "warehouse"):
        yield data


def refresh_demo(data: Path) -> None:
    """Refresh both editions of the demonstration into a data folder."""
    assert main(["demo", "--data", str(data)]) == 0


@pytest.fixture
def demo(demo_source: Path, tmp_path: Path) -> Path:
    """Return a copy of the demonstration's data folder that a test may change."""
    return Path(shutil.copytree(demo_source, tmp_path / "data"))


@pytest.fixture(scope="session")
def archive_of_three_runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with the archive of three runs, not to be changed."""
    return made_once(tmp_path_factory, "archive-of-three-runs", three_runs)


@pytest.fixture(scope="session")
def built(archive_of_three_runs: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return a function that builds the landscape of a day of the three runs, each once."""

    def build(day: int | None, *, registry_clock: bool = False) -> Path:
        moment = LandscapeMoment(on(day) if day else None, registry_clock)

        def make(folder: Path) -> None:
            build_past_landscape(load_config(config_folder(None)), archive_of_three_runs, moment, folder=folder)

        return current_path(made_once(tmp_path_factory, f"day-{day}-{registry_clock}", make))

    return build


@pytest.fixture(scope="session")
def published_days(archive_of_three_runs: Path, built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the three runs with their newest landscape published, not to be changed.

    Those of the 9th and the 19th lie beside it, by both clocks, so that commands need not build them.
    """

    def publish(data: Path) -> None:
        shutil.copytree(archive_of_three_runs, data, dirs_exist_ok=True)
        build_warehouse(load_config(config_folder(None)), data)
        for day in (9, 19):
            for registry_clock in (False, True):
                shutil.copy2(built(day, registry_clock=registry_clock), data / "warehouse")

    return made_once(tmp_path_factory, "published-days", publish)


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
