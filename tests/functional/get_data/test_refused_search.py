"""A search whose words the registry refuses is named and keeps its trials; the others are published."""

import json
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.functional.conftest import Run
from tests.support.folders.refresh_kit import make_config, published, trial
from tests.support.registry.hostile_server import Behaviour, hostile, send
from trialscape.archive.store import Archive
from trialscape.cli.main import main
from trialscape.data_folder import archive_folder

WORDS: dict[str, Iterable[str]] = {"alpha": ["alphadrug"], "beta": ["betadrug"]}


def registry(day: str, *refused: str) -> Behaviour:
    """Answer each search with a different trial, and those for ``refused`` words with status 400."""

    def behave(handler: BaseHTTPRequestHandler, _count: int) -> None:
        url = urlsplit(handler.path)
        asked = dict(parse_qsl(url.query)).get("filter.advanced", "")
        if url.path.endswith("/version"):
            send(handler, json.dumps({"dataTimestamp": f"{day}T09:00:05"}).encode())
        elif any(word in asked for word in refused):
            send(handler, b"Wrong expression near the first word", "text/plain", 400)
        else:
            number = 1 if "alphadrug" in asked else 2
            page = {"studies": [trial(number, posted=day)], "totalCount": 1}
            send(handler, json.dumps(page).encode())

    return behave


def options(config: Path, data: Path, url: str) -> list[str | Path]:
    return ["refresh", "--config", config, "--data", data, "--base-url", url]


def test_a_refused_search_keeps_its_trials_and_the_rest_is_published(tmp_path: Path, run: Run) -> None:
    config, data = make_config(tmp_path / "config", WORDS), tmp_path / "data"
    with hostile(registry("2026-02-02")) as url:
        assert run(*options(config, data, url))[0] == 0
    before = published(data)
    with hostile(registry("2026-02-03", "betadrug")) as url:
        code, out, err = run(*options(config, data, url))
    assert code == 18, err
    assert "1 search was refused" in err
    assert "The search 'beta' is refused" in out
    assert published(data) != before
    assert Archive(archive_folder(data)).members() == {"alpha": 1, "beta": 1}
    with hostile(registry("2026-02-04")) as url:
        assert run(*options(config, data, url))[0] == 0


def test_nothing_is_stored_if_all_searches_are_refused(tmp_path: Path, run: Run) -> None:
    config, data = make_config(tmp_path / "config", WORDS), tmp_path / "data"
    with hostile(registry("2026-02-02", "drug")) as url:
        code, _, err = run(*options(config, data, url))
    assert code == 12, err
    assert Archive(archive_folder(data)).last_run() is None


def test_doctor_requests_each_search_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = make_config(tmp_path / "config", WORDS)
    with hostile(registry("2026-02-02", "betadrug")) as url:
        code = main(["doctor", "--searches", "--config", str(config), "--base-url", url])
    shown = capsys.readouterr()
    assert code == 12
    assert "alpha: 1 trials" in shown.out
    assert "The search 'beta' is refused" in shown.out
    assert "Refused: beta." in shown.err
