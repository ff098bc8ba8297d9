"""Print the tests of what changed since a commit, for ``make check``: one path a line.

usage: python -m tests.touched [COMMIT]     COMMIT defaults to HEAD, so that uncommitted changes count
"""

import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[1]
ALWAYS = "tests/architecture"


def changed(since: str) -> list[str]:
    """Return the paths that differ from ``since``, new files included."""
    asked = (["diff", "--name-only", since], ["ls-files", "--others", "--exclude-standard"])
    runs = [subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True) for words in asked]
    return [line for run in runs for line in run.stdout.splitlines()]


def tests_for(paths: Iterable[str]) -> list[str]:
    """Return the test files and folders that belong to the changed ``paths``, without those inside one another."""
    found = {ALWAYS} | {test for path in paths for test in _tests(PurePosixPath(path)) if (ROOT / test).exists()}
    return sorted(test for test in found if not any(test != other and test.startswith(f"{other}/") for other in found))


def _tests(path: PurePosixPath) -> Iterator[str]:
    if path.parts[0] == "tests" and path.name.startswith("test_"):
        yield str(path)
    elif path.parts[:2] == ("src", "trialscape"):
        room = PurePosixPath("tests", *path.parts[2:-1])
        while not (ROOT / room).is_dir():
            room = room.parent
        if room != PurePosixPath("tests"):
            yield str(room)
    elif path.parts[0] == "sql":
        yield "tests/sql"
    elif path.parts[0] == "config":
        yield from (
            "tests/config",
            "tests/classify/test_rule_lint.py",
            "tests/classify/treatment",
            "tests/classify/population",
        )


if __name__ == "__main__":
    print("\n".join(tests_for(changed(sys.argv[1] if len(sys.argv) > 1 else "HEAD"))))
