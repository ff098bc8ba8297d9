"""Read and classify the versions that have no reading yet, on all cores when they are many."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from trialscape.archive.files.model import StoredVersion, VersionKey
from trialscape.archive.store import Archive
from trialscape.config.load import Config
from trialscape.errors import WarehouseError
from trialscape.processes import LostProcessError, in_processes
from trialscape.readings.store import ReadingStore
from trialscape.resources import usable_cores
from trialscape.steps.rows.reading_line import ReadingLines

# Versions of one part: after a kill, at most so many are read again.
_PART = 20_000
# Versions that one process gets at a time.
_CHUNK = 64
# Below this number, starting processes takes longer than what they save.
_LEAST_PARALLEL = 2_000
# What one process needs for the compiled rules and a chunk of records.
_PROCESS_MEMORY = 400_000_000


def read_missing(
    store: ReadingStore, archive: Archive, keys: Iterable[VersionKey], config: Config, on_trials: Callable[[int], None]
) -> int:
    """Add a reading for each version of ``keys`` (ordered by id and time) that has none; return how many.

    ``on_trials`` is called with the number done, and may raise to stop; finished parts are then kept.
    """
    missing = [key for key in keys if (key.nct_id, key.content_hash) not in store]
    for start in range(0, len(missing), _PART):
        part = missing[start : start + _PART]
        lines = _counting_lines(_read(archive.read(part), len(part), config), start, on_trials)
        store.add(lines, ((key.nct_id, key.content_hash) for key in part))
    return len(missing)


def _counting_lines(lines: Iterator[bytes], done: int, on_trials: Callable[[int], None]) -> Iterator[bytes]:
    for number, line in enumerate(lines, start=1):
        yield line
        if number % _CHUNK == 0:
            on_trials(done + number)


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
