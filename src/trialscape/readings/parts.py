"""One file of readings: written whole, named for its content, and checked by its name."""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from trialscape.database import connect, shared_connection
from trialscape.errors import WarehouseError
from trialscape.queries import query_text

# A number that grows with each part, and the beginning of the hash of its bytes.
_NAME = re.compile(r"(\d{6})-([0-9a-f]{16})\.parquet")
_OPTIONS = "FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 2048"
# DuckDB's own limit for one line of JSON; its buffers are twice this size.
_LEAST_LINE = 16 << 20
_MEMORY = "512MB"


def listed(folder: Path) -> list[Path]:
    """Return the parts in ``folder``, oldest first."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name))


def is_intact(part: Path) -> bool:
    """Return whether the bytes of a part are those that its name states."""
    match = _NAME.fullmatch(part.name)
    try:
        return match is not None and match[2] == _hash(part)
    except OSError:
        return False


def is_part_name(name: str) -> bool:
    """Return whether a file of this name is a part."""
    return _NAME.fullmatch(name) is not None


def states_hash_of(name: str, content: bytes) -> bool:
    """Return whether the name of a part states the hash of these bytes."""
    match = _NAME.fullmatch(name)
    return match is not None and match[2] == hashlib.sha256(content).hexdigest()[:16]


def part_name(number: int, content: Path) -> str:
    """Return the name of a part with the bytes of ``content``."""
    return f"{number:06d}-{_hash(content)}.parquet"


def number_of(part: Path) -> int:
    """Return the number in the name of a part."""
    return int(part.name[:6])


def parquet_list(paths: Sequence[Path]) -> str:
    """Return the SQL that reads these parts as one table, with the column ``filename``."""
    names = ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths)
    return f"read_parquet([{names}], filename = true)"


def write_part(lines: Iterable[bytes], folder: Path, query: str) -> Path:
    """Write readings, one JSON object a line, as a Parquet file in ``folder``; raises WarehouseError.

    ``query`` names the query that gives the lines their columns.
    """
    text, part = folder / "readings.jsonl", folder / "readings.parquet"
    with _reading_errors(f"writing readings in {folder}"):
        longest = _written(lines, text)
        with connection(folder) as database:
            bounds = {"source": str(text), "longest": max(longest + 1, _LEAST_LINE)}
            _copy(database, query_text(query), part, bounds)
        text.unlink()
    return part


def merge_parts(parts: Sequence[Path], folder: Path) -> Path:
    """Write the rows of ``parts`` as one Parquet file in ``folder``; raises WarehouseError."""
    merged = folder / "readings.parquet"
    with _reading_errors(f"merging readings in {folder}"), connection(folder) as database:
        query = f"SELECT * EXCLUDE (filename) FROM {parquet_list(parts)}"  # noqa: S608 - our own file names.
        _copy(database, f"{query} ORDER BY nct_id, content_hash", merged)
    return merged


def versions_in(part: Path) -> list[tuple[str, str]]:
    """Return trial and content hash of every row; raises duckdb.Error."""
    with shared_connection() as database:
        query = f"SELECT nct_id, content_hash FROM {parquet_list([part])}"  # noqa: S608 - our own file names.
        return database.execute(query).fetchall()


@contextmanager
def connection(spill: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open an in-memory DuckDB that spills into a folder below ``spill``."""
    opened = connect(config={"memory_limit": _MEMORY, "temp_directory": str(spill / "spill"), "threads": "2"})
    try:
        yield opened
    finally:
        opened.close()


@contextmanager
def _reading_errors(doing: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise WarehouseError(f"The build failed while {doing}: {error.strerror or error}.") from error
    except duckdb.Error as error:
        reason = " ".join(str(error).split())[:300].rstrip(".")
        raise WarehouseError(f"The build failed while {doing}: {reason}.") from error


def _written(lines: Iterable[bytes], path: Path) -> int:
    """Write all lines; return the number of bytes of the longest."""
    longest = 0
    with path.open("wb") as handle:
        for line in lines:
            handle.write(line)
            handle.write(b"\n")
            longest = max(longest, len(line))
    return longest


def _copy(
    database: duckdb.DuckDBPyConnection, query: str, path: Path, parameters: dict[str, object] | None = None
) -> None:
    target = str(path).replace("'", "''")
    database.execute(f"COPY ({query}) TO '{target}' ({_OPTIONS})", parameters or {})
    with path.open("r+b") as handle:
        os.fsync(handle.fileno())


def _hash(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()[:16]
