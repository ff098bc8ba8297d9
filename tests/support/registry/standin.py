"""The stand-in registry of the shared folder, run as a separate process and used over real HTTP."""

import http.client
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

_SHARED = Path(__file__).resolve().parents[4] / "shared"
_TOOL = _SHARED / "tools" / "ctgov_standin.py"
_DATA = _SHARED / "data" / "ctgov-real.jsonl.gz"
VERSIONS = _SHARED / "data" / "ctgov-versions.jsonl.gz"
_START_SECONDS = 60


@dataclass(frozen=True, slots=True)
class StandIn:
    """A running stand-in; ``base_url`` is everything before ``/studies``."""

    address: str

    @property
    def base_url(self) -> str:
        """Return what --base-url takes."""
        return f"http://{self.address}/api/v2"

    def control(self, **changes: Any) -> dict[str, Any]:
        """Change what the stand-in does: ``faults``, ``as_of``, ``drop``, ``clear_log``."""
        return self._ask("POST", json.dumps(changes))

    def asked(self) -> list[str]:
        """Return the paths of all requests for data since the log was cleared."""
        paths = [str(entry["path"]) for entry in self._ask("GET")["log"]]
        return [path for path in paths if path != "/_control"]

    def reset(self, *, faults: Sequence[str] = ()) -> None:
        """Put ``faults`` ahead, in place of any others, and empty the log."""
        self.control(faults=list(faults), clear_log=True)

    @contextmanager
    def serving(self, **changes: Any) -> Iterator[None]:
        """Serve another day (``as_of``) or fewer records (``drop``) for a while; both are slow to change."""
        self.control(**changes)
        try:
            yield
        finally:
            self.control(as_of=None, drop=[])

    def _ask(self, method: str, body: str | None = None) -> dict[str, Any]:
        connection = http.client.HTTPConnection(self.address, timeout=_START_SECONDS)
        try:
            connection.request(method, "/_control", body)
            answer: dict[str, Any] = json.loads(connection.getresponse().read())
        finally:
            connection.close()
        return answer


@contextmanager
def running_standin(*files: Path) -> Iterator[StandIn]:
    """Yield a stand-in that serves one or two files (default: all shared real records); skip where any is absent."""
    data, *versions = files or (_DATA, VERSIONS)
    for needed in (_TOOL, data, *versions):
        if not needed.is_file():
            pytest.skip(f"the stand-in registry needs {needed.name} of the shared folder beside the checkout")
    command = [sys.executable, str(_TOOL), "--data", str(data)]
    for path in versions:
        command += ["--versions", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line.startswith("listening http://"), f"the stand-in said {line!r}"
            yield StandIn(urlsplit(line.split()[1]).netloc)
        finally:
            process.terminate()
