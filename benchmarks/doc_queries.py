"""Time of the queries behind the commands in the documentation, warm, over one published file.

    python -m benchmarks.doc_queries DATA [--results FILE]

Runs every command of README and docs that only reads the published file, in one process, and adds up the time that its
queries take, in the fastest of three runs after a first one. Commands that build, fetch, write or serve are left out.
Other work on the machine lengthens elapsed time, so that the processor time is given too.
"""

import argparse
import json
import re
import shlex
import time
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

from benchmarks import synthetic_registry
from benchmarks.build_scale import machine
from trialscape.cli.main import main as command_line
from trialscape.warehouse.reader import Warehouse

RESULTS = synthetic_registry.ROOT / "benchmarks" / "results" / "doc_queries.json"
# The README shows a prompt, and cuts long output by a second program.
_COMMAND = re.compile(r"^(?:\$ )?trialscape (?P<words>\S.*)$", re.MULTILINE)
_CUT = re.compile(r" (?:#|2>|\||>) ?.*")
WARM_RUNS = 3
_READING = frozenset((
    "segments", "compare", "specifications", "trials", "find", "white-space", "audit", "claims", "players", "agents",
    "changes", "readouts", "review", "sql",
))  # fmt: skip


def main() -> None:
    """Measure every reading command and write the results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--results", type=Path, default=RESULTS)
    asked = parser.parse_args()
    found = [measured(words, asked.data) for words in reading_commands()]
    # A command with a name that only an example has ends with an error.
    done = [item for item in found if item["exit_code"] == 0]
    result = {"machine": machine(), "commands": sorted(done, key=lambda item: -item["queries_cpu_ms"])}
    asked.results.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))


def reading_commands() -> Iterator[list[str]]:
    """Yield the words of each command in README and docs that reads the published file, each once."""
    seen: set[str] = set()
    for page in (synthetic_registry.ROOT / "README.md", *sorted((synthetic_registry.ROOT / "docs").glob("*.md"))):
        for match in _COMMAND.finditer(page.read_text(encoding="utf-8")):
            words = _CUT.sub("", match["words"]).strip()
            if words.split()[0] in _READING and words not in seen:
                seen.add(words)
                yield shlex.split(words)


def measured(words: list[str], data: Path) -> dict[str, Any]:
    """Return a command's exit code and the milliseconds of all its queries, in the fastest of the warm runs."""
    runs = []
    for _ in range(1 + WARM_RUNS):
        with _query_times() as times, redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            code = command_line([*words, "--data", str(data)])
        runs.append((sum(elapsed for elapsed, _ in times), sum(used for _, used in times)))
    return {
        "command": " ".join(words),
        "exit_code": code,
        "queries": len(times),
        "queries_ms": round(1000 * min(elapsed for elapsed, _ in runs[1:])),
        "queries_cpu_ms": round(1000 * min(used for _, used in runs[1:])),
    }


class _query_times:  # noqa: N801 - used like a function.
    """Collects the elapsed and the processor seconds of each query while it is open."""

    def __enter__(self) -> list[tuple[float, float]]:
        self._query, times = Warehouse.query, list[tuple[float, float]]()
        query = self._query

        def timed(warehouse: Warehouse, *arguments: Any, **options: Any) -> Any:
            begun, used = time.perf_counter(), time.process_time()
            try:
                return query(warehouse, *arguments, **options)
            finally:
                times.append((time.perf_counter() - begun, time.process_time() - used))

        Warehouse.query = timed  # type: ignore[method-assign,assignment]
        return times

    def __exit__(self, *_error: object) -> None:
        Warehouse.query = self._query  # type: ignore[method-assign]


if __name__ == "__main__":
    main()
