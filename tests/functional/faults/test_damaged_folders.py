"""Damaged data folders and unexpected interruptions: one sentence and the documented exit code."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import duckdb
import pytest

from tests.functional.conftest import DEMO, Run
from trialscape.paths import config_folder
from trialscape.warehouse import current_path
from trialscape.warehouse.publish import POINTER

COMMAND = [sys.executable, "-m", "trialscape"]


def one_sentence(err: str) -> bool:
    """Return whether this is one sentence; a demonstration warning may come before it."""
    return "Traceback" not in err and 1 <= len(err.strip().splitlines()) <= 2


def test_a_mistyped_folder_is_reported_and_not_created(run: Run, tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    for command in (["build"], ["archive", "verify"], ["archive", "stats"], ["archive", "compact"]):
        code, _, err = run(*command, "--data", missing)
        assert code == 11, command
        assert "check --data" in err
    assert not missing.exists()


@pytest.mark.parametrize("place", ["", "/below"])
def test_a_file_in_place_of_the_data_folder_is_reported(run: Run, tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    data = f"{tmp_path}/file{place}"
    for command in (["segments"], ["build"], ["refresh", "--replay", DEMO], ["sql", "SELECT 1"]):
        code, _, err = run(*command, "--data", data)
        assert code in (2, 11, 15), command
        assert one_sentence(err), err


def test_a_file_in_place_of_the_warehouse_folder_is_reported(run: Run, demo: Path) -> None:
    shutil.rmtree(demo / "warehouse")
    (demo / "warehouse").write_text("x", encoding="utf-8")
    for command in ("segments", "build"):
        code, _, err = run(command, "--data", demo)
        assert code == 15
        assert one_sentence(err), err
        assert "Errno" not in err


@pytest.mark.parametrize(
    "pointer", [b"", b"\xff\xfe", b"../x.duckdb", b"a\nb.duckdb", b"a\0b.duckdb", b"x" * 300 + b".duckdb", b".x.duckdb"]
)
def test_a_damaged_pointer_is_reported_and_rewritten_by_the_next_build(run: Run, demo: Path, pointer: bytes) -> None:
    (demo / "warehouse" / POINTER).write_bytes(pointer)
    code, _, err = run("sql", "SELECT 1", "--data", demo)
    assert code == 15
    assert err.count("\n") == 1
    assert "is damaged; run 'trialscape build'" in err


def test_a_pointer_to_a_missing_file_is_rewritten_by_a_build(run: Run, demo: Path) -> None:
    (demo / "warehouse" / POINTER).write_text("gone.duckdb\n", encoding="utf-8")
    code, _, err = run("segments", "--data", demo)
    assert code == 15
    assert "gone.duckdb is missing" in err
    assert run("build", "--data", demo)[0] == 0
    assert run("segments", "--data", demo)[0] == 0


@pytest.mark.parametrize("share", [0, 0.01, 0.3, 0.7, 0.99])
def test_a_truncated_warehouse_gives_no_wrong_answer(run: Run, demo: Path, share: float) -> None:
    path = current_path(demo / "warehouse")
    question = ["sql", "FROM marts.trial ORDER BY ALL", "--data", demo, "--format", "json"]
    _, whole, _ = run(*question)
    path.chmod(0o644)
    os.truncate(path, int(path.stat().st_size * share))
    code, out, err = run(*question)
    assert (code == 0 and out == whole) or (code == 15 and one_sentence(err)), (code, err)


@pytest.mark.parametrize("share", [0.7, None])
def test_a_damaged_file_next_to_the_published_one_is_skipped(
    run: Run, published_days: Path, tmp_path: Path, share: float | None
) -> None:
    data = Path(shutil.copytree(published_days, tmp_path / "data"))
    sound = current_path(data / "warehouse")
    beside = sound.with_name("another.20260101T000000.duckdb")
    if share is None:
        # A valid database that the program did not build.
        duckdb.connect(beside).close()
    else:
        beside.write_bytes(sound.read_bytes()[: int(sound.stat().st_size * share)])
    code, out, err = run("diff", "2026-03-09", "now", "--data", data, "--report", "A", "--format", "json")
    assert (code, bool(json.loads(out))) == (0, True), err
    shipped = config_folder(None)
    _, out, _ = run("sql", "SELECT rule_version FROM meta.snapshot", "--data", data, "--format", "json")
    version = json.loads(out)[0]["rule_version"]
    assert run("rules", "diff", version, shipped, "--data", data)[0] == 0
    code, _, err = run("rules", "diff", "0123456789ab", shipped, "--data", data)
    assert (code, err.strip().endswith(f"known versions: {version}.")) == (2, True), err
    if share is None:
        # Whoever still held the file open would keep this connection from being made.
        duckdb.connect(beside).close()


def test_a_warehouse_built_with_other_sql_asks_for_a_build(
    run: Run, demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = ["sql", "SELECT no_such_column FROM marts.trial", "--data", demo]
    assert run(*question)[0] == 2
    monkeypatch.setattr("trialscape.warehouse.reader.sql_version", lambda _: "another")
    code, _, err = run(*question)
    assert code == 15
    assert "run 'trialscape build'" in err


def test_a_second_build_at_the_same_time_is_refused(run: Run, demo: Path) -> None:
    with subprocess.Popen([*COMMAND, "build", "--data", str(demo)], stdout=subprocess.PIPE) as first:
        while not (demo / "refresh.owner").is_file():
            assert first.poll() is None
            time.sleep(0.01)
        code, _, err = run("build", "--data", demo)
        assert first.wait() == 0
    assert code == 14
    assert f"A build by process {first.pid}" in err


@pytest.mark.skipif(shutil.which("setpriv") is None, reason="setpriv is needed to be somebody without rights")
def test_readers_work_in_a_read_only_folder(demo: Path) -> None:
    for path in [demo, *demo.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    powerless = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.geteuid() == 0 else []
    ends = {}
    for command in ("segments", "status", "build", "schedule"):
        done = subprocess.run(
            [*powerless, *COMMAND, command, "--data", str(demo)], capture_output=True, text=True, check=False
        )
        ends[command] = done.returncode
        assert "Traceback" not in done.stderr
    for path in [demo, *demo.rglob("*")]:
        path.chmod(0o755)
    assert ends == {"segments": 0, "status": 0, "build": 11, "schedule": 11}


@pytest.mark.parametrize(
    "command",
    [["sql", "FROM marts.trial_segment", "--format", "csv"], ["sql", "FROM marts.trial_segment"], ["segments"]],
)
def test_a_closed_pipe_is_no_error(demo_source: Path, command: list[str]) -> None:
    with subprocess.Popen(
        [*COMMAND, *command, "--data", str(demo_source)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()
        assert process.wait() == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full stands in for a full disk")
def test_an_output_that_cannot_be_written_is_reported(demo_source: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [*COMMAND, "segments", "--data", str(demo_source)], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert (done.returncode, done.stderr) == (1, b"The output cannot be written: No space left on device.\n")


def test_ctrl_c_ends_a_build_and_leaves_no_partial_files(demo: Path) -> None:
    before = (demo / "warehouse" / POINTER).read_text(encoding="utf-8")
    with subprocess.Popen(
        [*COMMAND, "build", "--data", str(demo)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        while not list((demo / "warehouse").glob(".building-*")):
            assert process.poll() is None
            time.sleep(0.01)
        # Compiled code may swallow one interrupt; a person presses the keys again.
        while process.poll() is None:
            process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=2)
        _, err = process.communicate()
    assert (process.returncode, err) == (130, "Stopped.\n")
    assert (demo / "warehouse" / POINTER).read_text(encoding="utf-8") == before
    assert list((demo / "warehouse").glob(".building-*")) == []


@pytest.mark.parametrize("endless", ["", "[", "{\n", '{"a": 1, '])
def test_endless_input_to_classify_is_refused(
    endless: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trialscape.study.stream._LARGEST", 1 << 20)
    path = tmp_path / "records"
    path.write_text(endless + '"a": 1,' * 300_000, encoding="utf-8")
    code, _, err = run("classify", path)
    assert code == 2
    assert "without a record's end" in err


@pytest.mark.parametrize("name", ["x" * 5000, "loop/below", "/dev/null/below"])
def test_a_path_that_cannot_be_a_folder_is_reported(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    code, _, err = run("segments", "--data", tmp_path / name)
    assert (code in (2, 15), one_sentence(err)) == (True, True)


@pytest.mark.parametrize("arguments", [["sql", "SELECT '\udcff'"], ["status", "--data", "data\udcff"]])
def test_arguments_that_are_not_text_are_refused(run: Run, arguments: list[str]) -> None:
    code, _, err = run(*arguments)
    assert (code, "not UTF-8 text" in err, err.count("\n")) == (2, True, 1)


@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
def test_an_sql_statement_that_is_not_text_is_refused(tmp_path: Path, locale: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "trialscape", "sql", "-", "--data", str(tmp_path)],
        input=b"SELECT '\xff'",
        capture_output=True,
        env={**os.environ, "LC_ALL": locale},
        check=False,
    )
    assert (done.returncode, done.stderr) == (2, b"The standard input is not UTF-8 text.\n")
