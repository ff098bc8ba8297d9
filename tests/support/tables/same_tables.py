"""Whether two published warehouses hold the same rows, apart from the moments and names of the runs that made them."""

from pathlib import Path

import duckdb

# The moment at which this machine saw a record or that a trial had left, the run that saw it (its name holds its
# moment), and hashes over these.
MAY_DIFFER = {
    "raw.study_version": ("seen_from",),
    "raw.search_hit": ("first_seen", "last_seen", "left_at"),
    "raw.change": ("run", "seen"),
    "staging.study": ("seen_from",),
    "staging.tracked": ("seen_from",),
    "staging.search_hit": ("first_seen", "last_seen", "left_at"),
    "marts.change": ("run", "seen"),
    "meta.snapshot": ("archive_run", "data_version", "capsule_hash"),
}
# The same values again, one row each.
_FACTS = "raw.snapshot_fact"
_WITHOUT_FACTS = "WHERE key NOT IN ('archive_run', 'data_version', 'capsule_hash')"


def published_file(data: Path) -> Path:
    """Return the published file of a data folder."""
    pointer = data / "warehouse" / "current"
    return pointer.parent / pointer.read_text(encoding="utf-8").strip()


def unequal_rows(one: Path, other: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return, by table, the rows that only one of two data folders has published, at most ten of a table."""
    with duckdb.connect() as con:
        for name, data in (("one", one), ("other", other)):
            con.execute(f"ATTACH '{published_file(data)}' AS {name} (READ_ONLY)")
        tables = {name: _tables(con, name) for name in ("one", "other")}
        assert tables["one"] == tables["other"]
        assert set(MAY_DIFFER) <= set(tables["one"])
        found = {table: con.execute(_difference(table)).fetchall() for table in tables["one"]}
    return {table: rows for table, rows in found.items() if rows}


def _tables(con: duckdb.DuckDBPyConnection, name: str) -> list[str]:
    """Return the names of all tables and views."""
    query = (
        "SELECT DISTINCT schema_name || '.' || table_name FROM duckdb_columns() WHERE database_name = ? ORDER BY ALL"
    )
    return [str(table) for (table,) in con.execute(query, [name]).fetchall()]


def _difference(table: str) -> str:
    left_out = MAY_DIFFER.get(table)
    columns = f"* EXCLUDE ({', '.join(left_out)})" if left_out else "*"
    one, other = (
        f"SELECT {columns} FROM {name}.{table} {_WITHOUT_FACTS if table == _FACTS else ''}"  # noqa: S608 - its own names
        for name in ("one", "other")
    )
    return f"(({one}) EXCEPT ALL ({other})) UNION ALL (({other}) EXCEPT ALL ({one})) LIMIT 10"
