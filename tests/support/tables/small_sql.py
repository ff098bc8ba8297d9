"""The part of the SQL folder that one mart needs, for tests that build often and read little."""

import re
import shutil
from pathlib import Path

from trialscape.paths import sql_folder
from trialscape.warehouse.sqlfiles import FILLED, FUNCTIONS, SqlFile, find_sql_files

_NAME = re.compile(r"\b([a-z]+\.[a-z_]+)\b")


def copy_small_sql(folder: Path, mart: str = "marts.trial") -> Path:
    """Copy into ``folder`` the tables that Python fills, the macros, ``mart`` and each table that it reads."""
    files = {file.table: file for file in find_sql_files(sql_folder())}
    wanted = {name for name, file in files.items() if file.schema in (*FILLED, FUNCTIONS)} | _needed(mart, files)
    for name in wanted:
        target = folder / files[name].path.relative_to(sql_folder())
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(files[name].path, target)
    return folder


def _needed(table: str, files: dict[str, SqlFile]) -> set[str]:
    found, waiting = {table}, [table]
    while waiting:
        reads = {name for name in _NAME.findall(files[waiting.pop()].body) if name in files}
        waiting += reads - found
        found |= reads
    return found
