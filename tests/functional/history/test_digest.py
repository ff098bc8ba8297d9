"""The digest that a refresh leaves: files, the command that prints them, and failures that harm nothing."""

import json
import re
import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.functional.conftest import DEMO, Run, in_terminal
from tests.support.folders.made_once import made_once
from tests.support.folders.quick_config import quick_config
from tests.support.registry.small_registry import small_registry, some_records
from trialscape.cli.main import main
from trialscape.config.load import load_config
from trialscape.paths import config_folder
from trialscape.steps.digest.owed_digest import send_missing_digest
from trialscape.warehouse import current_path, open_current


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a data folder that published each edition of the demonstration by a separate refresh."""
    made = made_once(tmp_path_factory, "demo-by-edition", refresh_by_edition)
    folder = Path(shutil.copytree(made, tmp_path_factory.mktemp("digest") / "data"))
    with open_current(folder / "warehouse"):
        yield folder


def refresh_by_edition(data: Path) -> None:
    for edition in ("edition-1", "edition-2"):
        assert main(["refresh", "--replay", str(DEMO / edition), "--data", str(data)]) == 0


def newest(run: Run, data: Path, scope: str = "active") -> dict[str, Any]:
    code, out, _ = run("digest", "--data", data, "--format", "json", "--scope", scope)
    assert code == 0
    digest: dict[str, Any] = json.loads(out)
    return digest


def test_the_second_refresh_writes_a_digest_of_its_changes(data: Path, run: Run) -> None:
    digest = newest(run, data, "all")
    assert (digest["before"]["edition"], digest["snapshot"]["edition"]) == (
        "2026-11-06T09:00:05",
        "2026-11-13T09:00:05",
    )
    (tracked,) = [row for row in digest["cohorts"] if row["cohort"] == "tracked"]
    assert (tracked["trial_count_a"], tracked["trial_count_b"], tracked["new"], tracked["left"]) == (344, 352, 12, 4)
    assert digest["changed_records"] == 22
    kinds = [change["kind"] for change in digest["changes"]]
    assert (kinds.count("new"), kinds.count("left")) == (12, 4)
    assert {change["run"] for change in digest["changes"]} == {digest["snapshot"]["archive_run"]}
    assert sum(digest["changes_by_materiality"].values()) == len(digest["changes"])


def test_a_refresh_without_changes_notes_its_check_in_the_folder_of_digests(tmp_path: Path, run: Run) -> None:
    options = ["--data", tmp_path / "data", "--config", quick_config(tmp_path / "config")]
    with small_registry(some_records(3)) as registry:
        assert run("refresh", *options, "--base-url", registry.base_url)[0] == 0
        folder = tmp_path / "data" / "digests"
        before = {path.name: path.read_bytes() for path in folder.iterdir()}
        (folder / "checked").unlink()
        code, out, _ = run("refresh", *options, "--base-url", registry.base_url)
    assert (code, "nothing was fetched" in out) == (0, True)
    after = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert {name for name in after if after[name] != before[name]} <= {"checked"}
    newest = before["newest"].decode().strip()
    words = f": checked against registry edition {registry.edition}; the newest digest is that of run {newest}.\n"
    assert after["checked"].decode().endswith(words)


@pytest.fixture(scope="module")
def between(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the landscape of a day between the two editions, by the registry's clock."""
    file = tmp_path_factory.mktemp("between") / "between.duckdb"
    options = ["--as-of", "2026-11-08", "--registry-clock", "--data", str(data), "--output", str(file)]
    assert main(["build", *options]) == 0
    return file


@pytest.mark.parametrize("scope", ["active", "all"])
def test_segments_are_those_of_a_comparison(data: Path, between: Path, run: Run, scope: str) -> None:
    digest = newest(run, data, scope)
    code, out, _ = run("diff", between, "now", "--data", data, "--scope", scope, "--format", "json")
    assert code == 0
    # By the registry's clock nothing was posted before the first edition that we did not see in it.
    expected = {
        (row["report"], row["dimension"], row["segment"]): (row["trial_count_a"], row["trial_count_b"])
        for row in json.loads(out)
        if row["report"] and any(row[name] for name in row if name in ("new", "left") or name.startswith("moved_"))
    }
    found = {
        (row["report"], row["dimension"], row["segment"]): (row["trial_count_a"], row["trial_count_b"])
        for row in digest["segments"]
    }
    assert found == expected != {}
    assert {row["scope"] for name in ("cohorts", "segments") for row in digest[name]} == {scope}


def test_the_digest_command_prints_markdown(data: Path, run: Run) -> None:
    code, out, _ = run("digest", "--data", data)
    assert code == 0
    lines = out.splitlines()
    assert lines[0].startswith("**DEMO: built from the bundled stand-in texts")
    assert "## Segments that moved" in lines
    assert any(line.startswith("- **high** NCT") for line in lines)
    first = sorted(path.stem for path in (data / "digests").glob("*.md"))[0]
    code, out, _ = run("digest", "--data", data, "--run", first)
    assert (code, "the first landscape; nothing to compare with" in out) == (0, True)


