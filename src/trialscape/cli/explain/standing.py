"""Ids that are asked for and are no tracked trial's: former ids, and trials that left the tracked set."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from trialscape.data_folder import warehouse_folder
from trialscape.errors import UsageError, WarehouseError
from trialscape.queries import query_text
from trialscape.warehouse.reader import Warehouse, open_current

_MERGED = "merged into "


@dataclass(frozen=True, slots=True)
class Standing:
    """``present_id`` is that of the trial of which the id asked for is a former one, "" without one."""

    nct_id: str
    present_id: str = ""
    left_on: dt.date | None = None
    left_because: str = ""
    fate: str = ""

    def note(self, shown: str) -> str:
        """Return a sentence for readers of ``shown``, whose labels are printed; "" if there is none to say."""
        if self.left_on is not None and shown == self.nct_id:
            where = f" ({self.fate})" if self.fate.startswith(_MERGED) else ""
            return (
                f"{self.nct_id} left the tracked trials on {self.left_on}{where}: {self.left_because}. It is in no "
                "figure any more; these are its last labels."
            )
        return f"{self.nct_id} is a former id of {shown}, which is explained here." if shown != self.nct_id else ""


def standings_of(data: Path, wanted: Sequence[str]) -> Mapping[str, Standing]:
    """Return the standing of each id by the published warehouse; nothing is known without one."""
    try:
        with open_current(warehouse_folder(data)) as warehouse:
            return standings_in(warehouse, wanted)
    except (WarehouseError, UsageError):
        return _unknown(wanted)


def standings_in(warehouse: Warehouse, wanted: Sequence[str]) -> Mapping[str, Standing]:
    """Return the standing of each id by an open warehouse; a file of an earlier program knows none."""
    try:
        rows = warehouse.query(query_text("explain/standing"), {"trials": list(wanted)})[1]
    except WarehouseError:
        return _unknown(wanted)
    return {row[0]: Standing(row[0], row[1] or "", row[2], row[3] or "", row[4] or "") for row in rows}


def _unknown(wanted: Iterable[str]) -> Mapping[str, Standing]:
    return {trial: Standing(trial) for trial in wanted}


def shown_ids(wanted: Iterable[str], known: Iterable[str], standings: Mapping[str, Standing]) -> dict[str, str]:
    """Return for each id the trial to show: itself if it is ``known``, else the one whose former id it is."""
    held = set(known)
    return {trial: trial if trial in held else standings[trial].present_id or trial for trial in wanted}
