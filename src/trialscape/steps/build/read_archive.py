"""Read and classify every version in the archive that has no reading, on this machine."""

from collections.abc import Callable
from pathlib import Path

from trialscape.archive.files.model import VersionKey
from trialscape.archive.store import Archive
from trialscape.config.load import Config
from trialscape.data_folder import archive_folder, readings_folder, warehouse_folder
from trialscape.readings.store import ReadingStore
from trialscape.steps.build.read_missing import read_missing, without_reading
from trialscape.steps.rows.reading_line import readings_version


def read_archive(config: Config, data: Path, on_trials: Callable[[int], None]) -> int:
    """Store a reading for each version in the archive of ``data`` that has none; return how many.

    A build classifies only the versions that it shows. ``on_trials`` is called with the number done. Raises
    ArchiveError and WarehouseError as a build does.
    """
    archive = Archive(archive_folder(data))
    store = ReadingStore(readings_folder(data), readings_version(config), warehouse_folder(data), keeps=True)
    with store:
        missing = without_reading(store, _first_of_each(archive.all_keys()))
        read_missing(store, archive, missing, config, on_trials)
        return len(missing)


def _first_of_each(keys: list[VersionKey]) -> list[VersionKey]:
    """Return the first version with each content of a trial, in the order of ``keys``."""
    firsts: dict[tuple[str, str], VersionKey] = {}
    for key in keys:
        firsts.setdefault((key.nct_id, key.content_hash), key)
    return list(firsts.values())
