"""Print the tests of what changed since a commit, for ``make check``: one path a line.

usage: python -m tests.touched [COMMIT]     COMMIT defaults to HEAD, so that uncommitted changes count
"""

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from trialscape.errors import WarehouseError
from trialscape.paths import sql_folder
from trialscape.warehouse.layers import build_order
from trialscape.warehouse.sqlfiles import LAYERS, find_sql_files

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
    elif path.parts[0] == "tests":
        yield from _beside(path)
    elif path.parts[:2] == ("src", "trialscape"):
        yield from _room(path)
    elif path.parts[:2] == ("sql", "queries"):
        yield from _asking("/".join(path.with_suffix("").parts[2:]))
    elif path.parts[0] == "sql":
        yield from _of_table(path)
    elif path.parts[0] == "config":
        yield from (
            "tests/config",
            "tests/classify/test_rule_lint.py",
            "tests/classify/treatment",
            "tests/classify/population",
        )


def _beside(path: PurePosixPath) -> Iterator[str]:
    """Yield the nearest folder above a helper that holds tests; none for those of ``support``, which all tests use."""
    folder = path.parent
    while len(folder.parts) > 1 and not any((ROOT / folder).glob("test_*.py")):
        folder = folder.parent
    if len(folder.parts) > 1:
        yield str(folder)


def _room(path: PurePosixPath) -> Iterator[str]:
    """Yield the folder of tests that mirrors the package of a source file."""
    room = PurePosixPath("tests", *path.parts[2:-1])
    while not (ROOT / room).is_dir():
        room = room.parent
    if room != PurePosixPath("tests"):
        yield str(room)


def _asking(query: str) -> Iterator[str]:
    """Yield the tests of the packages that ask a query, and the test files that name it."""
    yield "tests/sql/test_files.py"
    for module in _naming(ROOT / "src", re.escape(query)):
        yield from _room(module)
    for module in _naming(ROOT / "tests", re.escape(query)):
        if module.name.startswith("test_"):
            yield str(module)


def _of_table(path: PurePosixPath) -> Iterator[str]:
    """Yield the tests of a table and of all tables that rest on it; all of ``tests/sql`` where that is not known."""
    try:
        affected = resting_on(f"{path.parent.name}.{path.stem}") if path.parent.name in LAYERS else set()
    except WarehouseError:
        affected = set()
    if not affected:
        yield "tests/sql"
        return
    # The marts rest on nearly all tables, and every mart is compared with its twin over random worlds.
    yield from ("tests/sql/test_files.py", "tests/sql/test_marts.py")
    names = "|".join(sorted({table.partition(".")[2] for table in affected}))
    yield from map(str, _naming(ROOT / "tests" / "sql", rf"\b(?:{names})\b", "test_*.py"))


def resting_on(table: str) -> set[str]:
    """Return a table with all tables that read it, directly or through others; empty where there is no such table."""
    files = find_sql_files(sql_folder())
    affected = {table} & {file.table for file in files}
    for file, reads in build_order(files):
        if reads & affected:
            affected.add(file.table)
    return affected


def _naming(folder: Path, pattern: str, files: str = "*.py") -> list[PurePosixPath]:
    """Return the files below a folder whose text matches, relative to the checkout."""
    found = (path for path in sorted(folder.rglob(files)) if re.search(pattern, path.read_text(encoding="utf-8")))
    return [PurePosixPath(path.relative_to(ROOT).as_posix()) for path in found]


if __name__ == "__main__":
    print("\n".join(tests_for(changed(sys.argv[1] if len(sys.argv) > 1 else "HEAD"))))
