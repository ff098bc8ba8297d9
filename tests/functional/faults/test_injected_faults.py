"""The n-th write, rename, flush or removal of a refresh fails; the next refresh recovers, and both say so in words.

Only the program's own calls fail; those of DuckDB are in ``test_full_disk.py``. Two faults, one refresh after the
other, run in the suite; ``TRIALSCAPE_INJECT=all`` runs each call of a refresh separately.
"""

import errno
import itertools
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.folders.faulty_files import CALLS, Fault
from tests.support.folders.refresh_kit import held, leftover_files, make_config, trial
from tests.support.registry.faulty_registry import FaultyRegistry, faulty_registry
from tests.support.tables.same_tables import unequal_rows
from trialscape.cli.main import main

ERRORS = (errno.ENOSPC, errno.EIO)
DOCUMENTED = (0, 11, 12, 15)
needs_time = pytest.mark.skipif(os.environ.get("TRIALSCAPE_INJECT") != "all", reason="takes minutes; see make hard")


@pytest.fixture(scope="module")
def registry() -> Iterator[FaultyRegistry]:
    """Return a registry with thirty trials: three pages of one search, and none of the other."""
    with faulty_registry() as served:
        served.serve("2026-02-02", [trial(n) for n in range(1, 31)])
        yield served


@pytest.fixture(scope="module")
def clean(registry: FaultyRegistry, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a configuration, and with ``data`` from a refresh without faults."""
    folder = tmp_path_factory.mktemp("clean")
    make_config(folder / "config")
    assert main(_arguments(folder / "config", folder / "data", registry)) == 0
    return folder


def test_two_refreshes_with_failing_calls_report_it_and_the_next_recovers(
    clean: Path, registry: FaultyRegistry, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # One fault while pages are saved, and one in every removal.
    faults = [Fault("fsync", 2, errno.ENOSPC), Fault("unlink", 0, errno.EIO)]
    arguments = _arguments(clean / "config", tmp_path / "data", registry)
    assert _problems(faults, arguments, tmp_path / "data", clean / "data", capsys) == []
    assert all(fault.hits for fault in faults)


@needs_time
@pytest.mark.parametrize("call", CALLS)
def test_each_call_fails_once_and_the_next_refresh_recovers(
    call: str, clean: Path, registry: FaultyRegistry, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    problems: list[str] = []
    for number in itertools.count(1):
        data = tmp_path / str(number)
        fault = Fault(call, number, ERRORS[number % 2])
        problems += _problems([fault], _arguments(clean / "config", data, registry), data, clean / "data", capsys)
        shutil.rmtree(data)
        if not fault.hits:
            break
    assert problems == []
    assert number > 1, "the program makes no such call"


@needs_time
@pytest.mark.parametrize("code", ERRORS)
@pytest.mark.parametrize("call", CALLS)
def test_each_call_fails_always_and_the_next_refresh_recovers(
    call: str, code: int, clean: Path, registry: FaultyRegistry, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, fault = tmp_path / "data", Fault(call, 0, code)
    assert _problems([fault], _arguments(clean / "config", data, registry), data, clean / "data", capsys) == []
    assert fault.hits


def _problems(
    faults: list[Fault], arguments: list[str], data: Path, clean: Path, capsys: pytest.CaptureFixture[str]
) -> list[str]:
    """Refresh with each fault in turn and then without; return what is not as it should be."""
    data.mkdir()
    found = [problem for fault in faults for problem in _faulty_run(fault, arguments, data, capsys)]
    ended = main(arguments)
    checks = {
        f"the refresh after it ended with {ended}: {capsys.readouterr().err}": ended == 0,
        "the archive holds something else": held(data) == held(clean),
        f"files are left: {leftover_files(data)}": leftover_files(data) == [],
        "a part of a digest is left": not list((data / "digests").glob(".*")),
    }
    found += [f"{faults[-1]}: {problem}" for problem, is_well in checks.items() if not is_well]
    unequal = unequal_rows(data, clean)
    return found + ([f"{faults[-1]}: {unequal}"] if unequal else [])


def _faulty_run(fault: Fault, arguments: list[str], data: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        fault.put(patch, data)
        try:
            ended = main(arguments)
        except OSError as error:
            ended = 1
            yield f"{fault}: a traceback: {error!r}"
    said = capsys.readouterr().err
    if ended not in DOCUMENTED or "Traceback" in said or (ended and not said):
        yield f"{fault}: exit code {ended} and {said!r}"


def _arguments(config: Path, data: Path, registry: FaultyRegistry) -> list[str]:
    return ["refresh", "--config", str(config), "--data", str(data), "--base-url", registry.base_url]
