"""The removal of files that killed or failed runs left in a data folder; the caller holds the folder's lock."""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from trialscape.data_folder import warehouse_folder
from trialscape.warehouse.publish import remove_orphan_logs
from trialscape.warehouse.unfinished_builds import remove_unfinished_builds

# A digest and a copy of the rules are written under such a name, which ends in the process, and then renamed.
_PART = re.compile(r"\..+\.\d+")
# Kept results and the progress of an import are written under such a name.
_UNFINISHED = "*.unfinished"


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
    for name in ("digests", "rules"):
        with suppress(OSError):
            yield from (path for path in (data / name).glob(".*") if _PART.fullmatch(path.name))
    with suppress(OSError):
        yield from data.glob(_UNFINISHED)
        yield from (data / "readings").rglob(_UNFINISHED)
