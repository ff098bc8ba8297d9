"""The marts as a folder of files with ``datapackage.json``, in the form of the Data Package standard."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from trialscape.errors import UsageError
from trialscape.paths import sql_folder
from trialscape.processes import OnProgress
from trialscape.report.workbook.marts import snapshot_of
from trialscape.report.workbook.parquet import write_parquet
from trialscape.warehouse.reader import Warehouse
from trialscape.warehouse.sqlfiles import SqlFile, find_sql_files

# Types of DuckDB, by their beginning, as types of a table schema.
_TYPES = (
    ("BOOLEAN", "boolean"), ("DATE", "date"), ("TIMESTAMP", "datetime"), ("DOUBLE", "number"), ("FLOAT", "number"),
    ("DECIMAL", "number"), ("HUGEINT", "integer"), ("BIGINT", "integer"), ("INTEGER", "integer"),
    ("UBIGINT", "integer"), ("SMALLINT", "integer"), ("TINYINT", "integer"),
)  # fmt: skip
# A Parquet file states its exact types. The package repeats them as far as readers of packages see them: a list is an
# array of their own kind, and a column of whole numbers with gaps holds numbers with a decimal point.
_IN_PARQUET = {"integer": "number"}
_MEDIA = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
AsCsv = Callable[[Sequence[str], Sequence[Sequence[Any]]], str]


def write_data_package(
    warehouse: Warehouse, folder: Path, kind: str, as_csv: AsCsv, warning: str, on_progress: OnProgress
) -> int:
    """Write every mart into ``folder`` as csv or parquet, with ``datapackage.json``; return the number of tables.

    ``on_progress`` gets how many tables are written.

    In CSV several values in a cell are joined by "; ", and missing values are empty. Raises UsageError when the folder
    exists and is not empty, or cannot be written.
    """
    marts = [file for file in find_sql_files(sql_folder()) if file.schema == "marts"]
    snapshot = snapshot_of(warehouse)
    try:
        if folder.exists() and any(folder.iterdir()):
            raise UsageError(f"{folder} is not empty; name a new folder.")
        folder.mkdir(parents=True, exist_ok=True)
        resources = []
        for done, file in enumerate(marts, start=1):
            resources.append(_resource(warehouse, file, folder, kind, as_csv))
            on_progress(done, len(marts))
        package = _package(snapshot, resources, warning if snapshot["is_demo"] else "")
        text = json.dumps(package, ensure_ascii=False, indent=2, default=str)
        (folder / "datapackage.json").write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {error.strerror or error}.") from error
    return len(marts)


def _package(snapshot: dict[str, Any], resources: list[dict[str, Any]], warning: str) -> dict[str, Any]:
    about = "Clinical trials after checkpoint-inhibitor failure, compared with the segments of market reports."
    return {
        "name": "trialscape",
        "title": "trialscape: pipeline against market",
        "description": f"{warning} {about} A share of trials in a registry is not a share of revenue.".strip(),
        "version": str(snapshot["snapshot_id"]),
        "sources": [{"title": "ClinicalTrials.gov", "path": "https://clinicaltrials.gov"}],
        "snapshot": snapshot,
        "resources": resources,
    }


def _resource(warehouse: Warehouse, file: SqlFile, folder: Path, kind: str, as_csv: AsCsv) -> dict[str, Any]:
    """Write one table and return its entry."""
    order = ", ".join(file.grain) or "ALL"
    query = f"SELECT * FROM {file.table} ORDER BY {order}"  # noqa: S608 - names of our own marts
    path = folder / f"{file.name}.{kind}"
    if kind == "csv":
        names, rows = warehouse.query(query)
        path.write_text(as_csv(names, [list(map(_cell, row)) for row in rows]), encoding="utf-8", newline="")
    else:
        write_parquet(warehouse, query, path)
    content = path.read_bytes()
    _, described = warehouse.query(f"DESCRIBE {file.table}")
    fields = [_field(str(name), str(found), file.columns, kind) for name, found, *_ in described]
    return {
        "name": file.name.replace("_", "-"),
        "path": path.name,
        "title": file.title,
        "description": file.definition,
        "format": kind,
        "mediatype": _MEDIA[kind],
        # Readers of packages do not count the bytes of Parquet files; the hash covers them.
        **({"bytes": len(content)} if kind == "csv" else {}),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": {"fields": fields, **({"primaryKey": list(file.grain)} if file.grain else {})},
    }


def _cell(value: Any) -> Any:
    """Return a time as the standard writes it, with a T between day and hour; other values are unchanged."""
    return value.isoformat() if isinstance(value, dt.datetime) else value


def _field(name: str, found: str, meanings: dict[str, str], kind: str) -> dict[str, str]:
    is_list = found.endswith("[]")
    plain = next((word for start, word in _TYPES if found.startswith(start)), "string")
    shown = "string" if is_list else plain
    if kind == "parquet":
        shown = "any" if is_list else _IN_PARQUET.get(plain, plain)
    return {"name": name, "type": shown, "description": meanings.get(name, "")}
