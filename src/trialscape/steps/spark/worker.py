"""What a worker does: read the versions of a task, classify them, and store them as one part of readings.

A worker reads the archive itself and checks its hashes, as a build does, so no text passes through the JVM. A part is
named for its number and content and appears whole, so that a task that is repeated stores the same file again.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson
import pyarrow as pa

from trialscape.archive.files.model import StoredVersion, VersionKey
from trialscape.archive.files.parts import PARTS, Part
from trialscape.archive.reader import stream_from
from trialscape.archive.view import Unit, View
from trialscape.config.load import Config
from trialscape.errors import ClusterError
from trialscape.program_version import code_version
from trialscape.readings.parts import part_name, write_part
from trialscape.steps.rows.reading_line import ReadingLines
from trialscape.steps.spark.plan import ARCHIVE, Task
from trialscape.steps.spark.store import Store

# The columns of tasks and of results, as Spark writes them.
TASKS = "number long, parts binary, keys binary"
RESULTS = "number long, versions long, name string"
_compiled: dict[str, ReadingLines] = {}
_RESULTS = pa.schema([("number", pa.int64()), ("versions", pa.int64()), ("name", pa.string())])


@dataclass(frozen=True)
class Job:
    """What all tasks share: the rules, the store, the folder of readings in it, and the driver's code version."""

    config: Config
    store: Store
    folder: str
    code: str


def task_row(task: Task) -> tuple[int, bytearray, bytearray]:
    """Return a task in the columns of ``TASKS``."""
    return task.number, bytearray(orjson.dumps([asdict(part) for part in task.parts])), bytearray(task.keys)


def work(shared: Any, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Do the tasks of ``batches``; yield number, versions and file name of each part. ``shared`` broadcasts a Job.

    Raises ClusterError when worker and driver run different code, and ArchiveError as the archive's reader does.
    """
    job: Job = shared.value
    if code_version() != job.code:
        raise ClusterError(f"A worker runs trialscape {code_version()} and the driver {job.code}; install one version.")
    for batch in batches:
        for row in batch.to_pylist():
            yield pa.RecordBatch.from_pylist([_done(job, row)], schema=_RESULTS)


def _done(job: Job, row: dict[str, Any]) -> dict[str, Any]:
    keys = [VersionKey(*values) for values in _rows(row["keys"])]
    parts = tuple(Part(**part) for part in orjson.loads(row["parts"]))
    lines = _lines(job.folder, job.config)
    with TemporaryDirectory(prefix="trialscape-") as scratch:
        versions = _versions(job.store, parts, keys, Path(scratch))
        written = write_part((lines.line(version) for version in versions), Path(scratch), "readings/lines")
        name = part_name(row["number"], written)
        job.store.put(written, f"{job.folder}/{name}")
    return {"number": row["number"], "versions": len(keys), "name": name}


def _rows(keys: bytes) -> Iterator[tuple[Any, ...]]:
    table = pa.ipc.open_stream(keys).read_all()
    return zip(*(column.to_pylist() for column in table.columns), strict=True)


def _versions(store: Store, parts: tuple[Part, ...], keys: list[VersionKey], scratch: Path) -> Iterator[StoredVersion]:
    folder = scratch if store.folder is None else store.folder / ARCHIVE
    if store.folder is None:
        (folder / PARTS).mkdir()
        for part in parts:
            (folder / PARTS / part.name).write_bytes(store.read(f"{ARCHIVE}/{PARTS}/{part.name}"))
    return stream_from(View(folder, (), (Unit((), parts),)), keys)


def _lines(folder: str, config: Config) -> ReadingLines:
    """Return the compiled rules, which a process compiles once; the folder's name changes with the rules."""
    if folder not in _compiled:
        _compiled.clear()
        _compiled[folder] = ReadingLines(config)
    return _compiled[folder]
