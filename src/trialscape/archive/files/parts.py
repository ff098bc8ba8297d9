"""Parquet parts: the only module that opens DuckDB for the archive and turns its errors into messages."""

import errno
import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb

from trialscape.database import connect
from trialscape.errors import ArchiveError

PARTS, MANIFESTS, COMPACTIONS, STAGING = "parts", "manifests", "compactions", "staging"

# Every row has its run, so that merged parts return exactly the rows of the parts that they replace.
COLUMNS = {
    "records": "run VARCHAR, seen_at TIMESTAMP, nct_id VARCHAR, content_hash VARCHAR, last_update_posted VARCHAR, "
    "edition VARCHAR, record VARCHAR",
    "hits": "run VARCHAR, seen_at TIMESTAMP, search VARCHAR, nct_id VARCHAR, event VARCHAR",
    "signals": "run VARCHAR, seen_at TIMESTAMP, kind VARCHAR, place VARCHAR, value VARCHAR, nct_id VARCHAR",
    "fates": "run VARCHAR, seen_at TIMESTAMP, nct_id VARCHAR, fate VARCHAR, detail VARCHAR",
}
ORDER = {
    "records": "nct_id, seen_at",
    "hits": "search, nct_id, seen_at",
    "signals": "kind, place, value, nct_id, seen_at",
    "fates": "nct_id, seen_at",
}
# Level 9 stores the real records a fifth smaller than the default at twice its quarter of a second; small row groups
# let a reader fetch a few records without unpacking all of them.
_OPTIONS = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 9, ROW_GROUP_SIZE 2048"
# A limit far above what a slice of records needs, which is about ten times its text; larger data spill to the disk.
_MEMORY = "512MB"
# Bytes of text that are sorted and written at a time: few during a run, which has the pages of the registry in memory
# as well, and more when parts are merged, so that they become few.
SLICE_BYTES, MERGED_BYTES = 8 * 1024 * 1024, 32 * 1024 * 1024
# The range of all ids.
_ALL = ("", "\U0010ffff")


@dataclass(frozen=True, slots=True)
class Part:
    """One Parquet file as its manifest states it; ``name`` is its file name under ``parts/``."""

    kind: str
    name: str
    rows: int
    bytes: int
    sha256: str


@contextmanager
def archive_errors(doing: str) -> Iterator[None]:
    """Turn errors of the file system and of DuckDB into one ArchiveError that names the operation."""
    try:
        yield
    except OSError as error:
        raise ArchiveError(_sentence(doing, error.strerror or str(error), error.errno == errno.ENOSPC)) from error
    except (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException):
        # These mean that one of our queries is wrong: a bug, not a problem of the user's folder.
        raise
    except duckdb.Error as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ArchiveError(_sentence(doing, reason, os.strerror(errno.ENOSPC) in str(error))) from error


def _sentence(doing: str, reason: str, is_full: bool) -> str:
    if is_full:
        return f"The disk is full while {doing}; free some space and start again; stored data are intact."
    return f"The archive failed while {doing}: {reason.rstrip('.')}."


