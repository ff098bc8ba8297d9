"""``status --max-age``: the report to a monitor as text, as JSON and as exit code."""

import json
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest

from tests.functional.conftest import Run
from tests.support.folders.quick_config import quick_config
from tests.support.registry.small_registry import small_registry, some_records
from trialscape.schedule import SchedulerHeartbeat
from trialscape.steps.run.heartbeat import FILE, RefreshStatus, write_json
from trialscape.steps.run.run_lock import hold_folder


def ago(hours: float) -> str:
    return (datetime.now(UTC) - timedelta(hours=hours)).isoformat(timespec="seconds")


def done(**changes: str) -> RefreshStatus:
    """Return the heartbeat of a good refresh that ended five hours ago, with ``changes``."""
    usual = RefreshStatus(
        "done", ago(5), ended=ago(5), succeeded=ago(5), edition="2026-02-06T09:00:05", outcome="nothing new"
    )
    return replace(usual, **changes)  # type: ignore[arg-type]  # the one number among the fields is not changed here


# What the heartbeat says, how many hours ago the last success was, and what is found.
CASES = [
    ({}, 5, 0, "fresh", "ended 5.0 h ago, and 26h is allowed."),
    ({"state": "stopped"}, 5, 0, "fresh", "26h is allowed."),
    ({}, -5, 0, "fresh", "ended 0 min ago, and 26h is allowed."),  # the clock was set back
    ({}, 27, 13, "stale", "ended 27.0 h ago, and 26h is allowed."),
    ({"state": "failed", "outcome": "no answer"}, 5, 16, "failed", "26h is allowed; the latest one failed: no answer."),
    ({"state": "running"}, 5, 16, "failed", "26h is allowed; the latest one was killed."),
    ({"state": "failed", "outcome": "no answer"}, 50, 13, "stale", "the latest one failed: no answer."),
    ({"state": "failed", "outcome": "no answer"}, None, 17, "never", "has succeeded yet; the latest one: no answer."),
    ({"state": "failed", "outcome": "Nothing came."}, None, 17, "never", "the latest one: Nothing came."),
]


@pytest.mark.parametrize(("changes", "hours", "code", "state", "words"), CASES)
def test_each_status_has_its_message_and_exit_code(
    changes: dict[str, str], hours: float | None, code: int, state: str, words: str, tmp_path: Path, run: Run
) -> None:
    write_json(tmp_path / FILE, asdict(done(succeeded="" if hours is None else ago(hours), **changes)))
    got, out, err = run("status", "--max-age", "26h", "--data", tmp_path)
    assert (got, err) == (code, "")
    assert out.startswith(f"{state}: ")
    assert out.endswith(f"{words}\n")
    got, out, _ = run("status", "--max-age", "26h", "--data", tmp_path, "--format", "json")
    (row,) = json.loads(out)
    assert (got, row["state"], row["exit_code"]) == (code, state, code)


def test_a_running_refresh_is_no_failure(tmp_path: Path, run: Run) -> None:
    write_json(tmp_path / FILE, asdict(done(state="running")))
    with hold_folder(tmp_path, "refresh"):
        code, out, _ = run("status", "--max-age", "26h", "--data", tmp_path, "--format", "json")
    assert (code, json.loads(out)[0]["latest"]) == (0, "running")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"state": 1}', b'{"state": "done", "began": "soon"}', b"\xff"])
def test_a_heartbeat_that_cannot_be_read_counts_as_none(content: bytes, tmp_path: Path, run: Run) -> None:
    (tmp_path / FILE).write_bytes(content)
    assert run("status", "--max-age", "26h", "--data", tmp_path)[0] == 17


def test_a_folder_that_was_never_refreshed_is_reported_and_not_created(tmp_path: Path, run: Run) -> None:
    code, out, _ = run("status", "--max-age", "26h", "--data", tmp_path / "none")
    assert code == 17
    assert out.startswith("never: ")
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("limit", ["26", "h", "-1h", "1w", "", "26 h"])
def test_a_limit_that_is_no_duration_is_refused(limit: str, tmp_path: Path, run: Run) -> None:
    code, _, err = run("status", "--max-age", limit, "--data", tmp_path)
    assert code == 2
    assert "not a duration" in err


def test_a_scheduler_without_a_heartbeat_is_reported(tmp_path: Path, run: Run) -> None:
    write_json(tmp_path / FILE, asdict(done()))
    sign = SchedulerHeartbeat(4711, "host", ago(30), ago(0), "idle", ago(-1), "UTC")
    (tmp_path / "scheduler.json").write_bytes(orjson.dumps(asdict(sign)))
    assert "4711 on host, idle, next run" in run("status", "--data", tmp_path)[1]
    (tmp_path / "scheduler.json").write_bytes(orjson.dumps(asdict(replace(sign, alive=ago(2)))))
    assert "no heartbeat" in run("status", "--data", tmp_path)[1]


def test_a_real_refresh_and_a_real_failure(tmp_path: Path, run: Run) -> None:
    options = ["--data", tmp_path / "data", "--config", quick_config(tmp_path / "config")]
    with small_registry(some_records(3)) as registry:
        assert run("refresh", *options, "--base-url", registry.base_url)[0] == 0
        assert run("status", "--max-age", "1h", *options)[0] == 0
        registry.refuse = 503
        assert run("refresh", *options, "--base-url", registry.base_url)[0] == 12
        code, out, _ = run("status", "--max-age", "1h", *options)
    assert code == 16
    assert "gave no usable response" in out


def test_an_invalid_command_is_not_recorded_as_a_run(tmp_path: Path, run: Run) -> None:
    data, config = tmp_path / "data", quick_config(tmp_path / "config")
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "01-version.json").write_text("{")
    mistakes = [
        ("--base-url", "127.0.0.1:9"),
        ("--base-url", "http://["),
        ("--replay", tmp_path / "nonexistent"),
        ("--replay", tmp_path / "empty"),
        ("--replay", tmp_path / "broken"),
        ("--record", tmp_path / "config" / "settings.toml"),
    ]
    for mistake in mistakes:
        assert run("refresh", "--data", data, "--config", config, *mistake)[0] == 2, mistake
        assert not (data / FILE).exists(), mistake
    with small_registry(some_records(3)) as registry:
        assert run("refresh", "--data", data, "--config", config, "--base-url", registry.base_url)[0] == 0
    before = (data / FILE).read_bytes()
    for mistake in mistakes:
        assert run("refresh", "--data", data, "--config", config, *mistake)[0] == 2, mistake
        assert (data / FILE).read_bytes() == before, mistake
    assert run("status", "--max-age", "1h", "--data", data)[0] == 0
