"""Rows of a query as a Parquet file."""

import itertools
from pathlib import Path

from trialscape.database import connect
from trialscape.warehouse.reader import Warehouse

# Rows that are held at a time while they are copied.
_BATCH = 2_000


def write_parquet(warehouse: Warehouse, query: str, path: Path) -> None:
    """Write the rows of ``query`` as Parquet to ``path`` in their order and with their types; raises OSError.

    Another connection writes them, because readers cannot write files.
    """
    _, described = warehouse.query(f"DESCRIBE {query}")
    columns = ", ".join(f'"{name}" {kind}' for name, kind, *_ in described)
    names, rows = warehouse.query(query)
    with connect() as con:
        con.execute(f"CREATE TABLE copied ({columns})")
        source = iter(rows)
        while batch := list(itertools.islice(source, _BATCH)):
            with con.appender("copied", columns=names) as appender:
                appender.append_rows(batch)
        target = str(path).replace("'", "''")
        con.execute(f"COPY copied TO '{target}' (FORMAT parquet)")