def test_tables_of_a_digest_fit_the_terminal(data: Path) -> None:
    shown = re.sub(r"\x1b\[[0-9;]*m", "", in_terminal("digest", "--data", data, COLUMNS="80"))
    lines = shown[shown.index("Segments that moved") :].splitlines()
    assert max(map(len, shown.splitlines())) <= 80
    assert "…" not in "".join(lines[:20])
    assert any(line.split()[:2] == ["A", "Cancer"] for line in lines)
    assert any(line.startswith("Left out at this width:") for line in lines)


def test_an_unknown_name_is_refused_with_a_reason(data: Path, tmp_path: Path, run: Run) -> None:
    code, _, err = run("digest", "--data", tmp_path)
    assert (code, "There is no digest in" in err) == (15, True)
    code, _, err = run("digest", "--data", data, "--scope", "early")
    assert (code, "There is no scope 'early'; there are active, late, all." in err) == (2, True)
    damaged = tmp_path / "digests"
    damaged.mkdir()
    (damaged / "one.json").write_text("{", encoding="utf-8")
    code, _, err = run("digest", "--data", tmp_path, "--run", "one")
    assert (code, "The digest of run 'one'" in err, "is damaged" in err) == (15, True, True)
    code, _, err = run("digest", "--data", data, "--run", "../../secret")
    assert (code, "There is no digest of run '../../secret'" in err) == (2, True)


def test_the_digest_of_a_killed_refresh_is_written_by_the_next(data: Path, tmp_path: Path, run: Run) -> None:
    """Killed between publishing and telling: all of the second run is there, but for its digest."""
    folder = Path(shutil.copytree(data, tmp_path / "data"))
    digests = folder / "digests"
    first, second = sorted(path.stem for path in digests.glob("*.md"))
    files = [digests / f"{second}.md", digests / f"{second}.json"]
    wanted = [path.read_bytes() for path in files]
    for path in files:
        path.unlink()
    (digests / "newest").write_text(f"{first}\n", encoding="utf-8")
    sentence = f"Run {second} was published without a digest; it is written now."
    # It is reported even if the registry does not answer.
    options = ["--data", folder, "--config", quick_config(tmp_path / "config")]
    code, out, _ = run("refresh", *options, "--base-url", "http://127.0.0.1:9/api/v2")
    assert (code, sentence in out) == (12, True)
    assert [path.read_bytes() for path in files] == wanted
    assert (digests / "newest").read_text(encoding="utf-8") == f"{second}\n"
    assert sentence not in run("refresh", *options, "--base-url", "http://127.0.0.1:9/api/v2")[1]


def test_without_an_earlier_landscape_a_digest_is_like_the_first(data: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(data, tmp_path / "data"))
    shutil.rmtree(folder / "digests")
    for path in current_path(folder / "warehouse").parent.glob("*.duckdb"):
        if path != current_path(folder / "warehouse"):
            path.chmod(0o644)
            path.write_bytes(b"damaged")
    said = list(send_missing_digest(folder, load_config(config_folder(None)).settings.digest))
    assert len(said) == 2
    assert "the first landscape" in (folder / "digests" / said[1].rsplit("/", 1)[1]).read_text(encoding="utf-8")


def test_a_landscape_of_a_past_day_writes_no_digest(data: Path, tmp_path: Path, run: Run) -> None:
    folder = Path(shutil.copytree(data, tmp_path / "data"))
    shutil.rmtree(folder / "digests")
    assert run("build", "--as-of", "2026-11-08", "--registry-clock", "--data", folder)[0] == 0
    assert list(send_missing_digest(folder, load_config(config_folder(None)).settings.digest)) == []


class _Listener(HTTPServer):
    bodies: list[dict[str, Any]]


class _Answers(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server = self.server
        assert isinstance(server, _Listener)
        server.bodies.append(json.loads(body))
        self.send_response(204 if len(server.bodies) > 1 else 503)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def listener() -> Iterator[_Listener]:
    """Return a server on this machine that takes posts, the first of them after a failure."""
    with _Listener(("127.0.0.1", 0), _Answers) as server:
        server.bodies = []
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_webhook_gets_the_digest_as_json(tmp_path: Path, run: Run, listener: _Listener) -> None:
    folder = quick_config(
        tmp_path / "config", every_search=True, webhook=f"http://127.0.0.1:{listener.server_port}/hook"
    )
    code, out, _ = run("refresh", "--replay", DEMO, "--data", tmp_path / "data", "--config", folder)
    assert (code, "The digest was posted." in out) == (0, True)
    refused, taken = listener.bodies
    assert refused == taken
    assert taken["text"].startswith("DEMO:")
    assert len(taken["changes"]) <= 50


def test_a_refresh_succeeds_if_its_digest_cannot_be_written(tmp_path: Path, run: Run) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "digests").write_text("in the way")
    options = ["--data", data, "--config", quick_config(tmp_path / "config")]
    with small_registry(some_records(2)) as registry:
        code, out, _ = run("refresh", *options, "--base-url", registry.base_url)
    assert (code, "The digest could not be written:" in out) == (0, True)
    assert (data / "warehouse" / "current").is_file()
