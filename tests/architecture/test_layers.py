"""Imports go one way, each library has one home, and no file names what users do not have."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "trialscape"

# A package may import packages of lower floors only; those of one floor do not know one another.
FLOORS = [
    {
        "data_folder",
        "database",
        "errors",
        "essie",
        "forgiving_names",
        "paths",
        "processes",
        "program_version",
        "queries",
        "resources",
        "study",
        "verdict",
        "whole_file",
    },
    {"config"},
    {"registry", "archive", "classify", "market", "changes", "readings"},
    {"warehouse"},
    {"report"},
    {"steps"},
    {"schedule"},
    {"cli"},
    {"entry", "notebook"},
]
# Within the ground floor the parsers may use errors; nothing else there needs anything.
GROUND = {("study", "errors"), ("essie", "errors"), ("paths", "errors"), ("queries", "paths")}

HOMES = {
    "requests": {"registry"},
    "urllib3": {"registry"},
    "duckdb": {"archive", "database", "readings", "warehouse"},
    "pandas": {"notebook"},
    "xlsxwriter": {"report"},
    "jinja2": {"report"},
    "altair": {"report"},
    "vl_convert": {"report"},
    "apscheduler": {"schedule"},
    "pydantic": {"config", "study", "cli"},  # cli: the parameters of the tools for assistants
    "pydantic_core": {"config"},
    "scipy": {"market"},
    "numpy": {"market"},
    "ahocorasick_rs": {"classify", "config"},  # config: rules are searched for where their literals occur
    "typer": {"cli"},
    "rich": {"cli"},
    "mcp": {"cli"},
    "filelock": {"archive", "steps"},
    "psutil": {"resources"},
    "pyspark": {"steps"},
    "py4j": {"steps"},
    "pyarrow": {"steps"},
    "fsspec": {"steps"},
}


def part_of(path: Path) -> str:
    """Return the package or module below trialscape that ``path`` belongs to."""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Return all nodes of a module; several rules read each module, which is parsed once."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def imports(path: Path) -> Iterator[str]:
    """Yield the full names of all modules that ``path`` imports."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path} imports by a relative name"
            yield node.module


FILES = sorted(path for path in SOURCE.rglob("*.py") if part_of(path) not in ("__init__", "__main__", "_bundled"))


def floor_of(part: str) -> int:
    """Return the floor of a package; one that is on none fails the test."""
    return next(number for number, parts in enumerate(FLOORS) if part in parts)


def test_no_layer_imports_a_higher_one() -> None:
    faults = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in FILES
        for name in imports(path)
        if name.startswith("trialscape.") and not is_below(name.split(".")[1], part_of(path))
    ]
    assert not faults, (
        f"{faults}: it lies on the same floor or above; move the shared code to a lower floor, or hand the value in as "
        "an argument (FLOORS in this file)"
    )


def is_below(other: str, part: str) -> bool:
    """Return whether a module of ``part`` may import one of ``other``."""
    return other == part or (part, other) in GROUND or floor_of(other) < floor_of(part)


def test_each_library_is_imported_in_its_allowed_parts_only() -> None:
    faults = [
        f"{path.relative_to(ROOT)} imports {library}, whose home is {sorted(HOMES[library])}"
        for path in FILES
        for library in {name.split(".")[0] for name in imports(path)} & HOMES.keys()
        if part_of(path) not in HOMES[library]
    ]
    assert not faults, f"{faults}: call a function there, or open a second home in HOMES with a reason"


def test_one_function_opens_all_databases() -> None:
    for path in FILES:
        opens = "duckdb.connect(" in path.read_text(encoding="utf-8")
        assert opens == (path.name == "database.py"), (
            f"{path.relative_to(ROOT)}: open it with trialscape.database.connect"
        )


SQL = re.compile(r"\b(SELECT|FROM|WITH|COPY)\b")


def test_python_holds_no_sql_of_more_than_three_lines() -> None:
    faults = [f"{path.relative_to(ROOT)}:{line}" for path in FILES for line in long_statements(path)]
    assert not faults, f"{faults}: move these statements to sql/queries"


def long_statements(path: Path) -> Iterator[int]:
    """Yield the lines of texts that look like SQL of more than three lines; docstrings begin with a verb."""
    for node in nodes(path):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.search(node.value):
            lines = [line for line in node.value.splitlines() if line.strip()]
            if len(lines) > 3 and not node.value.lstrip().startswith(("Return", "Read", "Tell", "Yield")):
                yield node.lineno


QUERIES = ROOT / "sql" / "queries"


def test_every_query_file_is_used() -> None:
    """Parts of a page are used by the name of the file only."""
    program = "\n".join(path.read_text(encoding="utf-8") for path in FILES)
    for path in sorted(QUERIES.rglob("*.sql")):
        name = str(path.relative_to(QUERIES).with_suffix(""))
        asked = f'"{name}"' in program or (name.startswith("page/") and re.search(rf"\b{path.stem}\b", program))
        assert asked, f"sql/queries/{name}.sql: no module asks it; remove the file"


