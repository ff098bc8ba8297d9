"""A file that is written beside its name is there whole or not at all."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from trialscape.whole_file import UNFINISHED, whole_file

# A process that writes half of a file, says so, and waits.
WRITER = """
import sys
from pathlib import Path
from trialscape.whole_file import whole_file
with whole_file(Path(sys.argv[1])) as beside:
    beside.write_text("half")
    print(flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("durable", [False, True])
def test_the_file_has_its_name_only_when_it_is_whole(tmp_path: Path, durable: bool) -> None:
    target = tmp_path / "figures.json"
    target.write_text("old", encoding="utf-8")
    with whole_file(target, durable=durable) as beside:
        beside.write_text("new", encoding="utf-8")
        assert target.read_text(encoding="utf-8") == "old"
        assert beside.name == f".figures.json.{os.getpid()}{UNFINISHED}"
    assert target.read_text(encoding="utf-8") == "new"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_an_error_leaves_the_old_file_and_no_other(tmp_path: Path, error: BaseException) -> None:
    target = tmp_path / "figures.json"
    target.write_text("old", encoding="utf-8")
    with pytest.raises(type(error)):
        _write_and_fail(target, error)
    assert list(tmp_path.iterdir()) == [target]
    assert target.read_text(encoding="utf-8") == "old"


def _write_and_fail(target: Path, error: BaseException) -> None:
    with whole_file(target) as beside:
        beside.write_text("half", encoding="utf-8")
        raise error


def test_a_name_that_cannot_be_replaced_raises_and_leaves_no_other_file(tmp_path: Path) -> None:
    target = tmp_path / "figures"
    (target / "inside").mkdir(parents=True)
    with pytest.raises(OSError, match="figures"), whole_file(target) as beside:
        beside.write_bytes(b"new")
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such locks")
def test_the_file_of_a_killed_process_is_removed_and_that_of_a_running_one_stays(tmp_path: Path) -> None:
    target, other = tmp_path / "figures.json", tmp_path / f".others.json.1{UNFINISHED}"
    other.write_text("of another name", encoding="utf-8")
    command = [sys.executable, "-c", WRITER, str(target)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        half = tmp_path / f".figures.json.{writer.pid}{UNFINISHED}"
        _write(target, "first")
        assert half.read_text(encoding="utf-8") == "half"
        writer.send_signal(signal.SIGKILL)
    assert half.exists()
    _write(target, "second")
    assert {path.name for path in tmp_path.iterdir()} == {target.name, other.name}
    assert target.read_text(encoding="utf-8") == "second"


def _write(target: Path, text: str) -> None:
    with whole_file(target) as beside:
        beside.write_text(text, encoding="utf-8")
