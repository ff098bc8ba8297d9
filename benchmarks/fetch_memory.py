"""Peak memory of a first fetch: the walk of every search over HTTP, and the commit to a new archive.

    python -m benchmarks.fetch_memory [--trials 10000] [--from FILE ...]

A server in this process pages through the trials, which repeat the records of FILE that a search finds (default: the
registry records next to the checkout, else the bundled ones) under new ids. Each trial is found by two searches. The
fetch is a separate process; its peak is the resident memory that the operating system states. Needs Linux.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import orjson

from benchmarks.synthetic_registry import whole
from trialscape.config.load import Config, load_config
from trialscape.essie.match import Record
from trialscape.essie.parse import parse
from trialscape.paths import config_folder
from trialscape.registry.query import expression
from trialscape.steps.fetch.fetch_searches import fetch_searches
from trialscape.steps.fetch.registry_connection import connect_registry

ROOT = Path(__file__).resolve().parents[1]
REAL_RECORDS = ROOT.parent / "shared" / "data" / "ctgov-real.jsonl.gz"
BUNDLED = sorted((ROOT / "cassettes" / "demo").rglob("*.json"))
_FETCH = "--fetch"


def grown(files: list[str], count: int, config: Config) -> list[bytes]:
    """Return ``count`` records as JSON: those of ``files`` that a search finds, again and again under new ids."""
    asked = [parse(expression(search)) for search in config.searches]
    records = whole(files)
    shapes = [record for record in records if any(map(Record(record).matches, asked))]
    return [_renamed(shapes[number % len(shapes)], f"NCT{number + 1:08d}") for number in range(count)]


def _renamed(record: dict[str, object], nct_id: str) -> bytes:
    sections: dict[str, dict[str, object]] = record["protocolSection"]  # type: ignore[assignment]
    sections["identificationModule"]["nctId"] = nct_id
    return orjson.dumps(record)


class Pages(BaseHTTPRequestHandler):
    """Answers as the registry does; each search, known by its words, finds two of as many parts as there are."""

    trials: list[bytes]
    searches: int
    met: list[str]

    def do_GET(self) -> None:
        """Answer one request."""
        url = urlsplit(self.path)
        if url.path.endswith("/version"):
            self._send(b'{"apiVersion": "2.0.5", "dataTimestamp": "2026-11-06T09:00:05"}')
            return
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        words = query.get("filter.advanced", "")
        if words not in self.met:
            self.met.append(words)
        first, size, at = self.met.index(words), int(query["pageSize"]), int(query.get("pageToken", "0"))
        parts = {first % self.searches, (first + 1) % self.searches}
        found = [record for number, record in enumerate(self.trials) if number % self.searches in parts]
        token = f', "nextPageToken": "{at + size}"' if at + size < len(found) else ""
        total = f', "totalCount": {len(found)}' if not at else ""
        self._send(b'{"studies": [' + b",".join(found[at : at + size]) + f"]{total}{token}}}".encode())

    def _send(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def fetch(address: str, data: Path) -> None:
    """Fetch every search into an empty archive, without the pauses between requests, and print one JSON line."""
    config = load_config(config_folder(None))
    peaks = {"before": peak()}
    began = time.process_time()

    def note(search: str, seen: int, total: int | None) -> None:  # noqa: ARG001 - the walk names what it reads.
        peaks["last_page"] = peak()

    with connect_registry(
        config.settings.registry, base_url=address, keep=data / "walks", sleep=lambda _: None
    ) as connection:
        result = fetch_searches(config, connection.registry, data, on_page=note)
    assert result.summary is not None
    peaks["archived"] = peak()
    seconds = round(time.process_time() - began, 1)
    print(json.dumps({"trials": result.summary.new, "seconds_of_cpu": seconds, "peak_mb": peaks}))


def peak() -> int:
    """Return the highest resident memory of this process so far, in MB."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM"))


def main() -> None:
    """Serve the trials, fetch them in a separate process, and print its output."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=int, default=10_000)
    usual = [str(REAL_RECORDS)] if REAL_RECORDS.is_file() else list(map(str, BUNDLED))
    parser.add_argument("--from", dest="files", nargs="*", default=usual, metavar="FILE")
    options = parser.parse_args()
    config = load_config(config_folder(None))
    Pages.trials, Pages.searches, Pages.met = grown(options.files, options.trials, config), len(config.searches), []
    size = sum(map(len, Pages.trials)) / len(Pages.trials)
    print(f"{len(Pages.trials):,} trials of {size / 1000:.1f} kB, {Pages.searches} searches", flush=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory(prefix="fetch-memory-") as folder:
        address = f"http://127.0.0.1:{server.server_port}/api/v2"
        command = [sys.executable, "-m", "benchmarks.fetch_memory", _FETCH, address, str(Path(folder) / "data")]
        done = subprocess.run(command, check=False)
    server.shutdown()
    sys.exit(done.returncode)


if __name__ == "__main__":
    if sys.argv[1:2] == [_FETCH]:
        fetch(sys.argv[2], Path(sys.argv[3]))
    else:
        main()
