"""Refreshes over a small registry: a short configuration, records that pass the checks, what a data folder holds."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from tests.support.folders.quick_config import keep_one_report, word_searches
from tests.support.records.studies import Record, make_record
from tests.support.registry.faulty_registry import FaultyRegistry
from trialscape.archive import Archive
from trialscape.config.load import Config, load_config
from trialscape.steps.fetch.fetch_searches import FetchResult, fetch_searches
from trialscape.steps.fetch.registry_connection import connect_registry
from trialscape.steps.run.refresh import UNFINISHED_WALKS

ROOT = Path(__file__).resolve().parents[3]

SPEED = {
    "gap": "0.0",
    "backoff": "0.001",
    "backoff_ceiling": "0.002",
    "read_timeout": "5.0",
    "attempts": "3",
    "page_size": "10",
    "max_restarts": "2",
}


def trial(
    number: int, title: str = "alpha", posted: str = "2026-01-30", status: str = "RECRUITING", **more: Any
) -> Record:
    """Return a record that has all that the expectations ask for."""
    return make_record(
        f"NCT{number:08d}",
        title=f"Trial {number} of {title}",
        status=status,
        last_update_posted=posted,
        conditions=["Melanoma"],
        interventions=[("DRUG", "nivolumab")],
        eligibility="Progression on anti-PD-1 therapy.",
        sites=[("A University Hospital", "France")],
        **more,
    )


def make_config(folder: Path, searches: dict[str, Iterable[str]] | None = None, **settings: str) -> Path:
    """Return a copy of the shipped configuration with searches for words of the title (default: alpha, beta).

    It holds one report, because each makes each build longer.
    """
    if not folder.exists():
        shutil.copytree(ROOT / "config", folder)
        keep_one_report(folder)
    wanted = searches or {"alphas": ["alpha"], "betas": ["beta"]}
    (folder / "searches.toml").write_text(word_searches(wanted), encoding="utf-8")
    path = folder / "settings.toml"
    text = path.read_text(encoding="utf-8")
    for key, value in {**SPEED, **settings}.items():
        text, count = re.subn(rf"(?m)^{key} = \S+", f"{key} = {value}", text)
        assert count == 1, key
    path.write_text(text, encoding="utf-8")
    return folder


def fetched(config: Config | Path, data: Path, registry: FaultyRegistry, **options: Any) -> FetchResult:
    """Fetch into ``data`` within this process, over real HTTP."""
    config = config if isinstance(config, Config) else load_config(config)
    keep = data / UNFINISHED_WALKS
    with connect_registry(config.settings.registry, base_url=registry.base_url, keep=keep, sleep=_no_wait) as link:
        return fetch_searches(config, link.registry, data, **options)


def _no_wait(seconds: float) -> None:
    """Let the back-off pass at once."""


def command(config: Path, data: Path, base_url: str, *more: str) -> list[str]:
    """Return the command of a refresh as a separate process."""
    options = ["--config", str(config), "--data", str(data), "--base-url", base_url, *more]
    return [sys.executable, "-m", "trialscape", "refresh", *options]


def refresh(config: Path, data: Path, base_url: str, *more: str) -> subprocess.CompletedProcess[str]:
    """Run a refresh to its end."""
    return subprocess.run(
        command(config, data, base_url, *more), capture_output=True, text=True, cwd=ROOT, timeout=120, check=False
    )


@dataclass(frozen=True, slots=True)
class Held:
    """What an archive holds, without the times and ids of its runs: nothing else may depend on how it came to be."""

    versions: tuple[tuple[str, str, str], ...]
    hits: tuple[tuple[str, str, str, str], ...]
    fates: tuple[tuple[str, str, str, str], ...]
    editions: tuple[str, ...]


def held(data: Path) -> Held:
    """Return what the archive of a data folder holds, which must be sound."""
    archive = Archive(data / "archive")
    assert archive.verify() == []
    editions = {run.run: run.edition for run in archive.runs()}
    return Held(
        tuple((item.nct_id, item.edition, item.content_hash) for item in archive.history()),
        tuple(sorted((editions[hit.run], hit.search, hit.nct_id, str(hit.event)) for hit in archive.hits())),
        tuple(sorted((editions[item.run], item.nct_id, str(item.fate), item.detail) for item in archive.fates())),
        tuple(editions.values()),
    )


def published(data: Path) -> tuple[str, int] | None:
    """Return the archive's run behind the published warehouse and its number of trials; None when there is none.

    Every table of it is read to the last row, so that a half-written file would not pass.
    """
    pointer = data / "warehouse" / "current"
    if not pointer.exists():
        return None
    path = pointer.parent / pointer.read_text(encoding="utf-8").strip()
    with duckdb.connect(str(path), read_only=True) as warehouse:
        tables = warehouse.execute("SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT internal").fetchall()
        assert {"raw", "staging", "concepts", "marts", "meta"} <= {schema for schema, _ in tables}
        for schema, table in tables:
            warehouse.execute(f"SELECT count(COLUMNS(*)) FROM {schema}.{table}").fetchall()  # noqa: S608 - its own names
        facts = dict(warehouse.execute("SELECT key, value FROM raw.snapshot_fact").fetchall())
        counted = warehouse.execute("SELECT count(*) FROM raw.study_version").fetchall()
        assert warehouse.execute("SELECT count(*) FROM meta.snapshot").fetchall() == [(1,)]
    return str(facts["archive_run"]), int(counted[0][0])


def leftover_files(data: Path) -> list[str]:
    """Return the files of archive, warehouse and walks that are no longer needed after a refresh."""
    known = re.compile(
        r"archive/((manifests|compactions|parts)/[^.][^/]*\.(json|parquet)|writer\.(lock|txt))"
        r"|warehouse/([^./][^/]*\.duckdb|current)"
    )
    files = [
        path
        for name in ("archive", "warehouse", UNFINISHED_WALKS)
        for path in (data / name).rglob("*")
        if path.is_file()
    ]
    names = [str(path.relative_to(data)).replace(os.sep, "/") for path in files]
    return sorted(name for name in names if not known.fullmatch(name))
