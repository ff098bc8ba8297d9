"""One cluster of two workers for all tests of this folder, and an S3 server that its workers know."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping

import pytest

from tests.support.folders.spark_cluster import SparkCluster, cluster, free_port

_SECONDS = 60


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, str]]:
    """Start an S3 server of this machine; yield the variables with which a client finds it."""
    port = free_port()
    log = tmp_path_factory.mktemp("s3") / "log"
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with log.open("wb") as file:
        server = subprocess.Popen(command, stdout=file, stderr=subprocess.STDOUT)
    try:
        _wait_for(port)
        yield {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
            "AWS_ACCESS_KEY_ID": "anyone",
            "AWS_SECRET_ACCESS_KEY": "anything",
            "AWS_DEFAULT_REGION": "us-east-1",
        }
    finally:
        server.kill()
        server.wait()


def _wait_for(port: int) -> None:
    until = time.monotonic() + _SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 5).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
            continue
        return


@pytest.fixture(scope="session")
def two_workers(tmp_path_factory: pytest.TempPathFactory, s3: Mapping[str, str]) -> Iterator[SparkCluster]:
    """Start a master and two workers of one core each."""
    with cluster(tmp_path_factory.mktemp("cluster"), extra=s3) as started:
        yield started


@pytest.fixture
def s3_client(s3: Mapping[str, str], monkeypatch: pytest.MonkeyPatch) -> Mapping[str, str]:
    """Let this process find the S3 server too."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in s3.items():
        monkeypatch.setenv(name, value)
    return s3
