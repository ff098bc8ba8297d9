"""Read and classify the versions that have no reading yet, on all cores when they are many."""

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from itertools import islice

from trialscape.archive.files.model import StoredVersion, VersionKey
from trialscape.archive.store import Archive
from trialscape.config.load import Config
from trialscape.errors import WarehouseError
from trialscape.processes import LostProcessError, in_processes
from trialscape.readings.store import ReadingStore
from trialscape.resources import usable_cores
from trialscape.steps.rows.reading_line import ReadingLines
from trialscape.study.decode.parse import UnreadableRecordError, parse_study

# Versions of one part: after a kill, at most so many are read again. While a part is written, the next one is read.
_PART = 4_000
# Versions that one process gets at a time.
_CHUNK = 64
# Below this number, starting processes takes longer than what they save.
_LEAST_PARALLEL = 2_000
# More versions are read by several processes, beside which no core is free.
_MOST_WAITING = 500
# What one process needs for the compiled rules and a chunk of records.
_PROCESS_MEMORY = 400_000_000


def without_reading(store: ReadingStore, keys: Iterable[VersionKey]) -> list[VersionKey]:
    """Return the versions of ``keys`` that have no reading."""
    return [key for key in keys if (key.nct_id, key.content_hash) not in store]


def may_wait(archive: Archive, missing: list[VersionKey]) -> bool:
    """Return whether a build may begin before these versions are read: they are few, and none of them is refused."""
    return len(missing) <= _MOST_WAITING and all(map(_is_readable, archive.read(missing)))


def read_missing(
    store: ReadingStore,
    archive: Archive,
    missing: list[VersionKey],
    config: Config,
    on_trials: Callable[[int], None],
) -> None:
    """Add a reading for each version of ``missing``, which are ordered by id and time.

    ``on_trials`` is called with the number done, and may raise to stop; finished parts are then kept.
    """
    with closing(_counting_lines(_read(archive.read(missing), len(missing), config), on_trials)) as lines:
        for start in range(0, len(missing), _PART):
            part = missing[start : start + _PART]
            store.add(islice(lines, len(part)), ((key.nct_id, key.content_hash) for key in part))


def _is_readable(version: StoredVersion) -> bool:
    try:
        parse_study(version.record)
    except UnreadableRecordError:
        return False
    return True


def _counting_lines(lines: Iterator[bytes], on_trials: Callable[[int], None]) -> Generator[bytes, None, None]:
    for number, line in enumerate(lines, start=1):
        if number % _CHUNK == 0:
            on_trials(number)
        yield line


def _read(versions: Iterator[StoredVersion], count: int, config: Config) -> Iterator[bytes]:
    processes = usable_cores(config.settings.build.threads, _PROCESS_MEMORY)
    if count < _LEAST_PARALLEL or processes == 1:
        lines = ReadingLines(config)
        return (lines.line(version) for version in versions)
    return _in_parallel(versions, processes, config)


def _in_parallel(versions: Iterator[StoredVersion], processes: int, config: Config) -> Iterator[bytes]:
    chunks = iter(lambda: list(islice(versions, _CHUNK)), [])
    try:
        for lines in in_processes(processes, chunks, _prepare, (config,)):
            yield from lines
    except LostProcessError as error:
        raise WarehouseError(
            "A process that classified trials was killed by the system, probably because memory ran out; set "
            "threads = 1 under [build] in settings.toml, or free some memory, and build again."
        ) from error


def _prepare(config: Config) -> Callable[[list[StoredVersion]], list[bytes]]:
    """Compile the rules, once for each process."""
    lines = ReadingLines(config)
    return lambda versions: [lines.line(version) for version in versions]
