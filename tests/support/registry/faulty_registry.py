"""A registry of our own on this machine: editions, pages, tokens, aliases, and every fault of the real one.

A search finds the records whose title holds one of its quoted words; of the rest of the query language only
``RANGE[day,MAX]`` over the post date is understood. Faults have the names that the shared stand-in gives them.
"""

import base64
import json
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Record = dict[str, Any]

STALE = "The data have probably changed while you were paginating. Please, start over from the first page."
# "404" is the web page of a wrong address, which is no word about a trial.
FAULTS = (
    "429",
    "500",
    "502",
    "503",
    "reset",
    "truncate",
    "garbage",
    "slow:0.2",
    "403",
    "404",
    "html200",
    "stale",
    "empty",
)


class FaultyRegistry:
    """What is served, and what was asked; everything may be changed while it runs."""

    def __init__(self) -> None:
        self.day = "2026-02-02"
        self.records: dict[str, Record] = {}
        self.aliases: dict[str, str] = {}
        self.faults: list[str] = []
        self.asked: list[str] = []
        self.before_page: Callable[[int], None] | None = None
        self.base_url = ""
        self.lock = threading.Lock()

    def serve(self, day: str, records: Sequence[Record]) -> None:
        """Serve another edition."""
        with self.lock:
            self.day, self.records = day, {_id(record): record for record in records}

    def expect(self, *faults: str) -> None:
        """Set the faults for the next requests for studies, replacing others, and clear the recorded requests.

        ``429@3`` lets two questions pass first; ``429*`` never ends.
        """
        with self.lock:
            self.faults, self.asked = list(faults), []

    def pages(self) -> list[str]:
        """Return the questions for pages since ``expect``."""
        return [path for path in self.asked if urlsplit(path).path.endswith("/studies")]

    def singles(self) -> list[str]:
        """Return the ids that were asked for singly since ``expect``."""
        return [urlsplit(path).path.rpartition("/")[2] for path in self.asked if "/studies/" in path]

    def fault(self) -> str:
        """Return the fault that is due now, "" when none is."""
        with self.lock:
            if not self.faults:
                return ""
            name, _, wait = self.faults[0].partition("@")
            if wait and int(wait) > 1:
                self.faults[0] = f"{name}@{int(wait) - 1}"
                return ""
            if name.endswith("*"):
                self.faults[0] = name
                return name.removesuffix("*")
            self.faults.pop(0)
            return name

    def found(self, expression: str) -> list[Record]:
        """Return the records that a search finds, by their ids."""
        since = re.search(r"RANGE\[([\d-]+),MAX\]", expression)
        words = [word.lower() for word in re.findall(r'"([^"]+)"', expression)]
        with self.lock:
            items = sorted(self.records.items())
        return [
            record
            for _, record in items
            if any(word in title_of(record).lower() for word in words) and (not since or posted(record) >= since[1])
        ]


def title_of(record: Record) -> str:
    return str(record["protocolSection"]["identificationModule"]["briefTitle"])


def posted(record: Record) -> str:
    return str(record["protocolSection"]["statusModule"]["lastUpdatePostDateStruct"]["date"])


def _id(record: Record) -> str:
    return str(record["protocolSection"]["identificationModule"]["nctId"])


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Otherwise each body waits 40 ms for the client to acknowledge the headers.
    disable_nagle_algorithm = True
    registry: FaultyRegistry

    def log_message(self, *_: Any) -> None:
        """Stay silent."""

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        self.registry.asked.append(self.path)
        path = url.path.removeprefix("/api/v2")
        if path == "/version":
            self._json({"apiVersion": "2.0.5", "dataTimestamp": f"{self.registry.day}T09:00:05"})
        elif path == "/studies":
            self._studies(dict(parse_qsl(url.query)))
        elif path.startswith("/studies/"):
            self._single(path.rpartition("/")[2])
        else:
            self._page_of_html(404)

    def _studies(self, query: Mapping[str, str]) -> None:
        if self.registry.before_page is not None:
            self.registry.before_page(len(self.registry.pages()))
        fault = self.registry.fault()
        if fault and not fault.startswith("slow") and fault != "truncate":
            self._fail(fault, query)
            return
        if fault.startswith("slow"):
            time.sleep(float(fault.partition(":")[2]))
        day, start = self.registry.day, 0
        if "pageToken" in query:
            day, _, offset = base64.urlsafe_b64decode(query["pageToken"]).decode().partition("/")
            start = int(offset)
        if day != self.registry.day:
            self._send(400, STALE.encode(), "text/plain")
            return
        hits, size = self.registry.found(query["filter.advanced"]), int(query["pageSize"])
        page: Record = {"studies": [self._stamped(record) for record in hits[start : start + size]]}
        if query.get("countTotal") == "true":
            page["totalCount"] = len(hits)
        if start + size < len(hits):
            page["nextPageToken"] = base64.urlsafe_b64encode(f"{day}/{start + size}".encode()).decode()
        self._json(page, cut=fault == "truncate")

    def _single(self, nct_id: str) -> None:
        fault = self.registry.fault()
        if fault:
            self._fail(fault, {})
        elif nct_id in self.registry.aliases:
            location = f"/api/v2/studies/{self.registry.aliases[nct_id]}"
            self._send(301, b"", "text/plain", Location=location)
        elif nct_id in self.registry.records:
            self._json(self._stamped(self.registry.records[nct_id]))
        else:
            self._send(404, f"NCT number {nct_id} not found".encode(), "text/plain")

    def _stamped(self, record: Record) -> Record:
        return {**record, "derivedSection": {"miscInfoModule": {"versionHolder": self.registry.day}}}

    def _fail(self, fault: str, query: Mapping[str, str]) -> None:
        if fault in ("403", "404", "500", "502", "503", "html200"):
            self._page_of_html(200 if fault == "html200" else int(fault))
        elif fault == "429":
            self._send(429, b"Too Many Requests", "text/plain")
        elif fault == "stale":
            self._send(400, STALE.encode(), "text/plain")
        elif fault == "refused token":
            self._send(400, b"Invalid value in parameter `pageToken`", "text/plain")
        elif fault == "garbage":
            self._send(200, b'{"studies": [{"protocolSection": ', "application/json")
        elif fault == "empty":
            self._json({"studies": [], **({"totalCount": 0} if "countTotal" in query else {})})
        else:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            self.close_connection = True

    def _page_of_html(self, status: int) -> None:
        self._send(status, b"<!doctype html><html><body>maintenance</body></html>", "text/html")

    def _json(self, body: Any, *, cut: bool = False) -> None:
        self._send(200, json.dumps(body).encode(), "application/json", cut=cut)

    def _send(self, status: int, body: bytes, kind: str, *, cut: bool = False, **headers: str) -> None:
        try:
            self.send_response(status)
            for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body[: len(body) // 2] if cut else body)
        except ConnectionError:
            # Whoever asked was killed meanwhile.
            self.close_connection = True
        self.close_connection = self.close_connection or cut


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that were killed; a defect of the server shows in what it answers."""


@contextmanager
def faulty_registry() -> Iterator[FaultyRegistry]:
    """Yield a running registry without records."""
    registry = FaultyRegistry()
    handler = type("Handler", (_Handler,), {"registry": registry})
    with _Server(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        registry.base_url = f"http://127.0.0.1:{server.server_address[1]}/api/v2"
        try:
            yield registry
        finally:
            server.shutdown()
            thread.join()
