"""``trialscape schedule`` as a real process against a registry on this machine: runs, faults, locks and the end."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.functional.conftest import Run
from tests.support.folders.quick_config import ALWAYS, quick_config
from tests.support.folders.service import scheduled
from tests.support.registry.small_registry import SmallRegistry, small_registry, some_records
from trialscape.archive.store import Archive
from trialscape.data_folder import archive_folder, warehouse_folder
from trialscape.schedule import read_scheduler_heartbeat
from trialscape.steps.run.heartbeat import read_refresh_status
from trialscape.steps.run.run_lock import hold_folder
from trialscape.warehouse import open_current


def trials(data: Path) -> int:
    """Return how many trials the published warehouse holds."""
    with open_current(warehouse_folder(data)) as warehouse:
        return int(warehouse.query("SELECT count(*) FROM marts.trial")[1][0][0])


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait for what another process does in its time; a minute without it fails the test."""
    for _ in range(1200):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError("waited a minute in vain")


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Return a configuration in which a run is due every minute."""
    return quick_config(tmp_path / "config", page_size=5, **ALWAYS)


def options(data: Path, config: Path, registry: SmallRegistry) -> list[str]:
    return ["--data", str(data), "--config", str(config), "--base-url", registry.base_url]


def test_a_missed_run_is_caught_up_and_sigterm_ends_the_scheduler_normally(tmp_path: Path, config: Path) -> None:
    data = tmp_path / "data"
    with small_registry(some_records(8)) as registry, scheduled(*options(data, config, registry)) as service:
        service.wait_for("started")
        service.wait_for("begun")
        done = service.wait_for("done")
        assert done["published"].endswith(".duckdb")
        alive, beat = read_scheduler_heartbeat(data), read_refresh_status(data)
        assert alive is not None
        assert (alive.process, alive.timezone) == (service.process.pid, "UTC")
        assert beat is not None
        assert (beat.state, beat.process) == ("done", service.process.pid)
        assert service.terminate() == 0
        assert service.events()[-1] == "ended"
    assert trials(data) == 8
    assert read_scheduler_heartbeat(data) is None
    assert [path.name for path in data.glob("*.owner")] == []


def test_sigterm_during_a_walk_keeps_the_published_landscape(tmp_path: Path, config: Path, run: Run) -> None:
    data = tmp_path / "data"
    with small_registry(some_records(8)) as registry:
        assert run("refresh", *options(data, config, registry))[0] == 0
        before = (warehouse_folder(data) / "current").read_text(encoding="utf-8")
        registry.edition, registry.records = "2026-01-12T09:00:05", some_records(30)
        registry.hold(after=4)
        with scheduled(*options(data, config, registry), "--now") as service:
            registry.wait_until_held()
            asked = len(registry.asked)
            service.process.terminate()
            wait_until(lambda: "stopping" in (data / "scheduler.json").read_text(encoding="utf-8"))
            registry.release()
            assert service.end() == 0
            assert "stopped" in service.events()
        assert len(registry.asked) == asked  # the page under way was the last
        beat = read_refresh_status(data)
        assert beat is not None
        assert beat.state == "stopped"
        assert Archive(archive_folder(data)).verify() == []
        assert len(Archive(archive_folder(data)).runs()) == 1
        assert (warehouse_folder(data) / "current").read_text(encoding="utf-8") == before
        assert trials(data) == 8
        assert run("refresh", *options(data, config, registry))[0] == 0
    assert trials(data) == 30


def test_a_run_during_another_refresh_is_skipped_and_logged(tmp_path: Path, config: Path) -> None:
    data = tmp_path / "data"
    with small_registry(some_records(3)) as registry, hold_folder(data, "refresh"):
        with scheduled(*options(data, config, registry), "--now") as service:
            skipped = service.wait_for("skipped")
            assert skipped["level"] == "warning"
            assert "A refresh by process" in skipped["message"]
            assert service.terminate() == 0
        assert registry.asked == []


def test_a_failed_run_ends_neither_the_schedule_nor_the_next_run(tmp_path: Path, config: Path) -> None:
    data = tmp_path / "data"
    with small_registry(some_records(3)) as registry, scheduled(*options(data, config, registry)) as service:
        registry.refuse = 403
        failed = service.wait_for("failed")
        assert (failed["exit_code"], failed["error"]) == (12, "RegistryRefusedError")
        beat = read_refresh_status(data)
        assert beat is not None
        assert (beat.state, beat.succeeded) == ("failed", "")
        registry.refuse = 0
        assert service.wait_for("done")["published"]
        assert service.terminate() == 0
    assert trials(data) == 3


def test_missing_certificates_are_logged_in_one_sentence(
    tmp_path: Path, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "none.pem"))
    address = "https://127.0.0.1:9/api/v2"
    with scheduled(
        "--data", str(tmp_path / "data"), "--config", str(config), "--base-url", address, "--now"
    ) as service:
        failed = service.wait_for("failed")
        assert service.terminate() == 0
    assert failed["exit_code"] == 12
    assert "REQUESTS_CA_BUNDLE" in str(failed["message"])
    assert not any("traceback" in line for line in service.log)


def test_a_second_schedule_of_a_folder_is_refused(tmp_path: Path, config: Path) -> None:
    data = tmp_path / "data"
    with small_registry(some_records(3)) as registry, hold_folder(data, "schedule"):
        with scheduled(*options(data, config, registry)) as second:
            assert second.end() == 14
        assert second.log[-1]["error"] == "LockError"
        assert "A schedule by process" in second.log[-1]["message"]


def test_a_dry_run_only_prints_times(tmp_path: Path, run: Run) -> None:
    config = quick_config(tmp_path / "config", timezone="Europe/Berlin", hour="2", day_of_week="tue,fri")
    code, out, _ = run(
        "schedule", "--dry-run", "--times", "8", "--config", config, "--data", tmp_path / "data", "--format", "json"
    )
    assert code == 0
    rows = json.loads(out)
    assert len(rows) == 8
    assert {row["weekday"] for row in rows} == {"tue", "fri"}
    assert not (tmp_path / "data").exists()
    _, table, _ = run("schedule", "--dry-run", "--config", config)
    assert "Times in Europe/Berlin" in table


def test_an_invalid_address_is_refused_at_the_start(tmp_path: Path, config: Path, run: Run) -> None:
    code, _, err = run("schedule", "--data", tmp_path / "data", "--config", config, "--base-url", "http://[")
    assert (code, "--base-url http://[ is not a valid address" in err) == (2, True)


def logged(*arguments: str) -> tuple[int, str, list[dict[str, object]]]:
    """Run a refresh with a JSON log as a process; return exit code, standard output and the log."""
    command = [sys.executable, "-m", "trialscape", "refresh", "--log-format", "json", *arguments]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    return done.returncode, done.stdout, [json.loads(line) for line in done.stderr.splitlines()]


def test_a_refresh_logs_json_and_nothing_else_on_request(tmp_path: Path, config: Path) -> None:
    with small_registry(some_records(3)) as registry:
        code, out, entries = logged(*options(tmp_path / "data", config, registry))
        assert (code, out) == (0, "")
        assert {"time", "level", "logger", "message"} <= set.intersection(*(set(entry) for entry in entries))
        assert any("Published" in str(entry["message"]) for entry in entries)
        assert [entries[0]["event"], entries[-1]["event"]] == ["begun", "done"]
        assert {str(entry["event"]) for entry in entries[1:-1]} == {"message"}
        assert str(entries[-1]["published"]).endswith(".duckdb")
        registry.refuse = 403
        code, out, entries = logged(*options(tmp_path / "data", config, registry), "--full")
        assert (code, out) == (12, "")
        last = entries[-1]
        assert (last["level"], last["exit_code"], last["error"]) == ("error", 12, "RegistryRefusedError")
        assert [entry["event"] for entry in entries] == ["begun", "failed"]
