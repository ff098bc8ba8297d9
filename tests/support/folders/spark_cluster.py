"""A Spark cluster of this machine: a standalone master and workers of one core each, as processes on loopback."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import psutil
import pytest

_START_SECONDS = 120
_LOCAL = "127.0.0.1"


def require_spark() -> None:
    """Skip the tests of a module where pyspark or Java is missing."""
    for name in ("pyspark", "pyarrow", "fsspec"):
        if find_spec(name) is None:
            pytest.skip(f"the package {name} is not installed; 'make spark' runs these tests", allow_module_level=True)
    if shutil.which("java") is None:
        pytest.skip("Java is not installed, and Spark needs it", allow_module_level=True)


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the variables of a process that takes part: loopback only, and this interpreter."""
    found = {name: value for name, value in os.environ.items() if not name.startswith(("SPARK_", "TRIALSCAPE_"))}
    return {**found, "SPARK_LOCAL_IP": _LOCAL, "PYSPARK_PYTHON": sys.executable, **(extra or {})}


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as opened:
        opened.bind((_LOCAL, 0))
        return int(opened.getsockname()[1])


@dataclass
class SparkCluster:
    """A master and its workers; ``folder`` holds their logs and work, ``extra`` their further variables."""

    folder: Path
    extra: Mapping[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    master: subprocess.Popen[bytes] | None = None
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The address of the master."""
        return f"spark://{_LOCAL}:{self.port}"

    def start_master(self) -> None:
        """Start the master and wait until it answers."""
        self.master = self._process("master", "master.Master", "--port", str(self.port))
        self._wait_for("master", "I have been elected leader")

    def start_worker(self) -> None:
        """Start a worker of one core and wait until the master has it."""
        number = len(self.workers)
        work = ["--cores", "1", "--memory", "1g", "--work-dir", str(self.folder / f"work{number}"), self.url]
        self.workers.append(self._process(f"worker{number}", "worker.Worker", *work))
        self._wait_for(f"worker{number}", "Successfully registered with master")

    def kill_worker(self, number: int) -> None:
        """Kill a worker with all that it started, as when its machine loses power."""
        process = self.workers[number]
        for child in [*psutil.Process(process.pid).children(recursive=True), psutil.Process(process.pid)]:
            with suppress(psutil.NoSuchProcess):
                child.send_signal(signal.SIGKILL)
        process.wait()

    def end(self) -> None:
        """End all processes."""
        for number, process in enumerate(self.workers):
            if process.poll() is None:
                self.kill_worker(number)
        if self.master is not None:
            self.master.kill()
            self.master.wait()

    def _process(self, name: str, kind: str, *options: str) -> subprocess.Popen[bytes]:
        import pyspark

        home = Path(pyspark.__file__).parent
        start = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{kind}"]
        command = [*start, "--host", _LOCAL, "--webui-port", "0", *options]
        with (self.folder / f"{name}.log").open("wb") as log:
            # A group of its own takes no Ctrl-C of the test.
            variables = environment({"SPARK_DAEMON_MEMORY": "512m", **self.extra})
            return subprocess.Popen(
                command, stdout=log, stderr=subprocess.STDOUT, env=variables, cwd=self.folder, start_new_session=True
            )

    def _wait_for(self, name: str, words: str) -> None:
        log, until = self.folder / f"{name}.log", time.monotonic() + _START_SECONDS
        while words not in log.read_text(encoding="utf-8", errors="replace"):
            if time.monotonic() > until:
                raise AssertionError(f"{name} did not start: {log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.2)


@contextmanager
def cluster(folder: Path, workers: int = 2, extra: Mapping[str, str] | None = None) -> Iterator[SparkCluster]:
    """Start a master and workers, and end them with the block."""
    started = SparkCluster(folder, extra or {})
    try:
        started.start_master()
        for _ in range(workers):
            started.start_worker()
        yield started
    finally:
        started.end()


def classify(*options: str, extra: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
    """Start ``trialscape classify --engine spark`` with these options."""
    command = [sys.executable, "-m", "trialscape", "classify", "--engine", "spark", *options]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(extra))
