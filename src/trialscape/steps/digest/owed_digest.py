"""The missing digest of a refresh that was killed between publishing and writing it."""

from collections.abc import Iterator
from pathlib import Path

from trialscape.config.tracking.settings import DigestSettings
from trialscape.data_folder import warehouse_folder
from trialscape.errors import UsageError, WarehouseError
from trialscape.queries import query_text
from trialscape.steps.digest.compose_digest import DigestState, digest_state
from trialscape.steps.digest.send_digest import newest_digest, send_digest
from trialscape.warehouse.publish import versions
from trialscape.warehouse.reader import Warehouse, open_current, open_version


def published_run(data: Path) -> str:
    """Return the last run of the archive that the published warehouse shows; "" when there is none or a past day's."""
    try:
        with open_current(warehouse_folder(data)) as warehouse:
            return _run_of(warehouse)
    except WarehouseError:
        return ""


def send_missing_digest(data: Path, settings: DigestSettings) -> Iterator[str]:
    """Write and post the digest of what is published, if there is none; yield a sentence for each.

    The digest compares with the newest published file of an earlier run, as the refresh does. Without such a file it is
    written as a first digest.
    """
    run = published_run(data)
    if run and newest_digest(data) != run:
        yield f"Run {run} was published without a digest; it is written now."
        yield from send_digest(data, settings, _before(data, run))


def _before(data: Path, run: str) -> DigestState | None:
    for path in reversed(versions(warehouse_folder(data))):
        warehouse = open_version(path)
        if warehouse is None:
            continue
        with warehouse:
            try:
                if "" < _run_of(warehouse) < run:
                    return digest_state(warehouse)
            except (WarehouseError, UsageError):
                # Damaged, or built by other SQL: an older file may still be usable.
                continue
    return None


def _run_of(warehouse: Warehouse) -> str:
    _, rows = warehouse.query(query_text("history/shown_run"))
    return str(rows[0][0]) if rows else ""
