"""Nothing but the answer reaches standard output where Python has no main file, as in notebooks and test workers."""

import subprocess
import sys
from pathlib import Path

# Where __main__ has no file DuckDB turns its progress bar on by itself.
_PREFACE = "import sys\nfrom pathlib import Path\nassert not hasattr(sys.modules['__main__'], '__file__')\n"
_ASKED = "SELECT current_setting('enable_progress_bar')"


def output_of(lines: str, *arguments: str | Path) -> str:
    command = [sys.executable, "-c", _PREFACE + lines, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_readers_of_the_warehouse_have_no_progress_bar(demo_source: Path) -> None:
    lines = (
        "from trialscape.warehouse import open_current\n"
        "with open_current(Path(sys.argv[1])) as warehouse:\n"
        f'    print(warehouse.query("{_ASKED}")[1])\n'
    )
    assert output_of(lines, demo_source / "warehouse") == "[(False,)]\n"


def test_builds_of_the_warehouse_have_no_progress_bar(tmp_path: Path) -> None:
    lines = (
        "from trialscape.paths import sql_folder\n"
        "from trialscape.warehouse import Builder\n"
        "with Builder(Path(sys.argv[1]), sql_folder()) as builder:\n"
        f'    print(builder._connection().execute("{_ASKED}").fetchall())\n'
    )
    assert output_of(lines, tmp_path) == "[(False,)]\n"


def test_the_archive_has_no_progress_bar() -> None:
    lines = (
        "from trialscape.database import shared_connection\n"
        "with shared_connection() as database:\n"
        f'    print(database.execute("{_ASKED}").fetchall())\n'
    )
    assert output_of(lines) == "[(False,)]\n"
