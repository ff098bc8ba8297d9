"""The database in memory that all readers of Parquet files share."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pytest

from trialscape import database
from trialscape.database import shared_connection


def test_temporary_tables_belong_to_one_connection() -> None:
    with shared_connection() as one, shared_connection() as other:
        one.execute("CREATE TEMP TABLE wanted AS SELECT 1 AS number")
        other.execute("CREATE TEMP TABLE wanted AS SELECT 2 AS number")
        assert (one.execute("FROM wanted").fetchall(), other.execute("FROM wanted").fetchall()) == ([(1,)], [(2,)])
    with shared_connection() as later, pytest.raises(duckdb.CatalogException):
        later.execute("FROM wanted")


def test_threads_ask_at_the_same_time() -> None:
    found: list[int] = []

    def ask(number: int) -> None:
        with shared_connection() as connection:
            connection.execute(f"CREATE TEMP TABLE wanted AS FROM range({number})")
            found.extend(connection.execute("SELECT count(*)::INTEGER FROM wanted").fetchall()[0])

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == list(range(1, 9))


def test_after_a_fatal_error_the_next_reader_gets_another_database() -> None:
    with shared_connection() as before:
        before.execute("ATTACH ':memory:' AS mark")
        with pytest.raises(duckdb.FatalException), shared_connection():
            raise duckdb.FatalException("the database was invalidated")
        assert _databases(before) == {"mark"}
        with shared_connection() as after:
            assert _databases(after) == set()


def _databases(connection: duckdb.DuckDBPyConnection) -> set[str]:
    rows = connection.execute("SELECT database_name FROM duckdb_databases() WHERE NOT internal").fetchall()
    return {name for (name,) in rows} - {"memory"}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_forked_process_opens_its_own() -> None:
    """It would wait for ever for the threads of an inherited database."""
    asked = "SELECT sum(range)::BIGINT FROM range(1000000)"
    lines = [
        "import os, sys",
        "from trialscape.database import shared_connection",
        f"with shared_connection() as connection: connection.execute({asked!r}).fetchall()",
        "child = os.fork()",
        f"with shared_connection() as connection: total = connection.execute({asked!r}).fetchall()[0][0]",
        "os.write(1, f'{total}\\n'.encode())  # One call, so that the lines of two processes do not mix.",
        "if child: sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))",
    ]
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, timeout=60, check=True
    )
    assert (done.stdout.split(), done.stderr) == (["499999500000"] * 2, "")


def test_what_is_spilled_is_removed_at_the_end(tmp_path: Path) -> None:
    """More rows than the database may hold in memory go to the system's folder for temporary files."""
    lines = [
        "from pathlib import Path",
        "from trialscape.database import shared_connection",
        "with shared_connection() as connection:",
        "    connection.execute(\"SET memory_limit = '40MB'\")",
        "    connection.execute('CREATE TEMP TABLE wanted AS SELECT uuid()::VARCHAR AS word FROM range(2000000)')",
        f"    print(len(list(Path({str(tmp_path)!r}).glob('trialscape-*/*'))) > 0)",
    ]
    command, variables = [sys.executable, "-c", "\n".join(lines)], {**os.environ, "TMPDIR": str(tmp_path)}
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True, env=variables)
    assert (done.stdout, done.stderr) == ("True\n", "")
    assert list(tmp_path.iterdir()) == []


def test_the_module_opens_it_once() -> None:
    with shared_connection():
        first = database._shared._root
    with shared_connection():
        assert database._shared._root is first is not None
