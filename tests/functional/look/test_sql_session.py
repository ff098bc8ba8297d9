"""The interactive SQL session, in a real terminal (a pseudo-terminal)."""

import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("readline", reason="this Python has no readline")

PROGRAM = "from trialscape.entry import run; run()"
PATIENCE = 60.0
PROMPT = "trialscape> "
SLOW = "SELECT sum(a.range * b.range) FROM range(1000000) a, range(1000000) b;"


class Terminal:
    """A session on a data folder; ``until`` waits for a text, so that no test depends on the machine's speed."""

    def __init__(self, data: Path, state: Path) -> None:
        self.seen = ""
        self._pid, self._end = pty.fork()
        if self._pid == 0:
            os.environ |= {"XDG_STATE_HOME": str(state), "TERM": "dumb", "NO_COLOR": "1", "COLUMNS": "120"}
            os.execv(sys.executable, [sys.executable, "-c", PROGRAM, "sql", "--data", str(data)])  # noqa: S606

    def type(self, text: str) -> None:
        """Send keys."""
        self.seen = ""
        os.write(self._end, text.encode())

    def interrupt(self) -> None:
        """Press Ctrl-C."""
        self.type("\x03")

    def until(self, text: str) -> str:
        """Return what was printed since the last keys, once it holds ``text``."""
        ends = time.monotonic() + PATIENCE
        while text not in self.seen:
            assert time.monotonic() < ends, self.seen
            if select.select([self._end], [], [], 0.1)[0]:
                self.seen += os.read(self._end, 65536).decode(errors="replace")
        return self.seen

    def ended(self) -> int:
        """Return the exit code of the session, which must end by itself."""
        while True:
            try:
                if not os.read(self._end, 65536):
                    break
            except OSError:
                # The other end is closed.
                break
        os.close(self._end)
        return os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])


def test_a_session_continues_after_errors_and_keeps_its_history(demo_source: Path, tmp_path: Path) -> None:
    session = Terminal(demo_source, tmp_path)
    session.until(PROMPT)
    session.type("FROM marts.trial\nSELECT count(*) AS counted;\n")
    session.until("counted")
    session.until(PROMPT)
    session.type("SELECT no_such_column;\n")
    session.until("The statement failed")
    session.until(PROMPT)
    session.type(".marts\n")
    session.until("marts.white_space")
    session.until(PROMPT)
    session.type(".columns readout\n")
    session.until("registry id of the trial")
    session.until(PROMPT)
    session.type(SLOW + "\n")
    time.sleep(0.5)
    session.interrupt()
    session.until("Stopped.")
    # A terminal drops an end of input that is typed before the next line is read.
    session.until(PROMPT)
    session.type("\x04")
    session.until("capsule")
    assert session.ended() == 0
    kept = (tmp_path / "trialscape" / "sql_history").read_text(encoding="utf-8")
    assert "SELECT count(*) AS counted;" in kept
    assert ".columns readout" in kept


def test_without_a_terminal_the_statement_is_read_from_standard_input(demo_source: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "sql", "--data", demo_source, "--format", "csv"],
        env={**os.environ, "XDG_STATE_HOME": str(tmp_path)}, input="SELECT 41 + 1 AS sum",
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "sum\n42\n"), done.stderr
    assert not (tmp_path / "trialscape").exists()
