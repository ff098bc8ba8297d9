"""A standalone master with two workers gives the bytes of one machine, also when a worker is killed, and on S3."""

import shutil
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support.folders.spark_cluster import SparkCluster, classify, require_spark
from tests.support.folders.spark_data import reading_files, real_days, records_of_cases, written
from trialscape.config.load import load_config
from trialscape.data_folder import archive_folder, readings_folder
from trialscape.paths import config_folder
from trialscape.readings import parts
from trialscape.steps.build import read_missing
from trialscape.steps.build.read_archive import read_archive
from trialscape.steps.rows.reading_line import readings_version

require_spark()
CONFIG = load_config(config_folder(None))
_SECONDS = 600


def files_of_one_machine(data: Path, size: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the parts that this machine makes of the same archive, in parts of as many versions."""
    alone = data.with_name("alone")
    shutil.copytree(archive_folder(data), archive_folder(alone))
    monkeypatch.setattr(read_missing, "_PART", size)
    read_archive(CONFIG, alone, lambda _count: None)
    return reading_files(alone, CONFIG)


def rows_of(data: Path, name: str) -> int:
    return len(parts.versions_in(readings_folder(data) / readings_version(CONFIG) / name))


def test_readings_of_two_workers_have_the_bytes_of_one_machine(
    two_workers: SparkCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = list(records_of_cases())
    again = [{**record, "hasResults": True} for record in first[:3]]
    # On the third day the first trial is again as it was, so that its version already has a reading.
    data = written(tmp_path / "data", [first, again, first[:1]])
    done = classify("--master", two_workers.url, "--data", str(data))
    printed, told = done.communicate(timeout=_SECONDS)
    assert done.returncode == 0, told
    assert printed.startswith(f"{len(first) + len(again)} versions classified on 2 cores in ")
    found = reading_files(data, CONFIG)
    assert len(found) > 1
    assert found == files_of_one_machine(data, rows_of(data, found[0]), monkeypatch)
    # A build, or the command on this machine, finds nothing left to do.
    assert read_archive(CONFIG, data, lambda _count: None) == 0


def test_a_killed_worker_changes_nothing_in_the_readings_of_all_real_records(
    two_workers: SparkCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = written(tmp_path / "data", real_days())
    running = classify("--master", two_workers.url, "--data", str(data))
    folder = readings_folder(data) / readings_version(CONFIG)
    until = time.monotonic() + _SECONDS
    while not parts.listed(folder) and running.poll() is None and time.monotonic() < until:
        time.sleep(0.05)
    # The job is in the middle: the first part is there, and each worker has a task in its hands.
    two_workers.kill_worker(0)
    assert running.poll() is None
    printed, told = running.communicate(timeout=_SECONDS)
    two_workers.start_worker()
    assert running.returncode == 0, told
    assert "versions classified on 2 cores in 8 parts" in printed
    found = reading_files(data, CONFIG)
    assert found == files_of_one_machine(data, rows_of(data, found[0]), monkeypatch)
    assert sorted(path.name for path in folder.iterdir()) == found


def test_archive_and_readings_on_s3(
    two_workers: SparkCluster, s3_client: Mapping[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fsspec

    from trialscape.steps.spark.store import Store

    data = written(tmp_path / "data", [records_of_cases(4)])
    server = fsspec.filesystem("s3", use_listings_cache=False)
    server.mkdir("trials")
    server.put(str(archive_folder(data)), "trials/here/archive", recursive=True)
    address = "s3://trials/here"
    options = ["--master", two_workers.url, "--store", address, "--data", str(tmp_path / "unused")]
    done = classify(*options, extra=s3_client)
    printed, told = done.communicate(timeout=_SECONDS)
    assert done.returncode == 0, told
    store, folder = Store(address), f"readings/{readings_version(CONFIG)}"
    found = store.names(folder)
    assert all(parts.states_hash_of(name, store.read(f"{folder}/{name}")) for name in found)
    assert f"in {len(found)} parts below {address}/readings" in printed
    # Copied next to the archive, they serve a build.
    (data / folder).mkdir(parents=True)
    for name in found:
        (data / folder / name).write_bytes(store.read(f"{folder}/{name}"))
    assert read_archive(CONFIG, data, lambda _count: None) == 0
    assert found == files_of_one_machine(data, rows_of(data, found[0]), monkeypatch)
    # The second time nothing is left to do.
    done = classify(*options, extra=s3_client)
    assert done.communicate(timeout=_SECONDS)[0].startswith("0 versions classified")
    assert not (tmp_path / "unused").exists()
