"""A registry of a few records on this machine, for tests that run the command line as a separate process.

Every search finds every record. ``hold`` stops it in the middle of a walk until ``release``, so that a test can do
something to the process that asks at a moment of its choosing.
"""

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.support.records.studies import Record, make_record

_PATIENCE = 60.0


def some_records(count: int, *, status: str = "RECRUITING", first: int = 1) -> list[Record]:
    """Return records that a search of immuno-oncology could find."""
    return [
        make_record(
            f"NCT{number:08d}",
            title="Nivolumab and relatlimab after progression on PD-1 inhibitors",
            status=status,
            conditions=("Melanoma",),
            interventions=(("DRUG", "Relatlimab"), ("DRUG", "Nivolumab")),
            sites=(("University Hospital", "Germany"),),
            eligibility="Inclusion Criteria:\n* Progression on prior anti-PD-1 therapy",
            last_update_posted="2026-01-05",
        )
        for number in range(first, first + count)
    ]


class SmallRegistry:
    """What the server serves; change it between requests as you like. ``refuse`` is a status to answer with."""

    def __init__(self, records: Sequence[Record]) -> None:
        self.edition = "2026-01-09T09:00:05"
        self.records = list(records)
        self.refuse = 0
        self.asked: list[str] = []
        self.address = ""
        self._gate, self._reached = threading.Event(), threading.Event()
        self._gate.set()
        self._held_after = -1

    @property
    def base_url(self) -> str:
        """Return what --base-url takes."""
        return f"http://{self.address}/api/v2"

    def hold(self, after: int) -> None:
        """Answer ``after`` more pages of studies, then wait with the next one."""
        self._held_after = after
        self._reached.clear()
        self._gate.clear()

    def wait_until_held(self) -> None:
        """Wait until somebody asks for the page that is held back."""
        assert self._reached.wait(_PATIENCE), "nobody asked for the page that is held back"

    def release(self) -> None:
        """Answer again."""
        self._held_after = -1
        self._gate.set()

    def answer(self, path: str, query: dict[str, list[str]]) -> tuple[int, dict[str, Any]]:
        """Return status and body for a request."""
        self.asked.append(path)
        if self.refuse:
            return self.refuse, {}
        if path.endswith("/version"):
            return 200, {"apiVersion": "2.0.5", "dataTimestamp": self.edition}
        if self._held_after == 0:
            self._reached.set()
            self._gate.wait(_PATIENCE)
        elif self._held_after > 0:
            self._held_after -= 1
        return 200, self._page(query)

    def _page(self, query: dict[str, list[str]]) -> dict[str, Any]:
        size, begin = int(query["pageSize"][0]), int(query.get("pageToken", ["0"])[0])
        body: dict[str, Any] = {"studies": self.records[begin : begin + size]}
        if "countTotal" in query:
            body["totalCount"] = len(self.records)
        if begin + size < len(self.records):
            body["nextPageToken"] = str(begin + size)
        return body


@contextmanager
def small_registry(records: Sequence[Record]) -> Iterator[SmallRegistry]:
    """Yield a registry that answers on a free port until the end of the block."""
    registry = SmallRegistry(records)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            status, body = registry.answer(parts.path, parse_qs(parts.query))
            content = json.dumps(body).encode()
            try:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
            except (BrokenPipeError, ConnectionResetError):
                # Whoever asked was killed, which is what some tests are about.
                self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    registry.address = f"127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield registry
    finally:
        registry.release()
        server.shutdown()
        thread.join()
        server.server_close()
