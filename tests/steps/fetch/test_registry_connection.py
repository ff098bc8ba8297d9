"""The way to the registry is closed behind whoever went it."""

import socket
import threading
from pathlib import Path

import pytest

from tests.support.registry.registry_kit import settings
from trialscape.errors import RegistryRefusedError
from trialscape.steps.fetch.registry_connection import connect_registry

_PATIENCE = 20.0
_ANSWER = b'{"apiVersion": "2.0.5", "dataTimestamp": "2026-02-02T09:00:05"}'
_HEAD = b"HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"


class Line:
    """A server for one connection, which it would keep open for ever; ``end`` is what came last, b"" for the end."""

    def __init__(self, status: bytes = b"200 OK") -> None:
        self.end: bytes | None = None
        self._answer = _HEAD % (status, len(_ANSWER)) + _ANSWER
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.base_url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/api/v2"
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        with self._socket, self._socket.accept()[0] as line:
            line.settimeout(_PATIENCE)
            line.recv(65536)
            line.sendall(self._answer)
            try:
                self.end = line.recv(65536)
            except TimeoutError:
                self.end = None

    def join(self) -> None:
        self._thread.join(2 * _PATIENCE)


def test_the_connection_ends_with_the_run(tmp_path: Path) -> None:
    server = Line()
    with connect_registry(settings(gap=0.0), base_url=server.base_url, keep=tmp_path) as link:
        assert link.registry.version() == "2026-02-02T09:00:05"
        assert server.end is None
    server.join()
    assert server.end == b""


def test_the_connection_ends_with_a_run_that_failed(tmp_path: Path) -> None:
    server = Line(b"403 Forbidden")
    with (
        pytest.raises(RegistryRefusedError),
        connect_registry(settings(gap=0.0), base_url=server.base_url, keep=tmp_path) as link,
    ):
        link.registry.version()
    server.join()
    assert server.end == b""
