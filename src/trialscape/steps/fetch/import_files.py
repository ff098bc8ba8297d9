"""Import records from files into the archive, as a separate edition; the searches are evaluated on this machine."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

from trialscape.archive.files.manifest import Manifest
from trialscape.archive.files.model import Change, RunInfo, RunKind, RunSummary
from trialscape.archive.store import Archive
from trialscape.archive.writer import RunWriter
from trialscape.config.load import Config
from trialscape.config.tracking.searches import Search
from trialscape.data_folder import archive_folder
from trialscape.errors import CheckError, UsageError
from trialscape.registry.query import fingerprint
from trialscape.steps.fetch.import_progress import BadRecord, ImportProgress, ProgressFile
from trialscape.steps.fetch.read_import import ReadImport, read_import
from trialscape.steps.fetch.search_plan import edition_day
from trialscape.study.bundle import START, NamedRecord, read_bundle

# Records of one run of the archive: after a kill, at most so many are stored again.
_SLICE = 50_000
# Records that are looked at for their own date.
_HEAD = 20

OnRecords = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """``day`` of the data (None: the records' own, else today).

    ``is_whole``: the files hold the whole registry, so a missing trial has left. ``keeps_all``: records
    that no search finds are archived too. ``accepts_shrink``: a search may lose many trials.
    """

    day: dt.date | None = None
    is_whole: bool = False
    keeps_all: bool = False
    accepts_shrink: bool = False


@dataclass(slots=True)
class ImportResult:
    """The result of an import; ``summary`` is that of the last run of the archive, ``continued`` how many records an
    earlier start of the same import had read.
    """

    progress: ImportProgress
    summary: RunSummary
    continued: int = 0


def import_files(
    config: Config, data: Path, sources: Sequence[str], options: ImportOptions, on_records: OnRecords
) -> ImportResult:
    """Archive the records of files that a search finds, or that the archive holds already; ``on_records`` may stop it.

    Raises UsageError when there is no readable record or the archive holds a newer edition, CheckError when a search
    would lose too many trials. Records are stored in slices, and a stopped import resumes after the last
    slice. The searches' trials are recorded at the end.
    """
    archive = Archive(archive_folder(data))
    last = archive.last_run()
    last_run = last.run if last is not None else ""
    file = ProgressFile(data, sources, [repr(options), *map(local_query, config.searches)])
    known = file.read(last_run)
    stream = read_bundle(sources, known.place if known is not None else START)
    if known is None:
        head = list(islice(stream, _HEAD))
        edition = _edition(options.day or _own_day(head) or dt.datetime.now(dt.UTC).date())
        known = ImportProgress(edition, last_run=last_run)
        stream = chain(head, stream)
    _require_newest(last, known.edition)
    work, continued = _Import(config, archive, options, known), known.read
    ids = frozenset(archive.known())
    with closing(read_import(stream, config, ids, keeps_all=options.keeps_all)) as read:
        while batch := list(islice(read, 1)):
            work.store_slice(chain(batch, islice(read, _SLICE - 1)), on_records)
            file.write(known)
    if known.read == len(known.bad):
        first = f" (the first: {known.bad[0].file}: {known.bad[0].reason})" if known.bad else ""
        raise UsageError(f"None of {known.read} records could be read{first}; nothing was imported.")
    summary = work.finish()
    file.remove()
    return ImportResult(known, summary, continued)


class _Import:
    """An import at work: which searches found what, over all slices."""

    def __init__(self, config: Config, archive: Archive, options: ImportOptions, progress: ImportProgress) -> None:
        self._config, self._archive, self._options, self._done = config, archive, options, progress
        self._found = progress.found
        for search in config.searches:
            self._found.setdefault(search.id, set())

    def store_slice(self, records: Iterable[tuple[NamedRecord, ReadImport]], on_records: OnRecords) -> None:
        """Store the records of one slice, without their searches."""
        with self._archive.begin(RunInfo(RunKind.DELTA, self._done.edition)) as run:
            changes = [self._take(run, item, found, on_records) for item, found in records]
            new, changed = changes.count(Change.NEW), changes.count(Change.CHANGED)
            self._done.new, self._done.changed = self._done.new + new, self._done.changed + changed
            if new or changed:
                self._done.last_run = run.commit().run

    def finish(self) -> RunSummary:
        """Record what each search found. Raises CheckError when one lost too many trials."""
        members = self._archive.members()
        if self._options.is_whole and not self._options.accepts_shrink:
            for search in self._config.searches:
                self._require_no_shrink(search, members.get(search.id, 0))
        kind = RunKind.FULL if self._options.is_whole else RunKind.DELTA
        before = _latest_queries(self._archive.runs())
        with self._archive.begin(RunInfo(kind, self._done.edition)) as run:
            for search in self._config.searches:
                for nct_id in sorted(self._found[search.id]):
                    run.record_hit(nct_id, search.id)
                query = local_query(search)
                reworded = before.get(search.id, query) != query
                run.finish_search(search.id, None, full=self._options.is_whole, query=query, reworded=reworded)
            return run.commit()

    def _take(self, run: RunWriter, item: NamedRecord, found: ReadImport, on_records: OnRecords) -> Change | None:
        """Store one record if it is needed; return what that changed. One that cannot be read is noted."""
        self._done.read += 1
        self._done.place = item.place
        on_records(self._done.read)
        if found.error:
            self._done.bad.append(BadRecord(item.file, item.record.line, found.nct_id, found.error))
            return None
        if found.prepared is None:
            self._done.unneeded += 1
            return None
        change = run.add_prepared(found.prepared)
        for signal in found.signals:
            run.add_signal(signal)
        for search in found.finders:
            self._found[search].add(found.nct_id)
        self._done.matched += bool(found.finders)
        return change

    def _require_no_shrink(self, search: Search, before: int) -> None:
        rules, found = self._config.settings.refresh, len(self._found[search.id])
        floor = min(before * (1 - rules.shrink_fraction), before - rules.shrink_least + 1)
        if before and found < max(floor, 1):
            raise CheckError(
                f"The search '{search.id}' finds {found} trials in these files and had {before} before, so the hits of "
                "the searches were not changed. Leave out --whole if the files hold only some of the registry, or add "
                "--accept-shrink."
            )


def local_query(search: Search) -> str:
    """Return the wording of a search as evaluated here, which is another than the registry's own.

    The registry also matches plurals and synonyms. Because its wording differs, the next refresh walks the search
    in full, and what only one of both finds counts as found by other words, not as a trial that came or left.
    """
    return f"local-{fingerprint(search)}"


def _latest_queries(runs: Iterable[Manifest]) -> dict[str, str]:
    return {entry.search: entry.query for run in runs for entry in run.searches}


def _edition(day: dt.date) -> str:
    return f"{day} import"


def _own_day(head: Iterable[NamedRecord]) -> dt.date | None:
    """Return the newest day of the data that the first records name themselves."""
    values = [item.record.decoded().value for item in head]
    days = [day for value in values if isinstance(value, dict) and (day := _holder(value))]
    return max(days, default=None)


def _holder(raw: dict[str, Any]) -> dt.date | None:
    value: Any = raw
    for key in ("derivedSection", "miscInfoModule", "versionHolder"):
        value = value.get(key) if isinstance(value, dict) else None
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _require_newest(last: Manifest | None, edition: str) -> None:
    if last is not None and edition_day(edition) < edition_day(last.edition):
        raise UsageError(
            f"The archive holds the edition of {last.edition[:10]}, and these files are of {edition[:10]}; older "
            "records would replace newer ones. Name the right day with --date, or another data folder."
        )
