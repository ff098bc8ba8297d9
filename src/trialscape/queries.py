"""The program's queries on its stores, one SQL file each in a folder of ``sql/queries``.

A folder holds the queries of one room of the program: ``look/find`` is asked by ``trialscape find``.
"""

from functools import cache

from trialscape.paths import sql_folder


@cache
def query_text(name: str) -> str:
    """Return the statement of ``sql/queries/NAME.sql`` without its header; a name is ``folder/file``."""
    lines = (sql_folder() / "queries" / f"{name}.sql").read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("--"))
