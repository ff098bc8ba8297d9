"""What a cluster that is not there, or not ready, costs: one sentence, the documented exit code, and bounded time."""

import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support.folders.spark_cluster import SparkCluster, classify, free_port, require_spark
from tests.support.folders.spark_data import records_of_cases, written
from trialscape.data_folder import archive_folder

require_spark()
_SECONDS = 180


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("faults") / "data", [records_of_cases(1)])


def failed(data: Path, master: str, *options: str, extra: Mapping[str, str] | None = None) -> tuple[int, str]:
    """Return exit code and sentence of a run that fails; nothing may be left."""
    done = classify("--master", master, "--data", str(data), *options, extra=extra)
    printed, told = done.communicate(timeout=_SECONDS)
    assert printed == ""
    assert told.count("\n") == 1, told
    assert not list(data.rglob("*.unfinished"))
    return done.returncode, told


def test_a_master_that_is_not_there(data: Path) -> None:
    begun = time.monotonic()
    code, told = failed(data, f"spark://127.0.0.1:{free_port()}")
    assert (code, time.monotonic() - begun < 60) == (19, True)
    assert told.endswith("cannot be reached: Connection refused; check address and port.\n")


@pytest.mark.parametrize("master", ["spark://127.0.0.1", "spark://:7077", "spark://127.0.0.1:many"])
def test_a_master_without_host_or_port(data: Path, master: str) -> None:
    assert failed(data, master)[0] == 2


def test_a_server_that_is_no_master(data: Path) -> None:
    """It takes the connection and never answers; Spark itself gives up after three times 20 s."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        code, told = failed(data, f"spark://127.0.0.1:{silent.getsockname()[1]}")
    assert code == 19
    assert "did not take the application or ended it" in told


def test_no_worker_with_room(two_workers: SparkCluster, data: Path, tmp_path: Path) -> None:
    (tmp_path / "spark-defaults.conf").write_text("spark.executor.memory 100g\n", encoding="utf-8")
    (tmp_path / "log4j2.properties").write_text("rootLogger.level = off\n", encoding="utf-8")
    done = classify(
        "--master", two_workers.url, "--data", str(data), "--patience", "3", extra={"SPARK_CONF_DIR": str(tmp_path)}
    )
    _, told = done.communicate(timeout=_SECONDS)
    assert done.returncode == 19
    assert "No worker of spark://127.0.0.1:" in told.splitlines()[-1]


def test_workers_without_the_needed_packages(two_workers: SparkCluster, data: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "bare")], check=True)
    bare = tmp_path / "bare" / "bin" / "python"
    code, told = failed(data, two_workers.url, extra={"PYSPARK_PYTHON": str(bare)})
    assert (code, told.split(";")[0].rsplit(" ", 1)[0]) == (19, "A worker lacks the Python package")
    assert "install trialscape[spark] on each worker" in told


def test_workers_without_that_interpreter(two_workers: SparkCluster, data: Path, tmp_path: Path) -> None:
    code, told = failed(data, two_workers.url, extra={"PYSPARK_PYTHON": str(tmp_path / "absent")})
    assert (code, told.split(";")[0]) == (19, f"A worker has no Python at {tmp_path / 'absent'}")


@pytest.mark.parametrize("home", ["", "absent"])
def test_no_java(data: Path, tmp_path: Path, home: str) -> None:
    extra = {"PATH": str(tmp_path), "JAVA_HOME": str(tmp_path / home) if home else ""}
    code, told = failed(data, "local[1]", extra=extra)
    assert code == 2
    assert "install Java 17 or newer" in told


def test_a_damaged_archive(data: Path, tmp_path: Path) -> None:
    """One byte in the middle of the texts: only its hash shows it, and the worker looks."""
    broken = written(tmp_path / "data", [records_of_cases(1)])
    (part,) = (archive_folder(broken) / "parts").glob("*records.parquet")
    content = bytearray(part.read_bytes())
    content[len(content) // 2] ^= 1
    part.write_bytes(content)
    code, told = failed(broken, "local[1]")
    assert code == 11
    assert told.startswith(f"The archive's part {part.name} is damaged; restore ")


def test_an_address_that_nothing_reads(data: Path) -> None:
    code, told = failed(data, "local[1]", "--store", "nowhere://bucket/folder")
    assert code == 2
    assert "give a folder or s3://BUCKET/FOLDER" in told
