"""Imports go one way, each library has one home, and no file names what users do not have."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "trialscape"

# A package may import packages of lower floors only; those of one floor do not know one another.
FLOORS = [
    {"database", "errors", "paths", "program_version", "study", "verdict"},
    {"config"},
    {"registry", "archive", "classify", "market", "changes"},
    {"warehouse"},
    {"report"},
    {"steps"},
    {"schedule"},
    {"cli"},
    {"entry"},
]
# Within the ground floor the parser may use errors; nothing else there needs anything.
GROUND = {("study", "errors"), ("paths", "errors")}

HOMES = {
    "requests": {"registry"},
    "urllib3": {"registry"},
    "duckdb": {"archive", "database", "warehouse"},
    "pandas": {"report"},
    "xlsxwriter": {"report"},
    "apscheduler": {"schedule"},
    "pydantic": {"config", "study"},
    "pydantic_core": {"config"},
    "scipy": {"market"},
    "numpy": {"market"},
    "ahocorasick_rs": {"classify"},
    "typer": {"cli"},
    "rich": {"cli"},
    "filelock": {"archive", "steps"},
}


def part_of(path: Path) -> str:
    """Return the package or module below trialscape that ``path`` belongs to."""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """Yield the full names of all modules that ``path`` imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path} imports by a relative name"
            yield node.module


FILES = sorted(path for path in SOURCE.rglob("*.py") if part_of(path) not in ("__init__", "__main__", "_bundled"))


def floor_of(part: str) -> int:
    """Return the floor of a package; one that is on none fails the test."""
    return next(number for number, parts in enumerate(FLOORS) if part in parts)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_go_downwards(path: Path) -> None:
    part = part_of(path)
    for name in imports(path):
        if not name.startswith("trialscape."):
            continue
        other = name.split(".")[1]
        if other == part or (part, other) in GROUND:
            continue
        assert floor_of(other) < floor_of(part), f"{path.relative_to(ROOT)} imports {name}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_each_library_has_its_home(path: Path) -> None:
    for name in imports(path):
        library = name.split(".")[0]
        if library in HOMES:
            assert part_of(path) in HOMES[library], f"{path.relative_to(ROOT)} imports {library}"


def test_one_function_opens_all_databases() -> None:
    for path in FILES:
        opens = "duckdb.connect(" in path.read_text(encoding="utf-8")
        assert opens == (path.name == "database.py"), (
            f"{path.relative_to(ROOT)}: open it with trialscape.database.connect"
        )


# What takes a quarter of a second or more to load and serves few commands may be loaded where it is used.
SLOW = ("scipy.", "trialscape.report.")


def test_no_import_stands_inside_a_function_but_of_what_is_slow_to_load() -> None:
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                inner = [item for item in ast.walk(node) if isinstance(item, ast.Import | ast.ImportFrom)]
                names = [item.module or "" if isinstance(item, ast.ImportFrom) else "" for item in inner]
                assert all(name.startswith(SLOW) for name in names), f"{path.relative_to(ROOT)}: {node.name}"


def test_the_command_line_loads_nothing_slow() -> None:
    asked = "import sys, trialscape.cli.main; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout.split()
    assert not {"scipy", "pandas"} & set(loaded)


def test_run_time_files_name_nothing_that_users_lack() -> None:
    for folder in ("src", "sql", "config"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in (".py", ".sql", ".toml", ".csv", ".txt"):
                assert "../shared" not in path.read_text(encoding="utf-8"), path


def test_modules_are_read_in_one_sitting() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in FILES
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 260
    }
    assert not long