@contextmanager
def writing_connection(spill: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open an in-memory DuckDB that spills into a folder of its own, because connections would damage a shared one.

    ``spill`` need not exist. There is one thread: each thread needs separate buffers, and most of the time goes into
    packing one text after the other.
    """
    config: dict[str, str | bool] = {
        "memory_limit": _MEMORY,
        "temp_directory": str(spill),
        "autoinstall_known_extensions": "false",
        "preserve_insertion_order": "false",
        "threads": "1",
    }
    opened = connect(config=config)
    try:
        yield opened
    finally:
        opened.close()


def fill_table(
    database: duckdb.DuckDBPyConnection, name: str, columns: str, rows: Iterable[Sequence[Any]] = ()
) -> None:
    """Create a temporary table, which belongs to this connection, and fill it with rows."""
    database.execute(f"CREATE TEMP TABLE {name} ({columns})")
    add_rows(database, name, rows)


def add_rows(database: duckdb.DuckDBPyConnection, name: str, rows: Iterable[Sequence[Any]]) -> None:
    """Append rows; the appender does so seven times faster than prepared statements."""
    appender = database.appender(name)
    appender.append_rows(rows)
    appender.flush()


def write_rows(folder: Path, run: str, batches: Iterable[tuple[str, Iterable[Sequence[Any]]]]) -> tuple[Part, ...]:
    """Write each batch, a kind with its rows, as a part of ``run``; DuckDB holds one batch. None without rows."""
    numbers: Counter[str] = Counter()
    parts: list[Part | None] = []
    with writing_connection(folder / STAGING / run) as database:
        for kind, rows in batches:
            numbers[kind] += 1
            fill_table(database, kind, COLUMNS[kind], rows)
            parts.append(write_part(database, folder, part_name(run, kind, numbers[kind]), kind, kind))
            database.execute(f"DROP TABLE {kind}")
    return tuple(part for part in parts if part is not None)


def write_parts(database: duckdb.DuckDBPyConnection, folder: Path, prefix: str, kind: str, source: str) -> list[Part]:
    """Write the rows of ``source`` (a table or a call) as parts, as ``write_part`` does.

    Records are divided into slices by their ids, because the memory for sorting grows with their text.
    """
    ranges = _slices(database, source) if kind == "records" else [_ALL]
    written = (
        write_part(database, folder, part_name(prefix, kind, number), kind, source, bounds)
        for number, bounds in enumerate(ranges, start=1)
    )
    return [part for part in written if part is not None]


def part_name(prefix: str, kind: str, number: int = 1) -> str:
    """Return the file name of a run's (or a compaction's) part number ``number`` of one kind."""
    return f"{prefix}-{kind}{f'-{number:02d}' if number > 1 else ''}.parquet"


def write_part(
    database: duckdb.DuckDBPyConnection,
    folder: Path,
    name: str,
    kind: str,
    source: str,
    bounds: tuple[str, str] = _ALL,
) -> Part | None:
    """Write the rows of ``source`` with ids from the first to the last of ``bounds``, flushed to the device.

    None, and no file, when there are none. Readers see the part only after a manifest names it.
    """
    path = folder / PARTS / name
    target = str(path).replace("'", "''")
    query = f"SELECT * FROM {source} WHERE nct_id BETWEEN ? AND ? ORDER BY {ORDER[kind]}"  # noqa: S608 - our names.
    counted = database.execute(f"COPY ({query}) TO '{target}' ({_OPTIONS})", bounds).fetchone()
    if counted is None or counted[0] == 0:
        path.unlink(missing_ok=True)
        return None
    sync_file(path)
    return Part(kind, name, int(counted[0]), path.stat().st_size, file_hash(path))


def _slices(database: duckdb.DuckDBPyConnection, source: str) -> list[tuple[str, str]]:
    """Return the first and last id of each slice; the versions of a trial stay together."""
    query = f"SELECT nct_id, sum(strlen(record))::BIGINT FROM {source} GROUP BY nct_id ORDER BY nct_id"  # noqa: S608
    return [(ids[0], ids[-1]) for ids in cut(database.execute(query).fetchall(), MERGED_BYTES)]


def cut(sizes: Iterable[tuple[str, int]], most: int) -> Iterator[list[str]]:
    """Divide ids, given with the bytes of their records, into slices of at most ``most`` bytes, or of one id."""
    ids: list[str] = []
    filled = 0
    for nct_id, size in sizes:
        if ids and filled + size > most:
            yield ids
            ids, filled = [], 0
        ids.append(nct_id)
        filled += size
    if ids:
        yield ids


def parquet_source(paths: Sequence[Path]) -> str:
    """Return the SQL that reads these Parquet files as one table."""
    names = ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths)
    return f"read_parquet([{names}])"


def file_hash(path: Path) -> str:
    """Return the SHA-256 (hex) of a file's bytes."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def require_intact(path: Path, part: Part) -> None:
    """Raise ArchiveError unless the file exists with the bytes that its manifest states.

    DuckDB does not notice many damaged bytes, so only the hash prevents a wrong record from being used.
    """
    try:
        state = path.stat()
        is_sound = state.st_size == part.bytes and _hash_of_state(path, state.st_mtime_ns) == part.sha256
    except OSError as error:
        raise ArchiveError(
            f"The archive's part {part.name} cannot be read ({error.strerror}); restore {path} from a backup, "
            "and run `trialscape archive verify` to see what else is affected."
        ) from error
    if not is_sound:
        raise ArchiveError(
            f"The archive's part {part.name} is damaged; restore {path} from a backup, "
            "and run `trialscape archive verify` to see what else is affected."
        )


@lru_cache(maxsize=10_000)
def _hash_of_state(path: Path, modified: int) -> str:  # noqa: ARG001 - part of the key, so that a new state is read anew.
    return file_hash(path)


def sync_file(path: Path) -> None:
    """Flush a file to the device, because a manifest must never be durable before its parts are."""
    with path.open("r+b") as handle:
        os.fsync(handle.fileno())
