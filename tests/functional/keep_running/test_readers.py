"""Readers that ask in a loop while the real command line publishes version after version.

The suite runs a sample; the full test is ``TRIALSCAPE_READERS=8 TRIALSCAPE_PUBLISHES=20 pytest -s`` on this file.
"""

import json
import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from tests.functional.conftest import ROOT
from tests.support.folders.quick_config import quick_config
from tests.support.registry.small_registry import small_registry, some_records
from trialscape.data_folder import warehouse_folder
from trialscape.warehouse.publish import versions

READERS = int(os.environ.get("TRIALSCAPE_READERS", "2"))
PUBLISHES = int(os.environ.get("TRIALSCAPE_PUBLISHES", "2"))
KEPT = 2
KINDS = ("library", "client", "holder")


def edition(number: int) -> str:
    return f"2026-01-{number + 1:02d}T09:00:05"


def refresh(*options: str | Path) -> None:
    command = [sys.executable, "-m", "trialscape", "refresh", *map(str, options)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Published" in done.stdout


def test_readers_and_refreshes_do_not_block_each_other(tmp_path: Path) -> None:
    data, stop = tmp_path / "data", tmp_path / "stop"
    options: list[str | Path] = ["--data", data, "--config", quick_config(tmp_path / "config", keep_versions=KEPT)]
    with small_registry(some_records(2)) as registry, ExitStack() as stack:
        options += ["--base-url", registry.base_url]
        registry.edition = edition(0)
        refresh(*options)
        readers = []
        for number in range(READERS):
            command = [sys.executable, "-m", "tests.support.folders.reader_process"]
            process = subprocess.Popen(
                [*command, str(warehouse_folder(data)), str(stop), KINDS[number % len(KINDS)]],
                cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            )  # fmt: skip
            readers.append(stack.enter_context(process))
        for number in range(1, PUBLISHES + 1):
            registry.edition, registry.records = edition(number), some_records(2 + number)
            refresh(*options)
        stop.touch()
        reports = []
        for process in readers:
            out, err = process.communicate()
            assert (process.returncode, err) == (0, "")
            reports.append(json.loads(out))
    allowed = {edition(number): [2 + number, 2 + number] for number in range(PUBLISHES + 1)}
    for report in reports:
        assert report["mixed"] == []
        assert report["seen"].items() <= allowed.items()
        assert (len(report["seen"]) == 1) == (report["kind"] == "holder"), report
        assert report["kind"] == "holder" or edition(PUBLISHES) in report["seen"]
    assert len(versions(warehouse_folder(data))) == KEPT
    print(*(f"{r['kind']}: {r['questions']} questions, {len(r['seen'])} versions" for r in reports), sep="\n")
