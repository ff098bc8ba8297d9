"""The schedule as a real process whose JSON log is read line by line."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_PATIENCE = 120


class RunningService:
    """A ``trialscape schedule`` process; ``log`` is what it has logged and was read of it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.log: list[dict[str, Any]] = []

    def wait_for(self, event: str) -> dict[str, Any]:
        """Read the log up to the next entry of this kind and return it."""
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.log.append(json.loads(line))
            if self.log[-1].get("event") == event:
                return self.log[-1]
        raise AssertionError(f"the log ended without '{event}': {self.log}")

    def terminate(self) -> int:
        """Send SIGTERM and return the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.end()

    def end(self) -> int:
        """Wait for the end and return the exit code."""
        assert self.process.stderr is not None
        self.log += [json.loads(line) for line in self.process.stderr]
        return self.process.wait(_PATIENCE)

    def events(self) -> list[str]:
        """Return the kinds of all entries so far."""
        return [str(entry.get("event", "")) for entry in self.log]


@contextmanager
def scheduled(*options: str | Path) -> Iterator[RunningService]:
    """Yield a schedule with these options; at the end it is killed if it still runs."""
    command = [sys.executable, "-m", "trialscape", "schedule", "--log-format", "json", *map(str, options)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield RunningService(process)
        finally:
            process.kill()
