"""Read the records of an import: which searches find each, and what the archive stores of it; on all cores."""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Any

import orjson

from trialscape.archive.files.prepared import PreparedRecord, prepare_record
from trialscape.config.load import Config
from trialscape.errors import ArchiveError
from trialscape.essie.match import Record
from trialscape.essie.parse import parse
from trialscape.essie.shared import share
from trialscape.processes import LostProcessError, in_processes
from trialscape.registry.query import expression
from trialscape.resources import usable_cores
from trialscape.study.bundle import NamedRecord
from trialscape.study.decode.parse import UnreadableRecordError, parse_study, record_id
from trialscape.study.signals import Signal, audit
from trialscape.study.stream import RawRecord

# Records that one process gets at a time.
_CHUNK = 64
# Below this number, starting processes takes longer than what they save.
_LEAST_PARALLEL = 5_000
# What one process needs for the searches, the known ids and a chunk of records.
_PROCESS_MEMORY = 250_000_000


@dataclass(frozen=True, slots=True)
class ReadImport:
    """One record of an import: the searches that find it, and what is stored of it (None where it is not needed).

    ``error`` says why the record cannot be read, else it is empty.
    """

    nct_id: str
    finders: tuple[str, ...] = ()
    prepared: PreparedRecord | None = None
    signals: tuple[Signal, ...] = ()
    error: str = ""


class ImportReader:
    """Reads records by the searches of a configuration; those of ``known`` trials are needed in any case."""

    def __init__(self, config: Config, known: frozenset[str], *, keeps_all: bool) -> None:
        nodes = share(parse(expression(search)) for search in config.searches)
        self._asked = dict(zip((search.id for search in config.searches), nodes, strict=True))
        self._known, self._keeps_all = known, keeps_all

    def read(self, record: RawRecord) -> ReadImport:
        """Read what a file holds as one record, decoded or not."""
        found = record.decoded()
        if found.error:
            return ReadImport("", error=found.error)
        raw = found.value if isinstance(found.value, dict) else {}
        nct_id = record_id(raw)
        try:
            return self._read(raw, nct_id)
        except UnreadableRecordError as error:
            return ReadImport(nct_id, error=str(error))

    def _read(self, raw: dict[str, Any], nct_id: str) -> ReadImport:
        if not nct_id:
            raise UnreadableRecordError("no NCT id under protocolSection.identificationModule")
        record = Record(raw)
        finders = tuple(search for search, node in self._asked.items() if record.matches(node))
        if not finders and nct_id not in self._known and not self._keeps_all:
            return ReadImport(nct_id)
        _, signals = parse_study(raw)
        return ReadImport(nct_id, finders, prepare_record(raw), (*signals, *audit(raw, nct_id)))


def read_import(
    records: Iterable[NamedRecord], config: Config, known: frozenset[str], *, keeps_all: bool
) -> Generator[tuple[NamedRecord, ReadImport]]:
    """Yield each record with what was read of it, in order; closing it ends its processes."""
    source = iter(records)
    head = list(islice(source, _LEAST_PARALLEL))
    processes = usable_cores(config.settings.build.threads, _PROCESS_MEMORY)
    if len(head) < _LEAST_PARALLEL or processes == 1:
        reader = ImportReader(config, known, keeps_all=keeps_all)
        yield from ((item, reader.read(item.record)) for item in chain(head, source))
        return
    yield from _in_parallel(chain(head, source), processes, (config, known, keeps_all))


def _in_parallel(
    records: Iterator[NamedRecord], processes: int, arguments: tuple[Config, frozenset[str], bool]
) -> Iterator[tuple[NamedRecord, ReadImport]]:
    waiting: deque[list[NamedRecord]] = deque()

    def chunks() -> Iterator[list[RawRecord]]:
        while chunk := list(islice(records, _CHUNK)):
            # A record is sent as text, which takes a fraction of the time of a decoded one; its name and place stay.
            waiting.append([replace(item, record=replace(item.record, value=None, text=b"")) for item in chunk])
            yield [_as_text(item.record) for item in chunk]

    try:
        for found in in_processes(processes, chunks(), _prepare, arguments):
            yield from zip(waiting.popleft(), found, strict=True)
    except LostProcessError as error:
        raise ArchiveError(
            "A process that read records was killed by the system, probably because memory ran out; set threads = 1 "
            "under [build] in settings.toml, or free some memory, and start the same import again."
        ) from error


def _as_text(record: RawRecord) -> RawRecord:
    if record.value is None or isinstance(record.value, bytes):
        return record
    return replace(record, value=None, text=orjson.dumps(record.value))


def _prepare(config: Config, known: frozenset[str], keeps_all: bool) -> Callable[[list[RawRecord]], list[ReadImport]]:
    """Parse the searches, once for each process."""
    reader = ImportReader(config, known, keeps_all=keeps_all)
    return lambda records: [reader.read(record) for record in records]
