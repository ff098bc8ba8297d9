"""The signals of the current records, out of all signals in the archive."""

import datetime as dt
from collections.abc import Iterator, Mapping

from trialscape.archive.files.model import StoredSignal, to_utc_moment
from trialscape.archive.store import Archive
from trialscape.steps.inputs.as_of import LandscapeMoment
from trialscape.steps.rows.table_rows import Row
from trialscape.study.signals import REFUSED_SEARCH, UNREADABLE, is_settled

SIGNAL_COLUMNS = ("kind", "place", "value", "nct_id")


def signal_rows(
    archive: Archive, moment: LandscapeMoment, tracked: Mapping[str, str], refused: Mapping[str, str]
) -> Iterator[Row]:
    """Yield the rows of ``raw.signal``, each once.

    ``tracked`` names the run that stored the version of each tracked trial: a signal belongs to the version with which
    it was counted. Signals that this version of the program handles are left out. ``refused`` are the trials whose
    stored version cannot be read, with the reason.
    """
    # By the registry's clock, a version that we saw later may count.
    until = None if moment.registry_clock else moment.as_of
    whole, walked = _latest_walks(archive, until, whole=True), _latest_walks(archive, until)
    rows = {
        (item.kind, item.place, item.value, item.nct_id): None
        for item in archive.sightings(until)
        if not is_settled(item.kind, item.place, item.value) and _is_current(item, whole, walked, tracked)
    }
    yield from rows
    yield from ((UNREADABLE, "archive", reason[:120], nct_id) for nct_id, reason in sorted(refused.items()))


def _is_current(
    item: StoredSignal, whole: Mapping[str, str], walked: Mapping[str, str], tracked: Mapping[str, str]
) -> bool:
    if item.kind == UNREADABLE:
        # An unreadable record stores no version, but every full walk of its search finds it again.
        return item.run >= whole.get(item.place, "")
    if item.kind == REFUSED_SEARCH:
        return item.run > walked.get(item.place, "")
    return tracked.get(item.nct_id) == item.run


def _latest_walks(archive: Archive, until: dt.date | None, *, whole: bool = False) -> dict[str, str]:
    """Return by search the last run, up to the end of that day, that walked it (in full, where ``whole`` is asked)."""
    end = to_utc_moment(until)
    runs = (run for run in archive.runs() if end is None or run.seen_at.replace(tzinfo=None) <= end)
    return {entry.search: run.run for run in runs for entry in run.searches if entry.full or not whole}