# What takes a quarter of a second or more to load and serves few commands may be loaded where it is used.
# What the server for assistants needs is an extra, which may be absent.
SLOW = ("scipy.", "trialscape.config.read_files", "trialscape.report.", "trialscape.steps.", "trialscape.cli.assist.")


def test_only_slow_libraries_are_imported_inside_functions() -> None:
    for path in FILES:
        for node in nodes(path):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                inner = [item for item in ast.walk(node) if isinstance(item, ast.Import | ast.ImportFrom)]
                names = [item.module or "" if isinstance(item, ast.ImportFrom) else "" for item in inner]
                assert all(name.startswith(SLOW) for name in names), f"{path.relative_to(ROOT)}: {node.name}"


# What each start may load, without the standard library. A library that is not listed delays every call.
STARTS = {
    ("--version",): {"pydantic", "rich", "trialscape", "typer"},  # typer reads options with pydantic
    ("--help",): {"rich", "trialscape", "typer"},
    ("segments", "--help"): {"ahocorasick_rs", "duckdb", "orjson", "pydantic", "pytz", "rich", "trialscape", "typer"},
    ("classify", "--help"): {"ahocorasick_rs", "msgspec", "orjson", "pydantic", "rich", "trialscape", "typer"},
    ("report", "--help"): {"ahocorasick_rs", "duckdb", "orjson", "pydantic", "pytz", "rich", "trialscape", "typer"},
}
_TIMED = {"altair", "duckdb", "filelock", "jinja2", "msgspec", "numpy", "orjson", "pandas", "pydantic", "pytz",
          "requests", "rich", "scipy", "trialscape", "typer", "urllib3", "vl_convert", "xlsxwriter", "apscheduler",
          "ahocorasick_rs"}  # fmt: skip


@pytest.mark.parametrize("arguments", STARTS, ids=" ".join)
def test_a_command_loads_only_the_listed_packages(arguments: tuple[str, ...]) -> None:
    asked = (
        "import contextlib, io, sys\n"
        "from trialscape.cli.main import main\n"
        f"with contextlib.redirect_stdout(io.StringIO()): main({list(arguments)!r})\n"
        "print(*{name.split('.')[0] for name in sys.modules})\n"
    )
    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout.split()
    more = (_TIMED & set(loaded)) - STARTS[arguments]
    assert not more, f"'trialscape {' '.join(arguments)}' now loads {more}; import them in the module that needs them"


def test_no_run_time_file_names_the_shared_folder() -> None:
    for folder in ("src", "sql", "config"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in (".py", ".sql", ".toml", ".csv", ".txt"):
                assert "../shared" not in path.read_text(encoding="utf-8"), path


ROOMS = sorted({path.parent for path in FILES})


def room_of(name: str) -> str:
    """Return the folder of a module below trialscape, such as ``classify/text``; one at the top is its own room."""
    parts = name.split(".")[1:]
    while len(parts) > 1 and not (SOURCE / "/".join(parts)).is_dir():
        parts.pop()
    return "/".join(parts)


def test_rooms_do_not_import_each_other_in_a_cycle() -> None:
    needs: dict[str, set[str]] = {}
    for path in FILES:
        room = room_of(f"trialscape.{'.'.join(path.relative_to(SOURCE).with_suffix('').parts)}")
        named = {room_of(name) for name in imports(path) if name.startswith("trialscape.")}
        needs.setdefault(room, set()).update(named - {room})
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        pytest.fail(
            f"rooms import each other in a circle: {' -> '.join(error.args[1])}; move what both need below both"
        )


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: str(room.relative_to(SOURCE)))
def test_every_room_is_small_and_has_a_docstring(room: Path) -> None:
    modules = [path for path in room.glob("*.py") if not path.name.startswith("__")]
    assert len(modules) <= 12, (
        f"{room.relative_to(ROOT)} holds {len(modules)} modules; split it into rooms of about ten"
    )
    text = (room / "__init__.py").read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), (
        f"{room.relative_to(ROOT)}/__init__.py: say what goes in and what comes out"
    )


TESTS = ROOT / "tests"


@pytest.mark.parametrize("room", sorted({path.parent for path in TESTS.rglob("*.py")}), ids=lambda room: room.name)
def test_every_folder_of_tests_is_small(room: Path) -> None:
    modules = [path for path in room.glob("*.py") if path.name not in ("__init__.py", "conftest.py")]
    assert len(modules) <= 12, f"{room.relative_to(ROOT)} holds {len(modules)} modules; split it as src/ is split"


def test_modules_have_at_most_260_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in FILES
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 260
    }
    assert not long, "move a part with a name of its own into a module of its own"
