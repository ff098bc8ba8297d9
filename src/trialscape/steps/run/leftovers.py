"""The removal of files that killed or failed runs left in a data folder; the caller holds the folder's lock."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from trialscape.data_folder import warehouse_folder
from trialscape.warehouse.publish import remove_orphan_logs
from trialscape.warehouse.unfinished_builds import remove_unfinished_builds
from trialscape.whole_file import UNFINISHED

_UNFINISHED = f"*{UNFINISHED}"


def remove_leftovers(data: Path) -> None:
    """Remove unfinished parts of digests, rules, readings and imports, unfinished builds, logs of removed versions.

    What cannot be removed now is left to the next run: these files do no harm.
    """
    for path in _parts(data):
        with suppress(OSError):
            path.unlink(missing_ok=True)
    with suppress(OSError):
        remove_unfinished_builds(warehouse_folder(data))
        remove_orphan_logs(warehouse_folder(data))


def _parts(data: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield from data.glob(_UNFINISHED)
    for name in ("digests", "rules", "readings", "warehouse"):
        with suppress(OSError):
            yield from (data / name).rglob(_UNFINISHED)
