"""Time of the queries behind the commands in the documentation, warm, over one published file.

    python -m benchmarks.doc_queries DATA [--results FILE]

Runs every command of README and docs that only reads the published file, in one process, and adds up the time that its
queries take; the second of two runs counts. Commands that build, fetch, write files or serve are left out.
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
_COMMAND = re.compile(r"^trialscape (?P<words>\S.*)$", re.MULTILINE)
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
    longest = max(item["queries_ms"] for item in found)
    result = {"machine": machine(), "longest_ms": longest, "commands": found}
    asked.results.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))


def reading_commands() -> Iterator[list[str]]:
    """Yield the words of each command in README and docs that reads the published file, each once."""
    seen: set[str] = set()
    for page in (synthetic_registry.ROOT / "README.md", *sorted((synthetic_registry.ROOT / "docs").glob("*.md"))):
        for match in _COMMAND.finditer(page.read_text(encoding="utf-8")):
            words = match["words"].split(" #")[0].strip()
            if words.split()[0] in _READING and words not in seen:
                seen.add(words)
                yield shlex.split(words)


def measured(words: list[str], data: Path) -> dict[str, Any]:
    """Return the milliseconds of a command's queries and of the whole command, and its exit code."""
    for _ in range(2):
        with _query_times() as times, redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            begun = time.perf_counter()
            code = command_line([*words, "--data", str(data)])
            whole = time.perf_counter() - begun
    return {
        "command": " ".join(words),
        "exit_code": code,
        "queries": len(times),
        "queries_ms": round(1000 * sum(times)),
        "longest_query_ms": round(1000 * max(times, default=0.0)),
        "command_ms": round(1000 * whole),
    }


class _query_times:  # noqa: N801 - used like a function.
    """Collects the seconds of each query while it is open."""

    def __enter__(self) -> list[float]:
        self._query, times = Warehouse.query, list[float]()
        query = self._query

        def timed(warehouse: Warehouse, *arguments: Any, **options: Any) -> Any:
            begun = time.perf_counter()
            try:
                return query(warehouse, *arguments, **options)
            finally:
                times.append(time.perf_counter() - begun)

        Warehouse.query = timed  # type: ignore[method-assign,assignment]
        return times

    def __exit__(self, *_error: object) -> None:
        Warehouse.query = self._query  # type: ignore[method-assign]


if __name__ == "__main__":
    main()
