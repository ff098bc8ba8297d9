"""Which versions of the archive have no reading, cut into tasks that each make one part of readings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
from pyarrow import parquet

from trialscape.archive.files.parts import COMPACTIONS, MANIFESTS, PARTS, Part
from trialscape.archive.view import load_view
from trialscape.errors import ArchiveError
from trialscape.readings import parts as readings
from trialscape.steps.spark.store import Store

ARCHIVE = "archive"
# Versions of one part, as in a build on one machine; fewer if the cores would otherwise have too few tasks each.
MOST, LEAST = 20_000, 64
_TASKS_PER_CORE = 4
_KEY = ["nct_id", "content_hash"]
_KNOWN = pa.schema([(name, pa.string()) for name in _KEY])


@dataclass(frozen=True, slots=True)
class Task:
    """One part of readings to make: its number, the parts of the archive that it needs, and the versions in it.

    ``keys`` is an Arrow stream of ``nct_id``, ``seen_at`` and ``content_hash``, ordered by id and time.
    """

    number: int
    parts: tuple[Part, ...]
    versions: int
    keys: bytes


def plan(store: Store, folder: str, cores: int, most: int = MOST) -> list[Task]:
    """Return the tasks for all versions without a reading in ``folder``; raises ArchiveError for a damaged archive."""
    parts = archive_parts(store)
    names = [name for name in store.names(folder) if readings.is_part_name(name)]
    missing = _missing(store, parts, _known(store, folder, names))
    first = max((readings.number_of(Path(name)) for name in names), default=0) + 1
    size = min(most, max(LEAST, ceil(len(missing) / (cores * _TASKS_PER_CORE))))
    starts = range(0, len(missing), size)
    return [_task(first + number, parts, missing.slice(start, size)) for number, start in enumerate(starts)]


def archive_parts(store: Store) -> list[Part]:
    """Return the parts with the records of all committed runs."""
    if store.folder is not None:
        view = load_view(store.folder / ARCHIVE)
        return [part for part in view.parts() if part.kind == "records"]
    with TemporaryDirectory(prefix="trialscape-") as name:
        for section in (MANIFESTS, COMPACTIONS):
            (Path(name) / section).mkdir()
            for file in store.names(f"{ARCHIVE}/{section}"):
                (Path(name) / section / file).write_bytes(store.read(f"{ARCHIVE}/{section}/{file}"))
        return [part for part in load_view(Path(name)).parts() if part.kind == "records"]


def _known(store: Store, folder: str, names: Sequence[str]) -> pa.Table:
    """Return the versions that have a reading in a sound part."""
    return pa.concat_tables([_KNOWN.empty_table(), *_sound(store, folder, names)])


def _sound(store: Store, folder: str, names: Sequence[str]) -> Iterator[pa.Table]:
    for name in names:
        content = store.read(f"{folder}/{name}")
        if readings.states_hash_of(name, content):
            yield parquet.read_table(pa.BufferReader(content), columns=_KEY).cast(_KNOWN)


def _missing(store: Store, parts: Sequence[Part], known: pa.Table) -> pa.Table:
    """Return id, time, hash and index of the part of each version without a reading, by id and time.

    Equal hashes of a trial mean equal content, so the first such version counts.
    """
    tables = [
        _keys(store, part).append_column("part", pa.array([index] * part.rows, pa.int32()))
        for index, part in enumerate(parts)
    ]
    if not tables:
        raise ArchiveError(f"The archive in {store.address} is empty; run 'trialscape refresh' first.")
    order = [("nct_id", "ascending"), ("seen_at", "ascending")]
    # The order of groups is that of their first rows only when one thread makes them.
    versions = pa.concat_tables(tables).sort_by(order).group_by(_KEY, use_threads=False)
    firsts = versions.aggregate([("seen_at", "first"), ("part", "first")])
    found = firsts.rename_columns([*_KEY, "seen_at", "part"]).join(known, keys=_KEY, join_type="left anti")
    return found.sort_by(order)


def _keys(store: Store, part: Part) -> pa.Table:
    name = f"{ARCHIVE}/{PARTS}/{part.name}"
    try:
        with store.opened(name) as file:
            table = parquet.read_table(file, columns=["nct_id", "seen_at", "content_hash"])
    except pa.ArrowException as error:
        raise ArchiveError(f"The archive's part {part.name} is damaged; restore it from a backup.") from error
    if len(table) != part.rows:
        raise ArchiveError(f"The archive's part {part.name} is damaged; restore it from a backup.")
    return table


def _task(number: int, parts: Sequence[Part], versions: pa.Table) -> Task:
    used = sorted(set(versions["part"].to_pylist()))
    keys = versions.select(["nct_id", "seen_at", "content_hash"])
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, keys.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as stream:
        stream.write_table(keys)
    return Task(number, tuple(parts[index] for index in used), len(keys), sink.getvalue().to_pybytes())
