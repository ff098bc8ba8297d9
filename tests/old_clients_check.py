"""Open a published warehouse with DuckDB clients from 1.2 on, read every table, and compare with today's client.

Makes a throw-away environment for each version, which takes wheels from the package index; hence no part of the suite.
``python tests/old_clients_check.py [VERSION ...]``
"""

import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VERSIONS = ("1.2.0", "1.2.2", "1.3.2", "1.4.1")

# Runs in the old client's Python, which has nothing but DuckDB. No extension may be fetched or loaded.
_READ = """
import hashlib, json, sys
import duckdb
config = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
con = duckdb.connect(sys.argv[1], read_only=True, config=config)
tables = con.execute(
    "SELECT table_schema || '.' || table_name FROM information_schema.tables WHERE table_schema <> 'main' ORDER BY 1"
).fetchall()
found = {}
for (table,) in tables:
    # Clients 1.2 and 1.3 wait for ever for all rows of questions.compared_trial if these are in no order.
    rows = sorted(map(repr, con.execute("SELECT * FROM " + table + " ORDER BY ALL").fetchall()))
    found[table] = [len(rows), hashlib.sha256("\\n".join(rows).encode()).hexdigest()]
con.execute("SELECT comment FROM duckdb_columns() WHERE comment IS NOT NULL").fetchall()
print(json.dumps(found))
"""


def run(*command: str | Path) -> str:
    """Run a command that must succeed and return what it prints."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command[:4]))} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return done.stdout


def python_with(version: str, folder: Path) -> Path:
    """Return a Python that has this version of DuckDB."""
    home = folder / version
    venv.create(home, with_pip=True)
    python = home / "bin" / "python"
    run(python, "-m", "pip", "--quiet", "--disable-pip-version-check", "install", "--no-deps", f"duckdb=={version}")
    return python


def main(chosen: list[str]) -> None:
    """Exit with a sentence at the first difference."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        demo = ROOT / "cassettes" / "demo"
        run(sys.executable, "-m", "trialscape", "refresh", "--replay", demo, "--data", folder / "data")
        warehouse = folder / "data" / "warehouse"
        path = warehouse / (warehouse / "current").read_text(encoding="utf-8").strip()
        today = json.loads(run(sys.executable, "-c", _READ, path))
        rows = sum(count for count, _ in today.values())
        for version in chosen:
            old = json.loads(run(python_with(version, folder), "-c", _READ, path))
            if old != today:
                differing = sorted(table for table in today.keys() | old.keys() if today.get(table) != old.get(table))
                sys.exit(f"DuckDB {version} reads other rows from {', '.join(differing)}.")
            print(f"DuckDB {version} reads all {len(today)} tables with {rows} rows as today's client does.")


if __name__ == "__main__":
    main(sys.argv[1:] or list(VERSIONS))
